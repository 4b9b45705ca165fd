import type { KeyEvent } from '../events';
import {
	isPasted,
	isRepeatedCharacter,
	movesCaret,
	SENTINEL,
	strokeOfInput,
	strokeOfKey,
	strokesBetween,
	type Stroke
} from './input-mapping';

export interface Reading {
	/**
	 * Time stamp of the first key of a test that was begun before this page was loaded; undefined
	 * where this reader hears its first key.
	 */
	startStamp: () => number | undefined;
	onKey: (event: KeyEvent) => void;
	/** What an input method is composing, to be shown at the caret; empty when it is not. */
	onComposing: (text: string) => void;
	/** A paste or a drop was refused. */
	onPasted: () => void;
}

/**
 * Turns the DOM events of one hidden field into key events, whichever way the keyboard speaks: keys,
 * on-screen keyboards, dead keys, compositions, autocorrection. Times are the browser's own time
 * stamps, counted from the first key of the test.
 */
export class InputReader {
	readonly #field: HTMLTextAreaElement;
	readonly #reading: Reading;
	readonly #listening = new AbortController();
	/** The key that is down and has led to no input yet. */
	#down: { code: string; stamp: number } | undefined;
	#startStamp: number | undefined;
	#composing = false;
	/** Android keyboards compose every Latin word: waiting for the end would lose its rhythm. */
	readonly #readsWhileComposing = /Android/.test(navigator.userAgent);
	#value = SENTINEL;

	constructor(field: HTMLTextAreaElement, reading: Reading) {
		this.#field = field;
		this.#reading = reading;
		const { signal } = this.#listening;
		field.addEventListener('keydown', this.#onKeyDown, { signal });
		field.addEventListener('keyup', () => (this.#down = undefined), { signal });
		field.addEventListener('beforeinput', this.#onBeforeInput, { signal });
		field.addEventListener('input', this.#onInput, { signal });
		field.addEventListener('compositionstart', () => (this.#composing = true), { signal });
		field.addEventListener('compositionupdate', this.#onComposition, { signal });
		field.addEventListener('compositionend', this.#onCompositionEnd, { signal });
		field.addEventListener('focus', () => this.#settle(), { signal });
		field.addEventListener('pointerup', () => this.#settle(), { signal });
		this.#settle();
	}

	/** Ready for another test. */
	reset(): void {
		this.#startStamp = undefined;
		this.#down = undefined;
		this.#settle();
	}

	stop(): void {
		this.#listening.abort();
	}

	#onKeyDown = (event: KeyboardEvent) => {
		const composing = event.isComposing || this.#composing;
		if (!composing && (isRepeatedCharacter(event) || movesCaret(event))) {
			event.preventDefault();
			return;
		}
		this.#down = { code: composing ? '' : event.code, stamp: event.timeStamp };
		if (composing) return;
		const stroke = strokeOfKey(event);
		if (stroke === undefined) return;
		event.preventDefault();
		this.#tell(stroke, event.timeStamp);
	};

	#onBeforeInput = (event: InputEvent) => {
		if (event.isComposing || this.#composing || !event.cancelable) return;
		event.preventDefault();
		if (isPasted(event.inputType)) {
			this.#reading.onPasted();
			return;
		}
		const stroke = strokeOfInput(event.inputType, event.data);
		if (stroke) this.#tell(stroke, event.timeStamp);
	};

	/** Only what could not be prevented comes here: compositions, and old on-screen keyboards. */
	#onInput = (event: Event) => {
		if (this.#composing && !this.#readsWhileComposing) return;
		// A composition's end was told by `compositionend`; Safari then rewrites the field once more.
		const told = !this.#readsWhileComposing && isOfComposition(event);
		const now = this.#field.value;
		if (!told) {
			for (const stroke of strokesBetween(this.#value, now)) this.#tell(stroke, event.timeStamp);
		}
		if (this.#composing) this.#value = now;
		else this.#settle();
	};

	#onComposition = (event: CompositionEvent) => {
		if (!this.#readsWhileComposing) this.#reading.onComposing(event.data);
	};

	#onCompositionEnd = (event: CompositionEvent) => {
		this.#composing = false;
		this.#reading.onComposing('');
		if (!this.#readsWhileComposing && event.data !== '') {
			this.#tell({ kind: 'insert', text: event.data }, event.timeStamp);
		}
		this.#settle();
	};

	#tell(stroke: Stroke, stamp: number): void {
		const { code, stamp: at } = this.#down ?? { code: '', stamp };
		this.#down = undefined;
		const isFirst = this.#startStamp === undefined && this.#reading.startStamp() === undefined;
		// The clock starts with a character; before it there is nothing to delete or to submit.
		if (isFirst && (stroke.kind !== 'insert' || !/\S/.test(stroke.text ?? ''))) return;
		this.#startStamp ??= this.#reading.startStamp() ?? at;
		const t = Math.max(0, at - this.#startStamp);
		this.#reading.onKey({ t, ...stroke, ...(code !== '' && { code }) });
	}

	#settle(): void {
		if (this.#composing) return;
		this.#value = SENTINEL;
		if (this.#field.value !== SENTINEL) this.#field.value = SENTINEL;
		this.#field.setSelectionRange(SENTINEL.length, SENTINEL.length);
	}
}

function isOfComposition(event: Event): boolean {
	return (
		event instanceof InputEvent &&
		/^(insertCompositionText|insertFromComposition|deleteCompositionText)$/.test(event.inputType)
	);
}
