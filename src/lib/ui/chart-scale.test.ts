import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelled, scaleFor, spreadApart } from './chart-scale';

describe('a chart', () => {
	test('begins where the data does, on a round number', () => {
		expect(scaleFor([62, 71.5, 88])).toEqual({ low: 60, high: 90, ticks: [60, 70, 80, 90] });
		expect(scaleFor([0, 3])).toEqual({ low: 0, high: 3, ticks: [0, 1, 2, 3] });
		expect(scaleFor([12, 190])).toEqual({ low: 0, high: 200, ticks: [0, 50, 100, 150, 200] });
	});

	test('has room where all values are alike, or where there are none', () => {
		expect(scaleFor([50, 50])).toEqual({ low: 50, high: 51, ticks: [50, 51] });
		expect(scaleFor([])).toEqual({ low: 0, high: 1, ticks: [0, 1] });
	});

	test('holds every value between its lowest and its highest line', () => {
		const values = fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 1 });
		fc.assert(
			fc.property(values, (some) => {
				const { low, high, ticks } = scaleFor(some);
				expect(low).toBeLessThanOrEqual(Math.min(...some));
				expect(high).toBeGreaterThanOrEqual(Math.max(...some));
				expect(ticks.length).toBeLessThanOrEqual(5);
			})
		);
	});

	test('labels the first and the last of its points', () => {
		expect(labelled(3, 5)).toEqual([0, 1, 2]);
		expect(labelled(31, 4)).toEqual([0, 10, 20, 30]);
		expect(labelled(6, 4)).toEqual([0, 2, 5]);
		expect(labelled(50, 2)).toEqual([0, 49]);
	});

	test('moves labels apart only where they would overlap, and never past its end', () => {
		expect(spreadApart([10, 60], 12, 100)).toEqual([10, 60]);
		expect(spreadApart([50, 48], 12, 100)).toEqual([60, 48]);
		expect(spreadApart([99, 100], 12, 100)).toEqual([88, 100]);
	});
});
