import { endpoint } from '$lib/realtime/server/rest';
import { answerAsNobody } from '../answer-as';

export const POST = endpoint(
	{ summary: 'Ends the session that asks.', permission: 'write', status: 204 },
	async ({ event, identity }) => {
		await event.locals.app.accounts.entrance.signOut(identity);
		return answerAsNobody(event);
	}
);
