import { codeOf } from './reach.js';
import { Trouble } from './trouble.js';

/** @typedef {import('./address.js').Address} Address */

/**
 * @param {Address} address
 * @param {string} path
 * @param {RequestInit} [init]
 * @param {number} [patienceMs]
 * @returns {Promise<{ status: number, headers: Headers, text: string, body: unknown }>} `body` where
 * it is JSON
 * @throws {Trouble} where no answer comes
 */
export async function ask({ origin }, path, init = {}, patienceMs = 10_000) {
	try {
		const signal = AbortSignal.timeout(patienceMs);
		const answer = await fetch(origin + path, { redirect: 'manual', ...init, signal });
		const text = await answer.text();
		return { status: answer.status, headers: answer.headers, text, body: parse(text) };
	} catch (error) {
		const code = codeOf(error);
		throw new Trouble(
			/Timeout/.test(code) ? `${path} is not answered.` : `${path} cannot be asked (${code}).`,
			'What listens there does not speak HTTP, or hangs: look at its log.'
		);
	}
}

/** @param {string} text @returns {unknown} undefined where it is not JSON */
function parse(text) {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** @param {Address} address @param {number} patienceMs */
export async function askHealth(address, patienceMs) {
	const { status, headers, body } = await ask(address, '/healthz', {}, patienceMs);
	if (status === 200 && Reflect.get(Object(body), 'status') === 'ok') return 'alive';
	const location = headers.get('location');
	if (location !== null) {
		throw new Trouble(
			`/healthz is answered with HTTP ${status}, which leads to ${location}.`,
			`Use the address it leads to: ${new URL(location, address.origin).origin}`
		);
	}
	if ([502, 503, 504].includes(status)) {
		throw new Trouble(
			`/healthz is answered with HTTP ${status}: something before Greenroom cannot reach it.`,
			'Look at the address the proxy passes requests to, and whether Greenroom runs there.'
		);
	}
	throw new Trouble(
		`/healthz is answered with HTTP ${status}, and not as Greenroom does.`,
		'Something else listens at this address: look at the port, or at what the proxy passes on.'
	);
}

/** @param {Address} address @param {number} patienceMs */
export async function askReadiness(address, patienceMs) {
	const { status, body } = await ask(address, '/readyz', {}, patienceMs);
	const { status: said, troubles = {} } = /** @type {{ status?: string, troubles?: object }} */ (
		Object(body)
	);
	const parts = Object.entries(troubles).map(([part, trouble]) => `${part}: ${trouble}`);
	if (status === 200 && said !== undefined) {
		return parts.length === 0 ? 'ready' : `${said}, ${parts.join(', ')}`;
	}
	throw new Trouble(
		parts.length === 0
			? `/readyz is answered with HTTP ${status}.`
			: `The server is not ready; ${parts.join(', ')}.`,
		'Its log says more; it takes no promises until this is mended.'
	);
}

/**
 * Becomes a guest, as the first page of a browser does.
 *
 * @param {Address} address
 * @param {number} patienceMs
 * @returns {Promise<string>} the cookie to send from now on
 */
export async function becomeGuest(address, patienceMs) {
	const init = { method: 'POST', headers: { origin: address.origin } };
	const { status, headers, text, body } = await ask(address, '/api/me', init, patienceMs);
	const cookie = headers
		.getSetCookie()
		.map((line) => line.split(';')[0])
		.join('; ');
	if (status < 300 && cookie !== '') return cookie;
	const said = sentenceOf(body) ?? text.slice(0, 200);
	if (status === 403) {
		throw new Trouble(
			`A guest from ${address.origin} is refused: ${said}`,
			`Set ORIGIN on the server to ${address.origin}: it is the address that people use.`
		);
	}
	if (status === 429) {
		throw new Trouble(
			`No more guests are made for this address now: ${said}`,
			`Come back in ${headers.get('retry-after') ?? 'a few'} s, or bring a key with --key.`
		);
	}
	throw new Trouble(
		`Nobody becomes a guest here: POST /api/me is answered with HTTP ${status}. ${said}`.trim(),
		'Bring a key with --key.'
	);
}

/**
 * Takes the guest of this check away again; one that stays expires by itself.
 *
 * @param {Address} address
 * @param {string} cookie
 * @param {number} patienceMs
 */
export async function forgetGuest(address, cookie, patienceMs) {
	const headers = { origin: address.origin, cookie, 'content-type': 'application/json' };
	const body = JSON.stringify({ confirm: 'delete everything' });
	await ask(address, '/api/me', { method: 'DELETE', headers, body }, patienceMs).catch(
		() => undefined
	);
}

/** @param {unknown} body @returns {string | undefined} what rule R1 has to say */
function sentenceOf(body) {
	const { error } = /** @type {{ error?: { errorMessage?: string } }} */ (Object(body));
	return error?.errorMessage;
}
