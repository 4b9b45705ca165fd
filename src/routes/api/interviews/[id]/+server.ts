import { interviewAnswer } from '$lib/interview/formats/answers';
import { endpoint } from '$lib/realtime/server/rest';

export const GET = endpoint(
	{
		summary:
			'An interview that you have a part in: what was asked and answered, and what came of it, as far as you may see it by now (I4, I10, I11).',
		permission: 'read',
		answer: interviewAnswer
	},
	async ({ event, identity }) =>
		event.locals.app.interviews.show(identity.userId, event.params.id ?? '')
);

export const DELETE = endpoint(
	{
		summary: 'Deletes an interview, for everybody; whoever is with the candidate leaves it.',
		permission: 'write',
		status: 204
	},
	async ({ event, identity }) => {
		await event.locals.app.interviews.remove(identity.userId, event.params.id ?? '');
		return undefined;
	}
);
