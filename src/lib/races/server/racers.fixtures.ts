import { setTimeout as delay } from 'node:timers/promises';
import { keysFor } from '../../testing/keys';
import type { RawClient } from '../../testing/raw-client';
import type { KeyEvent } from '../../typing/events';
import type { ShownRace } from './service';

/** What somebody types in a race, and when the last of it is typed by the clock of this machine. */
export function keysOf(race: ShownRace, medianMs: number): { events: KeyEvent[]; endsAt: number } {
	const { text = '', startsAt = '' } = race.test ?? {};
	const events = keysFor(text, medianMs);
	return { events, endsAt: Date.parse(startsAt) + (events.at(-1)?.t ?? 0) };
}

/** Types a race's text over the line, and tells the server only after a while. */
export async function typeRace(
	line: RawClient,
	race: ShownRace,
	{ medianMs = 60, lateMs = 0 } = {}
): Promise<string> {
	const { events, endsAt } = keysOf(race, medianMs);
	const sessionId = race.test?.sessionId;
	await delay(Math.max(0, endsAt - Date.now()) + lateMs);
	await line.request('start_session', { sessionId });
	await line.request('input_update', { sessionId, seq: 0, events });
	return String((await line.next('session_complete')).payload['resultId']);
}
