import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inWholeWeeks, weeklyProgress, weekNumber } from './progress';

const one = (createdAt: string, overallScore: number | null, questionsAnswered = 10) => ({
	createdAt,
	overallScore,
	questionsAnswered,
	status: 'completed' as const
});

describe('progress over weeks', () => {
	test('weeks begin on Monday, in UTC', () => {
		const weeks = weeklyProgress([
			one('2026-03-09T00:00:00.000Z', 80),
			one('2026-03-08T23:59:59.999Z', 60),
			one('2026-03-02T00:00:00.000Z', 40)
		]);
		expect(weeks).toEqual([
			{ monday: '2026-03-02', score: 50, interviews: 2, questionsAnswered: 20 },
			{ monday: '2026-03-09', score: 80, interviews: 1, questionsAnswered: 10 }
		]);
	});

	test('an interview of many answers counts for more than one of a single answer', () => {
		const weeks = weeklyProgress([
			one('2026-03-02T10:00:00.000Z', 100, 1),
			one('2026-03-03T10:00:00.000Z', 50, 9)
		]);
		expect(weeks.map(({ score }) => score)).toEqual([55]);
	});

	test('what has no score or is not over counts for nothing', () => {
		const running = { ...one('2026-03-02T10:00:00.000Z', 90), status: 'paused' as const };
		expect(weeklyProgress([one('2026-03-02T10:00:00.000Z', null, 0), running])).toEqual([]);
	});

	test('a week that may have begun before the oldest that is known is left out', () => {
		const newest = one('2026-03-16T10:00:00.000Z', 70);
		const known = [
			newest,
			one('2026-03-15T10:00:00.000Z', 60),
			one('2026-03-09T10:00:00.000Z', 50)
		];
		expect(inWholeWeeks(known)).toEqual([newest]);
		expect(inWholeWeeks([])).toEqual([]);
	});

	test('a week is seven days, before 1970 too', () => {
		const days = fc.integer({ min: -20_000, max: 40_000 });
		fc.assert(
			fc.property(days, (day) => {
				const at = new Date(day * 86_400_000);
				const isMonday = at.getUTCDay() === 1;
				const before = new Date((day - 1) * 86_400_000);
				const step = weekNumber(at.toISOString()) - weekNumber(before.toISOString());
				expect(step).toBe(isMonday ? 1 : 0);
			})
		);
	});
});
