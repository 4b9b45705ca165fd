import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../evidence';
import { Phrasing } from './phrasing';
import { changedBy, composedApart, draft, essential, point, points, quoted, spanOf } from './draft';

const at = (path: string, startLine = 1): Evidence => ({
	path,
	startLine,
	endLine: startLine,
	snippet: ''
});

const written = (parts: Partial<Parameters<typeof draft>[0]>) =>
	draft({
		subject: 's',
		worth: 0.5,
		question: 'Why?',
		category: 'architecture',
		difficulty: 'senior',
		topic: 'structure',
		modelAnswer: 'Because.',
		hints: [],
		findings: [],
		evidence: [at('a.ts')],
		rubric: [],
		followUps: [],
		...parts
	});

describe('draft', () => {
	it('[Q3] rests on two related places where the second differs from the first', () => {
		expect(written({ related: [at('b.ts')] }).isRelated).toBe(true);
		expect(written({ related: [changedBy('abc', 'a.ts')] }).isRelated).toBe(true);
		expect(written({ related: [at('a.ts')] }).isRelated).toBe(false);
		expect(written({}).isRelated).toBe(false);
	});

	it('[Q3] shows both places first, none twice, eight at most', () => {
		const evidence = Array.from({ length: 9 }, (_, line) => at('a.ts', line + 1));
		const { evidence: shown, fileReferences } = written({
			evidence,
			related: [at('b.ts'), at('b.ts')]
		});
		expect(shown.slice(0, 3)).toEqual([at('a.ts', 1), at('b.ts'), at('a.ts', 2)]);
		expect(shown).toHaveLength(8);
		expect(fileReferences).toEqual(['a.ts', 'b.ts']);
	});

	it('[Q3] writes a lone 1 as a word, but not in numbers of lines, shares or quotations', () => {
		const { question, hints } = written({
			question: '1 file of 1 folder has it. 1 hour later “Fix 1 bug” came.',
			hints: ['See line 1 of it: 1 of 5.']
		});
		expect(question).toBe('One file of one folder has it. One hour later “Fix 1 bug” came.');
		expect(hints).toEqual(['See line 1 of it: 1 of 5.']);
	});

	it('weighs an essential point as much as two others, all together 1', () => {
		const weights = points([essential('a', []), point('b', []), point('c', [])]).map(
			({ weight }) => weight
		);
		expect(weights).toEqual([0.5, 0.25, 0.25]);
	});
});

describe('composedApart', () => {
	it('[Q3] gives neighbours of one repository other words', () => {
		const ways = ['Why?', 'How?', 'When?'] as const;
		const said = ways.map((_, place) =>
			composedApart(new Phrasing('ann/shop'), 'cycles', place, ways)
		);
		expect(new Set(said).size).toBe(3);
	});
});

describe('spanOf', () => {
	it.each([
		[0.02, '1 hour'],
		[0.5, '12 hours'],
		[1.2, '1 day'],
		[9, '9 days'],
		[35, '5 weeks'],
		[120, '4 months'],
		[800, '2 years']
	])('says %s days as people do', (days, said) => {
		expect(spanOf(days)).toBe(said);
	});
});

describe('quoted', () => {
	it('leaves no quotation mark inside its own, and no full stop at the end', () => {
		expect(quoted('Revert "x" again.')).toBe('“Revert ‘x’ again”');
	});

	it('cuts what is long by characters', () => {
		expect(quoted('ä'.repeat(9), 5)).toBe('“ääää…”');
	});

	it('cuts between words where it can, and leaves the number of a pull request out', () => {
		expect(quoted('Send logout before clearing (#71)', 18)).toBe('“Send logout …”');
		expect(quoted('Send logout (#71)')).toBe('“Send logout”');
	});
});
