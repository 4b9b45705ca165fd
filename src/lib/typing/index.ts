export { languages, MOST_RESERVED, testModes, testSeconds, testWordCounts } from './choices';
export type { CodeOffer, OwnCode } from './code';
export {
	filedSettings,
	openSettings,
	testSettings,
	toldOpenSettings,
	type FiledSettings,
	type OpenSettings,
	type TestMode,
	type TestSettings,
	type ToldOpenSettings
} from './settings';
export type { ReservedTest, ResultDetail, ResultSummary } from './results';
export type { CodeSource, CodeWish } from './server/code-tests';
export type { TypingObserver } from './server/observers';
export type { TypingService } from './server/service';
