import { most, sum, weighted } from '../alignment';
import type { Comparison } from '../comparison';
import { coverage, coverageByPiece } from './coverage';
import type { Feature } from './feature';
import { lengthRatio } from './size';
import { order } from './wording';

/** What is measured beside a reference that says many things, of which few answers say all. */

const NUMBERS = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** How many things the question asks for, as in "name two"; undefined where it does not say. */
function countAsked({ asked }: Comparison): number | undefined {
	const { words } = asked.index;
	for (const [place, { text }] of words.entries()) {
		const count = /^[2-9]$/.test(text) ? Number(text) : NUMBERS.indexOf(text) + 2;
		const next = words[place + 1]?.stem;
		const isLength = next === 'sentenc' || /^\d/.test(next ?? '');
		if (count >= 2 && !isLength && !/^\d/.test(words[place - 1]?.text ?? '')) return count;
	}
	return undefined;
}

/** 0–1: coverage of the pieces that are covered best, as many as the question asks for. */
function coverageOfAsked(comparison: Comparison): number {
	const covered = coverageByPiece(comparison).sort((one, other) => other - one);
	const count = Math.min(covered.length, countAsked(comparison) ?? covered.length);
	return sum(covered.slice(0, count)) / count;
}

/** 0–1: each piece by the two clauses of the answer that cover most of it; long pieces count more. */
const pairCoverageByPiece: Feature = ({ pieces }) =>
	weighted(
		pieces.map(({ alignment }) => most(alignment.pairs.values())),
		pieces.map(({ reference }) => Math.sqrt(sum(reference.weights)))
	);

/** 0–1: the root of the mean of coverage as a whole, piece by piece, and of as much as was asked for. */
const pieceCoverage: Feature = (comparison) =>
	Math.sqrt(
		(coverage(comparison) + pairCoverageByPiece(comparison) + coverageOfAsked(comparison)) / 3
	);

const EXPLANATIONS = new Set(['how', 'why', 'explain', 'describ']);

/** How often the question asks for an explanation: it is harder to give one than to name things. */
const explanationsAsked: Feature = ({ asked }) =>
	asked.index.words.filter(({ stem }) => EXPLANATIONS.has(stem)).length;

export const longFeatures = {
	pieceCoverage,
	order,
	lengthRatio,
	explanationsAsked
} satisfies Record<string, Feature>;
