import { describe, expect, it } from 'vitest';
import { parseGradedAnswers } from './graded-answer';
import { bestThreshold, calibrationOf, macroF1, pearson, rootMeanSquare, wilson } from './measures';

describe('agreement with people', () => {
	it('[G1] is Pearson’s r and the root of the mean squared error', () => {
		expect(pearson([1, 2, 3], [2, 4, 6])).toBeCloseTo(1);
		expect(pearson([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1);
		expect(pearson([1, 1, 1], [1, 2, 3])).toBe(0);
		expect(rootMeanSquare([0, 0.5], [0.3, 0.1])).toBeCloseTo(Math.sqrt(0.125));
	});

	it('[G2] is the mean of both classes’ F1 where people said right or wrong', () => {
		// Right: 1 of 2 found, 1 of 2 wanted; wrong the same.
		expect(macroF1([0.9, 0.8, 0.1, 0.2], [1, 0, 0, 1])).toBeCloseTo(0.5);
		expect(macroF1([0.9, 0.1], [1, 0])).toBe(1);
	});

	it('[G2] chooses the threshold that parts right from wrong', () => {
		const predicted = Array.from({ length: 100 }, (_, index) => index / 100);
		const scores = predicted.map((value) => (value >= 0.3 ? 1 : 0));
		expect(bestThreshold(predicted, scores)).toBeCloseTo(0.3, 1);
	});
});

describe('confidence', () => {
	const stated = (chance: number, ...came: boolean[]) => came.map((isTrue) => ({ chance, isTrue }));

	it('[G1] is held against what came true, by tenths', () => {
		const { bins, error, brier, brierOfMean } = calibrationOf([
			...stated(0.95, true, true, true, false),
			...stated(0.25, false, true, false, false)
		]);
		expect(bins).toEqual([
			{ stated: 0.25, true: 0.25, count: 4 },
			{ stated: 0.95, true: 0.75, count: 4 }
		]);
		expect(error).toBeCloseTo(0.1);
		expect(brier).toBeCloseTo((3 * 0.05 ** 2 + 0.95 ** 2 + 3 * 0.25 ** 2 + 0.75 ** 2) / 8);
		expect(brierOfMean).toBeCloseTo(0.25);
	});

	it('[G4] has an interval that holds the share and is within 0 and 1', () => {
		expect(wilson(0.9, 100).map((value) => Number(value.toFixed(3)))).toEqual([0.826, 0.945]);
		expect(wilson(1, 10)[1]).toBeCloseTo(1);
		expect(wilson(1, 10)[0]).toBeGreaterThan(0.7);
	});
});

describe('graded answers', () => {
	const line = {
		...{ dataset: 'a', qid: '1', question: 'q', reference: ['r'], answer: 'x', score: 0.5 }
	};

	it('[G1] are read a line each', () => {
		expect(parseGradedAnswers(`${JSON.stringify(line)}\n\n${JSON.stringify(line)}\n`)).toEqual([
			line,
			line
		]);
	});

	it.each([
		['no JSON', 'nonsense'],
		['no reference', JSON.stringify({ ...line, reference: [] })],
		['a score of another scale', JSON.stringify({ ...line, score: 5 })]
	])('[G1] with %s are refused by their line', (_, text) => {
		expect(() => parseGradedAnswers(`${JSON.stringify(line)}\n${text}`)).toThrow('Line 2');
	});
});
