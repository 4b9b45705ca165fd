import { describe, expect, it } from 'vitest';
import { parseGradedAnswers } from './graded-answer';
import { bestThreshold, macroF1, pearson, rootMeanSquare } from './measures';

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
