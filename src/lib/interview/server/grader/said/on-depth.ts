import type { Depth } from '../depth/depth';
import type { Said } from './sentences';

/** What is said of how deep an answer goes. Each sentence comes from a number that was measured of it. */

const DEEP = 0.6;
const SHALLOW = 0.3;

/** Of a hundred words. */
const MANY_NAMES = 3;
const MANY_NUMBERS = 2;
const MANY_OBJECTIONS = 4;
const MUCH_GENERAL = 3;
const MANY_MEASURES = 4;
const MANY_ABSOLUTES = 2.5;

const LONGEST_NAME = 60;

/** Sentences on depth behind those on points; as they were where there is too little to tell by. */
export function withDepth(said: Said, { value, row, named, isShown }: Depth): Said {
	if (!isShown) return said;
	const strengths: string[] = [];
	const weaknesses: string[] = [];
	const name = named.find(({ length }) => length <= LONGEST_NAME);
	if (value >= DEEP) {
		if (row.names >= MANY_NAMES && name) {
			strengths.push(`You name the code’s own places, as “${name}”.`);
		}
		if (row.numbers >= MANY_NUMBERS) strengths.push('You put numbers to it.');
		if (row.objections >= MANY_OBJECTIONS) {
			strengths.push('You say what speaks against it, and what you would rule out.');
		}
	}
	if (value <= SHALLOW) {
		if (row.fillers >= MUCH_GENERAL) {
			weaknesses.push('Mostly general advice; say what this code does, and where.');
		}
		if (row.additions >= MANY_MEASURES) {
			weaknesses.push('Many measures side by side; choose one and say why that one.');
		}
		if (weaknesses.length === 0) {
			weaknesses.push('It stays general; name the places in the code and what follows from them.');
		}
	}
	if (row.absolutes >= MANY_ABSOLUTES) {
		weaknesses.push('Some of it is put as if it held in all cases; say when it does not.');
	}
	return {
		...said,
		strengths: [...said.strengths, ...strengths],
		weaknesses: [...said.weaknesses, ...weaknesses]
	};
}
