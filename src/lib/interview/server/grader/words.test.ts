import { describe, expect, it } from 'vitest';
import { wordsOf } from './words';

const negated = (text: string) =>
	wordsOf(text)
		.filter(({ isNegated }) => isNegated)
		.map(({ text: word }) => word);

describe('words of an answer', () => {
	it('[I2] fall apart at capitals, underscores and paths, each where it stands', () => {
		const text = 'checkUserAccess in node_modules/HTTPServer.ts';
		const words = wordsOf(text);
		expect(words.map((word) => word.text)).toEqual(
			'check user access in node modules http server ts'.split(' ')
		);
		for (const { start, end, text: word } of words) {
			expect(text.slice(start, end).toLowerCase()).toBe(word);
		}
	});

	it('[I2] stay whole where they are numbers or have numbers in them', () => {
		expect(wordsOf('3.5 of 10,000 in x2').map(({ text }) => text)).toEqual(
			'3.5 of 10,000 in x2'.split(' ')
		);
	});

	it('[G4] are negated after a negation, within its clause and not far from it', () => {
		expect(negated("We don't hash passwords, we encrypt them")).toEqual(['hash', 'passwords']);
		expect(negated('It is not safe but fast')).toContain('safe');
		expect(negated('It is not safe but fast')).not.toContain('fast');
		expect(negated('bcrypt rather than md5')).toContain('md5');
		expect(negated('bcrypt rather than md5')).not.toContain('bcrypt');
	});

	it('[I2] stand in clauses that end with a sentence, a line or too many words', () => {
		const clauses = wordsOf('One thing. Another one\nthird').map(({ clause }) => clause);
		expect(new Set(clauses).size).toBe(3);
		expect(wordsOf('word '.repeat(100)).at(-1)?.clause).toBeGreaterThan(2);
		expect(new Set(wordsOf('see app.server.ts').map(({ clause }) => clause)).size).toBe(1);
	});
});
