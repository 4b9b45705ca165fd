import type { Word } from '../words';
import { substance, type Seen } from './seen';

const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Words that say so by themselves. */
const OUTRIGHT = set(
	'idk dunno clue clueless pass skip guess guessing stumped unsure forgot na unfamiliar'
);

/** Stems that say so where they are negated. */
const DENIED = set(
	`know idea sure certain rememb recal familiar answer tell sai explain heard hear learn studi cover seen
	understand think knowledg experi help`
);

/** Stems that stand around them. */
const AROUND = set(
	`honest honestli sorri realli actual afraid topic subject question concept thing moment now yet time class
	lectur chapter cours school work read come came back next pleas one move look mind blank guess forgot
	skip pass thought say much anyth someth wish could would never ever this that detail exact exactli
	enough far right us apolog unfortun unknown area head top specif good prepar encount dealt deal need find
	out googl search check colleagu document have hmm well`
);

/** Σ rarity: whoever brings so much knows something. */
const LEAST_SUBSTANCE = 1.1;

/** Longer ones say something. */
const MOST_WORDS = 60;

const saysSo = ({ text, stem, isNegated }: Word) =>
	OUTRIGHT.has(text) || (isNegated && DENIED.has(stem));

/** "I don't know" in its forms. */
export const dontKnow = (seen: Seen): boolean => {
	const { words, telling } = seen.answer;
	if (words.length > MOST_WORDS || !words.some(saysSo)) return false;
	const own = telling.filter(
		({ stem, text }) => !DENIED.has(stem) && !OUTRIGHT.has(text) && !AROUND.has(stem)
	);
	const fresh = own.filter(({ stem }) => !seen.asked.stems.has(stem));
	return fresh.length <= 1 + words.length / 8 && substance(seen, own) < LEAST_SUBSTANCE;
};
