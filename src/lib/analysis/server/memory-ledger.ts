import type { CodePiece } from '../code-pieces';
import type { Finding } from '../findings';
import type { Question } from '../questions';
import type { Stage } from '../stages';
import type { Ledger, OpenedSource, StageReports, StepProgress } from './ledger';

export interface MemoryLedgerOptions {
	onProgress?: (progress: StepProgress) => void;
	/** Keeps facts and outcomes, for a run that goes on from them. */
	remembers?: boolean;
}

/** A ledger for as long as the process lasts: of the command line, of measurements, of tests. */
export class MemoryLedger implements Ledger {
	#source: OpenedSource | undefined;
	readonly #findings = new Map<string, Finding>();
	readonly #questions = new Map<string, Question>();
	pieces: readonly CodePiece[] = [];
	readonly #reports: Partial<StageReports> = {};
	readonly #facts = new Map<string, Uint8Array>();
	readonly #outcomes = new Map<string, Uint8Array>();
	readonly #options: MemoryLedgerOptions;

	constructor(options: MemoryLedgerOptions = {}) {
		this.#options = options;
	}

	/** In the order in which they were told. */
	get allFindings(): Finding[] {
		return [...this.#findings.values()];
	}

	get allQuestions(): Question[] {
		return [...this.#questions.values()];
	}

	/** @throws where the analysis has not ended */
	get stages(): StageReports {
		const { project_review, intelligence_report, interview_simulation } = this.#reports;
		if (!project_review || !intelligence_report || !interview_simulation) throw unfinished();
		return { project_review, intelligence_report, interview_simulation };
	}

	/** @throws where nothing was opened */
	get opening(): OpenedSource {
		if (!this.#source) throw unfinished();
		return this.#source;
	}

	async opened(source: OpenedSource): Promise<void> {
		this.#source = source;
	}

	async knownFacts(
		files: readonly { path: string; hash: string }[],
		reader: string
	): Promise<(Uint8Array | undefined)[]> {
		return files.map((file) => this.#facts.get(keyOf(file, reader)));
	}

	async keepFacts(
		files: readonly { path: string; hash: string; facts: Uint8Array }[],
		reader: string
	): Promise<void> {
		if (!this.#options.remembers) return;
		for (const file of files) this.#facts.set(keyOf(file, reader), file.facts);
	}

	async outcomeOf(step: string): Promise<Uint8Array | undefined> {
		return this.#outcomes.get(step);
	}

	async keepOutcome(step: string, outcome: Uint8Array): Promise<void> {
		if (this.#options.remembers) this.#outcomes.set(step, outcome);
	}

	async findings(_stage: Stage, findings: readonly Finding[]): Promise<void> {
		for (const finding of findings) {
			if (!this.#findings.has(finding.key)) this.#findings.set(finding.key, finding);
		}
	}

	async questions(questions: readonly Question[]): Promise<void> {
		for (const question of questions) {
			const { questionId } = question;
			if (!this.#questions.has(questionId)) this.#questions.set(questionId, question);
		}
	}

	async codePieces(pieces: readonly CodePiece[]): Promise<void> {
		this.pieces = pieces;
	}

	async stageDone<S extends Stage>(stage: S, report: StageReports[S]): Promise<void> {
		this.#reports[stage] = report;
	}

	progress(progress: StepProgress): void {
		this.#options.onProgress?.(progress);
	}
}

const unfinished = () => new Error('The analysis has not come so far.');

const keyOf = ({ path, hash }: { path: string; hash: string }, reader: string) =>
	`${reader}\0${hash}\0${path}`;
