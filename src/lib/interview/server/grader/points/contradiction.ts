import { align, most, sum, weighted, type Reference } from '../alignment';
import type { TextIndex } from '../text-index';
import type { Word } from '../words';
import type { ReadPoint } from './read-rubric';
import { signalsOf } from './signals';

/** Whether an answer says what a point denies. */

/** 0–1: so much of a contradiction has to stand in one place. */
const SAID = 0.6;

/** And so much of what sets it apart from the claim. */
const DISTINGUISHED = 0.7;

/** Of the claim so much elsewhere in the answer, and it was said, whatever else was. */
const SAID_ELSEWHERE = 0.75;

/** What a word counts that the claim has as well. */
const COMMON_TO_BOTH = 0.25;

/** 0–1: a claim with so much in one clause was said, or its contrary was. */
const CLAIMED = 0.75;

/** 0–1: and so much of it is negated, or the other way round. */
const CONTRARY = 0.2;

/** Shorter wordings may be in anything; short claims have to be there as a whole. */
const FEWEST_WORDS = 4;
const WHOLE = 0.95;

/** Places of one word that are looked at. */
const MOST_PLACES = 64;

/** Whoever says what might be does not say what is. */
const SUPPOSING = new Set([
	'if',
	'would',
	'could',
	'might',
	'may',
	'should',
	'were',
	'suppose',
	'assuming',
	'unless',
	'must',
	'never',
	'earlier',
	'previously',
	'instead'
]);

/** @returns the clause that contradicts the point; undefined where none does */
export function contradictedAt(read: ReadPoint, answer: TextIndex): number | undefined {
	const clause = saidContradiction(read, answer) ?? saidContrary(read, answer);
	if (clause === undefined) return undefined;
	const { near } = signalsOf(read, answer, clause);
	return near < SAID_ELSEWHERE ? clause : undefined;
}

function saidContradiction(read: ReadPoint, answer: TextIndex): number | undefined {
	/** "bcrypt", where the claim has it, does not stand for "argon2", however alike they are. */
	const isClaims = (said: Word, word: Word) =>
		said.stem !== word.stem && read.words.places.has(said.stem);
	for (const contradiction of read.contradictions) {
		const { best, opposed, partners, pairs } = align(contradiction, answer);
		const clause = densest(pairs);
		if (clause === undefined || supposes(clause, answer)) continue;
		const own = contradiction.content.map((word, index) => {
			const isCommon = read.words.nearest(word) === 1;
			return contradiction.plainWeights[index]! * (isCommon ? COMMON_TO_BOTH : 1);
		});
		const here = best.map((share, index) => {
			const partner = answer.words[partners[index]!];
			const isHere = partner?.clause === clause || partner?.clause === clause + 1;
			return isHere && !isClaims(partner, contradiction.content[index]!)
				? share - opposed[index]!
				: 0;
		});
		const said = pairs.get(clause)!;
		if (weighted(here, own) < DISTINGUISHED || said < SAID) continue;
		if (said > claimedAt(clause, read, answer)) return clause;
	}
	return undefined;
}

/** 0–1: how much of a wording of the claim stands where something against it was found. */
const claimedAt = (clause: number, { forms }: ReadPoint, answer: TextIndex) =>
	most(forms.map((form) => align(form, answer).pairs.get(clause) ?? 0));

/** The claim itself, negated or with its contrary in it; nowhere said as it is. */
function saidContrary({ forms }: ReadPoint, answer: TextIndex): number | undefined {
	let found: number | undefined;
	for (const [index, form] of forms.entries()) {
		const isShort = form.content.length < FEWEST_WORDS;
		if (isShort && index > 0) continue;
		for (const [clause, { claimed, contrary }] of byClause(form, answer)) {
			if (claimed < (isShort ? WHOLE : CLAIMED)) continue;
			if (contrary < CONTRARY) return undefined;
			if (!supposes(clause, answer)) found ??= clause;
		}
	}
	return found;
}

interface ClauseShares {
	/** 0–1: by weight, what of the form stands in the clause, contraries included. */
	claimed: number;
	/** 0–1: of that what is contrary. */
	contrary: number;
}

function byClause(form: Reference, answer: TextIndex): Map<number, ClauseShares> {
	const shares = new Map<number, ClauseShares>();
	const total = sum(form.plainWeights) || 1;
	form.content.forEach((word, index) => {
		const here = new Map<number, { agreed: number; against: number }>();
		for (const { stem, share, isOpposite } of answer.like(word)) {
			for (const place of answer.places.get(stem)!.slice(0, MOST_PLACES)) {
				const { clause, isNegated, isFunction } = answer.words[place]!;
				if (isOpposite && isFunction) continue;
				const known = here.get(clause) ?? { agreed: 0, against: 0 };
				const agrees = (isNegated !== word.isNegated) === isOpposite;
				const side = agrees ? 'agreed' : 'against';
				here.set(clause, { ...known, [side]: Math.max(share, known[side]) });
			}
		}
		const weight = form.plainWeights[index]! / total;
		for (const [clause, { agreed, against }] of here) {
			const { claimed, contrary } = shares.get(clause) ?? { claimed: 0, contrary: 0 };
			shares.set(clause, {
				claimed: claimed + weight * Math.max(agreed, against),
				contrary: contrary + (against > agreed ? weight * against : 0)
			});
		}
	});
	return shares;
}

function densest(shares: ReadonlyMap<number, number>): number | undefined {
	let best: number | undefined;
	for (const [clause, share] of shares) {
		if (best === undefined || share > shares.get(best)!) best = clause;
	}
	return best;
}

/** `I'd`, `it has to`: what should be is not what is. */
const PROPOSING = /[’']d\b|\b(?:has|have|needs?|ought) to\b/iu;

/** Whether one text supposes, as the other does not. */
export const supposesMore = (one: readonly Word[], other: readonly Word[]): boolean =>
	one.some(({ text }) => SUPPOSING.has(text) && !other.some((word) => word.text === text));

/** No sentence is looked at further back. */
const FURTHEST_BACK = 300;

/** Whether a clause, or its sentence before it, says what might or should be. */
function supposes(clause: number, { text, words }: TextIndex): boolean {
	const own = words.filter((word) => word.clause === clause);
	const [first, last] = [own[0], own.at(-1)];
	if (!first || !last) return false;
	const before = text.slice(Math.max(0, first.start - FURTHEST_BACK), first.start);
	const stop = Math.max(...['.', '!', '?', '\n'].map((sign) => before.lastIndexOf(sign)));
	const start = first.start - before.length + stop + 1;
	return (
		PROPOSING.test(text.slice(start, last.end)) ||
		words.some((word) => word.start >= start && word.end <= last.end && SUPPOSING.has(word.text))
	);
}
