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

/**
 * A text, read once, in which words are then found without going through it again: by stem, by group of synonyms, by spelling with a letter less (Norvig's deletions, as in SymSpell),
 * by their first letters.
 */
export class TextIndex {
	readonly text: string;
	readonly words: readonly Word[];
	/** Those that tell something. */
	readonly content: readonly Word[];
	/** The same, each stem once. */
	readonly telling: readonly Word[];
	/** Places of a stem in `words`. */
	readonly places = new Map<string, number[]>();

	readonly #byGroup = new Map<number, { stem: string; side: number }[]>();
	/** By what is left of a word without one letter: of words that are not common, and of all. */
	#slips: { rare?: Map<string, string[]>; all?: Map<string, string[]> } = {};
	readonly #byRoot = new Map<string, Word[]>();
	readonly #likenesses = new Map<string, Likeness[]>();

	/** @param words of the text, where somebody has read it already */
	constructor(text: string, words: readonly Word[] = wordsOf(text)) {
		this.text = text;
		this.words = words;
		this.content = contentOf(this.words);
		this.telling = distinct(this.content);
		this.words.forEach(({ stem }, place) => add(this.places, stem, place));
		for (const word of distinct(this.words)) {
			for (const { group, side } of meaningsOf(word.stem)) {
				add(this.#byGroup, group, { stem: word.stem, side });
			}
			if (word.stem.length >= ROOT) add(this.#byRoot, word.stem.slice(0, ROOT), word);
		}
	}

	/** What in the text may stand for `word`, each stem once; the most alike counts. */
	like(word: Word): readonly Likeness[] {
		const known = this.#likenesses.get(word.stem);
		if (known) return known;
		const found = new Map<string, Likeness>();
		const note = (stem: string, share: number, isOpposite = false) => {
			if (!this.places.has(stem) || (found.get(stem)?.share ?? 0) >= share) return;
			found.set(stem, { stem, share, isOpposite });
		};
		note(word.stem, 1);
		for (const { group, side } of meaningsOf(word.stem)) {
			for (const other of this.#byGroup.get(group) ?? []) {
				note(other.stem, SYNONYM, other.side !== side);
			}
		}
		if (canSlip(word) && !this.places.has(word.stem)) {
			const slips = this.#slipsOf(isCommon(word.stem) ? 'rare' : 'all');
			for (const form of deletionsOf(word.text)) {
				for (const stem of slips.get(form) ?? []) note(stem, SLIP);
			}
		}
		if (word.stem.length >= ROOT) {
			for (const other of this.#byRoot.get(word.stem.slice(0, ROOT)) ?? []) {
				if (areFamily(word.stem, other.stem)) note(other.stem, FAMILY);
			}
		}
		const likenesses = [...found.values()];
		this.#likenesses.set(word.stem, likenesses);
		return likenesses;
	}

	/** Of two words that are both common neither is the other misspelt. */
	#slipsOf(which: 'rare' | 'all'): ReadonlyMap<string, string[]> {
		const known = this.#slips[which];
		if (known) return known;
		const slips = new Map<string, string[]>();
		for (const word of distinct(this.words)) {
			if (!canSlip(word) || (which === 'rare' && isCommon(word.stem))) continue;
			for (const form of deletionsOf(word.text)) add(slips, form, word.stem);
		}
		this.#slips[which] = slips;
		return slips;
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

function add<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
	const list = map.get(key);
	if (list) list.push(value);
	else map.set(key, [value]);
}

const canSlip = ({ text }: Word) =>
	text.length >= SHORTEST_SLIP && text.length <= LONGEST_SLIP && !/\d/.test(text);

/** The word itself, and with each letter left out: two that share one are a letter apart. */
function deletionsOf(text: string): string[] {
	const forms = [text];
	for (let at = 0; at < text.length; at++) forms.push(text.slice(0, at) + text.slice(at + 1));
	return forms;
}

/** Stems that begin alike for most of the longer one. */
function areFamily(one: string, other: string): boolean {
	const most = Math.min(one.length, other.length);
	let same = ROOT;
	while (same < most && one[same] === other[same]) same++;
	return same >= 0.65 * Math.max(one.length, other.length) || (same === most && same >= 5);
}
