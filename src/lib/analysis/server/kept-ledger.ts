import type { Clock } from '../../server/clock';
import type { Database, Transaction } from '../../server/database';
import type { CodePiece } from '../code-pieces';
import type { Finding } from '../findings';
import type { ShownFinding } from '../formats/shown-finding';
import type { Question } from '../questions';
import { stages, type Stage } from '../stages';
import { addFindings } from './findings-store';
import type { Ledger, OpenedSource, StageReports, StepProgress } from './ledger';
import type { ProgressTeller } from './progress-teller';
import { addQuestions } from './questions-store';
import type { Message } from './state';
import { stageCompleted } from './state';
import {
	factsOf,
	keepCodePieces,
	keepFacts,
	keepOutcome,
	keepStage,
	outcomeOf
} from './steps-store';
import { analysisById, changeAnalysis, countsOf, isHeldBy, type AnalysisRow } from './store';

/** Somebody else has the analysis in hand by now, or nobody is to have it. */
export class TakenAway extends Error {
	override readonly name = 'TakenAway';

	constructor() {
		super('This run of the analysis is over: it was cancelled, deleted or begun elsewhere.');
	}
}

/** Findings of one message, and their bytes: its frame stays small, unless a single one is larger. */
const FINDINGS_A_MESSAGE = 50;
const BYTES_A_MESSAGE = 96 * 1024;

export interface LedgerParts {
	database: Database;
	/** Who holds the lease. */
	instanceId: string;
	tell: (...message: Message) => void;
	progress: ProgressTeller;
	/** Called in the transaction that knows how much lies on disk. @throws AnalysisError */
	admit: (tx: Transaction, row: AnalysisRow, bytes: number) => void;
	/** What was uploaded is not needed any more: its content was taken over. */
	onOpened: () => Promise<void>;
	now: Clock;
}

/**
 * A ledger in the database. What it is told is kept while the run that tells it holds the analysis, and
 * announced once it is kept (rules D2, N3).
 */
export class KeptLedger implements Ledger {
	readonly #id: string;
	readonly #parts: LedgerParts;

	constructor(analysisId: string, parts: LedgerParts) {
		this.#id = analysisId;
		this.#parts = parts;
	}

	async opened({ name, commit, bytes }: OpenedSource): Promise<void> {
		await this.#write((tx, row, at) => {
			this.#parts.admit(tx, row, bytes);
			const known = { name, bytes, commit: commit ?? null };
			changeAnalysis(tx, this.#id, known, at);
		});
		await this.#parts.onOpened();
	}

	knownFacts(
		files: readonly { path: string; hash: string }[],
		reader: string
	): Promise<(Uint8Array | undefined)[]> {
		return this.#write((tx, { previousId }) => {
			const own = factsOf(tx, this.#id, files, reader);
			const others = files.filter(({ path }) => !own.has(path));
			const before =
				previousId === null ? new Map<string, Buffer>() : factsOf(tx, previousId, others, reader);
			// The next analysis of the repository goes on from this one alone.
			const taken = others.flatMap((file) => {
				const facts = before.get(file.path);
				return facts ? [{ ...file, facts }] : [];
			});
			keepFacts(tx, this.#id, taken, reader);
			return files.map(({ path }) => own.get(path) ?? before.get(path));
		});
	}

	async keepFacts(
		files: readonly { path: string; hash: string; facts: Uint8Array }[],
		reader: string
	): Promise<void> {
		const rows = files.map((file) => ({ ...file, facts: Buffer.from(file.facts) }));
		await this.#write((tx) => keepFacts(tx, this.#id, rows, reader));
	}

	async outcomeOf(step: string): Promise<Uint8Array | undefined> {
		return outcomeOf(this.#parts.database.read, this.#id, step);
	}

	async keepOutcome(step: string, outcome: Uint8Array): Promise<void> {
		await this.#write((tx) => keepOutcome(tx, this.#id, step, Buffer.from(outcome)));
	}

	async findings(stage: Stage, findings: readonly Finding[]): Promise<void> {
		if (findings.length === 0) return;
		const added = await this.#write((tx, row) => addFindings(tx, row, stage, findings));
		for (const some of inMessages(added)) {
			const [{ seq = 0 } = {}] = some;
			this.#parts.tell('analysis_findings', { analysisId: this.#id, stage, seq, findings: some });
		}
	}

	async questions(questions: readonly Question[]): Promise<void> {
		const counted = await this.#write((tx) =>
			addQuestions(tx, this.#id, questions) > 0 ? countsOf(tx, this.#id).questions : undefined
		);
		if (counted === undefined) return;
		this.#parts.tell('analysis_questions', { analysisId: this.#id, count: counted });
	}

	async codePieces(pieces: readonly CodePiece[]): Promise<void> {
		await this.#write((tx) => keepCodePieces(tx, this.#id, pieces));
	}

	async stageDone<S extends Stage>(stage: S, report: StageReports[S]): Promise<void> {
		const progress = this.#parts.progress.finish(stage);
		const completed = await this.#write((tx, row, at) => {
			keepStage(tx, this.#id, stage, report, at);
			const before = JSON.parse(row.completedStages) as Stage[];
			const done = stages.filter((known) => known === stage || before.includes(known));
			const change = {
				completedStages: JSON.stringify(done),
				stage: stages[stages.indexOf(stage) + 1] ?? null,
				progress: JSON.stringify(progress),
				...('mainLanguage' in report && { mainLanguage: report.mainLanguage ?? null })
			};
			changeAnalysis(tx, this.#id, change, at);
			return before.includes(stage) ? undefined : done;
		});
		if (completed) this.#parts.tell('stage_completed', stageCompleted(this.#id, completed, stage));
	}

	progress(progress: StepProgress): void {
		this.#parts.progress.see(progress);
	}

	/** @throws TakenAway where another run, or none, has the analysis */
	#write<T>(job: (tx: Transaction, row: AnalysisRow, at: Date) => T): Promise<T> {
		const { database, instanceId, now } = this.#parts;
		return database.write((tx) => {
			const row = analysisById(tx, this.#id);
			const isOurs = row?.status === 'processing' && isHeldBy(tx, this.#id, instanceId);
			if (!row || !isOurs) throw new TakenAway();
			return job(tx, row, new Date(now()));
		});
	}
}

function inMessages(findings: readonly ShownFinding[]): ShownFinding[][] {
	const messages: ShownFinding[][] = [];
	let bytes = 0;
	for (const finding of findings) {
		const own = Buffer.byteLength(JSON.stringify(finding));
		const last = messages.at(-1);
		if (last && last.length < FINDINGS_A_MESSAGE && bytes + own <= BYTES_A_MESSAGE) {
			last.push(finding);
			bytes += own;
		} else {
			messages.push([finding]);
			bytes = own;
		}
	}
	return messages;
}
