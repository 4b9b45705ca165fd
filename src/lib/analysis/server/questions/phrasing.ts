import { createHash } from 'node:crypto';

/**
 * Chooses among ways to say a thing: always the same for the same repository and subject, and spread
 * evenly over repositories, so that two of them are rarely asked in the same words.
 */
export class Phrasing {
	readonly #seed: string;

	/** @param seed names the repository */
	constructor(seed: string) {
		this.#seed = seed;
	}

	/** @param about what is chosen for: another one gets another choice */
	one<T>(about: string, choices: readonly [T, ...T[]]): T {
		const digest = createHash('sha256').update(`${this.#seed}\0${about}`).digest();
		return choices[digest.readUInt32BE(0) % choices.length]!;
	}

	/** The same for one of several of a kind, `place` from 0: neighbours get different ones. */
	apart<T>(about: string, place: number, choices: readonly [T, ...T[]]): T {
		const [first] = this.one(about, [...choices.entries()] as [[number, T], ...[number, T][]]);
		return choices[(first + place) % choices.length]!;
	}
}
