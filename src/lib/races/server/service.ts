import { randomBytes, randomUUID } from 'node:crypto';
import { UserError } from '../../errors';
import type { Clock } from '../../server/clock';
import type { Database, Transaction } from '../../server/database';
import { demandRole } from '../../sessions/server/engine';
import type { ShownSession } from '../../sessions/server/listing';
import { sessionNotFound, type SessionScope } from '../../sessions/server/scope';
import type { SessionService } from '../../sessions/server/service';
import { membersOf, type MemberRow } from '../../sessions/server/store';
import type { ToldOpenSettings, OpenSettings, TypingService } from '../../typing';
import {
	begin,
	COUNTDOWN_MS,
	lastsAtMost,
	mayStepIn,
	stepIn,
	withSettings,
	type RaceState
} from '../race';
import type { OwnPart, RaceView } from '../view';
import { raceClock, raceKind } from './race-kind';
import { RaceTests } from './race-tests';
import { entriesOf, entryOf, giveTest } from './store';

/** A race as REST answers it to one person. */
export type ShownRace = Omit<ShownSession, 'state'> & { state: RaceView } & OwnPart;

interface Parts {
	database: Database;
	sessions: SessionService;
	typing: TypingService;
	namesOf: (userIds: readonly string[]) => ReadonlyMap<string, string>;
	now: Clock;
}

/** The use cases of races (rule S7). */
export class RaceService {
	readonly #parts: Parts;

	constructor(parts: Parts) {
		const { sessions, typing, database, namesOf } = parts;
		this.#parts = parts;
		sessions.engine.register(raceKind({ read: database.read, namesOf }));
		sessions.engine.onNews((news) => {
			const isOver = 'version' in news && (news.state as RaceState).status === 'finished';
			if (isOver && news.kind === 'race') sessions.progress.forget(news.sessionId);
		});
		typing.observe(new RaceTests(parts));
	}

	/** Makes a race that waits for its start. @throws UserError for a text that cannot be typed */
	async create(userId: string, settings: OpenSettings): Promise<ShownRace> {
		const state = this.#newRace(this.#usable(settings));
		await this.#parts.sessions.engine.write((sessions) => add(sessions, userId, state));
		return this.race(userId, state.raceId);
	}

	/** @throws UserError SESSION_NOT_FOUND, also where the asker has no part in it */
	async race(userId: string, id: string): Promise<ShownRace> {
		const { sessions, database, typing } = this.#parts;
		sessions.engine.see<RaceState>(userId, id, 'race');
		const shown = (await sessions.session(userId, id)) as ShownSession & { state: RaceView };
		const testId = entryOf(database.read, id, userId)?.testId;
		if (!testId) return shown;
		const { status, nextSeq: _typed, resultId, ...test } = await typing.session(userId, testId);
		if (status === 'completed') return { ...shown, ...(resultId !== undefined && { resultId }) };
		return shown.state.status === 'finished' ? shown : { ...shown, test };
	}

