import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyEvent, KeyKind } from './events';
import { applyEvent, endTyping, MOST_EXTRA_PER_WORD, startTyping } from './reducer';
import type { Change, TypingState } from './reducer';
import { normaliseText, prepareText } from './text';
import type { PreparedText } from './text';

/** A compact hand for writing tests: `<` deletes a character, `«` a word, `¶` the line. */
function type(state: TypingState, keys: string, startMs = 0, stepMs = 100): Change[][] {
	const kinds: Record<string, KeyKind> = {
		'<': 'deleteChar',
		'«': 'deleteWord',
		'¶': 'deleteLine'
	};
	return Array.from(keys, (char, index) => {
		const kind = kinds[char] ?? 'insert';
		const t = startMs + index * stepMs;
		return applyEvent(state, kind === 'insert' ? { t, kind, text: char } : { t, kind });
	});
}

function start(text: string, limitMs?: number): TypingState {
	return startTyping(prepareText(text), { limitMs });
}

function typedWords(state: TypingState): string[] {
	return state.words.map(({ typed }) => typed.join(''));
}

function totals({ correct, incorrect, extra, missed }: TypingState) {
	return { correct, incorrect, extra, missed };
}

describe('inserting', () => {
	it('[T3] counts a right character, moves the caret, and tells the change', () => {
		const state = start('go on');
		expect(type(state, 'g')).toEqual([[{ index: 0, expected: 'g', typed: 'g' }]]);
		expect(state).toMatchObject({ position: 1, correct: 1, correctPresses: 1, insertPresses: 1 });
	});

	it('[T3] counts what goes past a word as extra, at the index of the word’s end', () => {
		const state = start('go on');
		expect(type(state, 'gox').at(-1)).toEqual([{ index: 2, expected: '', typed: 'x' }]);
		expect(state).toMatchObject({ position: 2, extra: 1, correctPresses: 2, insertPresses: 3 });
	});

	it('[T3] lets twenty extra characters stand and counts further ones as errors only', () => {
		const state = start('a b');
		type(state, `a${'x'.repeat(MOST_EXTRA_PER_WORD + 3)}`);
		expect(state.extra).toBe(20);
		expect(state.words[0]?.typed).toHaveLength(21);
		expect(state).toMatchObject({ insertPresses: 24, correctPresses: 1 });
	});

	it('[T3] applies a composition of several characters one by one, each a key press', () => {
		const state = start('né go');
		const changes = applyEvent(state, { t: 0, kind: 'insert', text: 'ne\u0301 g' });
		expect(changes.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
		expect(state).toMatchObject({ insertPresses: 4, correctPresses: 4, correctWordChars: 3 });
	});

	it('[T3] counts an emoji as one character', () => {
		const state = start('😀a b');
		type(state, '😀');
		expect(state).toMatchObject({ position: 1, correct: 1, insertPresses: 1 });
	});

	it('[T3] remembers which character was typed for which', () => {
		const state = start('add on');
		type(state, 'ass<<ddx ');
		expect(state.wrongKeys.get('d')).toEqual(new Map([['s', 2]]));
		expect(state.wrongKeys.get(' ')).toEqual(new Map([['x', 1]]));
	});
});

describe('submitting', () => {
	it('[T3] a space submits a right word, which counts with its separator', () => {
		const state = start('go on');
		type(state, 'go ');
		expect(state).toMatchObject({ wordIndex: 1, position: 3, correctWordChars: 3, correct: 3 });
	});

	it('[T3] a space submits a wrong word too, and characters left out are missed', () => {
		const state = start('stage on');
		type(state, 'sx ');
		expect(totals(state)).toEqual({ correct: 2, incorrect: 1, extra: 0, missed: 3 });
		expect(state).toMatchObject({ wordIndex: 1, position: 6, correctWordChars: 0 });
	});

	it('[T3] a space before the end of a word is a wrong press, one after it a right one', () => {
		const early = start('go on');
		type(early, 'g ');
		expect(early).toMatchObject({ insertPresses: 2, correctPresses: 1 });
		const late = start('go on');
		type(late, 'gx ');
		expect(late).toMatchObject({ insertPresses: 3, correctPresses: 2 });
	});

	it('[T3] white space on an empty word is ignored and is no press', () => {
		const state = start('go on');
		expect(type(state, ' \n\tgo  ')).toEqual([
			[],
			[],
			[],
			...Array(3).fill([expect.anything()]),
			[]
		]);
		expect(state).toMatchObject({ insertPresses: 3, correctPresses: 3, wordIndex: 1 });
	});

	it('[T3] the wrong separator advances, is a wrong press, and spoils its word', () => {
		const state = start('go\n\ton');
		const changes = type(state, 'go ');
		expect(changes.at(-1)).toEqual([{ index: 2, expected: '\n', typed: ' ' }]);
		expect(state).toMatchObject({ wordIndex: 1, position: 4, correctWordChars: 0, incorrect: 1 });
		expect(state).toMatchObject({ insertPresses: 3, correctPresses: 2 });
	});

	it('[T3] Enter leads past the next line’s indentation', () => {
		const state = start('{\n\t\tgo');
		type(state, '{\n');
		expect(state).toMatchObject({ position: 4, correctWordChars: 2, correctPresses: 2 });
	});

	it('[T3] takes a non-breaking space for a space', () => {
		const state = start('go on');
		type(state, 'go\u00a0');
		expect(state).toMatchObject({ wordIndex: 1, correctPresses: 3 });
	});
});

describe('deleting', () => {
	it('[T3] deleteChar takes back a character, and its press stays counted', () => {
		const state = start('go on');
		expect(type(state, 'x<').at(-1)).toEqual([{ index: 0, expected: 'g', typed: null }]);
		expect(totals(state)).toEqual({ correct: 0, incorrect: 0, extra: 0, missed: 0 });
		expect(state).toMatchObject({ position: 0, insertPresses: 1, correctPresses: 0 });
	});

	it('[T3] deleteChar at a word’s start goes back into a wrong word as it was typed', () => {
		const state = start('stage on');
		expect(type(state, 'sx <').at(-1)).toEqual([{ index: 5, expected: ' ', typed: null }]);
		expect(typedWords(state)).toEqual(['sx']);
		expect(state).toMatchObject({ wordIndex: 0, position: 2, missed: 0, correct: 1, incorrect: 1 });
	});

	it('[T3] deleteChar does not go back into a fully correct word', () => {
		const state = start('go on');
		expect(type(state, 'go <').at(-1)).toEqual([]);
		expect(state).toMatchObject({ wordIndex: 1, correctWordChars: 3 });
	});

	it('[T3] deleteChar goes back to a right word with the wrong separator', () => {
		const state = start('go\non');
		type(state, 'go <\n');
		expect(state).toMatchObject({ wordIndex: 1, correctWordChars: 3, correct: 3, incorrect: 0 });
	});

	it('[T3] deleteWord clears the word, or the wrong one before an empty one', () => {
		const state = start('one two six');
		type(state, 'one twx si«');
		expect(typedWords(state)).toEqual(['one', 'twx', '']);
		type(state, '«');
		expect(typedWords(state)).toEqual(['one', '']);
		type(state, '«');
		expect(typedWords(state)).toEqual(['one', '']);
	});

	it('[T3] deleteLine clears to the line’s start', () => {
		const state = start('one\ntwo six ten');
		type(state, 'onx\ntwx sx te¶');
		expect(typedWords(state)).toEqual(['onx', '']);
		expect(state.position).toBe(4);
		expect(type(state, '¶')).toEqual([[]]);
	});

	it('[T3] deleteLine stops at a fully correct word', () => {
		const state = start('one two six ten');
		type(state, 'onx two sx te¶');
		expect(typedWords(state)).toEqual(['onx', 'two', '']);
	});
});

describe('the end', () => {
	it('[T4] comes the moment the last word is fully correct', () => {
		const state = start('go on');
		type(state, 'go on');
		expect(state).toMatchObject({ finished: true, endedAtMs: 400, endedBy: 'text' });
		expect(state).toMatchObject({ correctWordChars: 5, position: 5 });
	});

	it('[T4] comes with white space after a wrong last word, which is no press', () => {
		const state = start('go on');
		type(state, 'go o ');
		expect(state).toMatchObject({ finished: true, missed: 1, insertPresses: 4, position: 5 });
	});

	it('[T4] does not come while the last word is wrong', () => {
		const state = start('go on');
		type(state, 'go ox');
		expect(state.finished).toBe(false);
		type(state, '<n', 500);
		expect(state.finished).toBe(true);
	});

	it('[T4] comes at the limit; a key then or later does not count', () => {
		const state = start('go on', 1000);
		type(state, 'go');
		expect(applyEvent(state, { t: 1000, kind: 'insert', text: ' ' })).toEqual([]);
		expect(state).toMatchObject({ finished: true, endedAtMs: 1000, endedBy: 'time' });
		expect(state).toMatchObject({ insertPresses: 2, lastT: 100 });
	});

	it('[T4] comes by the clock or by the typist without a key', () => {
		const timed = start('go on', 1000);
		endTyping(timed, 1004);
		expect(timed).toMatchObject({ endedAtMs: 1000, endedBy: 'time' });
		const stopped = start('go on', 1000);
		endTyping(stopped, 700);
		expect(stopped).toMatchObject({ endedAtMs: 700, endedBy: 'stop' });
		endTyping(stopped, 900);
		expect(stopped.endedAtMs).toBe(700);
	});

	it('[T4] leaves later keys, and the rest of the last one, without effect', () => {
		const state = start('go');
		applyEvent(state, { t: 0, kind: 'insert', text: 'gone' });
		const before = structuredClone(state);
		type(state, 'x<«¶', 100);
		expect(state).toEqual(before);
		expect(state).toMatchObject({ insertPresses: 2, extra: 0 });
	});

	it('[T5] a time that runs backwards counts as the last one', () => {
		const state = start('go on');
		applyEvent(state, { t: 2500, kind: 'insert', text: 'g' });
		applyEvent(state, { t: 100, kind: 'insert', text: 'o' });
		expect(state.lastT).toBe(2500);
		expect(state.buckets).toMatchObject([{ second: 2, presses: 2 }]);
	});

	it('[T1] a text without words is refused', () => {
		expect(() => start(' ')).toThrow(RangeError);
	});
});

describe('the cost of a key', () => {
	function wordsLookedAt(count: number): number {
		const prepared = prepareText(Array(count).fill('go').join(' '));
		let looks = 0;
		const words = new Proxy(prepared.words, {
			get(target, property, receiver) {
				looks += 1;
				return Reflect.get(target, property, receiver);
			}
		});
		const state = startTyping({ ...prepared, words });
		const sitting = 'go gx <<o oo «go g¶go ';
		type(state, 'go '.repeat(Math.floor(count / 2)));
		looks = 0;
		type(state, sitting, 1_000_000);
		return looks;
	}

	it('[P6] looks at as many words of a text of 20,000 characters as of a short one', () => {
		const short = wordsLookedAt(30);
		expect(short).toBeGreaterThan(0);
		expect(wordsLookedAt(6600)).toBe(short);
	});

	it('[P6] is not more for a key after an hour’s pause', () => {
		const state = start('go on');
		applyEvent(state, { t: 0, kind: 'insert', text: 'g' });
		applyEvent(state, { t: 3.6e12, kind: 'insert', text: 'o' });
		expect(state.buckets).toHaveLength(2);
	});
});

/**
 * The same rules, told naively: nothing is kept but the words typed, the separators that submitted
 * them, and the verdict on each press; every total is counted again from those.
 */
class Recount {
	typed: { text: string; end: string }[] = [{ text: '', end: '' }];
	presses: boolean[] = [];
	ended = false;
	readonly text: PreparedText;

	constructor(text: PreparedText) {
		this.text = text;
	}

	apply({ kind, text = '' }: KeyEvent): void {
		if (this.ended) return;
		if (kind === 'insert') for (const char of text.normalize('NFC')) this.insert(char);
		else if (kind === 'deleteChar') {
			if (this.current.text !== '')
				this.current.text = chars(this.current.text).slice(0, -1).join('');
			else this.back();
		} else if (kind === 'deleteWord') {
			if (this.current.text !== '' || this.back()) this.current.text = '';
		} else {
			this.current.text = '';
			while (this.target(this.typed.length - 2)?.separator === ' ' && this.back()) {
				this.current.text = '';
			}
		}
	}

	get current() {
		return this.typed.at(-1) ?? { text: '', end: '' };
	}

	target(index: number) {
		return this.text.words[index];
	}

	right(index: number): boolean {
		const target = this.target(index);
		const word = this.typed[index];
		return word?.text === target?.chars.join('') && word?.end === target?.separator;
	}

	back(): boolean {
		if (this.typed.length === 1 || this.right(this.typed.length - 2)) return false;
		this.typed.pop();
		this.current.end = '';
		return true;
	}

	insert(char: string): void {
		if (this.ended) return;
		const target = this.target(this.typed.length - 1);
		if (target === undefined) throw new Error('typed past the text');
		const place = chars(this.current.text).length;
		const due = [...target.chars, target.separator][place] ?? target.separator;
		if (/\s/u.test(char)) {
			if (place === 0) return;
			if (target.separator === '') {
				this.ended = true;
				this.current.end = 'end';
				return;
			}
			const separator = char === '\n' ? '\n' : ' ';
			this.presses.push(due === separator);
			this.current.end = separator;
			this.typed.push({ text: '', end: '' });
			return;
		}
		this.presses.push(due === char);
		if (place < target.chars.length + 20) this.current.text += char;
		this.ended = target.separator === '' && this.right(this.typed.length - 1);
	}

	totals() {
		let [correct, incorrect, extra, missed, correctWordChars] = [0, 0, 0, 0, 0];
		this.typed.forEach(({ text, end }, index) => {
			const target = this.target(index);
			if (target === undefined) throw new Error('typed past the text');
			const submitted = end !== '';
			chars(text).forEach((char, place) => {
				if (place >= target.chars.length) extra += 1;
				else if (char === target.chars[place]) correct += 1;
				else incorrect += 1;
			});
			if (submitted) missed += Math.max(0, target.chars.length - chars(text).length);
			if (end === ' ' || end === '\n') {
				if (end === target.separator) correct += 1;
				else incorrect += 1;
			}
			const done = submitted || this.ended;
			if (done && this.right(index)) correctWordChars += chars(text + end).length;
		});
		const target = this.target(this.typed.length - 1);
		const reached = Math.min(chars(this.current.text).length, target?.chars.length ?? 0);
		const whole = this.current.end === 'end' ? (target?.chars.length ?? 0) : reached;
		return {
			...{ correct, incorrect, extra, missed, correctWordChars },
			wordIndex: this.typed.length - 1,
			position: (target?.start ?? 0) + whole,
			insertPresses: this.presses.length,
			correctPresses: this.presses.filter(Boolean).length,
			finished: this.ended
		};
	}
}

function chars(text: string): string[] {
	return Array.from(text);
}

/** Keys that have the text in mind about half of the time, so that sequences get somewhere. */
const textAndKeys = fc
	.array(fc.constantFrom('a', 'b', 'é', '😀', 'e\u0301', 'ab', ' ', '  ', '\n', '\n\t'), {
		minLength: 1,
		maxLength: 24
	})
	.map((parts) => normaliseText(parts.join('')))
	.filter((text) => text.trim() !== '')
	.chain((text) => {
		const prepared = prepareText(text);
		const due = prepared.words.flatMap((word) => [...word.chars, word.separator || 'b']);
		const wild = fc.constantFrom(
			'a',
			'b',
			'é',
			'e\u0301',
			'😀',
			' ',
			'\n',
			'\t',
			'a b',
			'abé\n😀',
			'\u0301'
		);
		const key = fc.oneof(
			{ weight: 6, arbitrary: fc.constant('due') },
			{ weight: 4, arbitrary: wild.map((insert) => ({ insert })) },
			{ weight: 1, arbitrary: fc.constant('x'.repeat(9)).map((insert) => ({ insert })) },
			{ weight: 3, arbitrary: fc.constantFrom<KeyKind>('deleteChar', 'deleteWord', 'deleteLine') }
		);
		return fc.record({
			prepared: fc.constant(prepared),
			due: fc.constant(due),
			keys: fc.array(key, { maxLength: 60 })
		});
	});

const numRuns = 10_000;
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

describe('the reducer against a recount', () => {
	it(
		'[T3] the incremental reducer equals a from-scratch recount over 10,000 random key sequences',
		{ timeout: 120_000 },
		() => {
			console.info(`${numRuns} key sequences, SEED=${seed}`);
			fc.assert(
				fc.property(textAndKeys, ({ prepared, due, keys }) => {
					const state = startTyping(prepared);
					const recount = new Recount(prepared);
					const painted = new Map<number, string>();
					let dueAt = 0;
					keys.forEach((key, index) => {
						const insert = key === 'due' ? (due[dueAt++] ?? 'a') : undefined;
						const event: KeyEvent =
							typeof key === 'object'
								? { t: index * 90, kind: 'insert', text: key.insert }
								: insert !== undefined
									? { t: index * 90, kind: 'insert', text: insert }
									: { t: index * 90, kind: key as KeyKind };
						for (const { index: at, expected, typed } of applyEvent(state, event)) {
							if (expected === '') continue;
							expect(prepared.chars[at] === expected || /\s/.test(expected)).toBe(true);
							if (typed === null) painted.delete(at);
							else painted.set(at, typed);
						}
						recount.apply(event);
						const expected = recount.totals();
						expect(state).toMatchObject(expected);
						expect(typedWords(state)).toEqual(recount.typed.map(({ text }) => text));
						const ends = recount.typed.map(({ end }) => (end === 'end' ? '' : end));
						expect(state.words.map(({ separator }) => separator)).toEqual(ends);
						expect(painted.size).toBe(expected.correct + expected.incorrect);
						const pressed = state.buckets.reduce((sum, { presses }) => sum + presses, 0);
						expect(pressed).toBe(expected.insertPresses);
					});
				}),
				{ numRuns, seed }
			);
		}
	);
});
