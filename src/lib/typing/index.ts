export { languages, MOST_RESERVED, testModes, testSeconds, testWordCounts } from './choices';
export { testSettings, type FiledSettings, type TestMode, type TestSettings } from './settings';
export type { ReservedTest, ResultDetail, ResultSummary } from './results';