	/** @throws UserError SESSION_NOT_FOUND, FORBIDDEN, INVALID_STATE once it has begun */
	async change(userId: string, id: string, settings: OpenSettings): Promise<ShownRace> {
		const usable = this.#usable(settings);
		await this.#write(userId, id, (sessions, _tx, member) => {
			demandRole(member, ['owner'], 'change its settings');
			sessions.change<RaceState>(id, (race) => withSettings(race, usable));
		});
		return this.race(userId, id);
	}

	/**
	 * Begins the countdown for those who are there. That is the owner's to do; while he is away,
	 * anybody's who races.
	 * @throws UserError SESSION_NOT_FOUND, FORBIDDEN, INVALID_STATE where it has begun already
	 */
	async start(userId: string, id: string): Promise<ShownRace> {
		const { sessions: service, typing, now } = this.#parts;
		const { engine, subscriptions } = service;
		engine.see(userId, id, 'race');
		// Whoever starts it may ask an instance that nobody of the race is connected to.
		const here = await subscriptions.present(id);
		const people = subscriptions.peopleOf(id, here).filter(({ connected }) => connected);
		const isOwnerHere = people.some(({ role }) => role === 'owner');
		await this.#write(userId, id, (sessions, tx, member) => {
			demandRole(member, isOwnerHere ? ['owner'] : ['owner', 'participate'], 'start it');
			const { state } = sessions.change<RaceState>(id, (race) => {
				const text = typing.textFor(race.settings);
				const at = now() + COUNTDOWN_MS;
				const startsAt = new Date(at).toISOString();
				const clock = raceClock(lastsAtMost(race.settings, [...text].length));
				return begin(race, {
					text,
					startsAt,
					racing: new Set([member.personId, ...people.map((person) => person.id)]),
					clock: { ...clock, status: 'running', since: startsAt }
				});
			});
			const racing = new Set(
				state.participants.flatMap((racer) => (racer.status === 'racing' ? [racer.id] : []))
			);
			for (const entry of entriesOf(tx, id)) {
				if (racing.has(entry.personId)) this.#giveTest(tx, state, entry);
			}
		});
		return this.race(userId, id);
	}

	/**
	 * Says that somebody is there: he races too where the countdown is not over yet, and others hear
	 * what he is called now.
	 * @throws UserError SESSION_NOT_FOUND, FORBIDDEN for who watches
	 */
	async join(userId: string, id: string): Promise<ShownRace> {
		await this.#write(userId, id, (sessions, tx, member) => {
			demandRole(member, ['owner', 'participate'], 'race');
			sessions.membersChanged(id, 'changed');
			const entry = entryOf(tx, id, userId);
			const { state } = sessions.read<RaceState>(id);
			// Who gave up, and came back, has a test already.
			if (!entry || entry.testId !== null || !mayStepIn(state, member.personId)) return;
			sessions.change<RaceState>(id, (race) => stepIn(race, member.personId));
			this.#giveTest(tx, state, entry);
		});
		return this.race(userId, id);
	}

	/** Leaves it; its owner closes it, for everybody. @throws UserError SESSION_NOT_FOUND */
	async leave(userId: string, id: string): Promise<void> {
		await this.#write(userId, id, (sessions, _tx, { role }) => {
			if (role === 'owner') sessions.remove(id);
			else sessions.leave(id, userId, 'left');
		});
	}

	/**
	 * The next race of those in this one: made where nobody has asked for it yet. Whoever asks first
	 * owns it.
	 * @throws UserError SESSION_NOT_FOUND; FORBIDDEN for who watches; INVALID_STATE before the end
	 */
	async rematch(userId: string, id: string): Promise<ShownRace> {
		const next = await this.#write(userId, id, (sessions, tx, member) => {
			const { state: race } = sessions.read<RaceState>(id);
			if (race.rematchId !== undefined && sessions.find(race.rematchId)) {
				sessions.join(race.rematchId, userId, member.role === 'watch' ? 'watch' : 'participate');
				return race.rematchId;
			}
			demandRole(member, ['owner', 'participate'], 'ask for a rematch');
			if (race.status !== 'finished') {
				throw new UserError('INVALID_STATE', 'This race is not over yet. Wait for its end.', {
					state: race.status
				});
			}
			const state = this.#newRace(race.settings);
			const { raceId } = state;
			add(sessions, userId, state);
			// The owner keeps what he is.
			const people = membersOf(tx, id).map(({ userId: other, role }) => ({
				userId: other,
				role: role === 'watch' ? ('watch' as const) : ('participate' as const)
			}));
			sessions.joinAll(raceId, people);
			sessions.change<RaceState>(id, (before) => ({ ...before, rematchId: raceId }));
			return raceId;
		});
		return this.race(userId, next);
	}

	/** A use case of somebody who has a part in the race. @throws UserError SESSION_NOT_FOUND */
	#write<T>(
		userId: string,
		id: string,
		work: (sessions: SessionScope, tx: Transaction, member: MemberRow) => T
	): Promise<T> {
		return this.#parts.sessions.engine.write((sessions, tx) => {
			const member = sessions.member(id, userId);
			if (!member) throw sessionNotFound();
			sessions.read(id, 'race');
			return work(sessions, tx, member);
		});
	}

	/** @throws UserError INVALID_MESSAGE_FORMAT for a text that cannot be typed */
	#usable(settings: OpenSettings): OpenSettings {
		if (settings.mode !== 'custom') return settings;
		return { mode: 'custom', text: this.#parts.typing.textFor(settings) };
	}

	#newRace(settings: OpenSettings): RaceState {
		return {
			kind: 'race',
			raceId: randomUUID(),
			status: 'lobby',
			settings,
			clock: raceClock(lastsAtMost(settings, 0)),
			participants: []
		};
	}

	#giveTest(tx: Transaction, race: RaceState, entry: { raceId: string; userId: string }): void {
		const { settings, text = '', startsAt = '' } = race;
		const filed: ToldOpenSettings = settings.mode === 'custom' ? { mode: 'custom' } : settings;
		const testId = this.#parts.typing.entryFor(tx, {
			userId: entry.userId,
			settings: filed,
			text,
			limitMs: settings.mode === 'time' ? settings.seconds * 1000 : null,
			startsAt: new Date(startsAt)
		});
		giveTest(tx, entry, testId);
	}
}

/** Its owner is the first to race in it. */
function add(sessions: SessionScope, ownerId: string, state: RaceState): void {
	const personId = randomBytes(9).toString('base64url');
	const participants = [{ id: personId, status: 'waiting' as const }];
	const race = { ...state, participants };
	sessions.create({ id: state.raceId, ownerId, kind: 'race', state: race, personId });
}
