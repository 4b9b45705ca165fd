/** What may wait while one message is being handled, before the socket is no longer read. */
const MOST_WAITING = 32;
const MOST_WAITING_BYTES = 64 * 1024;

type Task = () => Promise<void>;

/**
 * Handles one connection's messages strictly one after the other. A handler that answers at once
 * costs nothing extra; one that returns a promise holds back what comes after it.
 */
export class Inbox {
	readonly #handle: (text: string) => void | Promise<void>;
	readonly #onFull: () => void;
	readonly #onDrained: () => void;
	#waiting: (string | Task)[] = [];
	#waitingBytes = 0;
	#busy = false;
	#full = false;

	constructor(options: {
		handle: (text: string) => void | Promise<void>;
		/** Too much waits: stop reading. */
		onFull: () => void;
		/** All of it is handled: read on. */
		onDrained: () => void;
	}) {
		this.#handle = options.handle;
		this.#onFull = options.onFull;
		this.#onDrained = options.onDrained;
	}

	receive(text: string): void {
		if (this.#busy) {
			this.#waiting.push(text);
			this.#waitingBytes += text.length;
			const full = this.#waiting.length >= MOST_WAITING || this.#waitingBytes >= MOST_WAITING_BYTES;
			if (full && !this.#full) {
				this.#full = true;
				this.#onFull();
			}
			return;
		}
		const pending = this.#handle(text);
		if (pending) void this.#drain(pending);
	}

	/** Does something between two messages: what came before is done, what comes after waits. */
	inTurn(task: Task): void {
		if (this.#busy) this.#waiting.push(task);
		else void this.#drain(task());
	}

	async #drain(pending: Promise<void>): Promise<void> {
		this.#busy = true;
		await pending;
		for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
			if (typeof next === 'string') {
				this.#waitingBytes -= next.length;
				await this.#handle(next);
			} else {
				await next();
			}
		}
		this.#busy = false;
		if (this.#full) {
			this.#full = false;
			this.#onDrained();
		}
	}
}
