/** Who a browser is by its session cookie. */
export interface Bearer {
	userId: string;
	isGuest: boolean;
}

const TIMEOUT_MS = 8_000;

/**
 * Asks whose the session cookie is, and becomes a guest where it is nobody's any more (rule E4).
 *
 * @returns undefined where the server lets nobody in, or the browser keeps no cookies; rejects when
 * nobody can tell, the server being away
 */
export async function whoIsHere(): Promise<Bearer | undefined> {
	const known = await ask('GET');
	if (known !== 'nobody') return known;
	const guest = await ask('POST');
	// What the server made is for nothing where its cookie is not kept.
	const kept = guest === 'nobody' || !guest ? undefined : await ask('GET');
	return kept === 'nobody' ? undefined : kept;
}

async function ask(method: 'GET' | 'POST'): Promise<Bearer | 'nobody' | undefined> {
	const answer = await fetch('/api/me', {
		method,
		cache: 'no-store',
		signal: AbortSignal.timeout(TIMEOUT_MS)
	});
	if (answer.ok) return (await answer.json()) as Bearer;
	if (answer.status === 401) return 'nobody';
	// A broken server, or a proxy in front of none, says nothing about the cookie.
	if (answer.status >= 500) throw new Error(`The server answered ${answer.status}.`);
	return undefined;
}
