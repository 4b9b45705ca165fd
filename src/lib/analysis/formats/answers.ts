import { z } from 'zod/mini';
import { shownEvidence, shownFinding } from './shown-finding';
import { categories, difficulties } from '../questions';
import type { IntelligenceReport, InterviewReport } from '../reports';
import type { ProjectReview } from '../server/review/report';
import { analysisStatuses, failureCodes, stages } from '../stages';

/** What REST answers about analyses (rules N1, N5, R3). */

export const sourceKinds = ['git', 'archive', 'folder', 'path'] as const;

const time = z.iso.datetime();
const stage = z.enum(stages);

/** A report, whole: its form is the report's own. */
const report = <T extends object>() => z.looseObject({}) as unknown as z.ZodMiniType<T, T>;

const known = {
	analysisId: z.string(),
	/** For people: `owner/name`, the archive's or the folder's name. */
	name: z.string(),
	sourceKind: z.enum(sourceKinds),
	/** Where it came from, without credentials; absent for what was uploaded. */
	sourceAddress: z.optional(z.string()),
	/** The newest commit, once it is known and where there is a history. */
	commit: z.optional(z.string()),
	status: z.enum(analysisStatuses),
	completedStages: z.array(stage),
	/** 0–100, of the whole. */
	progress: z.number(),
	createdAt: time,
	finishedAt: z.optional(time)
};

/** As a list has it. */
export const analysisSummary = z.object({
	...known,
	/** Of the first stage, once it is done. */
	mainLanguage: z.optional(z.string()),
	findings: z.number(),
	questions: z.number()
});

export type AnalysisSummary = z.output<typeof analysisSummary>;

/** What is known so far (rule N5). */
export const analysisAnswer = z.object({
	...known,
	/** The stage that runs, or failed. */
	stage: z.optional(stage),
	/** The newest `analysis_progress`, while it runs. */
	running: z.optional(
		z.object({
			stage,
			step: z.string(),
			done: z.number(),
			total: z.number(),
			etaMs: z.optional(z.number())
		})
	),
	failure: z.optional(
		z.object({ errorCode: z.enum(failureCodes), errorMessage: z.string(), retryable: z.boolean() })
	),
	stages: z.object({
		project_review: z.optional(report<ProjectReview>()),
		intelligence_report: z.optional(report<IntelligenceReport>()),
		interview_simulation: z.optional(report<InterviewReport>())
	}),
	/** Of the newest finding; they come from …/findings. */
	lastSeq: z.number(),
	/** How many there are that were not hidden; they come from …/questions. */
	questions: z.number()
});

export type AnalysisAnswer = z.output<typeof analysisAnswer>;

export const findingsAnswer = z.object({
	/** By seq, ascending. */
	items: z.array(shownFinding),
	/** Whether there are more behind them: ask again after the last one's seq. */
	hasMore: z.boolean()
});

/** What anybody may see of a question before it is answered (rule I11). */
export const shownQuestion = z.object({
	questionId: z.string(),
	question: z.string(),
	category: z.enum(categories),
	difficulty: z.enum(difficulties),
	topic: z.string(),
	fileReferences: z.array(z.string()),
	evidence: z.array(shownEvidence)
});

export type ShownQuestion = z.output<typeof shownQuestion>;

export const questionsAnswer = z.object({ items: z.array(shownQuestion) });
