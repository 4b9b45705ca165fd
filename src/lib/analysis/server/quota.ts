import { UserError } from '../../errors';
import type { Database, Transaction } from '../../server/database';
import type { Env } from '../../server/env';
import { AnalysisError } from '../stages';
import { mebibytes } from './source/limits';
import { bytesOf, underWayOf, type AnalysisRow, type From } from './store';

/** When to ask again whether one of the waiting analyses is done. */
const ASK_AGAIN_MS = 30_000;

export type QuotaEnv = Pick<Env, 'LIMIT_SOURCE_BYTES_PER_USER' | 'LIMIT_WAITING_ANALYSES'>;

/**
 * Rule L6: what a person may have on disk, and waiting. What is uploaded just now is counted by the
 * instance that it comes to; when it is kept it is counted over all of them.
 */
export class Quota {
	readonly #database: Database;
	readonly #env: QuotaEnv;
	readonly #uploads = new Map<string, Set<Upload>>();

	constructor(database: Database, env: QuotaEnv) {
		this.#database = database;
		this.#env = env;
	}

	/**
	 * An upload begins. Whoever began it ends it.
	 * @throws UserError RATE_LIMIT_EXCEEDED, CAPACITY_EXCEEDED
	 */
	begin(userId: string, declaredBytes: number): Upload {
		const uploads = this.#uploads.get(userId) ?? new Set();
		this.#checkWaiting(this.#database.read, userId, uploads.size);
		const upload: Upload = {
			declaredBytes,
			receivedBytes: 0,
			receive: (bytes) => {
				upload.receivedBytes += bytes;
				this.#checkBytes(this.#database.read, userId);
			},
			end: () => {
				uploads.delete(upload);
				if (uploads.size === 0) this.#uploads.delete(userId);
			}
		};
		this.#uploads.set(userId, uploads.add(upload));
		try {
			this.#checkBytes(this.#database.read, userId);
		} catch (error) {
			upload.end();
			throw error;
		}
		return upload;
	}

	/**
	 * Whether one more may wait, with so much on the disk that no row counts yet; in the transaction that
	 * adds it.
	 *
	 * @throws UserError RATE_LIMIT_EXCEEDED, CAPACITY_EXCEEDED
	 */
	checkNew(tx: Transaction, userId: string, bytes: number): void {
		this.#checkWaiting(tx, userId, 0);
		this.#checkBytes(tx, userId, bytes);
	}

	/**
	 * Whether what was cloned or taken over may stay, now that its size is known.
	 * @throws AnalysisError REPO_TOO_LARGE
	 */
	checkOpened(tx: Transaction, { id, userId }: AnalysisRow, bytes: number): void {
		const most = this.#env.LIMIT_SOURCE_BYTES_PER_USER;
		if (bytesOf(tx, userId, id) + bytes <= most) return;
		throw new AnalysisError(
			'REPO_TOO_LARGE',
			`With it your analyses would hold more than the ${mebibytes(most)} that each person has. Delete some that failed or were cancelled, then try again.`
		);
	}

	#checkWaiting(from: From, userId: string, uploads: number): void {
		const most = this.#env.LIMIT_WAITING_ANALYSES;
		if (underWayOf(from, userId) + uploads < most) return;
		throw new UserError(
			'RATE_LIMIT_EXCEEDED',
			`${most} of your analyses wait or run already. Cancel one, or wait until one is done.`,
			{ retryAfterMs: ASK_AGAIN_MS }
		);
	}

	#checkBytes(from: From, userId: string, more = 0): void {
		const most = this.#env.LIMIT_SOURCE_BYTES_PER_USER;
		const uploads = [...(this.#uploads.get(userId) ?? [])];
		const coming = uploads.reduce(
			(sum, { declaredBytes, receivedBytes }) => sum + Math.max(declaredBytes, receivedBytes),
			0
		);
		if (bytesOf(from, userId) + coming + more <= most) return;
		throw new UserError(
			'CAPACITY_EXCEEDED',
			`Your analyses would hold more than the ${mebibytes(most)} that each person has. Delete some that failed or were cancelled, or wait until those that run are done.`
		);
	}
}

export interface Upload {
	/** 0 where nobody said it. */
	declaredBytes: number;
	receivedBytes: number;
	/** @throws UserError CAPACITY_EXCEEDED */
	receive(bytes: number): void;
	end(): void;
}
