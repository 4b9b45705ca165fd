/** What was made of texts, kept for those that were asked about last; so that nothing is made twice in a row. */
export class Recent<Made> {
	readonly #most: number;
	/** Whoever was asked about longest ago comes first. */
	readonly #made = new Map<string, Made>();

	/** @param most of them are kept */
	constructor(most: number) {
		this.#most = most;
	}

	/** @param make of the key alone, always the same */
	of(key: string, make: () => Made): Made {
		const known = this.#made.get(key) ?? make();
		this.#made.delete(key);
		this.#made.set(key, known);
		const [oldest] = this.#made.keys();
		if (this.#made.size > this.#most && oldest !== undefined) this.#made.delete(oldest);
		return known;
	}
}
