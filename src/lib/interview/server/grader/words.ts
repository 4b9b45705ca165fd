import { stemmer } from 'stemmer';

/** One word of a text, as texts are compared. */
export interface Word {
	/** As it stands, in small letters. */
	text: string;
	/** Porter's stem (Porter 1980); of a number the number, of a label ("bulb A") the capital. */
	stem: string;
	/** Says little by itself: articles, prepositions, auxiliaries. */
	isFunction: boolean;
	/** A negation stands over it. */
	isNegated: boolean;
	/** Which sentence or clause it stands in, from 0. */
	clause: number;
	/** Where it stands in the text, in UTF-16 units; `end` not included. */
	start: number;
	end: number;
}

const FUNCTION_WORDS = new Set(
	`a about above again all also am an and any are as at be because been being below between both
	but by can could did do does doing down during each either etc else ever few for from further get
	gets got had has have having he her here hers him his how however i if in into is it its itself
	just let like may me might mine more most much must my of off on once one only or other our out
	over own per rather same shall she should so some such than that the their them then there these
	they thing things this those through thus to too under until up upon us use used uses using very
	via was way ways we were what when where whether which while who whom why will with within would
	you your yours im ive id ill its thats theres theyre youre well really quite maybe perhaps basically
	actually kind sort bit lot lots`.split(/\s+/)
);

const NEGATIONS = new Set(
	`not no never none nothing neither nor without cannot cant dont doesnt didnt isnt arent wasnt
	werent wont wouldnt shouldnt couldnt hasnt havent hadnt aint nobody nowhere hardly rarely instead
	lack lacks lacking fail fails failed unable unlike`.split(/\s+/)
);

/** After these a clause says something of its own, which an earlier negation does not reach. */
const TURNS = new Set(['but', 'although', 'though', 'whereas', 'however', 'because', 'so', 'then']);

/** A negation reaches so many words that tell something, and no further than its clause. */
const REACH = 4;

/** A clause without punctuation is looked at in parts of so many words. */
const LONGEST_CLAUSE = 24;

/** Longer runs of letters are no words. */
const LONGEST = 40;

const TOKENS = /[\p{L}\p{N}]+(?:[.,]\p{N}+)*(?:\+\+|#)?|[.;:!?\n,'’`_]/gu;

/** Parts of a name: from capital to capital, digits with the letters before them. */
const PARTS = /\p{Lu}{2,}(?=\p{Lu}\p{Ll})|\p{Lu}?[\p{Ll}\p{N}]+|[\p{Lu}\p{N}]+|\p{L}+/gu;

/** Numbers, and names that end with signs: `10,000`, `C++`. */
const WHOLE = /^\p{N}[\p{N}.,]*$|[+#]$/u;

/**
 * Words of a text in order, punctuation left out; names of code fall into their parts. Takes time in
 * proportion to the text.
 */
export function wordsOf(text: string): Word[] {
	const words: Word[] = [];
	let clause = 0;
	/** How many words stand in it so far. */
	let length = 0;
	let reach = 0;
	/** Where the last word ended, while an apostrophe may still join it to the next letters. */
	let joint = -1;
	for (const { 0: token, index } of text.matchAll(TOKENS)) {
		const first = token.codePointAt(0)!;
		if (first < 0x30 || first === 0x3a || first === 0x3b || first === 0x3f || token === '\n') {
			if (token === "'") joint = index + 1;
			else if (endsClause(token, text, index)) {
				reach = 0;
				if (token !== ',') {
					clause += 1;
					length = 0;
				}
			}
			continue;
		}
		if (token === '’' || token === '`' || token === '_') {
			if (token === '’') joint = index + 1;
			continue;
		}
		if (joint === index && isContraction(token)) {
			const last = words.at(-1);
			if (token.toLowerCase() === 't' && last?.text.endsWith('n')) reach = REACH;
			continue;
		}
		const parts = WHOLE.test(token) ? [{ 0: token, index: 0 }] : token.matchAll(PARTS);
		for (const { 0: part, index: within } of parts) {
			const lower = part.toLowerCase().slice(0, LONGEST);
			if (NEGATIONS.has(lower)) {
				reach = REACH;
				continue;
			}
			if (TURNS.has(lower)) reach = 0;
			// "bcrypt rather than md5"
			if (lower === 'than' && words.at(-1)?.text === 'rather') reach = REACH;
			if (length === LONGEST_CLAUSE) {
				clause += 1;
				length = 0;
			}
			length += 1;
			const isLetter = isLabel(part, text, index + within);
			const isFunction = !isLetter && FUNCTION_WORDS.has(lower);
			words.push({
				text: lower,
				// "bulb A" is no article.
				stem: isLetter ? part : stemOf(lower),
				isFunction,
				isNegated: reach > 0,
				clause,
				start: index + within,
				end: index + within + part.length
			});
			if (!isFunction) reach = Math.max(0, reach - 1);
		}
	}
	return words;
}

/** A full stop inside a name or a number does not end anything. */
function endsClause(token: string, text: string, index: number): boolean {
	if (token !== '.' && token !== ',' && token !== ':') return true;
	const next = text[index + 1];
	return next === undefined || /\s/.test(next);
}

/** Whether a capital names something, as in "bulb A"; at a beginning it is an article, and I is I. */
const isLabel = (part: string, text: string, start: number) =>
	/^[A-HJ-Z]$/.test(part) && /[\p{L}\p{N},] $/u.test(text.slice(Math.max(0, start - 2), start));

const CONTRACTIONS = new Set(['s', 't', 're', 've', 'll', 'd', 'm']);

const isContraction = (token: string) => CONTRACTIONS.has(token.toLowerCase());

const stems = new Map<string, string>();

/** How many stems are remembered: those of a language come again, made-up words do not. */
const MOST_STEMS = 20_000;

/** Porter's stem of a word in small letters. */
export function stemOf(word: string): string {
	const known = stems.get(word);
	if (known !== undefined) return known;
	const stem = /^\p{N}/u.test(word) ? word : stemmer(word);
	if (stems.size < MOST_STEMS) stems.set(word, stem);
	return stem;
}

/** Those that tell something; all of them where none does. */
export function contentOf(words: readonly Word[]): readonly Word[] {
	const telling = words.filter(({ isFunction }) => !isFunction);
	return telling.length > 0 ? telling : words;
}

/** The first of each stem. */
export const distinct = (words: readonly Word[]): Word[] => {
	const byStem = new Map<string, Word>();
	for (const word of words) if (!byStem.has(word.stem)) byStem.set(word.stem, word);
	return [...byStem.values()];
};
