import { threadPatch, threadSchema } from '$lib/chat';
import { endpoint } from '$lib/realtime/server/rest';

export const GET = endpoint(
	{ summary: 'One thread.', permission: 'read', answer: threadSchema },
	async ({ event, identity }) =>
		event.locals.app.chat.thread(identity.userId, event.params.id ?? '')
);

export const PATCH = endpoint(
	{
		summary: 'Gives a thread another title; its channel stays.',
		permission: 'write',
		body: threadPatch,
		answer: threadSchema
	},
	async ({ event, identity, body }) =>
		event.locals.app.chat.renameThread(identity.userId, event.params.id ?? '', body.title)
);

export const DELETE = endpoint(
	{
		summary: 'Deletes a thread with everything said in it.',
		permission: 'write',
		status: 204
	},
	async ({ event, identity }) => {
		await event.locals.app.chat.deleteThread(identity.userId, event.params.id ?? '');
		return undefined;
	}
);
