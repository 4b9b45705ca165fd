import { describe, expect, it } from 'vitest';
import { visible, visibleLine } from './visible-text';

describe('text that others wrote', () => {
	it('[R4] shows what would be unseen by its number', () => {
		expect(visible('a\u202eb\u0000c\u200bd\ufeff')).toBe('a[U+202E]b[U+0000]c[U+200B]d[U+FEFF]');
	});

	it('[R4] leaves tabs, line feeds, markup and joined emoji as they are', () => {
		const text = '\tif (a) {\n\t\t<b>👩‍💻</b> é 漢 ש\n';
		expect(visible(text)).toBe(text);
	});

	it('[R4] is cut by characters, never through one, and says so', () => {
		expect(visibleLine('👍👍👍👍', 3)).toBe('👍👍…');
		expect(visibleLine('👍👍👍', 3)).toBe('👍👍👍');
		expect(visibleLine('x'.repeat(4_000), 10)).toBe('xxxxxxxxx…');
	});

	it('[R4] is one line, however many it was', () => {
		expect(visibleLine(' a\n\n b\r\nc ', 20)).toBe('a b c');
	});
});
