import type { KeyKind } from '../events';

/** What an input asks for, before it has a time. */
export interface Stroke {
	kind: KeyKind;
	/** Only of an insert. */
	text?: string;
}

/** The parts of a `KeyboardEvent` that decide. */
export interface KeyDown {
	key: string;
	repeat: boolean;
	ctrlKey: boolean;
	altKey: boolean;
	metaKey: boolean;
}

/**
 * What always stands in the hidden field: on mobile keyboards and in Safari, backspace says nothing
 * where there is nothing to delete.
 */
export const SENTINEL = ' ';

const insertions = new Set(['insertText', 'insertReplacementText', 'insertFromYank']);
const lineBreaks = new Set(['insertLineBreak', 'insertParagraph']);
const deletions: Record<string, KeyKind> = {
	deleteContentBackward: 'deleteChar',
	deleteContent: 'deleteChar',
	deleteWordBackward: 'deleteWord',
	deleteSoftLineBackward: 'deleteLine',
	deleteHardLineBackward: 'deleteLine',
	deleteEntireSoftLine: 'deleteLine'
};

/**
 * Backspace, with whatever is held beside it. Decided by the key and not by the `inputType` that
 * follows, since systems disagree on which modifier deletes a word (T3).
 */
export function strokeOfKey(down: KeyDown): Stroke | undefined {
	if (down.key !== 'Backspace') return undefined;
	if (down.metaKey) return { kind: 'deleteLine' };
	return { kind: down.ctrlKey || down.altKey ? 'deleteWord' : 'deleteChar' };
}

/** A key held down until it repeats itself: no key press (measures: auto-repeat). */
export function isRepeatedCharacter(down: KeyDown): boolean {
	return down.repeat && (down.key === 'Enter' || Array.from(down.key).length === 1);
}

/** Keys that would move the hidden field's own caret away from its end. */
export function movesCaret(down: KeyDown): boolean {
	return /^(Arrow(Left|Right|Up|Down)|Home|End|PageUp|PageDown)$/.test(down.key);
}

/** What an `InputEvent` asks for; undefined for what a test has no use for (paste, drop, undo). */
export function strokeOfInput(inputType: string, data: string | null): Stroke | undefined {
	if (lineBreaks.has(inputType)) return { kind: 'insert', text: '\n' };
	const deletion = deletions[inputType];
	if (deletion !== undefined) return { kind: deletion };
	return insertions.has(inputType) && data ? { kind: 'insert', text: data } : undefined;
}

/** Whether an `InputEvent` brings text that no key typed. */
export function isPasted(inputType: string): boolean {
	return /^insertFrom(Paste|PasteAsQuotation|Drop)$/.test(inputType);
}

/**
 * What led from one content of the hidden field to the next, for keyboards that only tell by
 * changing it: characters taken from the end, then what was put there instead.
 */
export function strokesBetween(before: string, after: string): Stroke[] {
	const old = Array.from(withoutSentinel(before));
	const now = Array.from(withoutSentinel(after));
	let same = 0;
	while (same < old.length && old[same] === now[same]) same += 1;
	const text = now.slice(same).join('');
	const sentinelGone = before.startsWith(SENTINEL) && after === '';
	const strokes: Stroke[] = Array.from(
		{ length: old.length - same + (sentinelGone ? 1 : 0) },
		() => ({ kind: 'deleteChar' })
	);
	return text === '' ? strokes : [...strokes, { kind: 'insert', text }];
}

function withoutSentinel(value: string): string {
	return value.startsWith(SENTINEL) ? value.slice(SENTINEL.length) : value;
}
