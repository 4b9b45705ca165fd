import { describe, expect, test } from 'vitest';
import {
	isPasted,
	isRepeatedCharacter,
	movesCaret,
	SENTINEL,
	strokeOfInput,
	strokeOfKey,
	strokesBetween
} from './input-mapping';

const down = (key: string, held: object = {}) => ({
	key,
	repeat: false,
	ctrlKey: false,
	altKey: false,
	metaKey: false,
	...held
});

describe('keys', () => {
	test('[T3] backspace alone deletes a character', () => {
		expect(strokeOfKey(down('Backspace'))).toEqual({ kind: 'deleteChar' });
	});

	test('[T3] backspace with Ctrl or Alt deletes a word, with Meta a line', () => {
		expect(strokeOfKey(down('Backspace', { ctrlKey: true }))).toEqual({ kind: 'deleteWord' });
		expect(strokeOfKey(down('Backspace', { altKey: true }))).toEqual({ kind: 'deleteWord' });
		expect(strokeOfKey(down('Backspace', { metaKey: true }))).toEqual({ kind: 'deleteLine' });
	});

	test('[T3] other keys are left to the input they lead to, so that layouts and dead keys decide', () => {
		for (const key of ['a', 'Dead', 'Enter', 'Tab', 'Process', 'Unidentified']) {
			expect(strokeOfKey(down(key))).toBeUndefined();
		}
	});

	test('[T3] a character held down is pressed once; backspace held down goes on deleting', () => {
		expect(isRepeatedCharacter(down('a', { repeat: true }))).toBe(true);
		expect(isRepeatedCharacter(down('𝒂', { repeat: true }))).toBe(true);
		expect(isRepeatedCharacter(down(' ', { repeat: true }))).toBe(true);
		expect(isRepeatedCharacter(down('Enter', { repeat: true }))).toBe(true);
		expect(isRepeatedCharacter(down('Backspace', { repeat: true }))).toBe(false);
		expect(isRepeatedCharacter(down('a'))).toBe(false);
	});

	test('[T3] arrows, Home and End are kept from moving the hidden caret; Tab and Escape pass', () => {
		expect(['ArrowLeft', 'ArrowUp', 'Home', 'End'].every((key) => movesCaret(down(key)))).toBe(
			true
		);
		expect(['Tab', 'Escape', 'a', 'Enter'].some((key) => movesCaret(down(key)))).toBe(false);
	});
});

describe('inputs', () => {
	test('[T3] text and autocorrected text are inserts, a line break is a newline', () => {
		expect(strokeOfInput('insertText', 'é')).toEqual({ kind: 'insert', text: 'é' });
		expect(strokeOfInput('insertReplacementText', 'the')).toEqual({ kind: 'insert', text: 'the' });
		expect(strokeOfInput('insertLineBreak', null)).toEqual({ kind: 'insert', text: '\n' });
		expect(strokeOfInput('insertParagraph', null)).toEqual({ kind: 'insert', text: '\n' });
	});

	test('[T3] deletions of on-screen keyboards keep their size', () => {
		expect(strokeOfInput('deleteContentBackward', null)).toEqual({ kind: 'deleteChar' });
		expect(strokeOfInput('deleteWordBackward', null)).toEqual({ kind: 'deleteWord' });
		expect(strokeOfInput('deleteSoftLineBackward', null)).toEqual({ kind: 'deleteLine' });
	});

	test('[T3] paste, drop, undo and formatting are no strokes', () => {
		for (const type of ['insertFromPaste', 'insertFromDrop', 'historyUndo', 'formatBold']) {
			expect(strokeOfInput(type, 'x')).toBeUndefined();
		}
		expect(strokeOfInput('insertText', null)).toBeUndefined();
		expect(isPasted('insertFromPaste')).toBe(true);
		expect(isPasted('insertFromDrop')).toBe(true);
		expect(isPasted('insertText')).toBe(false);
	});
});

describe('what a keyboard only shows by changing the field', () => {
	test('[T3] each character that a composition grows by is one insert', () => {
		expect(strokesBetween(`${SENTINEL}th`, `${SENTINEL}the`)).toEqual([
			{ kind: 'insert', text: 'e' }
		]);
	});

	test('[T3] a word corrected on the way is taken back to where it differs and put again', () => {
		expect(strokesBetween(`${SENTINEL}teh`, `${SENTINEL}the `)).toEqual([
			{ kind: 'deleteChar' },
			{ kind: 'deleteChar' },
			{ kind: 'insert', text: 'he ' }
		]);
	});

	test('[T3] backspace into the sentinel is one deletion', () => {
		expect(strokesBetween(SENTINEL, '')).toEqual([{ kind: 'deleteChar' }]);
		expect(strokesBetween(`${SENTINEL}a`, SENTINEL)).toEqual([{ kind: 'deleteChar' }]);
	});

	test('[T3] a keyboard that swallows the sentinel deletes nothing by it', () => {
		expect(strokesBetween(SENTINEL, 'the')).toEqual([{ kind: 'insert', text: 'the' }]);
	});

	test('[T3] characters outside the basic plane count as one', () => {
		expect(strokesBetween(`${SENTINEL}😀`, SENTINEL)).toEqual([{ kind: 'deleteChar' }]);
		expect(strokesBetween(SENTINEL, SENTINEL)).toEqual([]);
	});
});
