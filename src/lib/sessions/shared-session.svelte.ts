import { UserError } from '../errors';
import { backoffMs } from '../realtime/backoff';
import type { PayloadOf } from '../realtime/catalogue';
import type { Channel, FeatureLine } from '../realtime/channel';
import { LineLostError } from '../realtime/requests';
import type { SessionMessages } from './messages';
import type { SessionRole } from './roles';

type Person = PayloadOf<SessionMessages, 'presence_update'>['participants'][number];
type Progress = PayloadOf<SessionMessages, 'typing_progress'>['participants'];

/** What a page has of a session before the line is there. */
export interface KnownSession<S> {
	version: number;
	state: S;
	role: SessionRole;
	personId: string;
	participants: readonly Person[];
}

/**
 * Why nothing more comes: it is `deleted`, or `gone` (there is none, or none for this person), or the
 * reason that the server gave, such as `withdrawn`.
 */
export type SessionEnd = 'deleted' | 'gone' | (string & {});

/** What it needs of a line; the store's is told what is open besides (rule C8). */
interface SessionLine extends FeatureLine {
	open?(kind: 'subscribed', id: string): () => void;
}

/**
 * The browser's half of one shared session (rules S1–S3, S6, D4, T7): the newest state that anybody
 * told, whatever happened to the connection in between. `S` is the state as this person's role sees it.
 */
export class SharedSession<S extends object> {
	readonly sessionId: string;
	/** Undefined until it is known. */
	state = $state.raw<S>();
	version = $state(0);
	role = $state<SessionRole>();
	/** What others call this person in it. */
	personId = $state<string>();
	people = $state.raw<readonly Person[]>([]);
	/** How far everybody is who types. */
	progress = $state.raw<Progress>([]);
	ended = $state<SessionEnd>();
	/** Whether it is subscribed; of a connection that was lost the next one says. */
	isLive = $state(false);

	readonly #line: SessionLine;
	readonly #channel: Channel<SessionMessages>;
	#isClosed = true;
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(sessionId: string, line: SessionLine, first?: KnownSession<S>) {
		this.sessionId = sessionId;
		this.#line = line;
		this.#channel = line.channel<SessionMessages>();
		if (!first) return;
		this.#sync(first);
		this.people = first.participants;
	}

	/** Subscribes, now and after each reconnection. @returns what ends it */
	open(): () => void {
		this.#isClosed = false;
		const isMine = ({ sessionId }: { sessionId: string }) => sessionId === this.sessionId;
		const endings = [
			this.#channel.on('state_sync', (synced) => {
				if (isMine(synced)) this.#sync(synced as unknown as KnownSession<S>);
			}),
			this.#channel.on('state_update', (update) => {
				if (isMine(update)) this.#apply(update.version, update.state as unknown as S);
			}),
			this.#channel.on('presence_update', (update) => {
				if (isMine(update)) this.people = update.participants;
			}),
			this.#channel.on('typing_progress', (update) => {
				if (isMine(update)) this.progress = update.participants;
			}),
			this.#channel.on('session_deleted', (deleted) => {
				if (isMine(deleted)) this.#end('deleted');
			}),
			this.#channel.on('subscription_ended', (ending) => {
				if (isMine(ending) && ending.reason !== 'unsubscribed') this.#end(ending.reason);
			}),
			this.#line.onReady(() => void this.#subscribe()),
			this.#line.open?.('subscribed', this.sessionId) ?? (() => undefined)
		];
		return () => {
			this.#isClosed = true;
			clearTimeout(this.#timer);
			for (const end of endings) end();
			if (this.ended === undefined) {
				this.#channel.send('unsubscribe_session', { sessionId: this.sessionId });
			}
		};
	}

	async #subscribe(): Promise<void> {
		clearTimeout(this.#timer);
		this.isLive = false;
		const { sessionId, version } = this;
		try {
			const known = version > 0 && { lastVersion: version };
			await this.#channel.request('subscribe_session', { sessionId, ...known });
			this.#failures = 0;
			this.ended = undefined;
			this.isLive = true;
		} catch (error) {
			// The next connection says it again.
			if (this.#isClosed || error instanceof LineLostError) return;
			if (error instanceof UserError && error.code === 'SESSION_NOT_FOUND') this.#end('gone');
			else {
				const wait = backoffMs(this.#failures++, Math.random());
				this.#timer = setTimeout(() => void this.#subscribe(), wait);
			}
		}
	}

	#sync({ version, state, role, personId }: Omit<KnownSession<S>, 'participants'>): void {
		this.role = role;
		this.personId = personId;
		// Another role sees another state of the same version.
		if (version === this.version) this.state = state;
		else this.#apply(version, state);
	}

	/** Rule D4: any higher version, whole; a lower one came late. */
	#apply(version: number, state: S): void {
		if (version <= this.version) return;
		this.version = version;
		this.state = state;
	}

	#end(reason: SessionEnd): void {
		this.isLive = false;
		this.ended = reason;
	}
}
