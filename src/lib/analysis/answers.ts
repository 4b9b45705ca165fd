/** What REST answers about analyses, as pages know it: types only, without the schemas. */

export type { AnalysisAnswer, AnalysisSummary, ShownQuestion } from './formats/answers';
