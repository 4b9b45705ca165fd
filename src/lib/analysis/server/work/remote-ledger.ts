import type { Ledger, StepProgress } from '../ledger';
import { ledgerCalls, type FromChild, type LedgerCall } from './wire';

/** More often nobody looks. */
const PROGRESS_EVERY_MS = 50;

/** The ledger in the process of an analysis: each call goes to the server, and waits for its answer. */
export class RemoteLedger {
	readonly ledger: Ledger;
	readonly #send: (message: FromChild) => void;
	readonly #waiting = new Map<number, (answer: unknown) => void>();
	#calls = 0;
	#step = '';
	#progressAt = -Infinity;

	constructor(send: (message: FromChild) => void) {
		this.#send = send;
		const calls = ledgerCalls.map((name) => [name, (...args: unknown[]) => this.#call(name, args)]);
		this.ledger = {
			...(Object.fromEntries(calls) as Pick<Ledger, LedgerCall>),
			progress: (progress) => this.#tell(progress)
		};
	}

	/** A call was answered. A refused one is not: the server ends the process. */
	answer(id: number, answer: unknown): void {
		this.#waiting.get(id)?.(answer);
		this.#waiting.delete(id);
	}

	#call(name: LedgerCall, args: unknown[]): Promise<unknown> {
		const id = ++this.#calls;
		return new Promise((resolve) => {
			this.#waiting.set(id, resolve);
			this.#send({ type: 'call', id, name, args });
		});
	}

	/** The first and the last of a step always. */
	#tell(progress: StepProgress): void {
		const step = `${progress.stage} ${progress.step}`;
		const isNew = step !== this.#step;
		const isLast = progress.total > 0 && progress.done >= progress.total;
		const now = performance.now();
		if (!isNew && !isLast && now - this.#progressAt < PROGRESS_EVERY_MS) return;
		[this.#step, this.#progressAt] = [step, now];
		this.#send({ type: 'progress', progress });
	}
}
