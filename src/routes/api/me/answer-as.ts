import type { RequestEvent } from '@sveltejs/kit';
import type { SessionRow } from '$lib/accounts/server/sessions';

/** Answers who one is now, with the cookie that makes the browser his. */
export async function answerAs(
	event: RequestEvent,
	session: SessionRow,
	{ status = 200, ...more }: { status?: number; recoveryCodes?: string[] } = {}
): Promise<Response> {
	const { me, setCookies } = await event.locals.app.accounts.enter(session);
	return withCookies(Response.json({ ...me, ...more }, { status }), setCookies);
}

/** Answers nothing, and makes the browser forget who it was. */
export async function answerAsNobody(event: RequestEvent): Promise<Response> {
	const setCookies = await event.locals.app.accounts.leave();
	return withCookies(new Response(null, { status: 204 }), setCookies);
}

function withCookies(response: Response, setCookies: readonly string[]): Response {
	for (const cookie of setCookies) response.headers.append('set-cookie', cookie);
	// Who one is, and codes that are shown once, are nobody else's.
	response.headers.set('cache-control', 'no-store');
	return response;
}
