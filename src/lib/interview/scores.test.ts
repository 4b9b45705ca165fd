import { describe, expect, test } from 'vitest';
import { evaluation, followUp, point, turn } from './results.fixtures';
import { gradedBy, questionScores, summarise } from './scores';

const scoresOf = (...turns: Parameters<typeof questionScores>[0]) =>
	questionScores(turns).map(({ score }) => score);

describe("a question's score", () => {
	test('[I4] is 0.7 of the first answer and 0.3 of the mean of its follow-ups', () => {
		const turns = [turn('a', 1, { score: 80 }), followUp('a', 2, { score: 40 })];
		expect(scoresOf(...turns)).toEqual([68]);
		expect(scoresOf(...turns, followUp('a', 3, { score: 60 }))).toEqual([71]);
	});

	test('[I4] is the first answer alone where nothing was asked on', () => {
		expect(scoresOf(turn('a', 1, { score: 80 }))).toEqual([80]);
	});

	test('[I4] rounds a half up, whatever the fractions', () => {
		const turns = [turn('a', 1, { score: 80 }), followUp('a', 2, { score: 55 })];
		expect(scoresOf(...turns)).toEqual([73]);
	});

	test('[I9] is none where nobody answered; a silent follow-up changes nothing', () => {
		expect(scoresOf(turn('a', 1, { answer: null, isLate: true }))).toEqual([null]);
		const silent = followUp('a', 2, { answer: null, isLate: true });
		expect(scoresOf(turn('a', 1, { score: 80 }), silent)).toEqual([80]);
	});

	test('is none while the answer is being evaluated', () => {
		expect(scoresOf(turn('a', 1))).toEqual([null]);
	});

	test('[I7] is that of the latest attempt, with the follow-ups of that attempt alone', () => {
		const first = [turn('a', 1, { score: 20 }), followUp('a', 2, { score: 0 })];
		const other = turn('b', 3, { score: 50 });
		const again = turn('a', 4, { score: 90, attempt: 2 });
		expect(questionScores([...first, other, again])).toMatchObject([
			{ questionId: 'a', score: 90 },
			{ questionId: 'b', score: 50 }
		]);
	});

	test('[I7] stays that of the attempt before until the new one is answered', () => {
		const again = turn('a', 2, { answer: null, attempt: 2 });
		expect(scoresOf(turn('a', 1, { score: 20 }), again)).toEqual([20]);
	});

	test('[I7] has the follow-ups of its own attempt, also of one that went on after the retry', () => {
		const turns = [
			turn('a', 1, { score: 50 }),
			turn('a', 2, { score: 90, attempt: 2 }),
			followUp('a', 3, { score: 0, attempt: 1 }),
			followUp('a', 4, { score: 70, attempt: 2 })
		];
		expect(scoresOf(...turns)).toEqual([84]);
	});

	test('does not depend on the order in which turns are given', () => {
		const turns = [
			turn('a', 1, { score: 80 }),
			followUp('a', 2, { score: 40 }),
			turn('b', 3, { score: 10 })
		];
		expect(questionScores(turns.toReversed())).toEqual(questionScores(turns));
	});
});

describe('a summary', () => {
	test('[I4] has the mean of the questions, and of each category or null where it is empty', () => {
		const summary = summarise([
			turn('a', 1, { score: 80 }),
			followUp('a', 2, { score: 55 }),
			turn('b', 3, { score: 70, category: 'scalability' }),
			turn('c', 4, { score: 31, category: 'scalability' })
		]);
		// 72.5, 70 and 31: rounded only at the end.
		expect(summary.overallScore).toBe(58);
		expect(summary.categoryScores).toEqual({
			architecture: 73,
			implementation: null,
			tradeoffs: null,
			scalability: 51
		});
	});

	test('[I4] of nothing answered has no score', () => {
		const nothing = {
			overallScore: null,
			categoryScores: {
				architecture: null,
				implementation: null,
				tradeoffs: null,
				scalability: null
			},
			keyStrengths: [],
			keyWeaknesses: [],
			questionsAnswered: 0,
			averageResponseTime: '0 seconds',
			averageResponseTimeMs: 0
		};
		expect(summarise([])).toEqual({ ...nothing, improvementAreas: [] });
		expect(summarise([turn('a', 1, { answer: null })])).toEqual({
			...nothing,
			improvementAreas: []
		});
	});

	test('[I4] counts questions, not follow-ups and not attempts', () => {
		const turns = [
			turn('a', 1, { score: 10 }),
			followUp('a', 2, { score: 10 }),
			turn('a', 3, { score: 50, attempt: 2 }),
			turn('b', 4, { answer: null })
		];
		expect(summarise(turns).questionsAnswered).toBe(1);
	});

	test('[I4] tells the mean time of its answers, for people and in milliseconds', () => {
		const { averageResponseTime, averageResponseTimeMs } = summarise([
			turn('a', 1, { score: 10, responseMs: 30_000 }),
			followUp('a', 2, { score: 10, responseMs: 60_000 }),
			turn('b', 3, { answer: null, responseMs: 180_000 })
		]);
		expect([averageResponseTime, averageResponseTimeMs]).toEqual(['45 seconds', 45_000]);
	});
});

