import { endpoint } from '$lib/realtime/server/rest';
import type { Metrics } from '$lib/server/metrics';
import type { RequestHandler } from './$types';

const show = async (metrics: Metrics) =>
	new Response(await metrics.text(), {
		headers: { 'content-type': metrics.contentType, 'cache-control': 'no-store' }
	});

const showAdministrators = endpoint(
	{ summary: 'Counts and times, for Prometheus.', permission: 'admin' },
	({ event }) => show(event.locals.app.metrics)
);

/** What the server counts: for administrators, or for all where METRICS says so. */
export const GET: RequestHandler = (event) =>
	event.locals.app.env.METRICS === 'open'
		? show(event.locals.app.metrics)
		: showAdministrators(event);
