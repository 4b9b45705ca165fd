import type { Clock } from '../../server/clock';
import type { Database } from '../../server/database';
import type { Env } from '../../server/env';
import type { JobRun, Jobs } from '../../server/jobs';
import type { Log } from '../../server/log';
import { AnalysisError, stages } from '../stages';
import { KeptLedger, TakenAway } from './kept-ledger';
import type { Ledger } from './ledger';
import { ProgressTeller } from './progress-teller';
import type { Quota } from './quota';
import type { SourceFolders } from './source-folders';
import { stateIn, type Message } from './state';
import { forgetWork } from './steps-store';
import {
	ANALYSIS_JOB,
	analysisById,
	changeAnalysis,
	finishedBefore,
	isHeldBy,
	isUnderWay,
	type AnalysisRow
} from './store';
import { takeTurns } from './turns';
import { failureOf, givenUp, MOST_ATTEMPTS, requestFor, sourceEnv } from './work-order';
import type { WorkOrder } from './work/order';

/** A run learns from others that it is over; where they cannot be heard, from the database this soon. */
const LOOK_EVERY_MS = 1_000;

export interface RunParts {
	database: Database;
	jobs: Jobs;
	instanceId: string;
	env: Env;
	folders: SourceFolders;
	quota: Quota;
	tell: (...message: Message) => void;
	/** Carries an analysis out, in a process of its own. */
	carryOut: (order: WorkOrder, ledger: Ledger, signal: AbortSignal) => Promise<void>;
	now: Clock;
	log: Log;
}

interface Run {
	/** Looks whether it is over. */
	look: () => void;
	ended: Promise<void>;
}

/** Analyses as jobs: begun by one instance at a time, followed to their end (rules N4, N6, L6). */
export class Runs {
	readonly #parts: RunParts;
	readonly #running = new Map<string, Run>();

