import type { FileFacts, Span } from '../../facts';

/** The same code in two places, as far as it goes. */
export interface Duplicate {
	places: [Place, Place];
	/** Of the shorter place. */
	lines: number;
}

interface Place extends Span {
	path: string;
}

const LEAST_LINES = 6;

/** What stands in more places is an idiom, or generated: comparing all pairs would not end. */
const MOST_PLACES = 20;

/** Between windows that are kept; more in between is something else. */
const LARGEST_GAP = 3;

interface Match {
	one: Place;
	other: Place;
}

/**
 * Duplicated code from the windows of tokens, windows of the same pair of files joined to the
 * longest ranges.
 *
 * @param files whose code counts: neither generated nor, where they are not asked for, tests
 * @returns ranges of at least six lines, the longest first
 */
export function duplicatesIn(files: readonly FileFacts[]): Duplicate[] {
	const pairs = new Map<string, Match[]>();
	for (const places of placesByHash(files)) {
		for (const [at, one] of places.entries()) {
			for (const other of places.slice(at + 1)) {
				const key = `${one.path}\0${other.path}`;
				const matches = pairs.get(key);
				if (matches) matches.push({ one, other });
				else pairs.set(key, [{ one, other }]);
			}
		}
	}
	return [...pairs.values()]
		.flatMap(joined)
		.filter(({ one, other }) => one.path !== other.path || one.endLine < other.startLine)
		.map(({ one, other }): Duplicate => {
			const lines = Math.min(lengthOf(one), lengthOf(other));
			return { places: [one, other], lines };
		})
		.filter(({ lines }) => lines >= LEAST_LINES)
		.toSorted((one, other) => other.lines - one.lines);
}

function* placesByHash(files: readonly FileFacts[]): Generator<Place[]> {
	const byHash = new Map<number, Place[]>();
	for (const { path, windows } of files) {
		for (const [hash, startLine, endLine] of windows) {
			const places = byHash.get(hash);
			if (places) places.push({ path, startLine, endLine });
			else byHash.set(hash, [{ path, startLine, endLine }]);
		}
	}
	for (const places of byHash.values()) {
		if (places.length > 1 && places.length <= MOST_PLACES) yield places;
	}
}

/** Windows that follow each other in both places become one range. */
function joined(matches: readonly Match[]): Match[] {
	const sorted = matches.toSorted(
		(a, b) => a.one.startLine - b.one.startLine || a.other.startLine - b.other.startLine
	);
	const open: Match[] = [];
	for (const { one, other } of sorted) {
		const before = open
			.slice(-50)
			.findLast((range) => continues(range.one, one) && continues(range.other, other));
		if (before) {
			before.one = { ...before.one, endLine: Math.max(before.one.endLine, one.endLine) };
			before.other = { ...before.other, endLine: Math.max(before.other.endLine, other.endLine) };
		} else open.push({ one, other });
	}
	return open;
}

const continues = (range: Span, next: Span) =>
	next.startLine >= range.startLine && next.startLine <= range.endLine + LARGEST_GAP;

const lengthOf = ({ startLine, endLine }: Span) => endLine - startLine + 1;
