import { describe, expect, test } from 'vitest';
import { countCharacters, isBlank, tidyText, tidyTitle } from './text';

describe('[H2] a text is kept as it was said', () => {
	test.each([
		['  indented\n\n\tcode  ', '  indented\n\n\tcode'],
		['a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
		['\n \n\nfirst', 'first'],
		['red \u001b[31mtext\u0000', 'red [31mtext'],
		['half \ud83d a pair', 'half  a pair'],
		['a whole 😀', 'a whole 😀'],
		['<b>&amp;</b>', '<b>&amp;</b>']
	])('%j becomes %j', (said, kept) => {
		expect(tidyText(said)).toBe(kept);
	});

	test('tidying twice changes nothing more', () => {
		const once = tidyText(' \r\n a\u0007\r\n \n');
		expect(tidyText(once)).toBe(once);
	});
});

test('[H3] a title is one line', () => {
	expect(tidyTitle('  What\n I\tsaid\u0000 ')).toBe('What I said');
	expect(tidyTitle('in\u202evoice\u2066 \u200fgpj')).toBe('invoice gpj');
	expect(tidyTitle('👩‍💻 and a joiner')).toBe('👩‍💻 and a joiner');
});

test('[H2] characters are counted as people count them', () => {
	expect(countCharacters('')).toBe(0);
	expect(countCharacters('a😀é')).toBe(3);
});

test.each([
	['', true],
	[' \n\t', true],
	['\u200b\u2060', true],
	['.', false],
	['😀', false]
])('[H2] %j says nothing: %j', (text, blank) => {
	expect(isBlank(text)).toBe(blank);
});
