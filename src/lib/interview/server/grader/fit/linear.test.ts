import { describe, expect, it } from 'vitest';
import { ridge, valueOf } from './linear';
import { logistic, logisticRegression } from './logistic';
import { seeded } from './random';

const random = seeded(3);
const rows = Array.from({ length: 200 }, () => [random(), 10 * random(), 5]);

describe('fitting', () => {
	it('[G1] finds the plane that made the numbers, and passes over what does not vary', () => {
		const targets = rows.map(([a, b]) => 2 + 3 * a! - 0.5 * b!);
		const { intercept, weights } = ridge(['a', 'b', 'same'], rows, targets, 1e-9);
		expect(intercept).toBeCloseTo(2);
		expect(weights['a']).toBeCloseTo(3);
		expect(weights['b']).toBeCloseTo(-0.5);
		expect(weights).not.toHaveProperty('same');
	});

	it('[G1] shrinks towards the mean with the penalty', () => {
		const targets = rows.map(([a]) => a!);
		const { weights, intercept } = ridge(['a', 'b', 'same'], rows, targets, 1);
		expect(weights['a']).toBeLessThan(0.6);
		expect(valueOf({ intercept, weights }, { a: 0.5, b: 5 })).toBeCloseTo(0.5, 1);
	});

	it('[I2] finds the chance of a thing by what comes with it', () => {
		const chance = (a: number) => logistic(4 * a - 2);
		const draw = seeded(5);
		const many = Array.from({ length: 5000 }, () => [draw()]);
		const targets = many.map(([a]) => (draw() < chance(a!) ? 1 : 0));
		const model = logisticRegression(['a'], many, targets, 1e-6);
		for (const a of [0.1, 0.5, 0.9]) {
			expect(Math.abs(logistic(valueOf(model, { a })) - chance(a))).toBeLessThan(0.05);
		}
	});
});
