import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invalidText, LONGEST_TEXT, normaliseText, prepareText } from './text';

const character = fc.oneof(
	fc.constantFrom(' ', '\t', '\n', '\r', '\u00a0', '\u2003', '\u0301', '\u200b', 'e', 'ß', '😀'),
	fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })
);
const anyText = fc.array(character, { maxLength: 40 }).map((parts) => parts.join(''));

describe('normaliseText', () => {
	it('[T1] composes characters to NFC', () => {
		expect(normaliseText('cafe\u0301')).toBe('caf\u00e9');
	});

	it('[T1] makes every line end a newline', () => {
		expect(normaliseText('a\r\nb\rc\u2028d')).toBe('a\nb\nc\nd');
	});

	it('[T1] makes every kind of space a space and removes what nobody can see', () => {
		expect(normaliseText('\ufeffa\u00a0b\u202fc\u3000d\u200be')).toBe('a b c de');
	});

	it('[T1] keeps tabs as indentation and nowhere else', () => {
		expect(normaliseText('if x:\n\treturn\ty')).toBe('if x:\n\treturn y');
	});

	it('[T1] trims the end of lines and of the text, and blank lines before it', () => {
		expect(normaliseText('\n  \n\ta  \nb\t\n\n')).toBe('\ta\nb');
	});

	it('[T1] changes nothing the second time', () => {
		fc.assert(
			fc.property(anyText, (raw) => {
				const once = normaliseText(raw);
				expect(normaliseText(once)).toBe(once);
			})
		);
	});

	it('[T1] takes linear time for a line of blanks', () => {
		expect(normaliseText(`a${' '.repeat(200_000)}b`)).toHaveLength(200_002);
	});
});

describe('invalidText', () => {
	it('[T1] accepts prose, code, and emoji', () => {
		expect(invalidText('Grüße 👩‍💻\n\tconst a = 1;')).toBeUndefined();
	});

	it('[T1] refuses a text without a word', () => {
		expect(invalidText(' \n\t')).toMatch(/empty/);
	});

	it('[T1] counts code points against the limit, not UTF-16 units', () => {
		expect(invalidText('😀'.repeat(LONGEST_TEXT))).toBeUndefined();
		expect(invalidText('a'.repeat(LONGEST_TEXT + 1))).toMatch(/20001 characters/);
	});

	it.each([
		['a\u0000b', 'U+0000'],
		['a\u001bb', 'U+001B'],
		['a\u202eb', 'U+202E']
	])('[T1] names the control character in %j', (text, name) => {
		expect(invalidText(text)).toContain(name);
	});

	it('[T1] refuses half a surrogate pair', () => {
		expect(invalidText('a\ud83d b')).toMatch(/surrogate/);
	});
});

describe('prepareText', () => {
	it('[T1] counts indexes in code points', () => {
		const { words, length } = prepareText('😀é go');
		expect(words).toEqual([
			{ chars: ['😀', 'é'], start: 0, separator: ' ', separatorLength: 1 },
			{ chars: ['g', 'o'], start: 3, separator: '', separatorLength: 0 }
		]);
		expect(length).toBe(5);
	});

	it('[T3] makes a run of white space one separator, Enter when it holds a newline', () => {
		const { words } = prepareText('a  b \n\n\t\tc');
		expect(words.map(({ separator, separatorLength }) => [separator, separatorLength])).toEqual([
			[' ', 2],
			['\n', 5],
			['', 0]
		]);
		expect(words.map(({ start }) => start)).toEqual([0, 3, 9]);
	});

	it('[T3] begins after the indentation of the first line', () => {
		expect(prepareText('\t\tx').words[0]).toMatchObject({ chars: ['x'], start: 2 });
	});

	it('[T1] leaves no code point out', () => {
		fc.assert(
			fc.property(anyText, (raw) => {
				const text = normaliseText(raw);
				const { words, length, chars } = prepareText(text);
				const lead = words[0]?.start ?? length;
				const sum = words.reduce((n, word) => n + word.chars.length + word.separatorLength, lead);
				expect(sum).toBe(Array.from(text).length);
				expect(chars.join('')).toBe(text);
			})
		);
	});
});
