import { standings } from './race';
import type { RaceView, ShownRacer } from './view';

/** What is said of races. Pure. */

/** "1st", "2nd", "3rd", "11th". */
export function ordinal(place: number): string {
	const isTeen = place % 100 > 10 && place % 100 < 14;
	const ending = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th');
	return `${place}${ending}`;
}

/** Milliseconds as "9.43 s", or as "1:05.3" from one minute on. */
export function raceTime(ms: number): string {
	if (ms < 60_000) return `${(ms / 1000).toFixed(2)} s`;
	const tenths = Math.round(ms / 100);
	const seconds = ((tenths % 600) / 10).toFixed(1).padStart(4, '0');
	return `${Math.floor(tenths / 600)}:${seconds}`;
}

/** Who won, for instance "Ada won with 72 words a minute."; undefined where nobody did. */
export function verdict({ participants }: Pick<RaceView, 'participants'>): string | undefined {
	const winners = standings(participants).filter(({ place }) => place === 1);
	const [first] = winners;
	if (!first) return undefined;
	const names = winners.map(({ name }) => name);
	const who = [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' and ');
	return `${who} won with ${Math.round(first.wpm ?? 0)} words a minute.`;
}

/** What became of somebody who has no place. */
export function fateOf({ status, place }: Pick<ShownRacer, 'status' | 'place'>): string {
	if (status === 'finished') return place === undefined ? 'flagged' : ordinal(place);
	return { waiting: 'next race', racing: 'typing', left: 'gave up', late: 'did not finish' }[
		status
	];
}

/** Where a race stands for somebody who does not type just now; undefined for who does. */
export function standing(
	race: Pick<RaceView, 'status' | 'participants'>,
	me: ShownRacer | undefined,
	mayRace: boolean
): string | undefined {
	if (race.status === 'finished') return verdict(race) ?? 'The race is over.';
	if (race.status !== 'running' || me?.status === 'racing') return undefined;
	if (me?.status === 'finished') {
		return `${me.place === undefined ? 'Finished' : `${ordinal(me.place)} so far`}. Others still type.`;
	}
	return mayRace ? 'Under way: you are in the next one.' : 'Under way.';
}

/**
 * What is told to those who listen, once at each turn.
 * @param seconds to the start, as it became known
 */
export function announcement(
	race: Pick<RaceView, 'status' | 'participants'>,
	me: ShownRacer | undefined,
	seconds: number
): string {
	switch (race.status) {
		case 'lobby':
			return '';
		case 'countdown':
			return `The race begins in ${Math.max(1, seconds)} seconds. Type once you hear go.`;
		case 'running':
			return me?.status === 'finished' ? finished(me) : 'Go.';
		case 'finished':
			return `The race is over. ${verdict(race) ?? ''}`.trim();
	}
}

/** Why a race is not to be seen any more. @param reason as `SharedSession.ended` gives it */
export function ending(reason: string): string {
	switch (reason) {
		case 'deleted':
			return 'This race was closed.';
		case 'left':
			return 'You have left this race.';
		case 'withdrawn':
			return 'The link that brought you here was withdrawn.';
		case 'gone':
			return 'This race is not there any more, or not for you.';
		default:
			return 'This race is over for you.';
	}
}

function finished({ place, wpm = 0 }: ShownRacer): string {
	const as = place === undefined ? '' : ` ${ordinal(place)} so far,`;
	return `You have finished:${as} ${Math.round(wpm)} words a minute.`;
}
