import type { RequestHandler } from './$types';

/** Ready: whatever promises something can keep it. */
export const GET: RequestHandler = async ({ locals }) => {
	const troubles = await locals.app.troubles();
	const ready = Object.keys(troubles).length === 0;
	return Response.json(
		{ status: ready ? 'ok' : 'failed', troubles },
		{ status: ready ? 200 : 503 }
	);
};
