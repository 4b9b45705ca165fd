import type { FeatureLine } from '../realtime/channel';
import { ask } from '../realtime/rest-client';
import type { KeyEvent } from './events';
import { logStore } from './log-store';
import type { TypingMessages } from './messages';

/** How a tab comes to type a test that another one began (rules T2, T3). In the browser only. */

/** A checkpoint is a second away at the most; another instance has the keys after it. */
const BETWEEN_READINGS_MS = 500;
const MOST_READINGS = 4;

/** The server did not tell the keys that it has. */
export class KeysMissingError extends Error {
	override readonly name = 'KeysMissingError';

	constructor() {
		super('The keys typed so far could not be fetched. Try again; until then you watch here.');
	}
}

/** Whether the server has keys of a test. Rejects with a `Refusal`. */
export async function isBegun(sessionId: string): Promise<boolean> {
	return (await read<{ nextSeq: number }>(sessionId)).nextSeq > 0;
}

/**
 * Takes a test from whichever tab types it; from then on that one's keys do not count.
 * @param own what this tab has of its log
 * @returns the log to go on with
 * @throws KeysMissingError (as a rejection), or what `Channel.request` and `ask` reject with
 */
export async function takeUp(
	line: FeatureLine,
	sessionId: string,
	own: readonly KeyEvent[]
): Promise<readonly KeyEvent[]> {
	const channel = line.channel<TypingMessages>();
	const { nextSeq } = await channel.request('start_session', { sessionId });
	const kept = nextSeq === 0 ? [] : await keysOf(sessionId, nextSeq);
	const stored = await logStore.find(sessionId);
	return furthest(kept, [own, stored?.events ?? []]);
}

/**
 * The longest of `logs` that goes on where the server's ends, and else the server's: keys that
 * contradict it were typed while they did not count.
 */
export function furthest(
	kept: readonly KeyEvent[],
	logs: readonly (readonly KeyEvent[])[]
): readonly KeyEvent[] {
	const goesOn = (log: readonly KeyEvent[]) => kept.every((event, seq) => isSame(event, log[seq]));
	return logs
		.filter(goesOn)
		.reduce((longest, log) => (log.length > longest.length ? log : longest), kept);
}

async function keysOf(sessionId: string, nextSeq: number): Promise<readonly KeyEvent[]> {
	for (let reading = 1; reading <= MOST_READINGS; reading += 1) {
		const { log } = await read<{ log: KeyEvent[] }>(sessionId, '?include=log');
		if (log.length >= nextSeq) return log;
		await new Promise((resolve) => setTimeout(resolve, BETWEEN_READINGS_MS));
	}
	throw new KeysMissingError();
}

const read = <T>(sessionId: string, query = '') =>
	ask<T>('GET', `/api/typing/sessions/${sessionId}${query}`);

const isSame = (a: KeyEvent, b: KeyEvent | undefined) =>
	a.t === b?.t && a.kind === b.kind && a.text === b.text;
