import type { Stage } from './stages';

/**
 * What progress counts within a stage, in order, and how long each step takes beside the others:
 * percent of a whole analysis, measured over repositories of 50 to 3,000 files. Pure.
 */
export const stepWeights = {
	project_review: {
		/** Objects of a clone; an upload was received before the analysis began. */
		receive: 15,
		/** Differences that a clone puts together, or the files of an archive, which nobody counts. */
		resolve: 5,
		/** Files of the newest commit, listed. */
		list: 1,
		/** Commits, read. */
		commits: 6,
		/** Files, looked into for languages, lines and roles. */
		files: 10,
		manifests: 1,
		/** Commits, counted by file and person. */
		activity: 2,
		findings: 1
	},
	intelligence_report: {
		/** Files, read as syntax trees. */
		parse: 45,
		detectors: 8,
		/** Modules, hot spots, what changes together, duplicates. */
		connections: 3
	},
	interview_simulation: {
		questions: 2,
		/** Pieces of code that are good to type. */
		code: 1
	}
} as const satisfies Record<Stage, Readonly<Record<string, number>>>;

export type AnalysisStep = { [S in Stage]: keyof (typeof stepWeights)[S] }[Stage];
