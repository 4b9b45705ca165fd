import type { CodePiece } from '../code-pieces';
import type { Finding } from '../findings';
import type { Question } from '../questions';
import type { IntelligenceReport, InterviewReport } from '../reports';
import type { Stage } from '../stages';
import type { ProjectReview } from './review/report';

/** What each stage hands over when it ends. */
export interface StageReports {
	project_review: ProjectReview;
	intelligence_report: IntelligenceReport;
	interview_simulation: InterviewReport;
}

/** How far a stage is: `done` of `total` things that a step counts; a `total` of 0 is not known yet. */
export interface StepProgress {
	stage: Stage;
	step: string;
	done: number;
	total: number;
}

/** What is known of a source once it is open. */
export interface OpenedSource {
	name: string;
	commit?: string;
	/** On disk. */
	bytes: number;
}

/**
 * Where an analysis writes down what it has done, so that a restart goes on behind it (rule N6), and
 * whoever listens hears of it. Each promise resolves once it is kept for good. Saying the same twice
 * changes nothing: after a crash a step may be done again.
 */
export interface Ledger {
	opened(source: OpenedSource): Promise<void>;
	/**
	 * Facts of files that were read before, by this analysis or by the one before it of the same
	 * repository, by the same reader.
	 *
	 * @returns deflated JSON of FileFacts in the files' order; undefined for those that are new
	 */
	knownFacts(
		files: readonly { path: string; hash: string }[],
		reader: string
	): Promise<(Uint8Array | undefined)[]>;
	keepFacts(
		files: readonly { path: string; hash: string; facts: Uint8Array }[],
		reader: string
	): Promise<void>;
	/** @returns what `keepOutcome` was given for the step in this analysis */
	outcomeOf(step: string): Promise<Uint8Array | undefined>;
	keepOutcome(step: string, outcome: Uint8Array): Promise<void>;
	/** Those whose key is known already are not told again. */
	findings(stage: Stage, findings: readonly Finding[]): Promise<void>;
	/** Adds to those that are there; one whose questionId is known already is left as it is. */
	questions(questions: readonly Question[]): Promise<void>;
	/** Replaces what was there. */
	codePieces(pieces: readonly CodePiece[]): Promise<void>;
	stageDone<S extends Stage>(stage: S, report: StageReports[S]): Promise<void>;
	/** Told at once and kept now and then; nothing depends on it. */
	progress(progress: StepProgress): void;
}
