import { describe, expect, it } from 'vitest';
import type { Box } from '../nearest';
import type { FileWeight } from '../reports';
import { layOut, STRIP } from './treemap-layout';

const file = (path: string, codeLines: number): FileWeight => ({
	path,
	codeLines,
	language: 'Go',
	complexity: 1,
	commits: 1,
	heat: 0
});

const size = { width: 1000, height: 400 };
const overlaps = (one: Box, other: Box) =>
	one.x < other.x + other.width - 1e-9 &&
	other.x < one.x + one.width - 1e-9 &&
	one.y < other.y + other.height &&
	other.y < one.y + one.height;

describe('the treemap', () => {
	const files = Array.from({ length: 60 }, (_, index) =>
		file(`${'abc'[index % 3]}/${index}.go`, 600 - index * 9)
	);
	const { tiles, parts } = layOut(files, size);

	it('[N3] has a place for every file, in their order, and none over another', () => {
		expect(tiles.map((tile) => tile.file)).toEqual(files);
		for (const [index, one] of tiles.entries()) {
			expect(tiles.slice(index + 1).some((other) => overlaps(one, other))).toBe(false);
		}
	});

	it('[N3] gives area by lines of code', () => {
		const [first, last] = [tiles[0]!, tiles.at(-1)!];
		const area = ({ width, height }: Box) => width * 10 * height;
		expect(area(first) / area(last)).toBeGreaterThan(4);
		expect(area(first)).toBeGreaterThan(0.02 * size.width * size.height);
	});

	it('[N3] keeps files within their folder, below its name', () => {
		for (const { file: own, ...tile } of tiles) {
			const part = parts.find(({ folder }) => own.path.startsWith(folder ?? own.path))!;
			expect(tile.y).toBeGreaterThanOrEqual(part.y + STRIP);
			expect(tile.x).toBeGreaterThanOrEqual(part.x - 1e-9);
			expect(tile.x + tile.width).toBeLessThanOrEqual(part.x + part.width + 1e-9);
		}
	});

	it('[N3] lies within its frame, also of files without a line, and of none', () => {
		for (const tile of [...tiles, ...parts]) {
			expect(tile.x + tile.width).toBeLessThanOrEqual(100 + 1e-9);
			expect(tile.y + tile.height).toBeLessThanOrEqual(size.height);
		}
		expect(layOut([file('a.go', 0)], size).tiles[0]?.width).toBeGreaterThan(0);
		expect(layOut([], size)).toEqual({ height: 400, parts: [], tiles: [] });
	});
});
