import { endpoint } from '$lib/realtime/server/rest';

export const GET = endpoint(
	{
		summary:
			'All points that you said you had made, one JSON object a line, as `npm run grade` reads them (I10).',
		permission: 'read'
	},
	async ({ event, identity }) => {
		const lines = event.locals.app.interviews.claims(identity.userId);
		return new Response(lines.map((line) => `${JSON.stringify(line)}\n`).join(''), {
			headers: { 'content-type': 'application/x-ndjson; charset=utf-8' }
		});
	}
);
