import { endpoint } from '$lib/realtime/server/rest';
import { answerAs } from '../../answer-as';
import { me } from '../../answers';
import { linkToken } from '../../bodies.server';

export const POST = endpoint(
	{
		summary: 'The first who opens the link administers this server from then on (A7).',
		permission: 'write',
		body: linkToken,
		answer: me
	},
	async ({ event, identity, body }) => {
		const { attempts, links } = event.locals.app.accounts;
		attempts.count('redeem', event.locals.address);
		return answerAs(event, await links.redeemAdminLink(identity, body.token));
	}
);
