import type { KeyEvent } from './events';

/** Shorter intervals are no strokes of their own: a chord, or keys released together. */
export const CHORD_MS = 15;
/** So many medians make an interval a pause rather than part of the rhythm. */
const PAUSE_MEDIANS = 2.5;

/** The intervals, key to key, between inserts that follow one another. */
export interface Rhythm {
	/** Share of all intervals shorter than `CHORD_MS`. */
	chordShare: number;
	/** Share of the others that are pauses. */
	pauseShare: number;
	/** What is left: milliseconds, in order. */
	body: number[];
	/** For each of them, the two characters it lies between. */
	bigrams: string[];
}

/**
 * Deletions are left out: a held backspace beats like a clock under the most human finger. So is
 * what comes whole, a word swiped or composed: it is no key.
 */
export function rhythmOf(events: readonly KeyEvent[]): Rhythm {
	const strokes: { interval: number; bigram: string }[] = [];
	let inserts = 0;
	let previous: KeyEvent | undefined;
	for (const event of events) {
		if (isKeyed(event) && previous !== undefined && isKeyed(previous)) {
			inserts += 1;
			const interval = event.t - previous.t;
			if (interval >= CHORD_MS) {
				strokes.push({ interval, bigram: `${previous.text ?? ''}\n${event.text ?? ''}` });
			}
		}
		previous = event;
	}
	const longest =
		PAUSE_MEDIANS *
		quantile(
			strokes.map(({ interval }) => interval),
			0.5
		);
	const kept = strokes.filter(({ interval }) => interval <= longest);
	return {
		chordShare: inserts === 0 ? 0 : 1 - strokes.length / inserts,
		pauseShare: strokes.length === 0 ? 0 : 1 - kept.length / strokes.length,
		body: kept.map(({ interval }) => interval),
		bigrams: kept.map(({ bigram }) => bigram)
	};
}

function isKeyed({ kind, text = '' }: KeyEvent): boolean {
	return kind === 'insert' && Array.from(text).length === 1;
}

/** The value below which a share of the values lies, by linear interpolation; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	const at = share * (sorted.length - 1);
	const below = sorted[Math.floor(at)] ?? 0;
	const above = sorted[Math.ceil(at)] ?? below;
	return below + (above - below) * (at - Math.floor(at));
}

/** Quartile coefficient of dispersion, (Q3 − Q1) / (Q3 + Q1). */
export function dispersion(values: readonly number[]): number {
	const low = quantile(values, 0.25);
	const high = quantile(values, 0.75);
	return high + low === 0 ? 0 : (high - low) / (high + low);
}

/** Population standard deviation / mean. */
export function variation(values: readonly number[]): number {
	const centre = mean(values);
	return centre === 0 ? 0 : Math.sqrt(moment(values, 2)) / centre;
}

/**
 * How far the distribution leans to the right, in standard errors of a normal sample: third
 * standardised moment / √(6/n). About N(0, 1) for independent normal or uniform values.
 */
export function skewScore(values: readonly number[]): number {
	const deviation = Math.sqrt(moment(values, 2));
	return deviation === 0
		? 0
		: moment(values, 3) / deviation ** 3 / Math.sqrt(6 / Math.max(1, values.length));
}

/**
 * How much the group a value belongs to tells about it: the F of a one-way analysis of variance
 * over groups of two or more, as a standard normal score (Wilson and Hilferty 1931; Paulson 1942).
 */
export function groupScore(values: readonly number[], labels: readonly string[]): number {
	const groups = new Map<string, number[]>();
	values.forEach((value, index) => {
		const label = labels[index] ?? '';
		const group = groups.get(label);
		if (group === undefined) {
			groups.set(label, [value]);
		} else {
			group.push(value);
		}
	});
	const repeated = [...groups.values()].filter((group) => group.length >= 2);
	const all = repeated.flat();
	const between = repeated.length - 1;
	const within = all.length - repeated.length;
	if (between < 1 || within < 1) {
		return 0;
	}
	const withinSum = repeated.reduce((sum, group) => sum + group.length * moment(group, 2), 0);
	const betweenSum = all.length * moment(all, 2) - withinSum;
	if (withinSum === 0) {
		return 0;
	}
	const root = Math.cbrt(Math.max(0, betweenSum) / between / (withinSum / within));
	const [a, b] = [2 / (9 * between), 2 / (9 * within)];
	return ((1 - b) * root - (1 - a)) / Math.sqrt(a + b * root ** 2);
}

/** Correlation of each value with the next, in standard errors of independent ones: r·√n. */
export function successionScore(values: readonly number[]): number {
	return (
		correlation(values.slice(0, -1), values.slice(1)) * Math.sqrt(Math.max(0, values.length - 1))
	);
}

/** Pearson's r of two lists of one length; 0 where one of them does not vary. */
export function correlation(a: readonly number[], b: readonly number[]): number {
	const [centreA, centreB] = [mean(a), mean(b)];
	const product = mean(a.map((value, index) => (value - centreA) * ((b[index] ?? 0) - centreB)));
	const scale = Math.sqrt(moment(a, 2) * moment(b, 2));
	return scale === 0 ? 0 : product / scale;
}

function mean(values: readonly number[]): number {
	return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function moment(values: readonly number[], power: number): number {
	const centre = mean(values);
	return mean(values.map((value) => (value - centre) ** power));
}
