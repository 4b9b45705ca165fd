import { endpoint } from '$lib/realtime/server/rest';
import { answerAs } from '../../answer-as';
import { me } from '../../answers';
import { linkToken } from '../../bodies.server';

export const POST = endpoint(
	{
		summary:
			'This browser becomes the link’s person; what a guest did moves along, his API keys end.',
		permission: 'write',
		body: linkToken,
		answer: me
	},
	async ({ event, identity, body }) => {
		const { attempts, links } = event.locals.app.accounts;
		attempts.count('redeem', event.locals.address);
		return answerAs(event, await links.redeemDeviceLink(identity, body.token));
	}
);
