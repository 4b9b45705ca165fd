import type { RequestHandler } from './$types';

/** Ready: whatever promises something can keep it. Nothing promised depends on Redis (rule X4). */
export const GET: RequestHandler = async ({ locals }) => {
	const troubles = await locals.app.troubles();
	const parts = Object.keys(troubles);
	const isReady = parts.every((part) => part === 'redis');
	const status = !isReady ? 'failed' : parts.length > 0 ? 'degraded' : 'ok';
	return Response.json({ status, troubles }, { status: isReady ? 200 : 503 });
};