describe('who graded', () => {
	test('[I2] is named once, and how sure he was is a mean over the answers that count', () => {
		const by = (evaluator: string, confidence: number) => ({
			evaluation: evaluation(50, { evaluator, confidence })
		});
		const turns = [
			turn('a', 1, by('builtin@1', 0.1)),
			turn('a', 2, { ...by('builtin@2', 0.9), attempt: 2 }),
			followUp('a', 3, { ...by('model:small', 0.6), attempt: 2 }),
			turn('b', 4, by('builtin@2', 0.6))
		];
		expect(gradedBy(turns)).toEqual({
			evaluators: ['builtin@2', 'model:small'],
			confidence: expect.closeTo(0.7)
		});
		expect(gradedBy([turn('a', 1, { answer: null })])).toBeUndefined();
	});
});

describe('what stands out', () => {
	const withPoints = (
		questionId: string,
		seq: number,
		points: ReturnType<typeof point>[],
		score = 50
	) => turn(questionId, seq, { evaluation: evaluation(score, { points }) });

	test('[I4] is what counted most, at most two points of a question and five in all', () => {
		const turns = ['a', 'b', 'c'].map((name, index) =>
			withPoints(name, index + 1, [
				point(`${name}1`, { verdict: 'said', weight: 0.2 }),
				point(`${name}2`, { verdict: 'said', weight: 0.3 - index / 100 }),
				point(`${name}3`, { verdict: 'said', weight: 0.25, isEssential: true }),
				point(`${name}4`, { verdict: 'missing', weight: 0.25 })
			])
		);
		expect(summarise(turns).keyStrengths).toEqual([
			'Claim a3.',
			'Claim b3.',
			'Claim c3.',
			'Claim a2.',
			'Claim b2.'
		]);
	});

	test('[I4] puts what the code contradicts before what was left out, and never what nobody is sure of', () => {
		const points = [
			point('p1', { verdict: 'missing', weight: 0.3 }),
			point('p2', { verdict: 'contradicted', weight: 0.3 }),
			point('p3', { verdict: 'unsure', weight: 0.4 })
		];
		expect(summarise([withPoints('a', 1, points)]).keyWeaknesses).toEqual([
			'Claim p2.',
			'Claim p1.'
		]);
	});

	test('says a claim once, though two questions hold it', () => {
		const same = () => [point('p1', { verdict: 'missing', weight: 1 })];
		const turns = [withPoints('a', 1, same()), withPoints('b', 2, same())];
		expect(summarise(turns).keyWeaknesses).toEqual(['Claim p1.']);
	});

	test('[I2] is no weakness once it was said to a follow-up, whose own points are not told alone', () => {
		const asked = withPoints('a', 1, [
			point('p1', { verdict: 'missing' }),
			point('p2', { verdict: 'missing' })
		]);
		const points = [
			point('f1p1', { verdict: 'said', claim: 'Claim p1.' }),
			point('f1p2', { verdict: 'missing' })
		];
		const further = followUp('a', 2, { evaluation: evaluation(50, { points }) });
		expect(summarise([asked, further])).toMatchObject({
			keyStrengths: [],
			keyWeaknesses: ['Claim p2.']
		});
	});

	test('is told in sentences', () => {
		const points = [point('p1', { verdict: 'said', claim: 'Read the cache first' })];
		expect(summarise([withPoints('a', 1, points)]).keyStrengths).toEqual(['Read the cache first.']);
	});

	test('[I7] is of the attempt that counts', () => {
		const turns = [
			withPoints('a', 1, [point('p1', { verdict: 'missing' })]),
			{ ...withPoints('a', 2, [point('p1', { verdict: 'said' })]), attempt: 2 }
		];
		const { keyStrengths, keyWeaknesses } = summarise(turns);
		expect([keyStrengths, keyWeaknesses]).toEqual([['Claim p1.'], []]);
	});

	test('[I4] names the weakest categories first, then what answers have in common', () => {
		const evidence = [{ path: 'a.ts', startLine: 1, endLine: 1, snippet: 'md5()' }];
		const points = [
			point('p1', { verdict: 'missing', isEssential: true }),
			point('p2', { verdict: 'contradicted', evidence })
		];
		const turns = [
			withPoints('a', 1, points, 60),
			{ ...withPoints('b', 2, points, 20), category: 'tradeoffs' as const, isLate: true },
			turn('c', 3, { score: 95, category: 'scalability' }),
			turn('d', 4, { answer: null, isLate: true }),
			turn('e', 5, { answer: null })
		];
		expect(summarise(turns).improvementAreas).toEqual([
			'Trade-offs: 20 of 100 in 1 question.',
			'Architecture: 60 of 100 in 1 question.',
			'The essentials first: 2 of 3 answers lacked one.',
			'What the code really does: it contradicts 2 claims.',
			'Time: the clock ended 1 of 3 answers.',
			'Saying something: to 1 question there was no answer in time.'
		]);
	});
});
