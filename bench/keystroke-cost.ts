import { formatEnvelope } from '../src/lib/realtime/envelope';
import { keysFor } from '../src/lib/testing/keys';
import { LiveTest } from '../src/lib/typing/server/live-test';

/** All lengths type as many keys, so that their heaps and caches are alike. */
const KEYS = 200_000;

const words = 'the quick brown fox jumps over the lazy dog ';

/**
 * Nanoseconds for one key from parsed message to the answer's text, in a test of `length`
 * characters.
 */
function costOf(length: number): number {
	const text = words.repeat(Math.ceil(length / words.length)).slice(0, length - 1) + 'x';
	const now = new Date();
	const tests = Array.from(
		{ length: Math.round(KEYS / length) },
		() =>
			new LiveTest({
				id: '7f3e9a52-0c07-4f4b-9a3e-0f7f5f6d2b11',
				userId: 'bench',
				settings: '{"mode":"custom"}',
				text,
				limitMs: null,
				status: 'reserved',
				typist: null,
				startsAt: null,
				createdAt: now,
				expiresAt: now
			})
	);
	const events = keysFor(text).map((event) => [event]);
	let bytes = 0;
	const from = process.hrtime.bigint();
	for (const live of tests) {
		for (let seq = 0; seq < events.length; seq++) {
			bytes += formatEnvelope('metrics_update', live.type(seq, events[seq]!, seq)).length;
		}
	}
	const nanoseconds = Number(process.hrtime.bigint() - from);
	if (bytes === 0) throw new Error('nothing was typed');
	return nanoseconds / (tests.length * events.length);
}

const lengths = [100, 1_000, 20_000];
// Warm: the first pass is compiled on the way.
for (let pass = 0; pass < 3; pass++) lengths.map(costOf);
process.send?.(Object.fromEntries(lengths.map((length) => [length, costOf(length)])));
