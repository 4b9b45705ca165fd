import { randomUUID } from 'node:crypto';
import { UserError } from '../../errors';
import type { PayloadOf } from '../../realtime/catalogue';
import type { Keep } from '../../realtime/server/handlers';
import type { Clock } from '../../server/clock';
import type { KeyEvent } from '../events';
import { decodeLog, encodeLog } from '../log';
import type { TypingMessages } from '../messages';
import { finalMetrics, type FinalMetrics } from '../metrics';
import type { ShownFlag } from '../results';
import { judgeLog } from '../verdict';
import { simpleMetrics, TakenOver, type LiveTest } from './live-test';
import type { LiveTests } from './live-tests';
import type { Observers } from './observers';
import { toSettings, type ResultDetails } from './rows';
import type { ResultRow, TypingStore } from './store';
import { recordClass } from './texts';

export type Completed = PayloadOf<TypingMessages, 'session_complete'>;

interface Parts {
	store: TypingStore;
	live: LiveTests;
	observers: Observers;
	now: Clock;
}

/** From a finished test to a kept result (rules T4, T5). */
export class Completion {
	readonly #parts: Parts;
	readonly #underWay = new Map<string, Promise<Completed>>();

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** The answer given before for this test, if it is over. */
	async earlier(userId: string, testId: string): Promise<Completed | undefined> {
		const row = await this.#parts.store.resultOfTest(testId);
		return row?.userId === userId ? completed(row) : undefined;
	}

	/**
	 * Keeps the result; asked twice at once, it is done once.
	 *
	 * @param keep of the message that asked for it (rule D3), where one did
	 * @throws TakenOver where the test is typed on another instance: its log is not this one
	 */
	complete(live: LiveTest, keep?: Keep): Promise<Completed> {
		const { id } = live.row;
		let under = this.#underWay.get(id);
		if (!under) {
			under = this.#complete(live, keep).finally(() => this.#underWay.delete(id));
			this.#underWay.set(id, under);
		}
		return under;
	}

	async #complete(live: LiveTest, keep?: Keep): Promise<Completed> {
		const { store, observers, now } = this.#parts;
		const { row } = live;
		const finishedAt = new Date(now());
		const { metrics, flags } = live.simple
			? simpleResult(live)
			: judged(live, finishedAt, await this.#earlierLogs(row.userId));
		const settings = toSettings(row);
		const { wpm, raw, accuracy, consistency, durationMs, ...details } = metrics;
		let isFirst = false;
		const completing = store.complete(
			{
				id: randomUUID(),
				testId: row.id,
				mode: settings.mode,
				// A test stopped early has not the length of its class.
				recordClass: flags.length === 0 && isWhole(live) ? recordClass(settings) : null,
				wpm,
				raw,
				accuracy,
				consistency,
				durationMs,
				details: JSON.stringify(details satisfies ResultDetails),
				flags: JSON.stringify(flags),
				log: Buffer.from(encodeLog(live.events)),
				finishedAt
			},
			live.typedBy,
			keptText(live),
			(tx, result) => {
				keep?.(tx, completed(result));
				observers.completed(tx, row, result, live.simple ? live.finished : isWhole(live));
				isFirst = true;
			}
		);
		const kept = await this.#orLose(live, completing);
		this.#parts.live.forget(live);
		if (isFirst) observers.afterCompleted(row, kept);
		return completed(kept);
	}

	async #orLose(live: LiveTest, completing: Promise<ResultRow>): Promise<ResultRow> {
		try {
			return await completing;
		} catch (error) {
			if (error instanceof TakenOver) this.#parts.live.lose(live);
			throw error;
		}
	}

	async #earlierLogs(userId: string): Promise<KeyEvent[][]> {
		return (await this.#parts.store.latestLogs(userId, EARLIER_LOGS, LONGEST_COMPARED)).map(
			decodeLog
		);
	}
}

/** How many earlier logs are looked at for one that was sent again. */
const EARLIER_LOGS = 10;

/** Longer ones, in bytes, are not looked at: some twenty minutes of typing. */
const LONGEST_COMPARED = 64 * 1024;

/** Rule T5: the log, replayed by the same reducer, decides. */
function judged(
	live: LiveTest,
	now: Date,
	earlier: KeyEvent[][]
): { metrics: FinalMetrics; flags: ShownFlag[] } {
	const { state, events, prepared, row, arrivals } = live;
	const { endedAtMs } = state;
	if (endedAtMs === undefined) {
		throw new UserError('INVALID_STATE', 'This test is not over yet.', { state: 'running' });
	}
	return {
		metrics: finalMetrics(state, events, endedAtMs),
		flags: judgeLog(events, {
			prepared,
			availableMs: now.getTime() - (row.startsAt ?? row.createdAt).getTime(),
			arrivals,
			earlier
		})
	};
}

function isWhole({ state }: LiveTest): boolean {
	return state.endedBy === 'text' || state.endedBy === 'time';
}

function simpleResult(live: LiveTest): { metrics: FinalMetrics; flags: ShownFlag[] } {
	const { elapsedMs, ...metrics } = simpleMetrics(live.prepared, live.simple!);
	return {
		metrics: {
			...metrics,
			elapsedMs,
			durationMs: elapsedMs,
			keyConsistency: 0,
			characters: live.simpleCharacters(),
			chart: [],
			wrongKeys: [],
			afkSeconds: 0
		},
		flags: [
			{
				reason: 'no_key_log',
				explanation: 'The client sent whole texts instead of keys, so nothing can be replayed.'
			}
		]
	};
}

/** A timed test's text is made for the fastest typist: keep what this one saw. */
function keptText({ row, state, prepared }: LiveTest): string {
	if (row.limitMs === null) return row.text;
	const last = prepared.words[state.wordIndex];
	return last ? [...row.text].slice(0, last.start + last.chars.length).join('') : row.text;
}

function completed(row: ResultRow): Completed {
	const { wpm, raw, accuracy, consistency, durationMs } = row;
	return {
		sessionId: row.testId,
		metrics: {
			wpm,
			raw,
			accuracy,
			consistency,
			elapsedMs: durationMs,
			flagged: row.flags !== '[]'
		},
		resultId: row.id,
		resultsUrl: `/typing/results/${row.id}`
	};
}
