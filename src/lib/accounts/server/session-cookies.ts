import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthEndpoint } from 'better-auth/api';
import { deleteSessionCookie, setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod/mini';

/**
 * A plug-in of better-auth that makes its cookies for sessions that we wrote ourselves, in the
 * transaction that did the rest. Nothing of better-auth is reachable over HTTP; these two neither.
 */
export const sessionCookies = {
	id: 'session-cookies',
	endpoints: {
		/** Signs the cookie of a session that is in the database. */
		issueSessionCookie: createAuthEndpoint(
			'/session-cookies/issue',
			{ method: 'POST', body: z.object({ token: z.string() }) },
			async (ctx) => {
				const found = await ctx.context.internalAdapter.findSession(ctx.body.token);
				if (!found) throw new APIError('UNAUTHORIZED');
				await setSessionCookie(ctx, found);
				return ctx.json({});
			}
		),

		/** A cookie that removes the cookie. */
		clearSessionCookie: createAuthEndpoint(
			'/session-cookies/clear',
			{ method: 'POST' },
			async (ctx) => {
				deleteSessionCookie(ctx);
				return ctx.json({});
			}
		)
	}
} satisfies BetterAuthPlugin;
