/** Functions that want to be called. */
export class Listeners<A extends unknown[]> {
	readonly #listeners = new Set<(...heard: A) => void>();

	/** @returns stops listening */
	add(listener: (...heard: A) => void): () => void {
		// Of its own for each call: who listens twice and stops once still listens.
		const own = (...heard: A) => listener(...heard);
		this.#listeners.add(own);
		return () => this.#listeners.delete(own);
	}

	call(...heard: A): void {
		for (const listener of [...this.#listeners]) listener(...heard);
	}
}
