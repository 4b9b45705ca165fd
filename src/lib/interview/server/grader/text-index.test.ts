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

	it('[G4] knows an opposite from a synonym', () => {
		const [word] = wordsOf('closed');
		const like = new TextIndex('the circuit is open').like(word!);
		expect(like.map(({ isOpposite }) => isOpposite)).toEqual([true]);
		expect(nearest('the circuit is open', 'closed')).toBe(0);
	});
});
