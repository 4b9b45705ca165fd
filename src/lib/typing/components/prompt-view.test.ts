import { describe, expect, test } from 'vitest';
import type { KeyEvent } from '../events';
import { applyEvent, startTyping } from '../reducer';
import { prepareText } from '../text';
import { PromptView, type Typing } from './prompt-view.svelte';

function viewOf(text: string) {
	const prepared = prepareText(text);
	const state = startTyping(prepared);
	const typing: Typing = { prepared, state, press: (event) => applyEvent(state, event) };
	const view = new PromptView(typing);
	let t = 0;
	const press = (kind: KeyEvent['kind'], text?: string) => view.press({ t: (t += 10), kind, text });
	return {
		view,
		press,
		type: (text: string) => [...text].forEach((char) => press('insert', char)),
		typed: (index: number) => view.visible[index - view.from]?.shown.typed.join('')
	};
}

describe('the text on the screen', () => {
	test('[P6] only a window of a long text is in the document, wherever the caret is', () => {
		const text = 'word '.repeat(4000).trim();
		const { view, type } = viewOf(text);
		for (let line = 0; line < 20; line += 1) {
			expect(view.visible.length).toBeLessThan(150);
			expect(view.visible.length).toBeGreaterThan(70);
			type('word '.repeat(10));
			view.scrollTo(view.caret.word - 5);
		}
		expect(view.caret).toEqual({ word: 200, characters: 0 });
	});

	test('[P6] one key changes what is shown of one word', () => {
		const { view, type } = viewOf('one two three');
		type('o');
		const before = view.visible.map(({ shown }) => shown);
		type('n');
		const changed = view.visible.filter(({ shown }, index) => shown !== before[index]);
		expect(changed.map(({ index }) => index)).toEqual([0]);
	});

	test('[T3] a deleted line shows every word of it untouched again', () => {
		const { view, type, press, typed } = viewOf('one two three four');
		type('onx twx thr');
		expect([0, 1, 2].map(typed)).toEqual(['onx', 'twx', 'thr']);
		press('deleteLine');
		expect([0, 1, 2].map(typed)).toEqual(['', '', '']);
		expect(view.caret).toEqual({ word: 0, characters: 0 });
	});

	test('a line that went up comes back, and the first one stays', () => {
		const { view, type } = viewOf('one two three four five');
		type('one two ');
		view.scrollTo(2);
		expect(view.visible[0]?.target.chars.join('')).toBe('three');
		expect(view.scrollBack()).toBe(true);
		expect(view.visible[0]?.target.chars.join('')).toBe('one');
		expect(view.scrollBack()).toBe(false);
	});

	test('indentation belongs to the word that begins the line', () => {
		const { view } = viewOf('if (a) {\n\treturn  b;\n}');
		expect(view.visible.map(({ indentation }) => indentation)).toEqual(['', '', '', '\t', '', '']);
	});
});
