import { errorCodes, type ErrorCode } from '../../errors';
import { Durations } from '../../server/durations';
import { closeCodes } from '../envelope';

/** One type of message; whoever handles it holds on to this and counts here. */
export interface TypeCounts {
	/** How many came, good or not. */
	received: number;
	/** How long answering took, from its turn on; errors left out. */
	readonly answered: Durations;
}

/** What a client may close with is any number; only those that mean something here have a count. */
const knownCloses: ReadonlySet<number> = new Set([
	...Object.values(closeCodes),
	// What `ws` says: a broken frame, one without a code, none at all, text that is no UTF-8.
	1002,
	1005,
	1006,
	1007
]);

/** Stands for every type that no catalogue has. */
const UNKNOWN = 'unknown';

/**
 * What the line counts of itself, in plain numbers: a message costs nanoseconds here, and metrics
 * read the numbers when they are asked for. What a client can say does not make a new count, or a
 * hostile one could fill the memory with them.
 */
export class LineCounters {
	/** By type; those that no catalogue has are `unknown`. */
	readonly types: ReadonlyMap<string, TypeCounts>;
	readonly #types = new Map<string, TypeCounts>();
	readonly #unknown: TypeCounts;
	/** Errors sent, by their code. */
	readonly errors = new Map<ErrorCode, number>(errorCodes.map((code) => [code, 0]));
	/** Connections closed, by close code; codes that mean nothing here are `other`. */
	readonly closes = new Map<number | 'other', number>();
	/** Upgrades refused, by HTTP status. */
	readonly refusals = new Map<number, number>();
	heartbeatsLost = 0;

	constructor() {
		this.types = this.#types;
		this.#unknown = this.declare(UNKNOWN);
	}

	/** A type of a catalogue: it is counted apart from now on. */
	declare(type: string): TypeCounts {
		const counts = this.#types.get(type) ?? { received: 0, answered: new Durations() };
		this.#types.set(type, counts);
		return counts;
	}

	/** A message came whose type cannot be read, or does not exist. */
	received(): void {
		this.#unknown.received += 1;
	}

	/** An error was sent. */
	failed(errorCode: ErrorCode): void {
		this.errors.set(errorCode, this.errors.get(errorCode)! + 1);
	}

	/** A connection is gone. */
	closed(closeCode: number): void {
		const name = knownCloses.has(closeCode) ? closeCode : 'other';
		this.closes.set(name, (this.closes.get(name) ?? 0) + 1);
	}

	/** An upgrade was refused. */
	refused(status: number): void {
		this.refusals.set(status, (this.refusals.get(status) ?? 0) + 1);
	}

	/** A connection was silent for too long (rule C5). */
	heartbeatLost(): void {
		this.heartbeatsLost += 1;
	}
}
