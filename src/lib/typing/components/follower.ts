import { applyEvent, startTyping, type Change, type TypingState } from '../reducer';
import { prepareText, type PreparedText } from '../text';
import type { Typing } from './prompt-view.svelte';

/**
 * A test as far as somebody else's caret has come in it: what stands before the caret is shown as it
 * should be, since nobody but the typist knows which letters are wrong.
 */
export class Follower implements Typing {
	readonly prepared: PreparedText;
	state: TypingState;

	constructor(text: string) {
		this.prepared = prepareText(text);
		this.state = startTyping(this.prepared);
	}

	/** @param position of the caret, a code point index into the text */
	moveTo(position: number): void {
		if (position < this.state.position) this.state = startTyping(this.prepared);
		const { chars } = this.prepared;
		for (;;) {
			const { position: at, finished, lastT } = this.state;
			const text = chars[at];
			if (finished || at >= position || text === undefined) return;
			applyEvent(this.state, { t: lastT, kind: 'insert', text });
			// A text can end in what nobody types.
			if (this.state.position === at) return;
		}
	}

	/** Keys are somebody else's. */
	press(): Change[] {
		return [];
	}
}
