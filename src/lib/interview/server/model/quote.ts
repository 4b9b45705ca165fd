import type { Span } from '../../evaluation';

/** Fewer characters are found anywhere. */
const LEAST = 8;

/** More are no place, but half the answer. */
const MOST = 400;

const ALIKE: Record<string, string> = {
	'’': "'",
	'‘': "'",
	'“': '"',
	'”': '"',
	'–': '-',
	'—': '-'
};

/** Around what models quote. */
const WRAPPING = /^["'.…\s]+|["'.…\s]+$/g;

/**
 * Where words that a model quotes stand in an answer; upper case, white space and typographic quotes
 * do not matter, everything else does.
 *
 * @returns finds a quote: undefined where nobody said it, and where it is too short or too long to be
 * a place
 */
export function quotesIn(answer: string): (quote: string) => Span | undefined {
	const { text, places } = plain(answer);
	return (quote) => {
		if (quote.length > 2 * MOST) return undefined;
		const sought = plain(quote).text.replace(WRAPPING, '');
		if (sought.length < LEAST || sought.length > MOST) return undefined;
		const at = text.indexOf(sought);
		if (at < 0) return undefined;
		return { start: places[at]!, end: places[at + sought.length - 1]! + 1 };
	};
}

/** @returns the text in one form, and where each of its UTF-16 units stood before */
function plain(written: string): { text: string; places: number[] } {
	const units: string[] = [];
	const places: number[] = [];
	for (let index = 0; index < written.length; index += 1) {
		const unit = written[index]!;
		if (/\s/.test(unit)) {
			if (units.at(-1) === ' ') continue;
			units.push(' ');
		} else {
			const lower = unit.toLowerCase();
			// A few letters become two: they stay as they are, or places would shift.
			units.push(ALIKE[unit] ?? (lower.length === 1 ? lower : unit));
		}
		places.push(index);
	}
	return { text: units.join(''), places };
}
