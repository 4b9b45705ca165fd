import { describe, expect, it } from 'vitest';
import { generateWords, seededRandom } from '../generate';
import { englishWords } from './words';

describe('englishWords', () => {
	it('[T1] are a thousand different words, the most frequent first', () => {
		expect(englishWords).toHaveLength(1000);
		expect(new Set(englishWords).size).toBe(1000);
		expect(englishWords.slice(0, 4)).toEqual(['the', 'of', 'and', 'to']);
	});

	it('[T1] hold lower-case letters only, at least two but for "a" and "i"', () => {
		expect(englishWords.filter((word) => !/^(?:[a-z]{2,}|a|i)$/.test(word))).toEqual([]);
	});

	it('[T1] hold the commonest words, inflected ones too', () => {
		expect(englishWords).toEqual(expect.arrayContaining(['this', 'you', 'was', 'they', 'words']));
	});

	it('[T1] hold nothing unkind and no abbreviations of the web', () => {
		const refused = ['sex', 'porn', 'nude', 'gay', 'xxx', 'kill', 'dvd', 'ebay', 'http', 'jan'];
		expect(englishWords.filter((word) => refused.includes(word))).toEqual([]);
	});

	it('[T1] make a text', () => {
		const options = { count: 50, random: seededRandom(1), language: 'english' } as const;
		expect(generateWords(englishWords, options).split(' ')).toHaveLength(50);
	});
});
