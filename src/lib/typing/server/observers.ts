import type { Transaction } from '../../server/database';
import type { Log } from '../../server/log';
import type { Update } from './live-test';
import type { ResultRow, TestRow } from './store';

/** What follows tests as they are typed: a race, a session with watchers. Called for every test. */
export interface TypingObserver {
	/** A connection types it from now on: for the first time, or again. */
	onStarted?(test: TestRow): void;
	/**
	 * Every message of keys, as it is answered: whatever is done here is done for each key of each
	 * typist. Whether anybody watches is for the observer to know.
	 */
	onProgress?(test: TestRow, update: Update): void;
	/**
	 * In the transaction that keeps the result, once; what is thrown undoes it all.
	 * @param isWhole whether its text or its time ended it, and not its typist
	 */
	onCompleted?(tx: Transaction, test: TestRow, result: ResultRow, isWhole: boolean): void;
	/** After its commit, on the instance that kept it. */
	afterCompleted?(test: TestRow, result: ResultRow): void;
}

/** Tells all who follow; one that fails keeps neither the typist nor the others from going on. */
export class Observers {
	readonly #observers: TypingObserver[] = [];
	readonly #log: Log;

	constructor(log: Log) {
		this.#log = log;
	}

	add(observer: TypingObserver): void {
		this.#observers.push(observer);
	}

	started(test: TestRow): void {
		this.#tell((observer) => observer.onStarted?.(test));
	}

	progress(test: TestRow, update: Update): void {
		if (this.#observers.length > 0) this.#tell((observer) => observer.onProgress?.(test, update));
	}

	/** @throws what an observer throws */
	completed(tx: Transaction, test: TestRow, result: ResultRow, isWhole: boolean): void {
		for (const observer of this.#observers) observer.onCompleted?.(tx, test, result, isWhole);
	}

	afterCompleted(test: TestRow, result: ResultRow): void {
		this.#tell((observer) => observer.afterCompleted?.(test, result));
	}

	#tell(tell: (observer: TypingObserver) => void): void {
		for (const observer of this.#observers) {
			try {
				tell(observer);
			} catch (error) {
				this.#log.error({ err: error }, 'a test could not be followed');
			}
		}
	}
}
