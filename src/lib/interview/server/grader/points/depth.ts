import { sum } from '../alignment';
import { isCommon, rarityOf } from '../rarity';
import type { TextIndex } from '../text-index';

/**
 * How much an answer argues, whatever about. An interviewer hears it first: reasons, conditions, what
 * else one might do and what that costs, names of things; or that it is good and important to do it
 * properly.
 */

const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

const REASONS = set(
	`because since therefore hence thus otherwise so means causes caused cause leads lead leaves results due
	reason why consequence implies ends`
);
const CONDITIONS = set(
	'if when unless until once whenever while after before during only until every each'
);
const ALTERNATIVES = set(
	`but however instead rather whereas although though alternatively alternative versus depends cost costs
	price trade tradeoff tradeoffs except than either still downside risk worth cheaper`
);
const VAGUE = set(
	`good bad nice best practice practices important things stuff something somehow proper properly better
	clean quality generally basically usually various etc standard modern professional great useful helpful
	easier easy certain many general probably maybe guess thing lot`
);

/** Of a hundred words so many markers are an argument. */
const ENOUGH = 14;

/** Of a hundred telling words so many are names and rare words, in an answer that goes into detail. */
const ENOUGH_DETAILS = 30;

/** In so many words a point may be argued. */
const FEW_WORDS = 40;

/** @returns 0–1 */
export function depthOf({ words, telling, text }: TextIndex): number {
	if (words.length === 0) return 0;
	const share = (list: ReadonlySet<string>) =>
		words.filter((word) => list.has(word.text)).length / words.length;
	const kinds = [REASONS, CONDITIONS, ALTERNATIVES];
	const argued = Math.min(1, (100 * sum(kinds.map(share))) / ENOUGH);
	const variety = kinds.filter((list) => words.some((word) => list.has(word.text))).length / 3;
	const details = telling.filter(({ stem, start }) => !isCommon(stem) || isInName(text, start));
	const detailed = Math.min(1, (100 * details.length) / telling.length / ENOUGH_DETAILS);
	const vague = Math.min(1, (100 * share(VAGUE)) / ENOUGH);
	const size = Math.min(1, words.length / FEW_WORDS);
	const depth = 0.35 * argued + 0.2 * variety + 0.45 * detailed - 0.5 * vague;
	return Math.max(0, Math.min(1, size * (depth + 0.2)));
}

/** Whether a word is part of a name of code, as in `tx.commit()` or `node_modules`. */
const isInName = (text: string, start: number) =>
	/[._/(`]/.test(text[start - 1] ?? '') && !/\s/.test(text[start - 2] ?? ' ');

/** 0–1: of an answer's telling words, by rarity, the share that belongs to the subject. */
export function relevanceOf({ telling }: TextIndex, related: TextIndex): number {
	const rarities = telling.map(({ stem }) => rarityOf(stem));
	const total = sum(rarities);
	if (total === 0) return 0;
	return sum(telling.map((word, index) => related.nearest(word) * rarities[index]!)) / total;
}
