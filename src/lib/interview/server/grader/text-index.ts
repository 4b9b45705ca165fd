import { isCommon } from './rarity';
import { meaningsOf } from './synonyms';
import { contentOf, distinct, wordsOf, type Word } from './words';

/** A word of a text that may stand for one that is looked for, and how nearly, 0–1. */
interface Likeness {
	stem: string;
	share: number;
	/** It says the contrary: `open` for `closed`, as `not open` would not. */
	isOpposite: boolean;
}

/** What two different words of one meaning count. */
const SYNONYM = 0.8;
/** A slip of one letter. */
const SLIP = 0.9;
/** Another word of the same family: `authenticate`, `authentication`. */
const FAMILY = 0.7;

const SHORTEST_SLIP = 5;
const LONGEST_SLIP = 16;
const ROOT = 5;

/** The words of a text by what they are looked for by. */
interface Found {
	/** Of a stem in the text's words. */
	places: Map<string, number[]>;
	byGroup: Map<number, { stem: string; side: number }[]>;
	/** By their first letters. */
	byRoot: Map<string, Word[]>;
	/** Each stem once. */
	distinct: readonly Word[];
}

/**
 * A text, read once, in which words are then found without going through it again: by stem, by group of
 * synonyms, by their first letters; misspelt ones among those of about the same length.
 */
export class TextIndex {
	readonly text: string;
	readonly words: readonly Word[];
	/** Those that tell something. */
	readonly content: readonly Word[];
	/** The same, each stem once. */
	readonly telling: readonly Word[];
	/** Where what is looked for is found; not every text that is read is looked into. */
	#found: Found | undefined;
	/** By length, those that may be misspelt or a misspelt word's. */
	#byLength: Map<number, Word[]> | undefined;
	readonly #likenesses = new Map<string, readonly Likeness[]>();

	/** @param words of the text, where somebody has read it already */
	constructor(text: string, words: readonly Word[] = wordsOf(text)) {
		this.text = text;
		this.words = words;
		this.content = contentOf(this.words);
		this.telling = distinct(this.content);
	}

	/** Places of a stem in `words`. */
	get places(): ReadonlyMap<string, readonly number[]> {
		return this.#index.places;
	}

	/** What in the text may stand for `word`, each stem once; the most alike counts. */
	like(word: Word): readonly Likeness[] {
		const known = this.#likenesses.get(word.stem);
		if (known) return known;
		const { places, byGroup, byRoot } = this.#index;
		const found: Likeness[] = [];
		const isThere = places.has(word.stem);
		if (isThere) found.push({ stem: word.stem, share: 1, isOpposite: false });
		for (const { group, side } of meaningsOf(word.stem)) {
			for (const other of byGroup.get(group) ?? []) {
				note(found, other.stem, SYNONYM, other.side !== side);
			}
		}
		if (!isThere && canSlip(word)) {
			for (const stem of this.#slipsOf(word)) note(found, stem, SLIP);
		}
		if (word.stem.length >= ROOT) {
			for (const other of byRoot.get(word.stem.slice(0, ROOT)) ?? []) {
				if (areFamily(word.stem, other.stem)) note(found, other.stem, FAMILY);
			}
		}
		this.#likenesses.set(word.stem, found);
		return found;
	}

	/**
	 * Forgets what was looked for: a stem is known by the first word that it is looked for by, and that may
	 * be another one for the next answer.
	 */
	forget(): void {
		this.#likenesses.clear();
	}

	get #index(): Found {
		if (this.#found) return this.#found;
		const found: Found = {
			places: new Map(),
			byGroup: new Map(),
			byRoot: new Map(),
			distinct: distinct(this.words)
		};
		for (const [place, { stem }] of this.words.entries()) add(found.places, stem, place);
		for (const word of found.distinct) {
			for (const { group, side } of meaningsOf(word.stem)) {
				add(found.byGroup, group, { stem: word.stem, side });
			}
			if (word.stem.length >= ROOT) add(found.byRoot, word.stem.slice(0, ROOT), word);
		}
		this.#found = found;
		return found;
	}

	/** Stems that a word may be a slip for; of two words that are both common neither is the other misspelt. */
	#slipsOf({ text, stem }: Word): string[] {
		this.#byLength ??= Map.groupBy(
			this.#index.distinct.filter(canSlip),
			(word) => word.text.length
		);
		const isOfAll = !isCommon(stem);
		const found: Word[] = [];
		for (const length of [text.length - 1, text.length, text.length + 1]) {
			for (const other of this.#byLength.get(length) ?? []) {
				if (isSlip(text, other.text) && (isOfAll || !isCommon(other.stem))) found.push(other);
			}
		}
		if (found.length > 1) this.#sortSlips(found, text);
		return found.map((other) => other.stem);
	}

	/** Those first that come of leaving out an early letter, then those that stand first in the text. */
	#sortSlips(found: Word[], text: string): void {
		const placeOf = ({ stem }: Word) => this.#index.places.get(stem)![0]!;
		const orderOf = new Map(found.map((word) => [word, firstShared(text, word.text)]));
		found.sort(
			(one, other) => orderOf.get(one)! - orderOf.get(other)! || placeOf(one) - placeOf(other)
		);
	}

	/** 0–1: how nearly a word is in the text at all. */
	nearest(word: Word): number {
		let nearest = 0;
		for (const { share, isOpposite } of this.like(word)) {
			if (!isOpposite) nearest = Math.max(nearest, share);
		}
		return nearest;
	}
}

/** The most alike counts. */
function note(found: Likeness[], stem: string, share: number, isOpposite = false): void {
	const known = found.findIndex((one) => one.stem === stem);
	if (known < 0) found.push({ stem, share, isOpposite });
	else if (found[known]!.share < share) found[known] = { stem, share, isOpposite };
}

function add<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
	const list = map.get(key);
	if (list) list.push(value);
	else map.set(key, [value]);
}

const canSlip = ({ text }: Word) =>
	text.length >= SHORTEST_SLIP && text.length <= LONGEST_SLIP && !/\d/.test(text);

/** Whether two words become the same where at most one letter of each is left out. */
function isSlip(one: string, other: string): boolean {
	const least = Math.min(one.length, other.length);
	let from = 0;
	while (from < least && one.charCodeAt(from) === other.charCodeAt(from)) from++;
	let [end, otherEnd] = [one.length, other.length];
	while (
		end > from &&
		otherEnd > from &&
		one.charCodeAt(end - 1) === other.charCodeAt(otherEnd - 1)
	) {
		end--;
		otherEnd--;
	}
	if (one.length !== other.length) return Math.max(end, otherEnd) - from <= 1;
	return (
		end - from <= 1 ||
		one.slice(from + 1, end) === other.slice(from, end - 1) ||
		one.slice(from, end - 1) === other.slice(from + 1, end)
	);
}

/** Which form of a word, itself or without a letter, is the first that another one has too. */
function firstShared(one: string, other: string): number {
	const forms = formsOf(other);
	return formsOf(one).findIndex((form) => forms.includes(form));
}

const formsOf = (word: string): string[] => [
	word,
	...Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))
];

/** Stems that begin alike for most of the longer one. */
function areFamily(one: string, other: string): boolean {
	const most = Math.min(one.length, other.length);
	let same = ROOT;
	while (same < most && one[same] === other[same]) same++;
	return same >= 0.65 * Math.max(one.length, other.length) || (same === most && same >= 5);
}
