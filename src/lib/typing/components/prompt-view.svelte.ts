import type { KeyEvent } from '../events';
import type { TypingState } from '../reducer';
import type { TargetWord } from '../text';
import type { Typist } from '../typist.svelte';

/** One word as the eye sees it. Replaced when it changes: one key renders one word again. */
export interface ShownWord {
	/** Code points standing. */
	typed: readonly string[];
	/** What submitted it; empty while it is typed. */
	separator: string;
}

const untouched: ShownWord = { typed: [], separator: '' };

export class WordView {
	readonly index: number;
	readonly target: TargetWord;
	/** White space the editor puts before it, where it begins a line. */
	readonly indentation: string;
	shown: ShownWord = $state.raw(untouched);

	constructor(index: number, target: TargetWord, indentation: string) {
		this.index = index;
		this.target = target;
		this.indentation = indentation;
	}
}

/** Code points kept ahead of the caret: more than the lines in sight hold. */
const ahead = { wide: 360, dense: 720 };
const STEP = 120;

/** Three lines, or six smaller ones. */
type PromptSize = keyof typeof ahead;

/** What a view needs of a typist. */
export type Typing = Pick<Typist, 'prepared' | 'state' | 'press'>;

/** What is shown of a test: a window of words, and which of them stands where. */
export class PromptView {
	readonly #typist: Typing;
	readonly #ahead: number;
	readonly #words: (WordView | undefined)[] = [];
	/** First words of the lines that went up out of sight. */
	readonly #goneLines: number[] = [];
	/** The words in the document: [from, to). */
	#range = $state.raw({ from: 0, to: 0 });

	readonly visible: readonly WordView[] = $derived.by(() => {
		const { from, to } = this.#range;
		return Array.from({ length: to - from }, (_, offset) => this.#word(from + offset));
	});

	/** Which word is typed, and how many of its characters stand. */
	caret = $state.raw({ word: 0, characters: 0 });

	constructor(typist: Typing, size: PromptSize = 'wide') {
		this.#typist = typist;
		this.#ahead = ahead[size];
		this.#refresh(0);
	}

	get from(): number {
		return this.#range.from;
	}

	press(event: KeyEvent): void {
		this.follow(() => this.#typist.press(event));
	}

	/** Shows what `change` does to the typist's state. */
	follow(change: () => void): void {
		const before = this.#state.wordIndex;
		change();
		this.#refresh(Math.min(before, this.#state.wordIndex), Math.max(before, this.#state.wordIndex));
	}

	/** The lines before `word` go up out of sight. */
	scrollTo(word: number): void {
		this.#goneLines.push(this.#range.from);
		this.#range = { from: word, to: this.#endOfWindow(word) };
	}

	/** The line that went last comes back. @returns whether there was one */
	scrollBack(): boolean {
		const from = this.#goneLines.pop();
		if (from === undefined) return false;
		this.#range = { from, to: this.#endOfWindow(from) };
		return true;
	}

	get #state(): TypingState {
		return this.#typist.state;
	}

	/** Shows words again as the reducer has them, from the one the last key left to the current. */
	#refresh(first: number, last = this.#state.wordIndex): void {
		for (let index = first; index <= last; index += 1) {
			const word = this.#state.words[index];
			this.#word(index).shown = word
				? { typed: word.typed.slice(), separator: word.separator }
				: untouched;
		}
		const { wordIndex, words } = this.#state;
		this.caret = { word: wordIndex, characters: words[wordIndex]?.typed.length ?? 0 };
		const { from, to } = this.#range;
		const isShort =
			to < this.#typist.prepared.words.length && this.#length(wordIndex, to) < this.#ahead;
		if (isShort) this.#range = { from, to: this.#endOfWindow(wordIndex) };
	}

	#endOfWindow(from: number): number {
		const { words } = this.#typist.prepared;
		const first = Math.max(from, this.#state.wordIndex);
		const until = (words[first]?.start ?? 0) + this.#ahead + STEP;
		let to = first;
		while ((words[to]?.start ?? Infinity) < until) to += 1;
		return Math.max(to, this.#range.to);
	}

	#length(from: number, to: number): number {
		const { words, length } = this.#typist.prepared;
		return (words[to]?.start ?? length) - (words[from]?.start ?? length);
	}

	#word(index: number): WordView {
		const { words, chars } = this.#typist.prepared;
		const target = words[index];
		if (target === undefined) throw new RangeError(`There is no word ${index}.`);
		const before = words[index - 1];
		const begin = before ? before.start + before.chars.length : 0;
		const lines = chars.slice(begin, target.start).join('').split('\n');
		const indentation = index === 0 || lines.length > 1 ? lines.at(-1) : undefined;
		return (this.#words[index] ??= new WordView(index, target, indentation ?? ''));
	}
}
