import { distinct, type Word } from '../words';
import { stemsInAnyCase, substance, type Seen } from './seen';

const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Words that say so by themselves. */
const OUTRIGHT = set('idk dunno clueless guess guessing stumped unsure forgot na unfamiliar');

/** Stems that say so where they are negated. */
const DENIED = set(
	`know idea clue sure certain rememb recal familiar answer tell sai explain heard hear learn studi cover seen
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

/** Stems that say so where they are negated and one speaks of oneself: "I haven't read that part". */
const DENIED_OF_ONESELF = set('read look work touch use pai follow encount deal plai tri');

/** Ways to say so in other words. */
const IDIOMS =
	/\b(?:beats me|search me|beyond me|nothing to say|at a loss|lost here|got nothing|(?:draw\w*|drew) a blank|over my head|your guess)\b/iu;

/** What follows is held for so, and not known. */
const OPINING = set(
	'guess guessing think suppose assume expect imagine say probably presumably bet'
);

/** Here something else begins to be said. */
const TURNING = set('but although though however because since so then still yet');

/** Σ rarity: whoever brings so much knows something. */
const LEAST_SUBSTANCE = 1.1;

/** And whoever says so much apart from not knowing. */
const LEAST_APART = 0.3;

/** Whoever has more words that are not the question's says something. */
const MOST_WORDS = 60;

/** Say so where nothing comes after them that could be passed or skipped. */
const PASSING = set('pass skip');

const ARTICLES = set('the a an');

/** Of whom a sentence speaks: "you would not know" is no "I do not know". */
const SPEAKING = set('i we');
const OTHERS = set('you they he she it who people one somebody someone nobody everybody anybody');

/** "A partner that does not answer". */
const isSubject = ({ isFunction, stem }: Word) =>
	!isFunction && !DENIED.has(stem) && !AROUND.has(stem);

/** Whether a word says that one does not know. */
function saysSo(word: Word, index: number, words: readonly Word[]): boolean {
	if (OUTRIGHT.has(word.text)) return true;
	if (PASSING.has(word.text)) {
		const next = words[index + 1];
		return !next || (next.isFunction && !ARTICLES.has(next.text));
	}
	if (!word.isNegated) return false;
	const before = words.slice(0, index);
	const whose = before.findLast(({ text }) => SPEAKING.has(text) || OTHERS.has(text))?.text;
	if (DENIED_OF_ONESELF.has(word.stem)) return whose === 'i';
	if (!DENIED.has(word.stem)) return false;
	return whose === undefined ? !before.some(isSubject) : SPEAKING.has(whose);
}

interface Part {
	words: readonly Word[];
	text: string;
}

const declares = ({ words, text }: Part): boolean => words.some(saysSo) || IDIOMS.test(text);

/** "I don't know" in its forms, perhaps with the question's own words. */
export const dontKnow = (seen: Seen): boolean => {
	const { words } = seen.answer;
	const parts = partsOf(seen);
	const unknown = parts.filter(declares);
	if (unknown.length === 0) return false;
	const asked = stemsInAnyCase(seen.asked);
	if (words.filter(({ stem }) => !asked.has(stem)).length > MOST_WORDS) return false;
	const isOwn = (word: Word) =>
		!word.isFunction &&
		!asked.has(word.stem) &&
		!DENIED.has(word.stem) &&
		!OUTRIGHT.has(word.text) &&
		!PASSING.has(word.text) &&
		!AROUND.has(word.stem);
	const apart = parts.filter((part) => !unknown.includes(part));
	const saidApart = distinct(apart.flatMap((part) => part.words.filter(isOwn)));
	// What is negated beside not knowing is what one does not know.
	const known = unknown.flatMap((part) => part.words.filter((word) => !word.isNegated));
	const own = distinct([...saidApart, ...known.filter(isOwn)]);
	return (
		own.length <= 1 + words.length / 8 &&
		substance(seen, own) < LEAST_SUBSTANCE &&
		substance(seen, saidApart) < LEAST_APART
	);
};

/** An answer cut where it turns to something else: "I don't know why, | but it is slow". */
function partsOf({ answer: { words, text } }: Seen): Part[] {
	const parts: Word[][] = [];
	words.forEach((word, index) => {
		const before = words[index - 1];
		const isNew =
			!before ||
			before.clause !== word.clause ||
			TURNING.has(word.text) ||
			OPINING.has(before.text) ||
			text.slice(before.end, word.start).includes(',');
		if (isNew) parts.push([]);
		parts.at(-1)!.push(word);
	});
	return parts.map((part, index) => ({
		words: part,
		text: text.slice(part[0]!.start, parts[index + 1]?.[0]!.start)
	}));
}
