import { UserError } from '../errors';
import type { SessionClock } from '../sessions';
import type { OpenSettings } from '../typing';

/** The rules of races (rule S7): who races, who is placed where, and when it is over. Pure. */

/** At most so many race with each other. */
export const MOST_RACERS = 50;

/** From the start that somebody gave to the first key that counts. */
export const COUNTDOWN_MS = 4_000;

/** After a timed race's end: what was typed offline may still arrive. */
const GRACE_MS = 15_000;

/** A race over a text lasts no longer than this, or than ten words a minute need for it. */
const LONGEST_MS = 10 * 60_000;
const SLOWEST_MS_PER_CHARACTER = 1_200;

/** Once somebody has finished: a minute more at the least, and five times what he needed in all. */
const AFTER_FIRST_MS = 60_000;
const TIMES_THE_FIRST = 5;

export const raceStatuses = ['lobby', 'countdown', 'running', 'finished'] as const;
export type RaceStatus = (typeof raceStatuses)[number];

/**
 * `waiting`: races in this race, where it has not begun, else in the next. `late`: did not finish in
 * time. `left`: gave up.
 */
export const racerStatuses = ['waiting', 'racing', 'finished', 'left', 'late'] as const;
export type RacerStatus = (typeof racerStatuses)[number];

/** What the verified log says of who has finished. */
export interface Outcome {
	/** Words a minute. */
	wpm: number;
	/** Percentage 0–100. */
	accuracy: number;
	/** From the common start; milliseconds. */
	finishedMs: number;
	/** Why the result does not stand (rule T5), as sentences; empty where it does. */
	flags: readonly string[];
}

export interface Racer extends Partial<Outcome> {
	/** What others know him by in this race. */
	id: string;
	status: RacerStatus;
	/** From 1; those who are equal share one. Only of results that stand. */
	place?: number;
}

/** A race as it is kept; `showRace` says what of it travels. */
export interface RaceState {
	kind: 'race';
	/** Its own id: the names of those in it stand beside it. */
	raceId: string;
	status: RaceStatus;
	/** With the text that somebody brought, where he did. */
	settings: OpenSettings;
	/** What everybody types. Made at the start. */
	text?: string;
	/** When everybody's time begins, ISO 8601. */
	startsAt?: string;
	/** Runs from the start, and closes the race when it runs out. */
	clock: SessionClock;
	participants: readonly Racer[];
	/** The race that those in this one go on with. */
	rematchId?: string;
}

/**
 * Milliseconds from the start until a race is closed, whoever is missing.
 * @param length of the text, in code points
 */
export function lastsAtMost(settings: OpenSettings, length: number): number {
	if (settings.mode === 'time') return settings.seconds * 1000 + GRACE_MS;
	return Math.max(LONGEST_MS, length * SLOWEST_MS_PER_CHARACTER);
}

/**
 * The race with those who have a part in it now: who came waits, who went while racing has left.
 * @param ids of all who may race, in the order they came
 * @throws UserError INVALID_STATE with `details.state` `full`
 */
export function withMembers(race: RaceState, ids: readonly string[]): RaceState {
	const known = new Set(race.participants.map(({ id }) => id));
	const here = new Set(ids);
	const came = ids.filter((id) => !known.has(id));
	const staying = race.participants.flatMap((racer): Racer[] => {
		if (here.has(racer.id)) return [racer];
		if (racer.status === 'waiting') return [];
		return [racer.status === 'racing' ? { ...racer, status: 'left' } : racer];
	});
	const isSame =
		came.length === 0 && staying.every((racer, index) => racer === race.participants[index]);
	if (isSame && staying.length === race.participants.length) return race;
	const participants = [...staying, ...came.map((id): Racer => ({ id, status: 'waiting' }))];
	if (came.length > 0 && participants.length > MOST_RACERS) {
		throw new UserError('INVALID_STATE', `This race is full: ${MOST_RACERS} race at most.`, {
			state: 'full'
		});
	}
	return closedWhenAllAreDone({ ...race, participants });
}

/**
 * The race in which those who left and came back are known by new ids: what they did in it stays.
 * @param ids the new ones, by those before
 */
export function renamed(race: RaceState, ids: ReadonlyMap<string, string>): RaceState {
	if (!race.participants.some(({ id }) => ids.has(id))) return race;
	const known = new Set(race.participants.map(({ id }) => id));
	const participants = race.participants.flatMap((racer): Racer[] => {
		const id = ids.get(racer.id);
		if (id === undefined) return [racer];
		// Somebody who was in it twice is what he is called now.
		return known.has(id) ? [] : [{ ...racer, id }];
	});
	return { ...race, participants };
}