	constructor(parts: RunParts) {
		this.#parts = parts;
		const { jobs, env } = parts;
		jobs.register(ANALYSIS_JOB, (analysisId, run) => this.#run(analysisId, run), {
			isLong: true,
			most: env.ANALYSES_AT_ONCE,
			pick: takeTurns(env.LIMIT_RUNNING_ANALYSES)
		});
	}

	/** Something became of an analysis, here or elsewhere: a run that is over ends at once. */
	look(analysisId: string): void {
		this.#running.get(analysisId)?.look();
	}

	/** Resolves once no run of this instance has to do with it. */
	async ended(analysisId: string): Promise<void> {
		this.look(analysisId);
		await this.#running.get(analysisId)?.ended;
	}

	async #run(analysisId: string, job: JobRun): Promise<void> {
		// Planned anew, it waits until what was before has let go of the folder.
		await this.ended(analysisId);
		const over = new AbortController();
		const look = () => {
			if (!this.#isOurs(analysisId)) over.abort(new TakenAway());
		};
		const looking = setInterval(look, LOOK_EVERY_MS);
		const signal = AbortSignal.any([job.signal, over.signal]);
		const ended = this.#follow(analysisId, job, signal, over.signal).finally(() => {
			clearInterval(looking);
			this.#running.delete(analysisId);
		});
		this.#running.set(analysisId, { look, ended: ended.catch(() => undefined) });
		await ended;
	}

	/** @throws what is no fault of the analysis': the job is begun again */
	async #follow(
		analysisId: string,
		{ attempt, signal: stopping }: JobRun,
		signal: AbortSignal,
		over: AbortSignal
	): Promise<void> {
		const { log } = this.#parts;
		try {
			const row = await this.#begin(analysisId);
			if (!row) return;
			if (attempt > MOST_ATTEMPTS) throw givenUp();
			await this.#carryOut(row, signal);
			await this.#complete(analysisId);
		} catch (error) {
			if (over.aborted || error instanceof TakenAway) return;
			if (stopping.aborted) throw error;
			if (error instanceof AnalysisError) return await this.#fail(analysisId, error);
			log.error({ err: error, analysisId, attempt }, 'an analysis was broken off');
			if (attempt < MOST_ATTEMPTS) throw error;
			await this.#fail(analysisId, givenUp());
		} finally {
			await this.#tidy(analysisId);
		}
	}

	/** By now no process of ours writes into the folder. */
	async #tidy(analysisId: string): Promise<void> {
		const { database, folders, now } = this.#parts;
		const row = analysisById(database.read, analysisId);
		if (row && isUnderWay(row)) return;
		const canGoOn = row?.status === 'cancelled' || (row && stateIn(row).failure?.retryable);
		if (!canGoOn) await folders.remove(analysisId);
		if (!row) return;
		const bytes = await folders.bytesOf(analysisId);
		await database.write((tx) => {
			const isStill = analysisById(tx, analysisId)?.status === row.status;
			if (isStill) changeAnalysis(tx, analysisId, { bytes }, new Date(now()));
		});
	}

	async #carryOut(row: AnalysisRow, signal: AbortSignal): Promise<void> {
		const { database, instanceId, env, folders, quota, tell, carryOut, now } = this.#parts;
		const { id: analysisId } = row;
		const folder = folders.of(analysisId);
		const progress = new ProgressTeller(stateIn(row).progress, {
			tell: (running) => tell('analysis_progress', { analysisId, ...running }),
			keep: (running) => void this.#keepProgress(analysisId, JSON.stringify(running))
		});
		const ledger = new KeptLedger(analysisId, {
			...{ database, instanceId, tell, progress, now },
			admit: (tx, of, bytes) => quota.checkOpened(tx, of, bytes),
			onOpened: () => folders.removeUpload(analysisId)
		});
		try {
			await folders.make(analysisId);
			const request = requestFor(row, folders.uploadOf(analysisId));
			await carryOut({ analysisId, request, folder, env: sourceEnv(env) }, ledger, signal);
		} finally {
			progress.stop();
		}
	}

	/** @returns undefined where there is nothing to do */
	async #begin(analysisId: string): Promise<AnalysisRow | undefined> {
		const { database, tell, now } = this.#parts;
		const begun = await database.write((tx) => {
			const row = analysisById(tx, analysisId);
			if (!row || !isUnderWay(row)) return undefined;
			const completed = JSON.parse(row.completedStages) as string[];
			const change = {
				status: 'processing' as const,
				stage: stages.find((stage) => !completed.includes(stage)) ?? null,
				previousId: finishedBefore(tx, row) ?? null
			};
			changeAnalysis(tx, analysisId, change, new Date(now()));
			return { before: row.status, row: { ...row, ...change } };
		});
		if (begun?.before === 'queued') tell('analysis_status', { analysisId, status: 'processing' });
		return begun?.row;
	}

	async #complete(analysisId: string): Promise<void> {
		const isKept = await this.#end(analysisId, { status: 'completed', stage: null });
		if (isKept) this.#parts.tell('analysis_status', { analysisId, status: 'completed' });
	}

	async #fail(analysisId: string, error: AnalysisError): Promise<void> {
		const { database, tell } = this.#parts;
		const failure = failureOf(error);
		const change = { status: 'failed' as const, failure: JSON.stringify(failure) };
		if (!(await this.#end(analysisId, change))) return;
		const row = analysisById(database.read, analysisId);
		if (row) tell('analysis_failed', { analysisId, stage: stateIn(row).stage, ...failure });
	}

	/** @returns false where it was no longer this run's to end */
	async #end(analysisId: string, change: Partial<AnalysisRow>): Promise<boolean> {
		const { database, now } = this.#parts;
		return database.write((tx) => {
			const row = analysisById(tx, analysisId);
			if (row?.status !== 'processing' || !this.#isHeld(tx, analysisId)) return false;
			const at = new Date(now());
			changeAnalysis(tx, analysisId, { ...change, finishedAt: at }, at);
			if (change.status === 'completed') forgetWork(tx, row);
			return true;
		});
	}

	async #keepProgress(analysisId: string, progress: string): Promise<void> {
		const { database, now, log } = this.#parts;
		try {
			await database.write((tx) => {
				if (!this.#isHeld(tx, analysisId)) return;
				changeAnalysis(tx, analysisId, { progress }, new Date(now()));
			});
		} catch (error) {
			log.warn({ err: error, analysisId }, 'the progress of an analysis could not be kept');
		}
	}

	#isOurs(analysisId: string): boolean {
		const { read } = this.#parts.database;
		const row = analysisById(read, analysisId);
		return row !== undefined && isUnderWay(row) && this.#isHeld(read, analysisId);
	}

	#isHeld(from: Parameters<typeof isHeldBy>[0], analysisId: string): boolean {
		return isHeldBy(from, analysisId, this.#parts.instanceId);
	}
}
