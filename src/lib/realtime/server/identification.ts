import { isBadCredential, UserError } from '../../errors';
import type { Log } from '../../server/log';
import { closeCodes } from '../envelope';
import { authenticateByMessage, refuseCredential, welcome } from './authentication';
import type { Connection } from './connection';
import { watchCredentials, type CredentialWatch } from './credential-watch';
import type { Identify, Identity } from './identity';

interface Parts {
	connections: ReadonlyMap<unknown, Connection>;
	identify: Identify;
	/** A connection is somebody else's from now on. */
	onGone: (connection: Connection) => void;
	log: Log;
}

/** Who the connections are of, from their first credential to its end (rules A1–A5, L3). */
export class Identification {
	readonly #parts: Parts;
	readonly #watch: CredentialWatch;

	constructor(parts: Parts) {
		this.#parts = parts;
		this.#watch = watchCredentials(
			() => parts.connections.values(),
			parts.identify,
			(connection, successor) => this.#recheck(connection, successor),
			(error) => parts.log.error({ err: error }, 'ended credentials could not be read')
		);
	}

	stop(): void {
		this.#watch.stop();
	}

	/** `connect` or `authenticate` (rules A1–A4). @throws what says nothing about the credential */
	async authenticate(
		connection: Connection,
		way: 'connect' | 'authenticate',
		token: string,
		requestId?: string
	): Promise<void> {
		const { identify } = this.#parts;
		const identity = await authenticateByMessage(connection, identify, way, token, requestId);
		if (identity) await this.admit(connection, identity, way, requestId);
	}

	/**
	 * A credential is good: whoever bears it has a seat from now on (rule L3). What was ended while it
	 * was being looked at is looked at again (rule A5). Never rejects, and waits for nothing where the
	 * connection has its seat already.
	 */
	async admit(
		connection: Connection,
		identity: Identity,
		way: 'upgrade' | 'connect' | 'authenticate',
		requestId?: string
	): Promise<void> {
		// Gone while its credential was looked at: features would keep what nobody takes away again.
		if (connection.closing) return;
		const before = connection.identity?.userId;
		const { place } = connection;
		const isSeated = place.isSeatedAs(identity.userId) || (await place.takeSeat(identity.userId));
		// Or while it was given a seat, which it has left by then.
		if (connection.closing) return;
		if (!isSeated) {
			connection.sendError(
				'CAPACITY_EXCEEDED',
				'You have too many connections. Close one of them.',
				undefined,
				requestId
			);
			connection.disconnect(closeCodes.rateLimit, 'Too many connections');
			return;
		}
		if (before !== undefined && before !== identity.userId) this.#parts.onGone(connection);
		welcome(connection, identity, way, requestId);
		const successor = this.#watch.successorOf(identity.credential);
		if (successor !== undefined) this.#recheck(connection, successor ?? undefined);
	}

	/**
	 * Asked by whoever was refused something: has the bearer become somebody else a moment ago?
	 * Called between two messages.
	 *
	 * @returns undefined where nothing has changed; else settles with whether the connection goes on
	 */
	refresh(connection: Connection): Promise<boolean> | undefined {
		const before = connection.identity;
		if (before?.credential === undefined) return undefined;
		this.#watch.catchUp();
		const successor = this.#watch.successorOf(before.credential);
		if (!successor || connection.closing) return undefined;
		return this.#lookAt(connection, before, successor).then(
			() => !connection.closing && connection.identity !== before
		);
	}

	/** A credential was ended, or its time is up: its connection goes on as its successor, or ends. */
	#recheck(connection: Connection, successor?: string): void {
		const before = connection.identity;
		if (!before) return;
		const look = () => this.#lookAt(connection, before, successor ?? before.credential);
		// Whoever becomes somebody else does so between two messages; an end is felt at once.
		if (successor === undefined) void look();
		else connection.inbox.inTurn(look);
	}

	/** Never rejects. */
	async #lookAt(
		connection: Connection,
		before: Identity,
		credential: string | undefined
	): Promise<void> {
		const { identify, log } = this.#parts;
		const isStill = () => !connection.closing && connection.identity === before;
		try {
			if (credential === undefined) throw new UserError('TOKEN_EXPIRED', 'Token expired');
			const identity = await identify.byCredential(credential);
			if (isStill()) await this.admit(connection, identity, 'upgrade');
		} catch (error) {
			if (!isStill()) return;
			const next = this.#watch.successorOf(credential);
			// Replaced twice since the last look: whoever bears the last one goes on.
			if (next) return this.#lookAt(connection, before, next);
			if (isBadCredential(error)) return refuseCredential(connection, 'upgrade', error);
			log.error({ err: error, connectionId: connection.id }, 'a credential cannot be checked');
			connection.disconnect(closeCodes.serverError, 'Server error');
		}
	}
}
