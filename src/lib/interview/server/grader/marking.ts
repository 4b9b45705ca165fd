import type { Rubbish } from '../../evaluation';
import {
	compare,
	readAnswer,
	readQuestion,
	type Asked,
	type Comparison,
	type ReadAnswer
} from './comparison';
import { SURE_OF_RUBBISH, TOLERANCE } from './confidence';
import { measureAll } from './features';
import { coverage } from './features/coverage';
import { longFeatures } from './features/long';
import { pairedFeatures } from './features/paired';
import { tetragramCosine } from './features/wording';
import { contraryShare, isReference } from './contrary';
import { valueOf, type Linear } from './fit/linear';
import { logistic } from './fit/logistic';
import { fitted } from './fitted';
import { rubbishOf } from './rubbish';
import { TextIndex } from './text-index';

/** How answers are graded that come with references instead of a rubric: each is a point in its own words. */

/** How one group of people marked, as it was fitted (`npm run grade -- FILE --fit`). */
export interface Marking {
	/**
	 * By which features: those of one statement, the same in pairs where people only said right or wrong, or those
	 * of a text that makes many statements.
	 */
	kind: 'short' | 'paired' | 'long';
	score: Linear;
	/** From here on right-or-wrong sets call an answer right; a half for all others. */
	threshold: number;
	/** The chance that people's score is within 0.15, in logits; `sureRow` says by what. */
	sure: Linear;
}

export interface Marked {
	/** 0–1; in right-or-wrong sets a half and more is right. */
	share: number;
	/** 0–1: how probable it is that people's score is within 0.15. */
	confidence: number;
	rubbish?: Rubbish;
}

/** So much rubbish gets. */
export const RUBBISH_SHARE = 0.05;

/** A reference that says as many things is a text. */
const LONG_PIECES = 3;
const LONG_WORDS = 30;

/** What is measured of an answer that is one, beside the reference that it is nearest to. */
export interface Measured {
	/** Features by name. */
	row: Record<string, number>;
	coverage: number;
	contrary: number;
	/** It is the reference, word for word. */
	isReference: boolean;
}

export function measured(comparison: Comparison, kind: Marking['kind']): Measured {
	return {
		row: rowOf(comparison, kind),
		coverage: coverage(comparison),
		contrary: contraryShare(comparison),
		isReference: isReference(comparison)
	};
}

function rowOf(comparison: Comparison, kind: Marking['kind']): Record<string, number> {
	if (kind === 'long') {
		return Object.fromEntries(
			Object.entries(longFeatures).map(([name, feature]) => [name, feature(comparison)])
		);
	}
	const row = measureAll(comparison);
	return kind === 'short' ? row : { ...row, ...pairedFeatures(row) };
}

/** The reference that an answer is nearest to: any one of them will do. */
export function nearest(
	asked: Asked,
	references: readonly string[],
	answer: ReadAnswer
): Comparison {
	const rated = references
		.map((reference) => compare(asked, reference, answer))
		.map((comparison) => ({
			comparison,
			nearness: coverage(comparison) + 0.5 * tetragramCosine(comparison)
		}));
	return rated.reduce((best, one) => (one.nearness > best.nearness ? one : best)).comparison;
}

/** Whether a reference says many things, of which few answers say all. */
export const isLong = ({ pieces, reference }: Comparison): boolean =>
	pieces.length >= LONG_PIECES && reference.content.length >= LONG_WORDS;

/** The marking of a data set that people marked; of another by how long its references are. */
const markingFor = (dataset: string, comparison: Comparison): Marking =>
	fitted.markings[dataset] ?? fitted.markings[isLong(comparison) ? LIKE_LONG : LIKE_SHORT]!;

/** Whose marking others are taken to be like: the constants hold these two at least. */
const LIKE_SHORT = 'mohler';
const LIKE_LONG = 'saf_english';

/**
 * Grades an answer by reference answers. Takes time in proportion to the texts.
 *
 * @param references one at least; the nearest counts
 * @param dataset whose people's strictness is meant
 */
export function gradeByReferences(
	question: string,
	references: readonly string[],
	answer: string,
	dataset: string
): Marked {
	const asked = readQuestion(question);
	const read = readAnswer(answer);
	const related = new TextIndex([question, ...references].join('\n'));
	const rubbish = rubbishOf({ asked, answer: read.index, related });
	if (rubbish) return { share: RUBBISH_SHARE, confidence: SURE_OF_RUBBISH, rubbish };
	const comparison = nearest(asked, references, read);
	const marking = markingFor(dataset, comparison);
	return marked(measured(comparison, marking.kind), marking);
}

/** Of an answer that is one. */
export function marked(
	{ row, coverage, contrary, isReference }: Measured,
	marking: Marking
): Marked {
	const value = valueOf(marking.score, row) + 0.5 - marking.threshold;
	const share = isReference ? 1 : Math.max(0, Math.min(1, value)) * (1 - contrary);
	return { share, confidence: logistic(valueOf(marking.sure, sureRow(coverage, share))) };
}

/** What tells how sure a score is: how much of the reference was found, and where on the scale it lies. */
export const sureRow = (coverage: number, share: number) => ({
	coverage,
	share,
	squaredShare: share ** 2,
	// Right or wrong, 0 or 1, is within reach of these alone.
	isLowest: Number(share <= TOLERANCE),
	isHighest: Number(share >= 1 - TOLERANCE)
});

export const NEEDED_MARKINGS: readonly string[] = [LIKE_SHORT, LIKE_LONG];
