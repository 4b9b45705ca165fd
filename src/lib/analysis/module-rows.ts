import type { Box } from './nearest';
import type { MapEdge, MapNode } from './reports';

/** The module map as rows of parts, and the lines between them. Pure. */

const SWEEPS = 6;

/**
 * Parts by layer, the highest first, and within a row so that few imports cross: each part moves to
 * the middle of those it is tied to (the barycentre method: Sugiyama, Tagawa and Toda, 1981).
 */
export function rowsOf(nodes: readonly MapNode[], edges: readonly MapEdge[]): MapNode[][] {
	const layers = Map.groupBy(nodes, ({ layer }) => layer);
	let rows = Array.from(layers)
		.toSorted(([one], [other]) => other - one)
		.map(([, members]) => members.toSorted((one, other) => (one.id < other.id ? -1 : 1)));
	const neighbours = neighboursOf(edges);
	let best = rows;
	let fewest = crossings(rows, edges);
	for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep += 1) {
		rows = swept(rows, neighbours, sweep % 2 === 0);
		const count = crossings(rows, edges);
		if (count < fewest) [best, fewest] = [rows, count];
	}
	return best;
}

/** Parts that import none of the others and are imported by none. */
export function tiedToNone(nodes: readonly MapNode[], edges: readonly MapEdge[]): MapNode[] {
	const tied = new Set(edges.flatMap(({ from, to }) => [from, to]));
	return nodes.filter(({ id }) => !tied.has(id));
}

/** How many pairs of imports cross, where every row is as wide as the others. */
export function crossings(
	rows: readonly (readonly MapNode[])[],
	edges: readonly MapEdge[]
): number {
	const places = placesOf(rows);
	const lines = edges.flatMap(({ from, to }) => {
		const ends = [places.get(from), places.get(to)];
		const [upper, lower] = ends.toSorted((one, other) => (one?.row ?? 0) - (other?.row ?? 0));
		return upper && lower && upper.row !== lower.row ? [{ upper, lower }] : [];
	});
	let count = 0;
	for (const [index, one] of lines.entries()) {
		for (const other of lines.slice(index + 1)) {
			const isSameSpan = one.upper.row === other.upper.row && one.lower.row === other.lower.row;
			const turns =
				(one.upper.across - other.upper.across) * (one.lower.across - other.lower.across);
			if (isSameSpan && turns < 0) count += 1;
		}
	}
	return count;
}

/**
 * From one part's edge to the other's: down to a lower row, up to a higher one, and around below
 * where both stand in the same.
 *
 * @returns the `d` of an SVG path
 */
export function lineBetween(from: Box, to: Box): string {
	const [x1, x2] = [from.x + from.width / 2, to.x + to.width / 2];
	const isSameRow = from.y < to.y + to.height && to.y < from.y + from.height;
	const isDown = from.y <= to.y;
	const y1 = isSameRow || isDown ? from.y + from.height : from.y;
	const y2 = isSameRow ? to.y + to.height : isDown ? to.y : to.y + to.height;
	const bend = isSameRow ? Math.max(16, Math.abs(x2 - x1) / 8) : (y2 - y1) / 2;
	const end = isSameRow ? y2 + bend : y2 - bend;
	return `M${n(x1)} ${n(y1)}C${n(x1)} ${n(y1 + bend)} ${n(x2)} ${n(end)} ${n(x2)} ${n(y2)}`;
}

const n = (value: number) => Number(value.toFixed(1));

interface Place {
	row: number;
	/** 0–1 */
	across: number;
}

function placesOf(rows: readonly (readonly MapNode[])[]): Map<string, Place> {
	return new Map(
		rows.flatMap((row, number) =>
			row.map(({ id }, index) => [id, { row: number, across: (index + 0.5) / row.length }])
		)
	);
}

function neighboursOf(edges: readonly MapEdge[]): Map<string, string[]> {
	const both = edges.flatMap(({ from, to }) => [
		{ one: from, other: to },
		{ one: to, other: from }
	]);
	return new Map(
		Array.from(
			Map.groupBy(both, ({ one }) => one),
			([one, ties]) => [one, ties.map(({ other }) => other)]
		)
	);
}

/** Each row in turn, by the mean place of what its parts are tied to in the rows already passed. */
function swept(
	rows: readonly MapNode[][],
	neighbours: ReadonlyMap<string, string[]>,
	isDownwards: boolean
): MapNode[][] {
	const result = [...rows];
	const order = [...rows.keys()];
	for (const number of isDownwards ? order : order.toReversed()) {
		const places = placesOf(result);
		const wanted = new Map(
			result[number]?.map(({ id }) => {
				const tied = (neighbours.get(id) ?? []).flatMap((other) => {
					const place = places.get(other);
					const isPassed = place && (isDownwards ? place.row < number : place.row > number);
					return isPassed ? place.across : [];
				});
				const mean = tied.reduce((sum, across) => sum + across, 0) / tied.length;
				return [id, tied.length > 0 ? mean : (places.get(id)?.across ?? 0)];
			})
		);
		result[number] = (result[number] ?? []).toSorted(
			(one, other) => (wanted.get(one.id) ?? 0) - (wanted.get(other.id) ?? 0)
		);
	}
	return result;
}
