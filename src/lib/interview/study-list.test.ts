import { describe, expect, test } from 'vitest';
import { evaluation, followUp, point, turn } from './results.fixtures';
import { summarise } from './scores';
import { studyList, weakQuestions } from './study-list';

const lacking = (
	pointId: string,
	weight: number,
	verdict: 'missing' | 'contradicted' = 'missing'
) => point(pointId, { verdict, weight });

const pointIds = (turns: Parameters<typeof studyList>[0]) =>
	studyList(turns).map(({ questions }) =>
		questions.flatMap(({ points }) => points.map(({ pointId }) => pointId))
	);

describe('what to study', () => {
	test('is by topic, the costliest first, its points too', () => {
		const turns = [
			turn('a', 1, {
				topic: 'caching',
				evaluation: evaluation(70, {
					points: [lacking('p1', 0.1), lacking('p2', 0.2), point('p3', { verdict: 'said' })]
				})
			}),
			turn('b', 2, {
				topic: 'sql',
				fileReferences: ['db/users.sql'],
				evaluation: evaluation(20, { points: [lacking('p1', 0.5), lacking('p2', 0.3)] })
			}),
			turn('c', 3, { topic: 'http', score: 100 })
		];
		const list = studyList(turns);
		expect(list.map(({ topic }) => topic)).toEqual(['sql', 'caching']);
		expect(pointIds(turns)).toEqual([
			['p1', 'p2'],
			['p2', 'p1']
		]);
		expect(list[0]!.paths).toEqual(['db/users.sql']);
		expect(list[0]!.questions).toMatchObject([{ questionId: 'b', question: 'Why b?', score: 20 }]);
	});

	test('holds what the code contradicts before what was left out', () => {
		const points = [lacking('p1', 0.3), lacking('p2', 0.2, 'contradicted')];
		expect(pointIds([turn('a', 1, { evaluation: evaluation(50, { points }) })])).toEqual([
			['p2', 'p1']
		]);
	});

	test('[I4] holds them in the order of the summary’s weaknesses', () => {
		const points = [
			point('p1', { verdict: 'missing', weight: 0.3 }),
			point('p2', { verdict: 'missing', weight: 0.25, isEssential: true }),
			point('p3', { verdict: 'contradicted', weight: 0.2 })
		];
		const turns = [turn('a', 1, { evaluation: evaluation(20, { points }) })];
		const { keyWeaknesses } = summarise(turns);
		expect(pointIds(turns)).toEqual([['p3', 'p2', 'p1']]);
		expect(keyWeaknesses).toEqual(['Claim p3.', 'Claim p2.']);
	});

	test('[I10] marks what the candidate says he said, and keeps it', () => {
		const points = [lacking('p1', 0.5), lacking('p2', 0.5)];
		const claims = [{ pointId: 'p2', span: { start: 0, end: 1 }, at: '2026-03-02T11:00:00.000Z' }];
		const [topic] = studyList([turn('a', 1, { evaluation: evaluation(0, { points }), claims })]);
		expect(topic!.questions[0]!.points.map(({ isClaimed }) => isClaimed)).toEqual([false, true]);
	});

	test('[I9] has the questions that nobody answered', () => {
		const [topic] = studyList([turn('a', 1, { answer: null, isLate: true })]);
		expect(topic).toMatchObject({ questions: [{ questionId: 'a', score: null, points: [] }] });
	});

	test('[I2] has what a follow-up was after behind it, with what was asked', () => {
		const points = [lacking('p1', 0.1)];
		const [topic] = studyList([
			turn('a', 1, { evaluation: evaluation(90, { points }) }),
			followUp('a', 2, {
				question: 'And then?',
				evaluation: evaluation(0, { points: [lacking('f1p1', 1)] })
			})
		]);
		const told = topic!.questions[0]!.points.map(({ pointId, asked }) => [pointId, asked]);
		expect(told).toEqual([
			['p1', undefined],
			['f1p1', 'And then?']
		]);
	});

	test('[I2] leaves out what was said to a follow-up, and says nothing twice', () => {
		const points = [lacking('p1', 0.5), lacking('p2', 0.5)];
		const asked = turn('a', 1, { evaluation: evaluation(0, { points }) });
		const answered = (verdict: 'said' | 'missing') =>
			followUp('a', 2, {
				evaluation: evaluation(50, { points: [point('f1p1', { verdict, claim: 'Claim p1.' })] })
			});
		expect(pointIds([asked, answered('said')])).toEqual([['p2']]);
		expect(pointIds([asked, answered('missing')])).toEqual([['p1', 'p2']]);
	});

	test('[I7] is of the attempt that counts, with its follow-ups', () => {
		const turns = [
			turn('a', 1, { evaluation: evaluation(0, { points: [lacking('p1', 1)] }) }),
			turn('a', 2, { attempt: 2, score: 100 }),
			followUp('a', 3, {
				attempt: 2,
				evaluation: evaluation(40, { points: [lacking('f1p1', 1)] })
			})
		];
		expect(pointIds(turns)).toEqual([['f1p1']]);
	});

	test('is nothing after answers that lacked nothing', () => {
		expect(studyList([turn('a', 1, { score: 100 })])).toEqual([]);
	});
});

describe('the weak questions', () => {
	test('are those below 60 and those without an answer, in the order of asking', () => {
		const turns = [
			turn('a', 1, { score: 59 }),
			turn('b', 2, { score: 60 }),
			turn('c', 3, { answer: null })
		];
		expect(weakQuestions(turns)).toEqual(['a', 'c']);
	});
});
