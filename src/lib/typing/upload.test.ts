import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../errors';
import type { KeyEvent } from './events';
import {
	afterEnding,
	afterSending,
	BETWEEN_UPDATES_MS,
	MOST_EVENTS_AT_ONCE,
	newUpload,
	nextStep,
	remedyFor,
	resumeFrom
} from './upload';

const logOf = (length: number, text = 'a'): KeyEvent[] =>
	Array.from({ length }, (_, index) => ({ t: index * 10, kind: 'insert', text }));

describe('what to send next', () => {
	it('[T3] the first key goes out at once, numbered 0', () => {
		expect(nextStep(newUpload, logOf(1), false, 5)).toEqual({
			do: 'send',
			seq: 0,
			events: logOf(1)
		});
	});

	it('[T3] keys within a tenth of a second are gathered into one message', () => {
		const sent = afterSending(newUpload, 1, 1000);
		expect(nextStep(sent, logOf(4), false, 1040)).toEqual({ do: 'wait', ms: 60 });
		expect(nextStep(sent, logOf(4), false, 1000 + BETWEEN_UPDATES_MS)).toEqual({
			do: 'send',
			seq: 1,
			events: logOf(4).slice(1)
		});
	});

	it('[T4] once the test has ended the last keys do not wait, and end_session follows them', () => {
		const sent = afterSending(newUpload, 3, 1000);
		const step = nextStep(sent, logOf(5), true, 1001);
		expect(step).toEqual({ do: 'send', seq: 3, events: logOf(5).slice(3) });
		const all = afterSending(sent, 2, 1001);
		expect(nextStep(all, logOf(5), true, 1001)).toEqual({ do: 'end', seq: 5 });
		expect(nextStep(afterEnding(all), logOf(5), true, 1001)).toEqual({ do: 'rest' });
	});

	it('[T4] a test without a key is never ended on the server', () => {
		expect(nextStep(newUpload, [], true, 0)).toEqual({ do: 'rest' });
	});

	it('[T3] nothing is sent twice in a round and nothing is left out', () => {
		fc.assert(
			fc.property(fc.nat({ max: 3000 }), fc.nat({ max: 3000 }), (length, had) => {
				const log = logOf(length);
				let upload = resumeFrom(newUpload, Math.min(had, length));
				const sent: KeyEvent[] = [];
				for (let step = nextStep(upload, log, true, 0); step.do === 'send';) {
					expect(step.seq).toBe(upload.nextSeq);
					expect(step.events.length).toBeLessThanOrEqual(MOST_EVENTS_AT_ONCE);
					sent.push(...step.events);
					upload = afterSending(upload, step.events.length, 0);
					step = nextStep(upload, log, true, 0);
				}
				expect(sent).toEqual(log.slice(Math.min(had, length)));
			}),
			{ numRuns: 100 }
		);
	});

	it('[L1] a message stays below 128 KiB even when every event brings the longest text', () => {
		const log = logOf(400, '€'.repeat(1000));
		const step = nextStep(newUpload, log, true, 0);
		expect(step.do).toBe('send');
		const bytes = new TextEncoder().encode(JSON.stringify(step)).length;
		expect(bytes).toBeLessThan(100 * 1024);
	});

	it('[T3] after a reconnection it resends from nextSeq, and end_session goes out again', () => {
		const ended = afterEnding(afterSending(newUpload, 9, 0));
		const resumed = resumeFrom(ended, 4);
		expect(nextStep(resumed, logOf(9), true, 1)).toEqual({
			do: 'send',
			seq: 4,
			events: logOf(9).slice(4)
		});
		expect(resumed.round).toBe(ended.round + 1);
		expect(nextStep(resumeFrom(ended, 9), logOf(9), true, 1)).toEqual({ do: 'end', seq: 9 });
	});
});

describe('what an error asks for', () => {
	it('[T3] CONFLICT is answered from the seq that the server misses', () => {
		const error = new UserError('CONFLICT', 'Events are missing.', { nextSeq: 12 });
		expect(remedyFor(error)).toEqual({ do: 'resend', nextSeq: 12 });
	});

	it('[T3] INVALID_STATE tells another tab from a test that is over, or has not begun', () => {
		const inState = (state: string) =>
			remedyFor(new UserError('INVALID_STATE', 'Not now.', { state })).do;
		expect(inState('taken_over')).toBe('yield');
		expect(inState('completed')).toBe('end');
		expect(inState('countdown')).toBe('restart');
		expect(inState('reserved')).toBe('give up');
	});

	it('[E3] what may succeed later is tried again, as late as the server asks', () => {
		expect(
			remedyFor(new UserError('RATE_LIMIT_EXCEEDED', 'Slower.', { retryAfterMs: 1500 }))
		).toEqual({ do: 'restart', afterMs: 1500 });
		expect(remedyFor(new UserError('INTERNAL_ERROR', 'Oh.')).do).toBe('restart');
	});

	it('[E3] what is not retryable is given up, with the server’s sentence', () => {
		const error = new UserError('SESSION_NOT_FOUND', 'There is no such test.');
		expect(remedyFor(error)).toEqual({ do: 'give up', reason: error });
	});

	it('[T6] a lost connection is waited for', () => {
		expect(remedyFor(new Error('lost'))).toEqual({ do: 'wait' });
	});
});
