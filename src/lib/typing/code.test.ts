import { describe, expect, it } from 'vitest';
import { charactersOf, codeLength, languagesOf } from './code';
import type { KeyEvent } from './events';
import { finalMetrics } from './metrics';
import { applyEvent, startTyping, type TypingState } from './reducer';
import { prepareText } from './text';

const code = [
	'function settle(orders) {',
	'\tfor (const order of orders) {',
	'',
	'\t\tif (order.isPaid) continue;',
	'\t\torder.settle();',
	'\t}',
	'}'
].join('\n');

/** What an editor leaves to be typed of it. */
const keys = code.replace(/\s*\n\s*/g, '\n');

const EVERY_MS = 200;

/** `<` stands for Backspace. */
function typed(text: string, strokes: string): { state: TypingState; events: KeyEvent[] } {
	const state = startTyping(prepareText(text));
	const events = Array.from(strokes, (char, index): KeyEvent => {
		const t = index * EVERY_MS;
		return char === '<' ? { t, kind: 'deleteChar' } : { t, kind: 'insert', text: char };
	});
	for (const event of events) applyEvent(state, event);
	return { state, events };
}

const lineOf = ({ position }: TypingState) => code.slice(0, position).split('\n').length;

describe('code as an editor takes it', () => {
	it('[T1] Enter leads to the first character of the next line that is not blank', () => {
		const { state } = typed(code, 'function settle(orders) {\nfor (const order of orders) {\n');
		expect(code.slice(state.position)).toMatch(/^if \(order/);
		expect(lineOf(state)).toBe(4);
		expect(state.incorrect + state.missed + state.extra).toBe(0);
	});

	it('[T1] what was typed ends it, with neither indentation nor blank lines', () => {
		const { state, events } = typed(code, keys);
		expect(state.finished).toBe(true);
		const seconds = state.endedAtMs! / 1000;
		const metrics = finalMetrics(state, events, state.endedAtMs!);
		expect(metrics).toMatchObject({
			accuracy: 100,
			characters: { correct: keys.length, incorrect: 0, extra: 0, missed: 0 }
		});
		expect(metrics.wpm).toBeCloseTo(keys.length / 5 / (seconds / 60), 1);
		expect(metrics.raw).toBe(metrics.wpm);
	});

	it('[T1] whoever types the indentation all the same has pressed nothing', () => {
		const { state, events } = typed(code, code.replaceAll('\t', '  '));
		expect(state.finished).toBe(true);
		const { accuracy, characters } = finalMetrics(state, events, state.endedAtMs!);
		expect(accuracy).toBe(100);
		expect(characters.correct).toBe(keys.length);
	});

	it('[T1] a token is a word: one wrong character costs its token, and no other', () => {
		const right = typed(code, keys).state.correctWordChars;
		const { state } = typed(code, keys.replace('order.isPaid)', 'order.isPaud)'));
		expect(state.finished).toBe(true);
		expect(right - state.correctWordChars).toBe('(order.isPaid) '.length);
	});

	it('[T3] Backspace at a line’s start takes back Enter and the indentation in one', () => {
		const before = 'function settle(orders) {\nfor (const order of orders) x';
		const { state: atStart } = typed(code, `${before}\n`);
		expect(lineOf(atStart)).toBe(4);
		const { state } = typed(code, `${before}\n<`);
		expect(lineOf(state)).toBe(2);
		const { state: mended } = typed(code, `${before}\n<<{\nif`);
		expect(lineOf(mended)).toBe(4);
		expect(mended.incorrect).toBe(0);
	});

	it('[T3] a space instead of Enter leads on, and is wrong', () => {
		const { state } = typed(code, 'function settle(orders) { for');
		expect(lineOf(state)).toBe(2);
		expect(state.incorrect).toBe(1);
	});
});

describe('lengths of code', () => {
	it('[T1] every length has its own range, and they leave no gap', () => {
		for (const [length, { least, most }] of Object.entries(charactersOf)) {
			expect(codeLength(least)).toBe(length);
			expect(codeLength(most)).toBe(length);
		}
		expect(charactersOf.medium.least - charactersOf.short.most).toBe(1);
		expect(charactersOf.long.least - charactersOf.medium.most).toBe(1);
	});

	it('[T1] languages of several repositories are told once', () => {
		const offer = { analysisId: 'a', repository: 'a' };
		expect(
			languagesOf([
				{ ...offer, languages: ['go', 'sql'] },
				{ ...offer, languages: ['sql', 'rust'] }
			])
		).toEqual(['go', 'sql', 'rust']);
	});
});
