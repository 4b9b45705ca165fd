import { describe, expect, it } from 'vitest';
import { nearestTowards, type Box } from './nearest';

const box = (x: number, y: number, width = 10, height = 10): Box => ({ x, y, width, height });

/**
 * 0 1
 * 2 3
 */
const square = [box(0, 0), box(10, 0), box(0, 10), box(10, 10)];

describe('an arrow key among boxes', () => {
	it('[A11Y] leads to the neighbour on that side', () => {
		expect(nearestTowards(square, 0, 'right')).toBe(1);
		expect(nearestTowards(square, 0, 'down')).toBe(2);
		expect(nearestTowards(square, 3, 'left')).toBe(2);
		expect(nearestTowards(square, 3, 'up')).toBe(1);
	});

	it('[A11Y] stays where nothing is that way', () => {
		expect(nearestTowards(square, 0, 'left')).toBe(0);
		expect(nearestTowards(square, 2, 'down')).toBe(2);
		expect(nearestTowards([], 0, 'down')).toBe(0);
	});

	it('[A11Y] takes the box ahead before a nearer one aside', () => {
		const boxes = [box(0, 0), box(15, 40), box(30, 0)];
		expect(nearestTowards(boxes, 0, 'right')).toBe(2);
	});

	it('[A11Y] finds a long box beside a short one wherever its middle is', () => {
		const boxes = [box(0, 90), box(12, 0, 10, 100), box(60, 90)];
		expect(nearestTowards(boxes, 0, 'right')).toBe(1);
	});
});
