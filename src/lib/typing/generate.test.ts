import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateWords, seededRandom } from './generate';
import { invalidText, normaliseText } from './text';

const words = ['the', 'i', 'stage', 'green', 'light', 'script'];

describe('seededRandom', () => {
	it('[T1] gives the same numbers for the same seed and others for another', () => {
		const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
		expect(draw(7)).toEqual(draw(7));
		expect(draw(7)).not.toEqual(draw(8));
	});

	it('[T1] spreads evenly over [0, 1)', () => {
		const random = seededRandom(1);
		const tenths = new Array<number>(10).fill(0);
		for (let drawn = 0; drawn < 10_000; drawn += 1) {
			const value = random();
			expect(value).toBeGreaterThanOrEqual(0);
			expect(value).toBeLessThan(1);
			const tenth = Math.floor(value * 10);
			tenths[tenth] = (tenths[tenth] ?? 0) + 1;
		}
		// Ten standard deviations of a binomial count are 300.
		expect(Math.min(...tenths)).toBeGreaterThan(850);
		expect(Math.max(...tenths)).toBeLessThan(1150);
	});
});

describe('generateWords', () => {
	const options = fc.record({
		count: fc.integer({ min: 1, max: 120 }),
		seed: fc.integer(),
		punctuation: fc.boolean(),
		numbers: fc.boolean()
	});

	it('[T1] makes as many words as asked for, a valid text, none twice in a row', () => {
		fc.assert(
			fc.property(options, ({ seed, ...rest }) => {
				const random = seededRandom(seed);
				const text = generateWords(words, { ...rest, random, language: 'english' });
				expect(invalidText(text)).toBeUndefined();
				expect(normaliseText(text)).toBe(text);
				const typed = text.split(' ');
				expect(typed).toHaveLength(rest.count);
				const bare = typed.map((word) => word.toLowerCase().replace(/\W/g, ''));
				expect(bare.every((word, index) => word !== bare[index - 1])).toBe(true);
			})
		);
	});

	it('[T1] writes plain words without punctuation and numbers', () => {
		const text = generateWords(words, { count: 200, random: seededRandom(2), language: 'english' });
		expect(text.split(' ').every((word) => words.includes(word))).toBe(true);
	});

	it('[T1] writes sentences: a capital first, a mark last, between 4 and 15 words', () => {
		const random = seededRandom(3);
		const text = generateWords(words, {
			count: 300,
			random,
			punctuation: true,
			language: 'english'
		});
		const sentences = text.split(/(?<=[.?!]) /);
		expect(sentences.length).toBeGreaterThan(15);
		for (const sentence of sentences) {
			expect(sentence).toMatch(/^[A-Z][^.?!]*[.?!]$/);
			const length = sentence.split(' ').length;
			expect(length).toBeGreaterThanOrEqual(4);
			expect(length).toBeLessThanOrEqual(15);
		}
		expect(text).toMatch(/[a-z], [a-zI]/);
		expect(text).not.toMatch(/\bi\b/);
	});

	it('[T1] makes about a tenth of the words numbers when asked', () => {
		const random = seededRandom(4);
		const text = generateWords(words, { count: 1000, random, numbers: true, language: 'english' });
		const numbers = text.split(' ').filter((word) => /^[1-9]\d{0,3}$/.test(word)).length;
		expect(numbers).toBeGreaterThan(60);
		expect(numbers).toBeLessThan(140);
	});

	it('[T1] refuses a list of one word and a count that is none', () => {
		const random = seededRandom(5);
		expect(() => generateWords(['a', 'a'], { count: 2, random, language: 'english' })).toThrow(
			/two different words/
		);
		expect(() => generateWords(words, { count: 0, random, language: 'english' })).toThrow(
			/positive integer/
		);
	});
});
