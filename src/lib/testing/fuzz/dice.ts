import { seededRandom, type Random } from '../../typing/generate';

/** What happens next in a sequence: the same for the same seed. */
export class Dice {
	readonly random: Random;

	constructor(seed: number) {
		this.random = seededRandom(seed);
	}

	/** Like `crypto.randomUUID`. */
	readonly uuid = (): ReturnType<Crypto['randomUUID']> => {
		const digits = (count: number) =>
			Array.from({ length: count }, () => this.between(0, 15).toString(16)).join('');
		return `${digits(8)}-${digits(4)}-4${digits(3)}-8${digits(3)}-${digits(12)}`;
	};

	/** @returns a whole number from `least` to `most` */
	between(least: number, most: number): number {
		return least + Math.floor(this.random() * (most - least + 1));
	}

	chance(probability: number): boolean {
		return this.random() < probability;
	}

	pick<T>(from: readonly T[]): T {
		return from[this.between(0, from.length - 1)]!;
	}

	/** @param choices with how likely each is beside the others */
	weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T {
		let left = this.random() * choices.reduce((sum, [weight]) => sum + weight, 0);
		for (const [weight, choice] of choices) {
			left -= weight;
			if (left < 0) return choice;
		}
		return choices.at(-1)![1];
	}

	shuffled<T>(some: readonly T[]): T[] {
		return some
			.map((value) => ({ value, at: this.random() }))
			.sort((one, other) => one.at - other.at)
			.map(({ value }) => value);
	}
}
