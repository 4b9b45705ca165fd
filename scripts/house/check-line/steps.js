import { randomBytes } from 'node:crypto';
import { readAddress } from './address.js';
import { askHealth, askReadiness, becomeGuest, forgetGuest } from './http.js';
import { elapsed, openConnection, resolveName } from './reach.js';
import { Trouble } from './trouble.js';
import { openLine } from './upgrade.js';

/**
 * @typedef {import('./address.js').Address} Address
 * @typedef {import('./talk.js').Talk} Talk
 * @typedef {{ name: string, ok: true, words: string }
 *   | { name: string, ok: false, words: string, advice: string }} Outcome
 */

const PROTOCOL_VERSION = 1;
/** The server's own ping is waited for where it comes this soon. */
const LONGEST_WAIT_MS = 10_000;
const LARGE_BYTES = 2048;

/** Goes through a line from its address to a clean close (rule V6). */
class Check {
	/** @type {string | undefined} */
	#cookie;
	/** @type {Talk | undefined} */
	#talk;
	#userId = '';
	#heartbeatIntervalMs = 0;

	/**
	 * @param {string | undefined} text the address as it was given
	 * @param {string | undefined} key
	 * @param {number} patienceMs
	 */
	constructor(text, key, patienceMs) {
		this.text = text;
		this.key = key;
		this.patienceMs = patienceMs;
	}

	/** @type {[name: string, step: () => Promise<string>][]} */
	steps = [
		['address', async () => this.#address().line],
		['name', () => resolveName(this.#address())],
		['connection', () => openConnection(this.#address(), this.patienceMs)],
		['/healthz', () => askHealth(this.#address(), this.patienceMs)],
		['/readyz', () => askReadiness(this.#address(), this.patienceMs)],
		['upgrade', () => this.#upgrade()],
		['connection_established', () => this.#established()],
		['authentication', () => this.#authenticate()],
		['message', () => this.#ping({})],
		['heartbeat', () => this.#heartbeat()],
		['large message', () => this.#ping({ padding: randomBytes(LARGE_BYTES / 2).toString('hex') })],
		['reconnection', () => this.#reconnect()],
		['close', async () => `clean, with ${await this.#line().close()}`]
	];

	#address() {
		return readAddress(this.text);
	}

	#line() {
		if (!this.#talk) throw new Error('The line is not open.');
		return this.#talk;
	}

	async #upgrade() {
		this.#talk = await openLine(this.#address(), {}, this.patienceMs);
		return `${this.#talk.socket.protocol} is spoken`;
	}

	async #established() {
		const { payload } = await this.#line().next('connection_established');
		const { protocolVersion, connectionId, heartbeatIntervalMs } = payload;
		if (protocolVersion !== PROTOCOL_VERSION) {
			throw new Trouble(
				`The server speaks version ${protocolVersion} of the protocol.`,
				`This checkout speaks version ${PROTOCOL_VERSION}: take the one that fits.`
			);
		}
		this.#heartbeatIntervalMs = Number(heartbeatIntervalMs);
		return `connection ${connectionId}, version ${protocolVersion}`;
	}

	async #authenticate() {
		if (this.key === undefined) {
			this.#cookie = await becomeGuest(this.#address(), this.patienceMs);
			await this.#line().close();
			await this.#openAsGuest(this.#cookie);
		} else {
			await this.#connect(this.key);
		}
		return this.key === undefined ? `as a guest, ${this.#userId}` : `by key, as ${this.#userId}`;
	}

	/** @param {string} cookie */
	async #openAsGuest(cookie) {
		const address = this.#address();
		const headers = { cookie, origin: address.origin };
		this.#talk = await openLine(address, headers, this.patienceMs);
		await this.#talk.next('connection_established');
		const { payload } = await this.#talk.next('connection_success');
		this.#userId = String(payload['userId']);
	}

	/** @param {string} key */
	async #connect(key) {
		const answer = await this.#line().request('connect', { api_key: key });
		if (answer.type !== 'connection_success') {
			throw new Trouble(
				`The key is refused: ${answer.payload['errorMessage'] ?? answer.type}.`,
				'Bring another with --key; Settings makes one. Without a key the check becomes a guest.'
			);
		}
		await this.#line().next('message_delivered');
		this.#userId = String(answer.payload['userId']);
	}

	/** @param {object} payload what the server does not know in it, it ignores */
	async #ping(payload) {
		const bytes = JSON.stringify(payload).length;
		const startedAt = performance.now();
		const answer = await this.#line().request('ping', payload);
		if (answer.type !== 'pong') {
			throw new Trouble(
				`ping is answered with ${answer.type}: ${answer.payload['errorMessage'] ?? ''}`,
				'This is another protocol, or the key is used a lot elsewhere: wait a minute.'
			);
		}
		const what = bytes > LARGE_BYTES ? `${LARGE_BYTES / 1024} KiB` : 'ping';
		return `${what} answered in ${elapsed(startedAt)}`;
	}

	async #heartbeat() {
		const talk = this.#line();
		const startedAt = performance.now();
		const answered = talk.frame('pong', this.patienceMs);
		talk.socket.ping();
		await answered;
		const words = `pong in ${elapsed(startedAt)}`;
		const silenceMs = 2 * this.#heartbeatIntervalMs;
		if (silenceMs > LONGEST_WAIT_MS) {
			return `${words}; the server’s own, every ${this.#heartbeatIntervalMs / 1000} s, not waited for`;
		}
		const silentFrom = performance.now();
		// The way and a busy machine take their time too.
		await talk.frame('ping', silenceMs + this.patienceMs / 5);
		return `${words}, the server’s own after ${elapsed(silentFrom)}`;
	}

	async #reconnect() {
		const before = this.#userId;
		this.#line().socket.terminate();
		const startedAt = performance.now();
		if (this.#cookie !== undefined) {
			await this.#openAsGuest(this.#cookie);
		} else {
			await this.#upgrade();
			await this.#established();
			await this.#connect(/** @type {string} */ (this.key));
		}
		if (this.#userId !== before) {
			throw new Trouble(
				`The same credential is ${this.#userId} now, and was ${before}.`,
				'Two servers with different databases answer at this address.'
			);
		}
		return `back and authenticated in ${elapsed(startedAt)}`;
	}

	/** Leaves nothing behind. */
	async end() {
		this.#talk?.socket.terminate();
		if (this.#cookie !== undefined) {
			await forgetGuest(this.#address(), this.#cookie, this.patienceMs);
		}
	}
}

/**
 * Checks a line step by step and stops at the first that fails.
 *
 * @param {string | undefined} address
 * @param {{ key?: string, patienceMs?: number }} [options] patience for each answer
 * @returns {AsyncGenerator<Outcome>}
 */
export async function* checkLine(address, { key, patienceMs = 10_000 } = {}) {
	const check = new Check(address, key, patienceMs);
	try {
		for (const [name, step] of check.steps) {
			try {
				yield { name, ok: true, words: await step() };
			} catch (error) {
				if (!(error instanceof Trouble)) throw error;
				yield { name, ok: false, words: error.message, advice: error.advice };
				return;
			}
		}
	} finally {
		await check.end();
	}
}
