import { setTimeout as delay } from 'node:timers/promises';
import type { LineClient } from '../../src/lib/realtime/client';
import { keysFor } from '../../src/lib/testing/keys';
import type { KeyEvent } from '../../src/lib/typing/events';
import type { TypingMessages } from '../../src/lib/typing/messages';
import type { ResultDetail, ReservedTest, ResultSummary } from '../../src/lib/typing/results';
import { LogUploader } from '../../src/lib/typing/uploader';
import { lineOf, restOf, type PersonOptions } from './people';
import type { RestCaller } from './rest';

const TEXT = 'nobody who types shall ever lose a key, whatever happens to the machine behind it';
const SLOWEST_KEY_MS = 15;
const ENDS_EARLY_SHARE = 0.3;
/** A page may have to wait for its next try that long, more than once. */
const SAVED_WITHIN_MS = 60_000;

interface FinishedTest {
	sessionId: string;
	resultId: string;
	log: KeyEvent[];
}

/** Somebody who types one test after the other, as the page does it. */
export class Typist {
	readonly finished: FinishedTest[] = [];
	readonly #options: PersonOptions;
	readonly #rest: RestCaller;
	readonly #line: LineClient;
	/** By test, what no crash may take any more. */
	readonly #durable = new Map<string, number>();
	/** By test, the result that the line named. */
	readonly #results = new Map<string, string>();

	constructor(options: PersonOptions) {
		this.#options = options;
		this.#rest = restOf(options);
		this.#line = lineOf(options);
		const { complain } = options;
		const channel = this.#line.channel<TypingMessages>();
		channel.on('metrics_update', ({ sessionId, durableSeq }) => {
			const before = this.#durable.get(sessionId) ?? 0;
			if (durableSeq < before) complain(`[T3] ${before} keys were durable, then ${durableSeq}`);
			this.#durable.set(sessionId, Math.max(before, durableSeq));
		});
		channel.on('session_started', ({ sessionId, nextSeq }) => {
			const durable = this.#durable.get(sessionId) ?? 0;
			if (nextSeq < durable) complain(`[T3] ${durable} keys were durable, ${nextSeq} are left`);
		});
		channel.on('session_complete', ({ sessionId, resultId }) => {
			const before = this.#results.get(sessionId) ?? resultId;
			if (before !== resultId) complain(`[T4] one test, two results: ${before}, ${resultId}`);
			this.#results.set(sessionId, resultId);
		});
	}

	/** Types until it is told to stop, and ends what it began. */
	async run(isOver: () => boolean): Promise<void> {
		this.#line.connect();
		while (!isOver()) await this.#typeOne();
		this.#line.close();
	}

	/** Everything that the typists of one person ended is there, once, with every key. */
	static async check(typists: readonly Typist[]): Promise<number> {
		const { complain, ...options } = typists[0]!.#options;
		const rest = restOf({ ...options, complain });
		const finished = typists.flatMap((typist) => typist.finished);
		const results = await rest.list<ResultSummary>('/api/typing/results');
		if (results.length !== finished.length) {
			complain(`[T4] ${finished.length} tests were ended, ${results.length} results are kept`);
		}
		for (const { sessionId, resultId, log } of finished) {
			const path = `/api/typing/results/${resultId}?include=log`;
			const { status, body } = await rest.insist('GET', path);
			const kept = body as ResultDetail & { log: KeyEvent[] };
			if (status !== 200 || kept.sessionId !== sessionId) {
				complain(`[T4] the result ${resultId} is lost: ${status}`);
			} else if (inWords(kept.log) !== inWords(log)) {
				complain(`[T3] kept ${inWords(kept.log)}, typed ${inWords(log)}`);
			}
		}
		return results.length;
	}

	async #typeOne(): Promise<void> {
		const { random, complain } = this.#options;
		const wish = { mode: 'custom', text: TEXT };
		const reserved = await this.#rest.insist('POST', '/api/typing/sessions', wish);
		const { sessionId } = reserved.body as ReservedTest;
		const log: KeyEvent[] = [];
		let settle: (resultId?: string) => void = () => undefined;
		const saved = new Promise<string | undefined>((resolve) => (settle = resolve));
		const uploader = new LogUploader(this.#line, sessionId, log, {
			onSaved: ({ resultId }) => settle(resultId),
			onTakenOver: () => complain('[T3] somebody else types this test'),
			onRefused: (reason) => {
				complain(`[T3] the log was refused: ${reason.message}`);
				settle();
			}
		});
		const keys = keysFor(TEXT, 120, 1 + Math.floor(random() * 1e6));
		const typed = random() < ENDS_EARLY_SHARE ? Math.ceil(random() * keys.length) : keys.length;
		for (const key of keys.slice(0, typed)) {
			log.push(key);
			uploader.changed();
			await delay(random() * SLOWEST_KEY_MS);
		}
		uploader.end(log.at(-1)!.t);
		const patience = new AbortController();
		const resultId = await Promise.race([
			saved,
			delay(SAVED_WITHIN_MS, undefined, { signal: patience.signal }).catch(() => undefined)
		]);
		patience.abort();
		uploader.stop();
		if (resultId === undefined) complain(`[T6] the test ${sessionId} was not saved in time`);
		else this.finished.push({ sessionId, resultId, log });
	}
}

/** Times are rounded on their way. */
const inWords = (log: readonly KeyEvent[]) =>
	log.map(({ kind, text = '' }) => (kind === 'insert' ? text : `<${kind}>`)).join('');
