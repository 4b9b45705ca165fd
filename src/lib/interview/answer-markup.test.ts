import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	asInField,
	blocksOf,
	marked,
	MOST_PIECES,
	placeInAnswer,
	type Block,
	type Piece
} from './answer-markup';

/** How answers are laid out. */

const piecesIn = (blocks: readonly Block[]): Piece[] =>
	blocks.flatMap((block) => (block.kind === 'list' ? block.items : block.lines).flat());

const texts = (pieces: readonly Piece[]) => pieces.map(({ text }) => text);

describe('an answer as Markdown', () => {
	test('has paragraphs, and lines within them as they were broken', () => {
		expect(blocksOf('One.\nTwo.\n\nThree.')).toMatchObject([
			{ kind: 'paragraph', lines: [[{ text: 'One.' }], [{ text: 'Two.', at: 5 }]] },
			{ kind: 'paragraph', lines: [[{ text: 'Three.', at: 11 }]] }
		]);
	});

	test('has lists, numbered ones from where they begin', () => {
		const [bullets, numbers] = blocksOf('- a\n  more of a\n- b\n\n3. c\n4. d');
		expect(bullets).toMatchObject({ kind: 'list', isOrdered: false });
		expect(bullets?.kind === 'list' && bullets.items.map((item) => texts(item).join(''))).toEqual([
			'a\n  more of a',
			'b'
		]);
		expect(numbers).toMatchObject({ kind: 'list', isOrdered: true, first: 3 });
	});

	test('has code, closed or not, in which nothing else means anything', () => {
		expect(blocksOf('Like so:\n```ts\nconst a = 1; // **no**\n\n- b\n```\nDone.')).toMatchObject([
			{ kind: 'paragraph' },
			{
				kind: 'code',
				language: 'ts',
				lines: [[{ text: 'const a = 1; // **no**' }], [{ text: '' }], [{ text: '- b' }]]
			},
			{ kind: 'paragraph', lines: [[{ text: 'Done.' }]] }
		]);
		expect(blocksOf('```\nleft open')).toMatchObject([
			{ kind: 'code', lines: [[{ text: 'left open' }]] }
		]);
	});

	test('has headings, quotes, bold and emphasised words, code within a line', () => {
		expect(blocksOf('# Why\n> as they *said*\nuse `a_b` and **never** 2 * 3 * 4')).toMatchObject([
			{ kind: 'heading', lines: [[{ text: 'Why', at: 2 }]] },
			{ kind: 'quote', lines: [[{ text: 'as they ' }, { text: 'said', look: 'emphasis' }]] },
			{
				kind: 'paragraph',
				lines: [
					[
						{ text: 'use ' },
						{ text: 'a_b', look: 'code' },
						{ text: ' and ' },
						{ text: 'never', look: 'strong' },
						{ text: ' 2 * 3 * 4' }
					]
				]
			}
		]);
	});

	test('links to the web alone', () => {
		const pieces = piecesIn(
			blocksOf('See https://a.example/b. Or [this](https://c.example) [not](javascript:alert(1))')
		);
		expect(pieces.flatMap(({ href }) => href ?? [])).toEqual([
			'https://a.example/b',
			'https://c.example'
		]);
		expect(texts(pieces)).toContain('this');
	});

	test('takes markup of the web for text', () => {
		expect(texts(piecesIn(blocksOf('<img src=x onerror=alert(1)>')))).toEqual([
			'<img src=x onerror=alert(1)>'
		]);
	});

	test('[I10] keeps the place of every word, so that a span can be shown in it', () => {
		const signs = fc.constantFrom(
			...'ab \n\r`*#>-1.[]()~',
			'```',
			'**',
			'https://x.y',
			'\n\n',
			'é😀'
		);
		const written = fc.array(signs, { maxLength: 60 }).map((parts) => parts.join(''));
		fc.assert(
			fc.property(written, (answer) => {
				for (const { text, at } of piecesIn(blocksOf(answer))) {
					expect(answer.slice(at, at + text.length)).toBe(text);
				}
			})
		);
	});

	test('is laid out at once, whatever it is', () => {
		const started = performance.now();
		for (const bad of ['*a', '[', '`', '**', '> ', '[a](https://', 'https://']) {
			blocksOf(bad.repeat(20_000 / bad.length));
		}
		expect(performance.now() - started).toBeLessThan(2_000);
	});
});

test('[F7] an answer made of nothing but markup becomes no more pieces than a page can bear', () => {
	for (const bad of ["`a`'", 'a\n\n', '- a\n', '*a* ', '```\na\n```\n', '# a\n', '```\na\nb\n\n']) {
		const answer = bad.repeat(20_000 / bad.length);
		const lines = blocksOf(answer).flatMap((block) =>
			block.kind === 'list' ? block.items : block.lines
		);
		expect(lines.flat().length).toBeLessThanOrEqual(MOST_PIECES + 2);
		expect(
			lines
				.flat()
				.map(({ text }) => text)
				.join('')
		).toContain(answer.slice(-100).trim().at(-1));
	}
});

describe('marked words', () => {
	test('[I10] split pieces where they begin and end', () => {
		const [block] = blocksOf('we hash **with bcrypt** today');
		const pieces = block?.kind === 'paragraph' ? block.lines[0]! : [];
		const split = marked(pieces, [{ start: 3, end: 14 }]);
		expect(split.map(({ text, isMarked }) => [text, isMarked ?? false])).toEqual([
			['we ', false],
			['hash ', true],
			['with', true],
			[' bcrypt', false],
			[' today', false]
		]);
		expect(split[2]).toMatchObject({ look: 'strong' });
	});
});

test('[I10] words selected in a field are found in the answer, however its lines end', () => {
	const answer = 'One.\r\nTwo words.\rThree.\n';
	const field = asInField(answer);
	const words = (from: number, to: number) =>
		answer.slice(placeInAnswer(answer, from), placeInAnswer(answer, to));
	expect(words(field.indexOf('Two'), field.indexOf(' words'))).toBe('Two');
	expect(words(field.indexOf('Three'), field.length)).toBe('Three.\n');
	expect(words(0, field.length)).toBe(answer);
});
