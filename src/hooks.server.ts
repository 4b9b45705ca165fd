import { randomUUID } from 'node:crypto';
import { building } from '$app/environment';
import type { Handle, HandleServerError, RequestEvent, ServerInit } from '@sveltejs/kit';
import { startApp, type App } from '$lib/app.server';
import { UserError } from '$lib/errors';
import type { Identity } from '$lib/realtime/server/identity';
import { errorResponse, internalError, retryAfter } from '$lib/realtime/server/rest';

/** Who is asking, on every request; and the application, started once. */

export const init: ServerInit = async () => {
	if (!building) await startApp();
};

/** Answered whoever asks, without a look at who it is. */
const OPEN_PATHS = new Set(['/healthz', '/readyz']);

export const handle: Handle = async ({ event, resolve }) => {
	const app = await startApp();
	event.locals.app = app;
	event.locals.preferences = { theme: 'system' };
	if (OPEN_PATHS.has(event.url.pathname)) return resolve(event);
	if (!app.policy.allowsHost(event.request.headers.get('host'))) {
		return new Response('This host name is not served here. See ALLOWED_HOSTS.', { status: 403 });
	}
	const isApi = event.url.pathname.startsWith('/api/');
	let setCookies: string[] = [];
	try {
		setCookies = await recogniseVisitor(event, app, isApi);
		app.requests.check(event.locals.identity?.userId ?? event.getClientAddress());
	} catch (error) {
		if (!(error instanceof UserError)) app.log.error({ err: error }, 'who asks cannot be told');
		const refusal = error instanceof UserError ? error : internalError();
		return isApi ? errorResponse(refusal) : plainRefusal(refusal);
	}
	const { theme } = event.locals.preferences;
	const response = await resolve(event, {
		transformPageChunk: ({ html }) => html.replace('%greenroom.theme%', theme)
	});
	for (const cookie of setCookies) response.headers.append('set-cookie', cookie);
	response.headers.set('x-content-type-options', 'nosniff');
	response.headers.set('referrer-policy', 'same-origin');
	return response;
};

/**
 * A bearer token, or the session cookie; a page's first visitor becomes a guest.
 *
 * @returns cookies for the answer
 * @throws UserError
 */
async function recogniseVisitor(event: RequestEvent, app: App, isApi: boolean): Promise<string[]> {
	const { headers, method } = event.request;
	const bearer = headers.get('authorization');
	if (bearer !== null && isApi) {
		const token = /^Bearer\s+(\S+)$/i.exec(bearer)?.[1];
		if (token === undefined) {
			throw new UserError('UNAUTHORIZED', 'Authorization must be "Bearer <token>".');
		}
		event.locals.identity = await recogniseToken(event, app, token);
		return [];
	}
	const reads = method === 'GET' || method === 'HEAD';
	const origin = headers.get('origin');
	// Another site's page may send our cookie along: whatever changes something must say it is ours.
	if (!reads && (origin === null || !app.policy.allowsOrigin(origin))) {
		throw new UserError('FORBIDDEN', 'This origin is not allowed. See ALLOWED_ORIGINS.');
	}
	const isFirstPage = !isApi && reads && (headers.get('accept') ?? '').includes('text/html');
	const asksToBeGuest = event.url.pathname === '/api/me' && method === 'POST';
	let recognised = await app.accounts.recognise(headers);
	if (!recognised && (isFirstPage || asksToBeGuest)) {
		recognised = await app.accounts.welcomeGuest(headers, event.getClientAddress());
	}
	if (!recognised) return [];
	event.locals.identity = recognised.identity;
	if (!isApi) {
		event.locals.preferences = await app.accounts.preferencesOf(recognised.identity.userId);
	}
	return recognised.setCookies;
}

/** Whoever tries keys is slowed down like anybody who asks too often (rule L6). */
async function recogniseToken(event: RequestEvent, app: App, token: string): Promise<Identity> {
	const name = `refused ${event.getClientAddress()}`;
	app.requests.ensure(name);
	try {
		return await app.accounts.byToken(token);
	} catch (error) {
		app.requests.check(name);
		throw error;
	}
}

function plainRefusal(error: UserError): Response {
	return new Response(error.message, {
		status: error.status,
		headers: { 'content-type': 'text/plain; charset=utf-8', ...retryAfter(error) }
	});
}

export const handleError: HandleServerError = ({ error, event, status, message }) => {
	if (status === 404) return { message };
	const requestId = randomUUID();
	event.locals.app.log.error({ err: error, requestId, path: event.url.pathname }, 'a page failed');
	return { message: 'Something went wrong on the server.', requestId };
};
