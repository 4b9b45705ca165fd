/** How long to wait before the n-th try after a failure, from 0. Milliseconds. */
type Wait = (failures: number) => number;

interface FetcherOptions<Part extends string> {
	/** Brings one part up to date; rejects where that cannot be done now. */
	fetch: (part: Part) => Promise<void>;
	/** Nothing is missing any more. */
	ondone: () => void;
	/** @returns whether to try again */
	onerror: (error: unknown) => boolean;
	wait: Wait;
}

/**
 * Fetches what was announced, one part after the other: a part that is wanted again meanwhile is
 * fetched once more, and what fails is tried again.
 */
export class Fetcher<Part extends string> {
	readonly #options: FetcherOptions<Part>;
	readonly #missing = new Set<Part>();
	#isBusy = false;
	#isClosed = false;
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(options: FetcherOptions<Part>) {
		this.#options = options;
	}

	want(part: Part): void {
		this.#missing.add(part);
		if (!this.#isBusy) void this.#work();
	}

	open(): void {
		this.#isClosed = false;
	}

	close(): void {
		this.#isClosed = true;
		clearTimeout(this.#timer);
	}

	async #work(): Promise<void> {
		const { fetch, ondone, onerror, wait } = this.#options;
		clearTimeout(this.#timer);
		this.#isBusy = true;
		let part: Part | undefined;
		try {
			while (!this.#isClosed) {
				[part] = this.#missing;
				if (part === undefined) break;
				this.#missing.delete(part);
				await fetch(part);
			}
			this.#failures = 0;
			if (!this.#isClosed) ondone();
		} catch (error) {
			if (part !== undefined) this.#missing.add(part);
			if (!this.#isClosed && onerror(error)) {
				this.#timer = setTimeout(() => void this.#work(), wait(this.#failures++));
			}
		} finally {
			this.#isBusy = false;
		}
	}
}
