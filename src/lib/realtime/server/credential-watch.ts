import type { Connection } from './connection';
import type { Identify } from './identity';

/** Four looks a second: rule A5 gives a second in all. */
const LOOK_EVERY_MS = 250;

/** How long an end is remembered for whoever was being recognised while it happened. */
const REMEMBERED_MS = 60_000;

export interface CredentialWatch {
	/** What took the credential's place; null where nothing did, undefined where it has not ended lately. */
	successorOf(credential: string | undefined): string | null | undefined;
	/** Looks now for what was ended since the last look; costs little where nothing was. */
	catchUp(): void;
	stop(): void;
}

/**
 * Rule A5: looks for credentials that were ended, by whatever instance, or whose time is up, and says
 * which connections they are of.
 *
 * @param connections those open now
 * @param recheck asked once a connection and end; `successor` is what to look at instead of its own
 */
export function watchCredentials(
	connections: () => Iterable<Connection>,
	identify: Pick<Identify, 'endedSince' | 'latestEnded'>,
	recheck: (connection: Connection, successor?: string) => void,
	onError: (error: unknown) => void
): CredentialWatch {
	const ended = new Map<string, { successor: string | null; at: number }>();
	let seq = identify.latestEnded();

	function readEnded(): Map<string, string | null> {
		const fresh = new Map<string, string | null>();
		for (const { seq: next, credential, successor } of identify.endedSince(seq)) {
			seq = next;
			// A session that was replaced is deleted right behind that: the replacement counts.
			if (!fresh.get(credential)) fresh.set(credential, successor ?? null);
		}
		const now = Date.now();
		for (const [credential, successor] of fresh) ended.set(credential, { successor, at: now });
		for (const [credential, { at }] of ended) {
			if (at > now - REMEMBERED_MS) break;
			ended.delete(credential);
		}
		return fresh;
	}

	function lookAtAll(fresh: ReadonlyMap<string, string | null>): void {
		const now = Date.now();
		for (const connection of connections()) {
			const { identity } = connection;
			if (!identity || connection.closing) continue;
			const successor =
				identity.credential === undefined ? undefined : fresh.get(identity.credential);
			if (successor !== undefined) recheck(connection, successor ?? undefined);
			else if (identity.expiresAt && identity.expiresAt.getTime() <= now) recheck(connection);
		}
	}

	const timer = setInterval(() => {
		try {
			lookAtAll(readEnded());
		} catch (error) {
			// The next look begins where this one should have.
			onError(error);
		}
	}, LOOK_EVERY_MS);
	timer.unref();
	return {
		successorOf: (credential) =>
			credential === undefined ? undefined : ended.get(credential)?.successor,
		catchUp() {
			const fresh = readEnded();
			if (fresh.size > 0) lookAtAll(fresh);
		},
		stop: () => clearInterval(timer)
	};
}
