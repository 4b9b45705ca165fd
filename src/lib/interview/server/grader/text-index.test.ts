import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextIndex } from './text-index';
import { wordsOf } from './words';

const nearest = (text: string, word: string) => new TextIndex(text).nearest(wordsOf(word)[0]!);

describe('an answer as it is searched', () => {
	it('[I2] finds a word by its stem, a synonym, a slip and a relative, the nearer the better', () => {
		expect(nearest('it hashes passwords', 'password')).toBe(1);
		const slip = nearest('the transcation ends', 'transaction');
		const synonym = nearest('we split the file', 'extract');
		const relative = nearest('a serializable level', 'serializer');
		expect(slip).toBeGreaterThan(0.5);
		expect(synonym).toBeGreaterThan(0.5);
		expect(relative).toBeGreaterThan(0.5);
		expect(Math.max(slip, synonym, relative)).toBeLessThan(1);
	});

	it('[I2] finds nothing that only looks alike', () => {
		expect(nearest('the cat sat', 'car')).toBe(0);
		expect(nearest('version 3.5', '3.6')).toBe(0);
	});

	it('[G5] a slip is what becomes the same where a letter of each is left out, and nothing else', () => {
		const formsOf = (word: string) =>
			[...word].map((_, at) => word.slice(0, at) + word.slice(at + 1)).concat(word);
		const word = fc.string({ unit: fc.constantFrom('v', 'w', 'x'), minLength: 5, maxLength: 8 });
		fc.assert(
			fc.property(word, word, (one, other) => {
				fc.pre(one !== other && wordsOf(one)[0]!.stem === one && wordsOf(other)[0]!.stem === other);
				fc.pre(one.slice(0, 5) !== other.slice(0, 5));
				const isSlip = formsOf(one).some((form) => formsOf(other).includes(form));
				expect(nearest(one, other) > 0).toBe(isSlip);
			}),
			{ numRuns: 2000 }
		);
	});

	it('[G4] knows an opposite from a synonym', () => {
		const [word] = wordsOf('closed');
		const like = new TextIndex('the circuit is open').like(word!);
		expect(like.map(({ isOpposite }) => isOpposite)).toEqual([true]);
		expect(nearest('the circuit is open', 'closed')).toBe(0);
	});
});
