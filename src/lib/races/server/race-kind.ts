import { z } from 'zod/mini';
import type { Reader, Transaction } from '../../server/database';
import { ALL, completeClock, expireWhenDue, newClock, runsOutAt } from '../../sessions/clock';
import { sessionClock } from '../../sessions/messages';
import type { SessionKind } from '../../sessions/server/kinds';
import type { MemberRow } from '../../sessions/server/store';
import { toldOpenSettings } from '../../typing';
import {
	close,
	raceStatuses,
	racerStatuses,
	renamed,
	run,
	withMembers,
	type RaceState
} from '../race';
import { showRace, type RaceView } from '../view';
import { entriesOf, putEntry } from './store';

/** What of a race travels. */
export const raceView = z.object({
	kind: z.literal('race'),
	status: z.enum(raceStatuses),
	settings: toldOpenSettings,
	length: z.optional(z.number().check(z.int(), z.positive())),
	startsAt: z.optional(z.iso.datetime()),
	clock: sessionClock,
	participants: z.array(
		z.object({
			id: z.string(),
			name: z.string(),
			status: z.enum(racerStatuses),
			place: z.optional(z.number().check(z.int(), z.positive())),
			wpm: z.optional(z.number()),
			accuracy: z.optional(z.number()),
			finishedMs: z.optional(z.number()),
			flags: z.optional(z.array(z.string()))
		})
	),
	rematchId: z.optional(z.uuid())
}) satisfies z.ZodMiniType<RaceView>;

interface Parts {
	read: Reader;
	namesOf: (userIds: readonly string[]) => ReadonlyMap<string, string>;
}

/** What races are among shared sessions. */
export function raceKind({ read, namesOf }: Parts): SessionKind<RaceState> {
	return {
		name: 'race',
		most: 1000,
		viewSchema: raceView,
		view(state) {
			const entries = entriesOf(read, state.raceId);
			const names = namesOf(entries.map(({ userId }) => userId));
			const known = entries.flatMap(({ personId, userId }): [string, string][] => {
				const name = names.get(userId);
				return name === undefined ? [] : [[personId, name]];
			});
			return showRace(state, new Map(known));
		},
		dueAt({ status, startsAt, clock }) {
			return status === 'countdown' && startsAt ? Date.parse(startsAt) : runsOutAt(clock);
		},
		expire(state, now) {
			const clock = expireWhenDue(state.clock, now);
			if (clock !== state.clock) return close({ ...state, clock });
			const hasBegun = state.startsAt !== undefined && Date.parse(state.startsAt) <= now;
			return hasBegun ? run(state) : undefined;
		},
		path: (id) => `/typing/races/${id}`,
		membersChanged(state, members, now, tx) {
			const { raceId } = state;
			const racing = members.filter(({ role }) => role !== 'watch');
			const race = renamed(state, enter(tx, raceId, racing));
			const ids = racing.map(({ personId }) => personId);
			return settled(withMembers(race, ids), now);
		}
	};
}

/**
 * Gives everybody who may race an entry.
 * @returns what those who left and came back are called now, by what they were called before
 */
function enter(
	tx: Transaction,
	raceId: string,
	members: readonly MemberRow[]
): Map<string, string> {
	const known = new Map(entriesOf(tx, raceId).map((entry) => [entry.userId, entry]));
	const names = new Map<string, string>();
	for (const { userId, personId, joinedAt } of members) {
		const before = known.get(userId);
		if (before?.personId === personId) continue;
		if (before) names.set(before.personId, personId);
		putEntry(tx, { raceId, userId, personId, testId: before?.testId ?? null, joinedAt });
	}
	return names;
}

/** A race that is over has a clock that stands still. */
export function settled(race: RaceState, now: number): RaceState {
	const isOver = race.status === 'finished' && race.clock.status === 'running';
	return isOver ? { ...race, clock: completeClock(race.clock, now) } : race;
}

/** @param lastsMs how long the race is open at the most */
export function raceClock(lastsMs: number) {
	return newClock('global', { [ALL]: lastsMs });
}