/** @throws UserError INVALID_STATE unless it waits for its start */
export function withSettings(race: RaceState, settings: OpenSettings): RaceState {
	demandLobby(race);
	return { ...race, settings };
}

/**
 * Begins the countdown.
 * @param racing those who are there; the others wait for the next race
 * @throws UserError INVALID_STATE where it was begun before
 */
export function begin(
	race: RaceState,
	how: { text: string; startsAt: string; racing: ReadonlySet<string>; clock: SessionClock }
): RaceState {
	demandLobby(race);
	const { text, startsAt, racing, clock } = how;
	const participants = race.participants.map((racer): Racer =>
		racing.has(racer.id) ? { ...racer, status: 'racing' } : racer
	);
	return { ...race, status: 'countdown', text, startsAt, clock, participants };
}

/** Whether somebody who waits may still race in this one. */
export function mayStepIn({ status, participants }: RaceState, id: string): boolean {
	const racer = participants.find((one) => one.id === id);
	return status === 'countdown' && racer?.status === 'waiting';
}

/** Somebody who came back before the countdown was over. The same race where he may not. */
export function stepIn(race: RaceState, id: string): RaceState {
	if (!mayStepIn(race, id)) return race;
	return withRacer(race, id, { status: 'racing' });
}

/** The countdown is over. */
export function run(race: RaceState): RaceState {
	return race.status === 'countdown' ? { ...race, status: 'running' } : race;
}

/**
 * Somebody's test is kept. The same race where he does not race any more.
 * @param outcome undefined where he stopped before the end
 */
export function finish(race: RaceState, id: string, outcome: Outcome | undefined): RaceState {
	const racer = race.participants.find((one) => one.id === id);
	const isOpen = race.status === 'countdown' || race.status === 'running';
	if (racer?.status !== 'racing' || !isOpen) return race;
	if (!outcome) return closedWhenAllAreDone(withRacer(run(race), id, { status: 'left' }));
	const next = withPlaces(withRacer(run(race), id, { status: 'finished', ...outcome }));
	return closedWhenAllAreDone(hurried(next, outcome));
}

/** Its time is over: who has not finished is late. */
export function close(race: RaceState): RaceState {
	const participants = race.participants.map((racer): Racer =>
		racer.status === 'racing' ? { ...racer, status: 'late' } : racer
	);
	return { ...race, status: 'finished', participants };
}

/** Those who took part, as a table shows them: placed, flagged, late, left. */
export function standings<R extends Racer>(participants: readonly R[]): R[] {
	const raced = participants.filter(({ status }) => status !== 'waiting');
	return raced.sort(
		(a, b) => group(a) - group(b) || (a.place ?? 0) - (b.place ?? 0) || compare(a.id, b.id)
	);
}

function group({ status, place }: Racer): number {
	if (status === 'finished') return place === undefined ? 1 : 0;
	return { racing: 2, late: 3, left: 4, waiting: 5 }[status];
}

/** Timed races go by speed, others by time; what is flagged has no place. */
function withPlaces(race: RaceState): RaceState {
	const isTimed = race.settings.mode === 'time';
	const score = ({ wpm = 0, finishedMs = Infinity }: Racer) => (isTimed ? -wpm : finishedMs);
	const standing = race.participants.filter(
		({ status, flags }) => status === 'finished' && flags?.length === 0
	);
	const participants = race.participants.map((racer): Racer => {
		if (!standing.includes(racer)) return racer;
		const before = standing.filter((other) => score(other) < score(racer));
		return { ...racer, place: before.length + 1 };
	});
	return { ...race, participants };
}

/** Who has no honest rival to wait for waits for nobody longer than the first one's time allows. */
function hurried(race: RaceState, { finishedMs, flags }: Outcome): RaceState {
	if (race.settings.mode === 'time' || flags.length > 0) return race;
	const most = Math.max(finishedMs * TIMES_THE_FIRST, finishedMs + AFTER_FIRST_MS);
	const { clock } = race;
	const all = Math.min(clock.remainingMs['all'] ?? most, most);
	return { ...race, clock: { ...clock, remainingMs: { ...clock.remainingMs, all } } };
}

function closedWhenAllAreDone(race: RaceState): RaceState {
	const isOpen = race.status === 'countdown' || race.status === 'running';
	const isDone = race.participants.every(({ status }) => status !== 'racing');
	return isOpen && isDone ? close(race) : race;
}

function withRacer(race: RaceState, id: string, change: Partial<Racer>): RaceState {
	const participants = race.participants.map((racer) =>
		racer.id === id ? { ...racer, ...change } : racer
	);
	return { ...race, participants };
}

function demandLobby({ status }: RaceState): void {
	if (status === 'lobby') return;
	throw new UserError('INVALID_STATE', 'This race has begun already. Ask for a rematch after it.', {
		state: status
	});
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
