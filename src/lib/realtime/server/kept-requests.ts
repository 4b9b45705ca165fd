import { createHash } from 'node:crypto';
import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import { UserError } from '../../errors';
import type { Clock } from '../../server/clock';
import type { Database, Reader, Transaction } from '../../server/database';
import { preparedOnce } from '../../server/prepared';
import type { Keep } from './handlers';
import { keptRequest } from './schema';

/** One message that changes something, as its sender named it. */
export interface ChangeRequest {
	userId: string;
	requestId: string;
	type: string;
	payload: object;
}

/** How long a message that comes again is known (rule D3). */
const KEPT_FOR_MS = 24 * 60 * 60 * 1000;

/** Somebody else has done it in the meantime; rolls back the job that would do it again. */
class DoneAlready extends Error {
	override readonly name = 'DoneAlready';
}

/** What every message that changes something asks for. */
const readingOf = preparedOnce((from: Reader) =>
	from
		.select()
		.from(keptRequest)
		.where(
			and(
				eq(keptRequest.userId, sql.placeholder('userId')),
				eq(keptRequest.requestId, sql.placeholder('requestId'))
			)
		)
		.prepare()
);

/**
 * Rule D3: a message that changes something is done once, however often it comes: on this
 * connection or another, at once or after a restart, on this instance or another on the same database.
 */
export class KeptRequests {
	readonly #database: Database;
	readonly #now: Clock;
	/** What is being done right now, by user and request. */
	readonly #inFlight = new Map<string, Promise<unknown>>();

	constructor(database: Database, now: Clock) {
		this.#database = database;
		this.#now = now;
	}

	/**
	 * Does it, unless it was done: then answers as it was answered.
	 *
	 * @param work gets what keeps its answer, to be called in its own transaction
	 * @throws UserError CONFLICT where the id stands for something else, and whatever `work` throws
	 */
	async once(request: ChangeRequest, work: (keep: Keep) => Promise<object>): Promise<object> {
		const name = `${request.userId} ${request.requestId}`;
		for (let first = this.#inFlight.get(name); first; first = this.#inFlight.get(name)) {
			await first;
		}
		const doing = this.#onceHere(request, work);
		const settled = doing.then(
			() => undefined,
			() => undefined
		);
		this.#inFlight.set(name, settled);
		try {
			return await doing;
		} finally {
			this.#inFlight.delete(name);
		}
	}

	/** Forgets what is too old to come again. @returns how many there were */
	async sweep(): Promise<number> {
		const before = new Date(this.#now() - KEPT_FOR_MS);
		const { changes } = await this.#database.write((tx) =>
			tx.delete(keptRequest).where(lt(keptRequest.createdAt, before)).run()
		);
		return changes;
	}

	async #onceHere(request: ChangeRequest, work: (keep: Keep) => Promise<object>): Promise<object> {
		const hash = hashOf(request);
		const earlier = this.#earlier(this.#database.read, request, hash);
		if (earlier) return earlier;
		try {
			return await work((tx, answer) => this.#keep(tx, request, hash, answer));
		} catch (error) {
			if (!(error instanceof DoneAlready)) throw error;
			return this.#earlier(this.#database.read, request, hash) ?? Promise.reject(error);
		}
	}

	#keep(tx: Transaction, request: ChangeRequest, hash: string, answer: object): void {
		if (this.#earlier(tx, request, hash)) throw new DoneAlready();
		const { userId, requestId } = request;
		const createdAt = new Date(this.#now());
		tx.insert(keptRequest)
			.values({ userId, requestId, hash, answer: JSON.stringify(answer), createdAt })
			.run();
	}

	#earlier(from: Reader, request: ChangeRequest, hash: string): object | undefined {
		const { userId, requestId } = request;
		const row = readingOf(from).get({ userId, requestId });
		if (!row) return undefined;
		if (row.hash === hash) return JSON.parse(row.answer) as object;
		throw new UserError(
			'CONFLICT',
			'This requestId stands for another message already. Send this one under a new id.',
			{ requestId }
		);
	}
}

/** Of the parsed payload, whose fields come in the schema's order whatever order they were sent in. */
function hashOf({ type, payload }: ChangeRequest): string {
	return createHash('sha256')
		.update(`${type}\n${JSON.stringify(payload)}`)
		.digest('base64url');
}

/**
 * Changes what is answered where messages about sessions come again.
 * @param reworded gives each value of an answer anew, by its name
 */
export function rewordKept(
	tx: Transaction,
	{ userId, sessionIds }: { userId: string; sessionIds: readonly string[] },
	reworded: (name: string, value: unknown) => unknown
): void {
	const about = inArray(sql`json_extract(${keptRequest.answer}, '$.sessionId')`, [...sessionIds]);
	const rows = tx
		.select()
		.from(keptRequest)
		.where(and(eq(keptRequest.userId, userId), about))
		.all();
	for (const { requestId, answer } of rows) {
		tx.update(keptRequest)
			.set({ answer: JSON.stringify(JSON.parse(answer, reworded)) })
			.where(and(eq(keptRequest.userId, userId), eq(keptRequest.requestId, requestId)))
			.run();
	}
}
