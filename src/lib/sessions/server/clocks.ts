import type { Clock } from '../../server/clock';
import { ALL, newClock, type SyncMode } from '../clock';
import { act, type ClockAction, type ClockState } from './clock-kind';
import { demandRole, type Seen, type SessionEngine } from './engine';
import { UserError } from '../../errors';
import { sessionNotFound, type Session } from './scope';
import type { MemberRow } from './store';

/** What a bare clock is made of (rule S5). */
export interface ClockWish {
	syncMode: SyncMode;
	participants: ClockState['participants'];
	/** Of `global`: the one countdown, in milliseconds. */
	totalTimeMs?: number | undefined;
}

/** The use cases of sessions that are a clock and nothing else. */
export class Clocks {
	readonly #engine: SessionEngine;
	readonly #now: Clock;

	constructor(engine: SessionEngine, now: Clock) {
		this.#engine = engine;
		this.#now = now;
	}

	/** @throws UserError INVALID_MESSAGE_FORMAT for participants that cannot be */
	create(userId: string, wish: ClockWish): Promise<Session<ClockState>> {
		const { syncMode, participants } = wish;
		const ids = new Set(participants.map(({ id }) => id));
		if (ids.size < participants.length) throw wrong('participants', 'must have an id each');
		const isChess = syncMode === 'per_participant';
		if (isChess && participants.length === 0)
			throw wrong('participants', 'must be one at least, each with a time of its own');
		if (isChess && participants.some(({ totalTimeMs }) => totalTimeMs === undefined))
			throw wrong('participants', 'must have a totalTimeMs each');
		if (syncMode === 'global' && wish.totalTimeMs === undefined)
			throw wrong('totalTimeMs', 'is needed where one countdown is for all');
		const totals = {
			per_participant: () =>
				Object.fromEntries(participants.map(({ id, totalTimeMs = 0 }) => [id, totalTimeMs])),
			global: () => ({ [ALL]: wish.totalTimeMs ?? 0 }),
			count_up: () => ({})
		}[syncMode]();
		const state: ClockState = { kind: 'clock', participants, clock: newClock(syncMode, totals) };
		return this.#engine.write((sessions) =>
			sessions.create({ ownerId: userId, kind: 'clock', state })
		);
	}

	/**
	 * @param how `to` is whose turn it is then, where the action has turns
	 * @throws UserError SESSION_NOT_FOUND, FORBIDDEN, INVALID_STATE, CONFLICT
	 */
	act(
		userId: string,
		id: string,
		action: ClockAction,
		how: { to?: string | undefined; expectedVersion?: number | undefined } = {}
	): Promise<Seen<ClockState>> {
		return this.#engine.write((sessions) => {
			const member = sessions.member(id, userId);
			if (!member) throw sessionNotFound();
			const session = sessions.change<ClockState>(
				id,
				(state, { kind }) => {
					if (kind !== 'clock') {
						throw new UserError('INVALID_STATE', 'This session has no clock of its own to work.', {
							state: kind
						});
					}
					demandRight(member, action, state);
					return act(state, action, this.#now(), how.to);
				},
				how.expectedVersion
			);
			return { session, member };
		});
	}
}

/** A turn is ended by whose it is, or by the owner; the end of all is his alone. */
function demandRight(member: MemberRow, action: ClockAction, { clock }: ClockState): void {
	if (action === 'complete') demandRole(member, ['owner'], 'complete it');
	else demandRole(member, ['owner', 'participate'], `${action} it`);
	const isTheirs = member.role === 'owner' || member.personId === clock.activeId;
	if (action === 'switch' && clock.status === 'running' && !isTheirs) {
		throw new UserError('FORBIDDEN', 'It is somebody else’s turn: only he, or the owner, ends it.');
	}
}

const wrong = (path: string, problem: string) =>
	new UserError('INVALID_MESSAGE_FORMAT', `${path}: ${problem}`, { path });
