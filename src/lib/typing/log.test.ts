import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyKinds, quantise } from './events';
import type { KeyEvent } from './events';
import { seededRandom } from './generate';
import { decodeLog, encodeLog, MalformedLogError } from './log';

const time = fc.double({ min: -1000, max: 172_800_000, noNaN: true }).map(quantise);
const keyEvent: fc.Arbitrary<KeyEvent> = fc.record(
	{
		t: time,
		kind: fc.constantFrom(...keyKinds),
		text: fc.string({ unit: 'binary', maxLength: 6 }),
		code: fc.constantFrom('KeyA', 'Space', 'Backspace', '')
	},
	{ requiredKeys: ['t', 'kind'] }
);
const log = fc.array(keyEvent, { maxLength: 60 });

function minuteOfTyping(keysPerSecond: number): KeyEvent[] {
	const random = seededRandom(1);
	const events: KeyEvent[] = [];
	for (let t = 0; t < 60_000; t += (2 * random() * 1000) / keysPerSecond) {
		const letter = String.fromCharCode(97 + Math.floor(random() * 26));
		const code = `Key${letter.toUpperCase()}`;
		events.push({ t: quantise(t), kind: 'insert', text: letter, code });
	}
	return events;
}

describe('quantise', () => {
	it('[T3] rounds to the tenth of a millisecond that the log keeps, and changes it no more', () => {
		expect(quantise(1234.5678)).toBe(1234.6);
		fc.assert(
			fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (t) => {
				expect(quantise(quantise(t))).toBe(quantise(t));
			})
		);
	});
});

describe('the key log', () => {
	it('[T5] comes back as it was written', () => {
		fc.assert(
			fc.property(log, (events) => {
				expect(decodeLog(encodeLog(events))).toEqual(events);
			})
		);
	});

	it('[T3] may be written in chunks: bytes one behind the other are events one behind the other', () => {
		fc.assert(
			fc.property(fc.array(log, { maxLength: 5 }), (chunks) => {
				const bytes = chunks.flatMap((events) => Array.from(encodeLog(events)));
				expect(decodeLog(Uint8Array.from(bytes))).toEqual(chunks.flat());
			})
		);
	});

	it('[T5] keeps times that run backwards, for the verdict to see', () => {
		const events: KeyEvent[] = [
			{ t: 500, kind: 'insert', text: 'a' },
			{ t: 20.5, kind: 'deleteChar' }
		];
		expect(decodeLog(encodeLog(events))).toEqual(events);
	});

	it('[P11] holds a minute at 9 keys a second in 3 KB, in chunks of a second in 10 KB', () => {
		const events = minuteOfTyping(9);
		expect(events.length).toBeGreaterThan(450);
		expect(encodeLog(events).length).toBeLessThan(3 * 1024);
		let inSeconds = 0;
		for (let second = 0; second < 60; second += 1) {
			const chunk = events.filter(({ t }) => Math.floor(t / 1000) === second);
			inSeconds += encodeLog(chunk).length;
		}
		expect(inSeconds).toBeLessThan(10 * 1024);
	});

	it('[P11] is empty for no events', () => {
		expect(encodeLog([])).toHaveLength(0);
		expect(decodeLog(new Uint8Array(0))).toEqual([]);
	});

	it('[T5] refuses a time that is no number', () => {
		expect(() => encodeLog([{ t: Number.NaN, kind: 'deleteChar' }])).toThrow(RangeError);
		expect(() => encodeLog([{ t: Infinity, kind: 'deleteChar' }])).toThrow(RangeError);
	});
});

describe('a malformed key log', () => {
	const sound = encodeLog([
		{ t: 0, kind: 'insert', text: 'é', code: 'KeyE' },
		{ t: 120, kind: 'deleteWord', code: 'Backspace' }
	]);

	it('[F3] is refused wherever it breaks off', () => {
		for (let length = 1; length < sound.length; length += 1) {
			expect(() => decodeLog(sound.subarray(0, length))).toThrow(MalformedLogError);
		}
	});

	it.each([
		['another version', [9, 0, 0, 0], /version 1/],
		['more events than bytes', [1, 0, 255, 255, 3, 0, 0], /promises more/],
		['a stroke of unknown kind', [1, 1, 1, 0, 16, 0, 0], /unknown kind/],
		['an event without a stroke', [1, 1, 1, 0, 1, 7, 0], /names a stroke/],
		['a text that is not UTF-8', [1, 1, 1, 0, 4, 1, 255, 0, 0], /not UTF-8/],
		['a text longer than the log', [1, 1, 1, 0, 4, 99, 97, 0, 0], /within a text/],
		['a number beyond all bounds', [1, ...new Array<number>(12).fill(255)], /too large/]
	])('[F3] is refused for %s, with a sentence that says so', (_, bytes, message) => {
		expect(() => decodeLog(Uint8Array.from(bytes))).toThrow(message);
	});

	it('[F3] is never anything but events or a MalformedLogError', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
				try {
					expect(Array.isArray(decodeLog(bytes))).toBe(true);
				} catch (error) {
					expect(error).toBeInstanceOf(MalformedLogError);
				}
			})
		);
	});
});
