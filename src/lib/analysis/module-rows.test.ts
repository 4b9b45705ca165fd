import { describe, expect, it } from 'vitest';
import { crossings, lineBetween, rowsOf, tiedToNone } from './module-rows';
import type { MapEdge, MapNode } from './reports';

const node = (id: string, layer: number): MapNode => ({
	id,
	layer,
	files: 1,
	codeLines: 10,
	isInCycle: false
});

const edge = (from: string, to: string): MapEdge => ({ from, to, imports: 1 });

describe('the module map', () => {
	it('[N3] stands in rows: what imports above what is imported', () => {
		const rows = rowsOf([node('db', 0), node('routes', 2), node('app', 1), node('log', 0)], []);
		expect(rows.map((row) => row.map(({ id }) => id))).toEqual([
			['routes'],
			['app'],
			['db', 'log']
		]);
	});

	it('[N3] leaves out empty layers, and is empty of nothing', () => {
		expect(rowsOf([node('a', 7), node('b', 0)], []).length).toBe(2);
		expect(rowsOf([], [])).toEqual([]);
	});

	it('[N3] orders each row so that fewer imports cross', () => {
		const nodes = ['a', 'b', 'c'].flatMap((id) => [node(id, 1), node(`${id}0`, 0)]);
		const edges = [edge('a', 'c0'), edge('b', 'b0'), edge('c', 'a0')];
		expect(
			crossings([nodes.filter(({ layer }) => layer), nodes.filter((n) => !n.layer)], edges)
		).toBe(3);
		expect(crossings(rowsOf(nodes, edges), edges)).toBe(0);
	});

	it('[N3] knows the parts that are tied to none of the others', () => {
		const nodes = [node('a', 1), node('b', 0), node('c', 0)];
		expect(tiedToNone(nodes, [edge('a', 'b')]).map(({ id }) => id)).toEqual(['c']);
	});

	it('[N3] bears imports that run upwards, within a row, to itself and to nowhere', () => {
		const nodes = [node('a', 1), node('b', 1), node('c', 0)];
		const edges = [edge('c', 'a'), edge('a', 'b'), edge('a', 'a'), edge('a', 'gone')];
		expect(rowsOf(nodes, edges).flat().length).toBe(3);
		expect(crossings([nodes], edges)).toBe(0);
	});
});

describe('a line of the map', () => {
	const box = (x: number, y: number) => ({ x, y, width: 20, height: 10 });

	it('[N3] leaves at the foot and comes in at the head, or the other way round', () => {
		expect(lineBetween(box(0, 0), box(100, 50))).toBe('M10 10C10 30 110 30 110 50');
		expect(lineBetween(box(100, 50), box(0, 0))).toBe('M110 50C110 30 10 30 10 10');
	});

	it('[N3] passes below where both stand in one row', () => {
		expect(lineBetween(box(0, 0), box(160, 0))).toBe('M10 10C10 30 170 30 170 10');
	});
});
