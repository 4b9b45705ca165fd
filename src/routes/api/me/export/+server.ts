import { endpoint } from '$lib/realtime/server/rest';

export const GET = endpoint(
	{
		summary:
			'Everything of the asker as a zip archive of JSON and CSV files; one at a time, ten an hour (L6).',
		permission: 'read'
	},
	async ({ event, identity }) => {
		const day = new Date().toISOString().slice(0, 10);
		return new Response(event.locals.app.accounts.belongings.export(identity), {
			headers: {
				'content-type': 'application/zip',
				'content-disposition': `attachment; filename="greenroom-${day}.zip"`,
				'cache-control': 'no-store'
			}
		});
	}
);
