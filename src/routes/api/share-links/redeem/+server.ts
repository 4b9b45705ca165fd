import { endpoint } from '$lib/realtime/server/rest';
import { redeemed, redemption } from '$lib/sessions/share-links';

export const POST = endpoint(
	{
		summary:
			'Gives you what a share link gives: a part in its session, and where that is shown. Again, the same (A6).',
		permission: 'write',
		body: redemption,
		answer: redeemed
	},
	async ({ event, identity, body }) =>
		event.locals.app.sessions.sharing.redeem(identity.userId, body.token)
);
