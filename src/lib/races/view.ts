import type { SessionClock } from '../sessions';
import type { ToldOpenSettings, ReservedTest } from '../typing';
import type { Racer, RaceState, RaceStatus } from './race';

/** A racer as others see him. */
export interface ShownRacer extends Racer {
	name: string;
}

/** What of a race travels (rule S2). */
export interface RaceView {
	kind: 'race';
	status: RaceStatus;
	/** A text that somebody brought is not told before the start. */
	settings: ToldOpenSettings;
	/** Of the text, in code points; only where the text ends the race. */
	length?: number;
	/** ISO 8601. */
	startsAt?: string;
	clock: SessionClock;
	participants: ShownRacer[];
	rematchId?: string;
}

/** What only one person is told of a race: his own test in it, and what came of it. */
export interface OwnPart {
	test?: ReservedTest;
	resultId?: string;
}

const DELETED = 'deleted person';

/** @param names by the ids that people have in this race; who is gone is missing */
export function showRace(state: RaceState, names: ReadonlyMap<string, string>): RaceView {
	const { status, settings, text, startsAt, clock, participants, rematchId } = state;
	return {
		kind: 'race',
		status,
		settings: settings.mode === 'custom' ? { mode: 'custom' } : settings,
		...(text !== undefined && settings.mode !== 'time' && { length: [...text].length }),
		...(startsAt !== undefined && { startsAt }),
		clock,
		participants: participants.map((racer) => ({
			...racer,
			name: names.get(racer.id) ?? DELETED
		})),
		...(rematchId !== undefined && { rematchId })
	};
}
