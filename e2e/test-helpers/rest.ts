import { once } from 'node:events';
import {
	request,
	type ClientRequest,
	type IncomingMessage,
	type OutgoingHttpHeaders
} from 'node:http';
import { json, text } from 'node:stream/consumers';
import { TEST_KEY, type TestServer } from '../server';

export interface Answer {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	/** Parsed where it is JSON. */
	body: unknown;
}

/** Rule R1. */
export interface ErrorAnswer {
	error: { errorCode: string; errorMessage: string; details?: unknown; retryable: boolean };
}

/** Somebody who calls the API, without a browser's ideas of what may be sent. */
export class Caller {
	readonly #server: TestServer;
	readonly headers: OutgoingHttpHeaders;

	constructor(server: TestServer, headers: OutgoingHttpHeaders = {}) {
		this.#server = server;
		this.headers = headers;
	}

	/** The bearer of a key; of the test key unless told. */
	static withKey(server: TestServer, key = TEST_KEY): Caller {
		return new Caller(server, { authorization: `Bearer ${key}` });
	}

	/** A new guest, as the server's own pages make one. */
	static async guest(server: TestServer): Promise<Caller> {
		const origin = { origin: server.url };
		const { headers } = await new Caller(server, origin).post('/api/me', undefined);
		return new Caller(server, { ...origin, cookie: cookieOf(headers['set-cookie']) });
	}

	get(path: string, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
		return this.ask('GET', path, undefined, headers);
	}

	/** @param body sent as JSON; a string is sent as it is */
	post(path: string, body: unknown, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
		return this.ask('POST', path, body, headers);
	}

	/** @param type as the header says it */
	async upload(
		path: string,
		content: Uint8Array | string,
		type = 'application/octet-stream'
	): Promise<Answer> {
		const sent = this.begin('POST', path, {
			'content-type': type,
			'content-length': Buffer.byteLength(content)
		});
		sent.end(content);
		return answerTo(sent);
	}

	/** A request whose body is still to be sent. */
	begin(method: string, path: string, headers: OutgoingHttpHeaders): ClientRequest {
		const all = { ...this.headers, ...headers };
		return request(`${this.#server.url}${path}`, { method, agent: false, headers: all });
	}

	async ask(
		method: string,
		path: string,
		body?: unknown,
		headers: OutgoingHttpHeaders = {}
	): Promise<Answer> {
		const content = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
		const sent = this.begin(method, path, {
			// Node says it by itself for some methods only.
			...(content !== undefined && {
				'content-type': 'application/json',
				'content-length': Buffer.byteLength(content)
			}),
			...headers
		});
		sent.end(content);
		return answerTo(sent);
	}
}

/** What came back of a request. */
export async function answerTo(sent: ClientRequest): Promise<Answer> {
	const [response] = (await once(sent, 'response')) as [IncomingMessage];
	const isJson = response.headers['content-type']?.startsWith('application/json');
	return {
		status: response.statusCode ?? 0,
		headers: response.headers,
		body: await (isJson ? json(response) : text(response))
	};
}

/** What `Set-Cookie` asks a browser to send from then on. */
export function cookieOf(setCookie: string | string[] | undefined): string {
	return [setCookie ?? []]
		.flat()
		.map((cookie) => cookie.split(';')[0])
		.join('; ');
}
