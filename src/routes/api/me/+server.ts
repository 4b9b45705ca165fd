import { z } from 'zod/mini';
import { preferencesPatch } from '$lib/accounts';
import { CONFIRM_DELETION } from '$lib/accounts/account-client';
import { endpoint } from '$lib/realtime/server/rest';
import { answerAsNobody } from './answer-as';
import { me } from './answers';
import { name } from './bodies.server';

export const GET = endpoint(
	{
		summary: 'Who is asking, and what follows him from device to device.',
		permission: 'read',
		answer: me
	},
	async ({ event, identity }) => event.locals.app.accounts.me(identity)
);

// The hook has made one by now.
export const POST = endpoint(
	{
		summary: 'Becomes a guest, with a cookie, where nobody was anybody (R1).',
		permission: 'read',
		answer: me
	},
	async ({ event, identity }) => event.locals.app.accounts.me(identity)
);

export const PATCH = endpoint(
	{
		summary:
			'Changes name and preferences; `wasAwayDays: null` dismisses what is said of a long absence.',
		permission: 'write',
		body: z.object({
			name: z.optional(name),
			preferences: z.optional(preferencesPatch),
			wasAwayDays: z.optional(z.null())
		}),
		answer: me
	},
	async ({ event, identity, body }) => event.locals.app.accounts.changeMe(identity, body)
);

export const DELETE = endpoint(
	{
		summary:
			'Deletes the asker and everything that is his, for good; takes a session or a token, no key (A7).',
		permission: 'write',
		body: z.object({ confirm: z.literal(CONFIRM_DELETION) }),
		status: 204
	},
	async ({ event, identity }) => {
		await event.locals.app.accounts.belongings.remove(identity);
		return answerAsNobody(event);
	}
);
