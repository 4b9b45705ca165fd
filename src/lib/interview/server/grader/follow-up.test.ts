import { describe, expect, it } from 'vitest';
import { generalBank } from '../bank';
import { givesAway } from '../model/giveaway';
import { followUpTo } from './follow-up';
import { grade } from './grade';

const question = generalBank.find(({ questionId }) => questionId.endsWith('/cache-aside'))!;

const after = (answer: string, asked: string[] = [], about = question) =>
	followUpTo({
		question: about,
		evaluation: grade({ question: about.question, rubric: about.rubric, answer }),
		answer,
		asked
	});

const VAGUE = 'I would use a cache to make the query quicker and store things in it for a while.';

/** Forty people's first sentences, by rule: some say one thing, some two, in varying words. */
const scripted = Array.from({ length: 40 }, (_, index) => {
	const begin = [
		'First I look into Redis',
		'The service asks the cache',
		'I would check memory',
		'We read the key'
	];
	const then = [
		'and run the query where it is not there',
		'and go to the database on a miss',
		'otherwise I load it and store it',
		'and the page gets it at once',
		'which is a lot quicker than the table'
	];
	const last = ['That is all.', 'After a write I delete the key.'];
	return `${begin[index % 4]} ${then[index % 5]}. ${last[Math.floor(index / 20)]}`;
});

describe('follow-ups', () => {
	it('[I2] clarify where an answer is vague', () => {
		expect(after(VAGUE)?.type).toBe('clarifying');
	});

	it('[I2] go deeper where an answer is good', () => {
		expect(after(question.modelAnswer)?.type).toBe('deeper_technical');
	});

	it('[I2] quote the answer’s own words', () => {
		const quote = /“(.+?)(?: …)?”/.exec(after(VAGUE)!.text)?.[1];
		expect(quote && VAGUE.includes(quote)).toBe(true);
	});

	it('[I2] are at least fifteen different ones for forty answers to one question', () => {
		const texts = new Set(scripted.map((answer) => after(answer)?.text));
		expect(texts.size).toBeGreaterThanOrEqual(15);
	});

	it('[I2] never give away the claim that they lead to, in whatever words', () => {
		// What it says to other answers about other things says nothing about this one.
		const others = generalBank.filter(({ topic }) => topic !== question.topic).slice(0, 60);
		const habits = others.flatMap((other) =>
			[VAGUE, other.modelAnswer].flatMap(
				(answer) => after(answer, [], other)?.text.replace(/“.*?”/g, '') ?? []
			)
		);
		for (const answer of scripted) {
			const { pointId, text } = after(answer)!;
			const { claim, wordings } = question.rubric.find((point) => point.pointId === pointId)!;
			const known = [question.question, answer, ...habits];
			const isLeading = (asked: string) => givesAway(asked, known, [[claim, ...wordings]]);
			expect([text].filter(isLeading)).toEqual([]);
			expect(isLeading(`${text} Is it that ${claim}?`)).toBe(true);
		}
	});

	it('[I2] are two at most, about different points', () => {
		const first = after(VAGUE)!;
		const second = after(VAGUE, [first.pointId])!;
		expect(second.pointId).not.toBe(first.pointId);
		expect(after(VAGUE, [first.pointId, second.pointId])).toBeUndefined();
	});

	it('[I2] show the line of code that an answer contradicts', () => {
		const [first, ...others] = question.rubric;
		const evidence = [
			{ path: 'src/cache.ts', startLine: 7, endLine: 7, snippet: 'cache.delete(key);' }
		];
		const contradicted = {
			...question,
			rubric: [
				{ ...first!, evidence, contradictions: ['entries are never removed by the application'] },
				...others
			]
		};
		const answer = 'Entries are never removed by the application, they stay for good.';
		const evaluation = grade({
			question: contradicted.question,
			rubric: contradicted.rubric,
			answer
		});
		const found = followUpTo({ question: contradicted, evaluation, answer, asked: [] });
		expect(found?.text).toContain('cache.delete(key)');
		expect(found?.pointId).toBe(first!.pointId);
	});

	it('[I2] come at it from another side where nothing was said', () => {
		const found = after('I have no idea, sorry.');
		expect(found).toBeDefined();
		expect(found!.text).not.toContain('“');
	});
});
