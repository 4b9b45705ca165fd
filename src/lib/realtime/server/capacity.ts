/** How many connections each name (a user, an address) holds, up to a limit (rule L3). */
export class Capacity {
	readonly #held = new Map<string, number>();

	constructor(readonly most: number) {}

	/** @returns whether there was room */
	take(name: string): boolean {
		const held = this.#held.get(name) ?? 0;
		if (held >= this.most) return false;
		this.#held.set(name, held + 1);
		return true;
	}

	release(name: string): void {
		const held = (this.#held.get(name) ?? 0) - 1;
		if (held > 0) this.#held.set(name, held);
		else this.#held.delete(name);
	}
}
