/** Who a browser is by its session cookie. */
export interface Bearer {
	userId: string;
	isGuest: boolean;
}

const TIMEOUT_MS = 8_000;

/** The answer that brings another tab its new cookie is on its way for no longer than this. */
const COOKIE_COMES_MS = 5_000;
const LOOK_AGAIN_MS = 250;

/**
 * Asks whose the session cookie is, and becomes a guest where it is nobody's any more (rule E4).
 *
 * @returns undefined where the server lets nobody in, or the browser keeps no cookies; rejects when
 * nobody can tell, the server being away
 */
export async function whoIsHere(): Promise<Bearer | undefined> {
	let known = await ask('GET');
	if (known !== 'nobody') return known;
	// Another tab may be about to have the cookie of whom it became: a guest's must not replace it.
	await delay(LOOK_AGAIN_MS);
	known = await ask('GET');
	if (known !== 'nobody') return known;
	const guest = await ask('POST');
	// What the server made is for nothing where its cookie is not kept.
	const kept = guest === 'nobody' || !guest ? undefined : await ask('GET');
	return kept === 'nobody' ? undefined : kept;
}

/**
 * Waits until the session cookie is somebody's: the line may tell who this browser is before the answer
 * is here that brings the cookie, and a page asked for in between would be made for a new guest.
 *
 * @returns when it is, and in any case after five seconds; never rejects
 */
export async function untilHere(userId: string): Promise<void> {
	const end = performance.now() + COOKIE_COMES_MS;
	while (performance.now() < end) {
		const known = await ask('GET').catch(() => undefined);
		if (known !== undefined && known !== 'nobody' && known.userId === userId) return;
		await delay(LOOK_AGAIN_MS);
	}
}

const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

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
