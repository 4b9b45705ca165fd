import { building } from '$app/environment';
import type { Handle, HandleServerError, RequestEvent, ServerInit } from '@sveltejs/kit';
import { startApp, type App } from '$lib/app.server';
import { networkOf } from '$lib/server/address';
import { isBadCredential, UserError } from '$lib/errors';
import type { Identity } from '$lib/realtime/server/identity';
import { errorResponse, internalError, retryAfter } from '$lib/realtime/server/rest';
import { requestIdFrom } from '$lib/server/request-id';

/** Who is asking, on every request; and the application, started once. */

export const init: ServerInit = async () => {
	if (!building) await startApp();
};

/** Answered whoever asks, without a look at who it is. */
const isOpen = (path: string, { env }: App) =>
	path === '/healthz' || path === '/readyz' || (path === '/metrics' && env.METRICS === 'open');

/** Every request has a name, is counted, and has a line in the log. */
export const handle: Handle = async ({ event, resolve }) => {
	const from = performance.now();
	const app = await startApp();
	const requestId = requestIdFrom(event.request.headers.get('x-request-id'));
	Object.assign(event.locals, { app, requestId, preferences: { theme: 'system' } });
	const response = await answer({ event, resolve });
	response.headers.set('x-request-id', requestId);
	const { method } = event.request;
	const { status } = response;
	const ms = performance.now() - from;
	app.metrics.request(method, event.route.id, status, ms);
	const about = { requestId, method, path: event.url.pathname, status, ms: Math.round(ms) };
	app.log[status >= 500 ? 'warn' : 'debug'](about, 'a request was answered');
	return response;
};

const answer: Handle = async ({ event, resolve }) => {
	const { app, requestId } = event.locals;
	if (isOpen(event.url.pathname, app)) return resolve(event);
	if (!app.policy.allowsHost(event.request.headers.get('host'))) {
		return new Response('This host name is not served here. See ALLOWED_HOSTS.', { status: 403 });
	}
	event.locals.address = event.platform
		? app.addressOf(event.platform.req)
		: networkOf(event.getClientAddress());
	const isApi = /^\/(api\/|metrics$)/.test(event.url.pathname);
	let setCookies: string[] = [];
	try {
		setCookies = await recogniseVisitor(event, app, isApi);
		app.requests.check(event.locals.identity?.userId ?? event.locals.address);
	} catch (error) {
		if (!(error instanceof UserError))
			app.log.error({ err: error, requestId }, 'who asks cannot be told');
		const refusal = error instanceof UserError ? error : internalError();
		return isApi ? errorResponse(refusal) : plainRefusal(refusal);
	}
	if (isApi && !isDecodable(event.url.pathname)) {
		return errorResponse(malformedAddress());
	}
	const { theme } = event.locals.preferences;
	const resolved = await resolve(event, {
		transformPageChunk: ({ html }) => html.replace('%greenroom.theme%', theme)
	});
	const response = isApi && resolved.status === 405 ? methodNotAllowed(resolved) : resolved;
	addCookies(response.headers, setCookies);
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
		recognised = await app.accounts.welcomeGuest(headers, event.locals.address);
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
	const name = `refused ${event.locals.address}`;
	app.requests.ensure(name);
	try {
		return await app.accounts.byToken(token);
	} catch (error) {
		if (isBadCredential(error)) app.requests.check(name);
		throw error;
	}
}

/** A route that made its asker somebody else has said so by a cookie of its own: that one counts. */
function addCookies(headers: Headers, setCookies: readonly string[]): void {
	const nameOf = (setCookie: string) => setCookie.split('=', 1)[0];
	const own = new Set(headers.getSetCookie().map(nameOf));
	for (const cookie of setCookies) {
		if (!own.has(nameOf(cookie))) headers.append('set-cookie', cookie);
	}
}

const malformedAddress = () =>
	new UserError('INVALID_MESSAGE_FORMAT', 'The address has a % with no character behind it.', {
		path: ''
	});

function isDecodable(path: string): boolean {
	try {
		// The bundler drops a call whose answer nobody looks at, and with it what it throws.
		return decodeURI(path) !== '';
	} catch {
		return false;
	}
}

/** SvelteKit says it in plain text; rule R1 has one form for every error. */
function methodNotAllowed({ headers }: Response): Response {
	const allow = headers.get('allow') ?? '';
	const response = errorResponse(
		new UserError('METHOD_NOT_ALLOWED', `This address does not take that method. Use ${allow}.`)
	);
	response.headers.set('allow', allow);
	return response;
}

function plainRefusal(error: UserError): Response {
	return new Response(error.message, {
		status: error.status,
		headers: { 'content-type': 'text/plain; charset=utf-8', ...retryAfter(error) }
	});
}

export const handleError: HandleServerError = ({ error, event, status, message }) => {
	if (status === 404) return { message };
	const { requestId } = event.locals;
	event.locals.app.log.error({ err: error, requestId, path: event.url.pathname }, 'a page failed');
	return { message: 'Something went wrong on the server.', requestId };
};
