import { UserError } from '../../errors';
import type { LineClient } from '../../realtime/client';
import type { ClockState } from '../../sessions/server/clock-kind';
import type { Session } from '../../sessions/server/scope';
import type { SessionMessages } from '../../sessions/messages';
import { SharedSession } from '../../sessions/shared-session.svelte';
import type { Dice } from './dice';
import type { FuzzInstance, FuzzWorld } from './world';

/** Somebody who follows the session on one client. */
interface Follower {
	userId: string;
	shared: SharedSession<ClockState>;
	/** The instance that its newest connection reached. */
	instance: () => FuzzInstance;
}

interface SharedClockOptions {
	world: FuzzWorld;
	dice: Dice;
	ownerId: string;
	/** Whom the owner lets in, and dismisses again. */
	visitorId: string;
	complain: (problem: string) => void;
}

/**
 * A session of the fuzz: changed on any instance, its visitor let in and dismissed, deleted at last;
 * and everybody who follows it.
 */
export class SharedClock {
	readonly sessionId: string;
	readonly #options: SharedClockOptions;
	/** Every state that was ever committed, as JSON, by version. */
	readonly #made = new Map<number, string>();
	readonly #followers: Follower[] = [];

	private constructor(options: SharedClockOptions, session: Session<ClockState>) {
		this.#options = options;
		this.sessionId = session.id;
		this.#note(session);
	}

	static async make(options: SharedClockOptions): Promise<SharedClock> {
		const state: ClockState = {
			kind: 'clock',
			participants: [],
			clock: { mode: 'count_up', status: 'ready', activeId: null, remainingMs: {}, since: null }
		};
		const { world, ownerId } = options;
		const session = await world.instances[0].sessions.engine.write((sessions) =>
			sessions.create<ClockState>({ ownerId, kind: 'clock', state })
		);
		return new SharedClock(options, session);
	}

	/** What comes to `client` about the session is held against what was committed. */
	follow(client: LineClient, userId: string, instance: Follower['instance']): void {
		const { complain } = this.#options;
		const channel = client.channel<SessionMessages>();
		/** What this connection has heard. */
		let latest = 0;
		const heard = (type: string, version: number, state: object) => {
			if (this.#made.get(version) !== JSON.stringify(state)) {
				complain(`[D2] ${userId} heard of version ${version}, not kept so`);
			}
			if (version < latest) complain(`[S2] ${type} ${version} came after ${latest}`);
			latest = version;
		};
		client.onState(({ authenticated }) => {
			if (!authenticated) latest = 0;
		});
		channel.on('state_sync', ({ version, state }) => heard('state_sync', version, state));
		channel.on('state_update', ({ version, state }) => heard('state_update', version, state));
		const shared = new SharedSession<ClockState>(this.sessionId, client);
		shared.open();
		this.#followers.push({ userId, shared, instance });
	}

	/** On any instance; nobody waits for it. */
	change(): void {
		this.#write((sessions) => {
			const session = sessions.change<ClockState>(this.sessionId, (state, { version }) => ({
				...state,
				participants: [{ id: `after-${version}`, name: 'N', totalTimeMs: version }]
			}));
			this.#note(session);
		});
	}

	/** The visitor comes, becomes more than he was, or is dismissed. */
	changeVisitor(): void {
		const { dice, visitorId } = this.#options;
		const role = dice.pick(['watch', 'participate', undefined] as const);
		this.#write((sessions) => {
			if (!sessions.find(this.sessionId)) return;
			if (role) sessions.join(this.sessionId, visitorId, role);
			else sessions.leave(this.sessionId, visitorId, 'withdrawn');
		});
	}

	remove(): void {
		this.#write((sessions) => sessions.remove(this.sessionId));
	}

	/** Who is connected, has a part in it, and was never told of what is kept. */
	stale(): string[] {
		const { engine } = this.#options.world.instances[0].sessions;
		const kept = engine.find(this.sessionId);
		if (!kept) return [];
		return this.#followers.flatMap(({ userId, shared: { isLive, version } }) =>
			isLive && version < kept.version
				? [`[X2] ${userId} was left at ${version}, kept is ${kept.version}`]
				: []
		);
	}

	/** Where a follower shows something else than what is kept. */
	differences(): string[] {
		const { engine } = this.#options.world.instances[0].sessions;
		const kept = engine.find<ClockState>(this.sessionId);
		const members = new Set(kept ? engine.members(this.sessionId).map(({ userId }) => userId) : []);
		return this.#followers.flatMap(({ userId, shared, instance }) => {
			const { version, state, people, isLive, ended } = shared;
			if (!kept || !members.has(userId)) {
				return ended === undefined ? [`[S3] ${userId} does not know that it is over for him`] : [];
			}
			// Who was dismissed and let in again asks again: a reload does that.
			if (ended !== undefined && userId === this.#options.visitorId) {
				shared.open();
				return [`[S1] ${userId} asks again`];
			}
			if (!isLive || version !== kept.version) {
				return [`[D4] ${userId} shows ${version} (${ended ?? isLive}), kept is ${kept.version}`];
			}
			const differences: string[] = [];
			if (JSON.stringify(state) !== JSON.stringify(kept.state)) {
				differences.push(`[S2] ${userId} shows ${JSON.stringify(state)}`);
			}
			const there = instance().sessions.subscriptions.peopleOf(this.sessionId);
			if (JSON.stringify(people) !== JSON.stringify(there)) {
				differences.push(`[S6] ${userId} sees ${inWords(people)}, there are ${inWords(there)}`);
			}
			if (people.length !== members.size || people.some(({ connected }) => !connected)) {
				differences.push(`[S6] ${userId} sees ${inWords(people)}, everybody is there`);
			}
			return differences;
		});
	}

	#note({ version, state }: Session<ClockState>): void {
		this.#made.set(version, JSON.stringify(state));
	}

	#write(work: Parameters<FuzzInstance['sessions']['engine']['write']>[0]): void {
		const { world, dice, complain } = this.#options;
		const { engine } = dice.pick(world.instances).sessions;
		engine.write(work).catch((error: unknown) => {
			const isGone = error instanceof UserError && error.code === 'SESSION_NOT_FOUND';
			if (!isGone) complain(`[S4] a change failed: ${error}`);
		});
	}
}

const inWords = (people: readonly { role: string; connected: boolean }[]) =>
	people.map(({ role, connected }) => `${role} ${connected}`).join(', ') || 'nobody';
