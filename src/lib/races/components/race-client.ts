import { ask, tell } from '../../realtime/rest-client';
import type { OpenSettings } from '../../typing';
import type { ShownRace } from '../server/service';

/** Races over REST, as the browser calls it (rule S7). */

export type { ShownRace };

const RACES = '/api/races';

/** Each rejects with a `Refusal`. */
export const raceClient = {
	make: (settings: OpenSettings) => ask<ShownRace>('POST', RACES, { body: { settings } }),
	find: (id: string) => ask<ShownRace>('GET', `${RACES}/${id}`),
	change: (id: string, settings: OpenSettings) =>
		ask<ShownRace>('PATCH', `${RACES}/${id}`, { body: { settings } }),
	join: (id: string) => ask<ShownRace>('POST', `${RACES}/${id}/join`),
	start: (id: string) => ask<ShownRace>('POST', `${RACES}/${id}/start`),
	rematch: (id: string) => ask<ShownRace>('POST', `${RACES}/${id}/rematch`),
	leave: (id: string) => tell('DELETE', `${RACES}/${id}`)
};
