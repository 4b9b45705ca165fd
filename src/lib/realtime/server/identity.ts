import type { IncomingMessage } from 'node:http';
import type { Permission } from '../permissions';

/** Who is asking, and what they may do (rule A7). */
export interface Identity {
	userId: string;
	permissions: readonly Permission[];
	/** When the credential ends, where it does. */
	expiresAt?: Date;
	/** Names what may end before its time: the id of a session or a key. Tokens of others have none. */
	credential?: string;
}

/** A credential that ended before its time (rule A5). */
export interface EndedCredential {
	/** Rises with each. */
	seq: number;
	credential: string;
	/** What took its place: its bearer goes on, as whoever this belongs to. */
	successor?: string;
}

/**
 * How the line learns who is asking; the application passes it in, so that the line knows no
 * accounts.
 */
export interface Identify {
	/**
	 * The session cookie of an upgrade request.
	 * @returns undefined where there is no such cookie
	 * @throws UserError UNAUTHORIZED for a cookie that is no longer good
	 */
	byCookie(request: IncomingMessage): Promise<Identity | undefined>;
	/**
	 * An API key or another bearer token.
	 * @throws UserError INVALID_KEY or TOKEN_EXPIRED
	 */
	byToken(token: string): Promise<Identity>;
	/**
	 * Whoever bears this credential now.
	 * @param credential the `credential` of an identity given earlier
	 * @throws UserError UNAUTHORIZED, INVALID_KEY or TOKEN_EXPIRED where it is no longer good
	 */
	byCredential(credential: string): Promise<Identity>;
	/** Those that ended after `seq`, on any instance, oldest first; cheap enough for four times a second. */
	endedSince(seq: number): EndedCredential[];
	/** The `seq` of the latest; 0 where there is none. */
	latestEnded(): number;
}
