import { UserError } from '../../errors';
import type { Clock } from '../../server/clock';
import type { Database, Transaction } from '../../server/database';
import type { Jobs } from '../../server/jobs';
import type { Log } from '../../server/log';
import type { Quota } from './quota';
import type { Runs } from './runs';
import type { SourceFolders } from './source-folders';
import { stateIn, type Message } from './state';
import {
	ANALYSIS_JOB,
	addAnalysis,
	changeAnalysis,
	findAnalysis,
	isUnderWay,
	removeAnalysis,
	type AnalysisRow,
	type NewAnalysis
} from './store';

export interface LifecycleParts {
	database: Database;
	jobs: Jobs;
	quota: Quota;
	runs: Runs;
	folders: SourceFolders;
	tell: (...message: Message) => void;
	now: Clock;
	log: Log;
	forgetAnalysis: ForgetAnalysis;
}

/**
 * Has other rooms forget an analysis, in the transaction that deletes it.
 * @param withQuotes whether the lines of its code that they quote go, too
 * @returns tells it, once that is done
 */
export type ForgetAnalysis = (
	tx: Transaction,
	analysisId: string,
	withQuotes: boolean
) => () => void;

/** Whoever had it in hand, on whatever instance, has noticed by then that it was cancelled. */
const LET_GO_WITHIN_MS = 2_000;

/** What a person does to an analysis: planned, cancelled, retried, deleted. */
export class Lifecycle {
	readonly #parts: LifecycleParts;

	constructor(parts: LifecycleParts) {
		this.#parts = parts;
	}

	/** Rule D2: kept and planned in one transaction. @throws UserError as the quota */
	async plan(analysis: NewAnalysis): Promise<void> {
		const { database, jobs, quota, now } = this.#parts;
		await database.write((tx) => {
			const at = now();
			quota.checkNew(tx, analysis.userId, analysis.bytes);
			addAnalysis(tx, analysis, new Date(at));
			jobs.schedule(tx, ANALYSIS_JOB, analysis.id, at);
		});
	}

	/** Cancelled twice is cancelled once. @throws UserError ANALYSIS_NOT_FOUND, INVALID_STATE */
	async cancel(userId: string, analysisId: string): Promise<void> {
		const { database, jobs, tell, now } = this.#parts;
		const isNew = await database.write((tx) => {
			const row = findAnalysis(tx, userId, analysisId);
			if (row.status === 'cancelled') return false;
			if (!isUnderWay(row)) {
				throw wrongState(row, 'It is over already: there is nothing to cancel.');
			}
			const at = new Date(now());
			const change = { status: 'cancelled', finishedAt: at } as const;
			changeAnalysis(tx, analysisId, change, at);
			// Without its lease no run of it writes anything any more.
			jobs.cancel(tx, ANALYSIS_JOB, analysisId);
			return true;
		});
		if (isNew) tell('analysis_status', { analysisId, status: 'cancelled' });
	}

	/**
	 * Retried twice is retried once.
	 * @throws UserError ANALYSIS_NOT_FOUND, INVALID_STATE, RATE_LIMIT_EXCEEDED, CAPACITY_EXCEEDED
	 */
	async retry(userId: string, analysisId: string): Promise<void> {
		const { database, jobs, quota, folders, tell, now } = this.#parts;
		// What somebody sent becomes a path only where it is an analysis of his.
		findAnalysis(database.read, userId, analysisId);
		const hasSource = await folders.hasSource(analysisId);
		const isNew = await database.write((tx) => {
			const row = findAnalysis(tx, userId, analysisId);
			if (isUnderWay(row)) return false;
			const problem = whyNotAgain(row, hasSource);
			if (problem !== undefined) throw wrongState(row, problem);
			quota.checkNew(tx, userId, 0);
			const at = now();
			const cleared = { failure: null, finishedAt: null };
			changeAnalysis(tx, analysisId, { status: 'queued', ...cleared }, new Date(at));
			const letGoAt = (row.finishedAt?.getTime() ?? 0) + LET_GO_WITHIN_MS;
			const dueAt = row.status === 'cancelled' ? Math.max(at, letGoAt) : at;
			jobs.schedule(tx, ANALYSIS_JOB, analysisId, dueAt);
			return true;
		});
		if (isNew) tell('analysis_status', { analysisId, status: 'queued' });
	}

	/**
	 * With all that was found and what lies on disk.
	 * @param withQuotes whether the lines of its code that are quoted elsewhere go, too
	 * @throws UserError ANALYSIS_NOT_FOUND
	 */
	async remove(userId: string, analysisId: string, withQuotes: boolean): Promise<void> {
		const { database, jobs, forgetAnalysis } = this.#parts;
		const tell = await database.write((tx) => {
			findAnalysis(tx, userId, analysisId);
			const tell = forgetAnalysis(tx, analysisId, withQuotes);
			removeAnalysis(tx, analysisId);
			jobs.cancel(tx, ANALYSIS_JOB, analysisId);
			return tell;
		});
		tell();
		this.forget(analysisId);
	}

	/** Its rows are gone: its run ends, its source goes, and whoever listens is told. */
	forget(analysisId: string): void {
		const { runs, folders, tell, log } = this.#parts;
		tell('analysis_status', { analysisId, status: 'deleted' });
		runs
			.ended(analysisId)
			.then(() => folders.remove(analysisId))
			.catch((error: unknown) => {
				log.warn({ err: error, analysisId }, 'a source could not be removed');
			});
	}
}

const wrongState = ({ status }: AnalysisRow, sentence: string) =>
	new UserError('INVALID_STATE', sentence, { state: status });

/** @returns a sentence that says what to bring instead; undefined where it can go on */
function whyNotAgain(row: AnalysisRow, hasSource: boolean): string | undefined {
	const { status, sourceKind } = row;
	if (status === 'completed') return 'It is done. To read the repository again, bring it again.';
	const { failure } = stateIn(row);
	if (failure && !failure.retryable) {
		return `The same source would fail again. ${failure.errorMessage}`;
	}
	const isUpload = sourceKind === 'archive' || sourceKind === 'folder';
	if (!isUpload || hasSource) return undefined;
	return sourceKind === 'folder'
		? 'The folder is not kept any longer. Pick it again.'
		: 'The archive is not kept any longer. Upload it again.';
}
