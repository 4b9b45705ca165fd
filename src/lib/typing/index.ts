export { languages, MOST_RESERVED, testModes, testSeconds, testWordCounts } from './choices';
export {
	filedSettings,
	testSettings,
	type FiledSettings,
	type TestMode,
	type TestSettings
} from './settings';
export type { ReservedTest, ResultDetail, ResultSummary } from './results';
export type { TypingObserver } from './server/observers';
export type { TypingService } from './server/service';
