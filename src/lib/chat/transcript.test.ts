import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChatMessage } from './threads';
import {
	emptyTranscript,
	hasGap,
	lastSeqOf,
	withNewer,
	withOlder,
	withTold,
	type Transcript
} from './transcript';

const message = (seq: number) => ({ seq, text: `m${seq}` }) as ChatMessage;
const messages = (...seqs: number[]) => seqs.map(message);
const seqsOf = (transcript: Transcript) => transcript.messages.map(({ seq }) => seq);
const told = (transcript: Transcript, ...seqs: number[]) =>
	seqs.reduce((now, seq) => withTold(now, message(seq)), transcript);

/** As a page begins: the newest ones, of a thread that has more. */
const begun = withOlder(emptyTranscript, messages(7, 6, 5));

describe('[D4] a page shows what was said in its order, without a gap', () => {
	test('it begins with the newest ones', () => {
		expect(seqsOf(begun)).toEqual([5, 6, 7]);
		expect(lastSeqOf(begun)).toBe(7);
	});

	test('the next one is shown at once, and once', () => {
		expect(seqsOf(told(begun, 8, 8, 6))).toEqual([5, 6, 7, 8]);
	});

	test('what comes early waits until the gap is filled', () => {
		const early = told(begun, 10, 9);
		expect(seqsOf(early)).toEqual([5, 6, 7]);
		expect(hasGap(early)).toBe(true);
		const filled = withNewer(early, messages(8, 9));
		expect(seqsOf(filled)).toEqual([5, 6, 7, 8, 9, 10]);
		expect(hasGap(filled)).toBe(false);
	});

	test('an empty thread waits for its first message', () => {
		expect(seqsOf(told(emptyTranscript, 2))).toEqual([]);
		expect(seqsOf(told(emptyTranscript, 2, 1))).toEqual([1, 2]);
	});

	test('what is older goes in front', () => {
		expect(seqsOf(withOlder(begun, messages(4, 3)))).toEqual([3, 4, 5, 6, 7]);
		expect(seqsOf(withOlder(begun, messages(5, 4)))).toEqual([4, 5, 6, 7]);
	});

	test('in whatever order news and fetched pages come, the end is the same', () => {
		const order = fc.shuffledSubarray([8, 9, 10, 11, 12], { minLength: 0 });
		fc.assert(
			fc.property(order, order, (first, second) => {
				const fetched = withNewer(told(begun, ...first), messages(8, 9, 10, 11, 12));
				const end = told(fetched, ...second);
				expect(seqsOf(end)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
				expect(hasGap(end)).toBe(false);
			})
		);
	});
});
