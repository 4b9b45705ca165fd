import { describe, expect, test } from 'vitest';
import { fileName, interviewAsMarkdown } from './markdown';
import { block, escaped, quoted } from './markdown-text';
import { evaluation, followUp, interview, point, turn } from './results.fixtures';
import { summarise } from './scores';

const exported = (...given: Parameters<typeof interview>) => {
	const one = interview(...given);
	return interviewAsMarkdown(one, summarise(one.turns));
};

describe('an interview as Markdown', () => {
	test('[I4] begins with how it went, and who was asked how', () => {
		const text = exported(
			[
				turn('a', 1, { score: 80, responseMs: 45_000 }),
				turn('b', 2, { score: 40, category: 'scalability', responseMs: 45_000 })
			],
			{ title: 'owner/shop', pace: 1.5, totalQuestions: 3 }
		);
		expect(text).toContain('# Interview: owner/shop\n');
		expect(text).toContain(
			'Live, 1.5 times the usual time, 2026-03-02 · 2 of 3 questions answered · 45 seconds an answer'
		);
		expect(text).toContain('**60 of 100**');
		expect(text).toContain('| Scalability | 40 |');
		expect(text).toContain('| Trade-offs | – |');
	});

	test('[I4] says nothing of the question that is open still', () => {
		const turns = [turn('a', 1, { score: 80 }), turn('b', 2, { answer: null })];
		const text = exported(turns, { status: 'paused' });
		expect(text).toContain('Why a?');
		expect(text).not.toContain('Why b?');
		expect(text).not.toContain('It was not answered.');
		expect(exported(turns, { status: 'ended' })).toContain('It was not answered.');
	});

	test('[I2] has each answer with its points, their words and their evidence', () => {
		const answer = 'We hash with bcrypt.';
		const evidence = [{ path: 'src/users.ts', startLine: 3, endLine: 4, snippet: 'md5(a)\nb' }];
		const points = [
			point('p1', { verdict: 'contradicted', quote: { start: 3, end: 19 }, evidence }),
			point('p2', { verdict: 'missing', isEssential: true })
		];
		const text = exported([
			turn('a', 1, {
				answer,
				isLate: true,
				evidence,
				evaluation: evaluation(30, { points, feedback: 'Look at users.ts.' }),
				claims: [{ pointId: 'p2', span: { start: 0, end: 2 }, at: '2026-03-02T11:00:00.000Z' }],
				modelAnswer: 'With argon2.'
			}),
			followUp('a', 2, { answer: null, isLate: true, question: 'What of salt?' })
		]);
		expect(text).toContain('**Answer** (40 seconds; the clock ended it)\n\n> We hash with bcrypt.');
		expect(text).toContain('**30 of 100**, 80 % sure (built-in grader, version 1)');
		expect(text).toContain(
			'- **Contradicted**: Claim p1.\n  - In the code: src/users.ts, lines 3–4\n  - In the answer: “hash with bcrypt”'
		);
		expect(text).toContain(
			'- **Missing** (essential): Claim p2.\n  - The candidate says it is said here: “We”'
		);
		expect(text).toContain('src/users.ts, lines 3–4\n\n```\nmd5(a)\nb\n```');
		expect(text.split('md5(a)')).toHaveLength(2);
		expect(text).toContain('**A good answer**\n\n> With argon2.');
		expect(text).toContain(
			'#### Clarifying follow-up: What of salt?\n\n*The time ran out with nothing written.*'
		);
	});

	test('[I7] has every attempt, numbered', () => {
		const text = exported([
			turn('a', 1, { score: 10, answer: 'First.' }),
			turn('a', 2, { score: 90, answer: 'Second.', attempt: 2 })
		]);
		expect(text).toContain('### Question 1 (attempt 1): Why a?');
		expect(text).toContain('### Question 1 (attempt 2): Why a?');
		expect(text).toContain('**90 of 100**');
	});

	test('says so where nothing was answered, or where it is not over', () => {
		expect(exported([])).toContain('Nothing was answered, so there is no score.');
		expect(exported([], { status: 'paused' })).toContain('not over yet');
		expect(exported([])).not.toContain('## ');
	});

	test('[I2] has what follow-ups were after below what they asked', () => {
		const points = ['f1p1', 'f1p2'].map((pointId) => point(pointId, { verdict: 'missing' }));
		const text = exported([
			turn('a', 1, {
				evaluation: evaluation(40, { points: [point('p1', { verdict: 'partly' })] })
			}),
			followUp('a', 2, { question: 'And then?', evaluation: evaluation(0, { points }) })
		]);
		expect(text).toContain(
			[
				'*Why a?* 28 of 100.',
				'',
				'- Claim p1. *(partly)*',
				'- Asked further: And then?',
				'  - Claim f1p1.',
				'  - Claim f1p2.'
			].join('\n')
		);
	});

	test('[F7] of hostile names, questions and answers stays one document', () => {
		const hostile = '# Owned\n\n<script>alert(1)</script>\n```\n## Answers';
		const text = exported([turn('a', 1, { score: 1, question: hostile, answer: hostile })], {
			title: hostile
		});
		const headings = text.split('\n').filter((line) => /^#{1,6} /.test(line));
		expect(headings.map((line) => line.replace(/^(#+ \S+).*/, '$1'))).toEqual([
			'# Interview:',
			'## To',
			'## Answers',
			'### Question'
		]);
		expect(text.split('\n').filter((line) => /(?<!\\)<script/.test(line))).toEqual([]);
	});

	test('is saved under a name that says which it is', () => {
		const createdAt = '2026-03-02T10:00:00.000Z';
		expect(fileName({ title: 'Owner/../Shop!', createdAt })).toBe(
			'interview-owner-shop-2026-03-02.md'
		);
		expect(fileName({ title: '日本', createdAt })).toBe('interview-2026-03-02.md');
	});
});

describe('text inside Markdown', () => {
	test('means nothing but itself', () => {
		expect(escaped('*a* [b](c) <i>\n1. d')).toBe('\\*a\\* \\[b\\](c) \\<i\\> 1. d');
		expect(escaped('- a')).toBe('\\- a');
		expect(escaped('---')).toBe('\\---');
		expect(escaped('12. a')).toBe('12\\. a');
		expect(escaped('12.5 s')).toBe('12.5 s');
	});

	test('of code gets a fence that it cannot close', () => {
		expect(block('a\n````\nb')).toBe('`````\na\n````\nb\n`````');
	});

	test('of an answer keeps its lists, its code and its links, and its HTML becomes text', () => {
		expect(
			quoted(
				'<b>x</b> and `<b>`\r\n\r\n```html\n<p>\n```\n<p>\n\n1. One **two**\n2. [a](https://a.b/c)'
			)
		).toBe(
			[
				'> \\<b\\>x\\</b\\> and `<b>`',
				'>',
				'> ```html',
				'> <p>',
				'> ```',
				'>',
				'> \\<p\\>',
				'>',
				'> 1. One **two**',
				'> 2. [a](https://a.b/c)'
			].join('\n')
		);
	});

	test.each([
		['escaped backticks', '\\`<img src=x onerror=alert(1)>\\`'],
		['a span over two lines', '`a\nb` <script>alert(1)</script> `c`'],
		['a fence with a backtick behind it', '``` a`b\n<script>alert(1)</script>'],
		['an end of a fence with words', '```\n``` x\n```\n<script>alert(1)</script>\n```'],
		['a fence in a list', '- x\n\n  ```\nout\n\n<script>alert(1)</script>'],
		['a line end of its own kind', '`a`\r<script>alert(1)</script>'],
		['a picture', '![t](http://evil.example/p.png)'],
		['a picture in two pieces', '!`a`![t](http://evil.example/p.png)'],
		['a script as an address', '[x](javascript:alert(1)) [y](data:text/html,x)'],
		['a definition', '[x]: javascript:alert(1)\n\n[x]'],
		['code by its indentation', '\t<script>alert(1)</script>\n    <script>']
	])('[F7] of an answer leads nowhere by %s', (_name, hostile) => {
		const lines = quoted(hostile).split('\n');
		expect(lines.every((line) => line.startsWith('>'))).toBe(true);
		const inside = fencedIn(lines);
		const outside = lines
			.filter((line) => !inside.has(line))
			.join('\n')
			.replaceAll(/`[^`\n]*`/g, '');
		expect(outside).not.toMatch(/(?<!\\)<(?!https?:)/);
		expect(outside).not.toMatch(/(?<!\\)!\[/);
		expect(outside).not.toMatch(/(?<!\\)\]\((?!https?:)/);
		expect(outside).not.toMatch(/^> {4}|^>\t/m);
	});
});

/** Lines between a fence of ours and its end. */
function fencedIn(lines: readonly string[]): Set<string> {
	const inside = new Set<string>();
	let fence: string | undefined;
	for (const line of lines) {
		const ticks = /^> (`{3,})/.exec(line)?.[1];
		if (fence === undefined) fence = ticks;
		else if (line === `> ${fence}`) fence = undefined;
		else inside.add(line);
	}
	return inside;
}
