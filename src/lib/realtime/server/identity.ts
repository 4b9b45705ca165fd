import type { IncomingMessage } from 'node:http';
import type { Permission } from '../permissions';

/** Who is asking, and what they may do (rule A7). */
export interface Identity {
	userId: string;
	permissions: readonly Permission[];
	/** When the credential ends, where it does. */
	expiresAt?: Date;
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
}
