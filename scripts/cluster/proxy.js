import { createServer, request as httpRequest } from 'node:http';
import { pipeline } from 'node:stream';
import { endToEnd, forwarded } from './headers.js';

/**
 * @typedef {import('node:http').IncomingMessage} IncomingMessage
 * @typedef {import('node:http').ServerResponse} ServerResponse
 * @typedef {import('node:http').ClientRequest} ClientRequest
 * @typedef {import('node:stream').Duplex} Duplex
 * @typedef {import('./pool.js').Backend} Backend
 * @typedef {import('./pool.js').Pool} Pool
 *
 * @typedef {object} Exchange how one request ends, whether it asks for an upgrade or not
 * @property {IncomingMessage} request
 * @property {Set<Backend>} tried
 * @property {import('./headers.js').Headers} headers
 * @property {(upstream: ClientRequest) => void} connected the instance has taken the connection
 * @property {(answer: IncomingMessage) => void} answered
 * @property {(answer: IncomingMessage, socket: Duplex, head: Buffer) => void} [upgraded]
 * @property {() => void} refused no instance can serve it
 * @property {(done: () => void) => void} onOver calls once nothing more can come of it
 */

const RETRY_AFTER_SECONDS = 1;

/** May be done twice; without a body, it can also be sent twice. */
const REPEATABLE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Rule R1's form. */
const REFUSAL = JSON.stringify({
	error: {
		errorCode: 'CAPACITY_EXCEEDED',
		errorMessage: 'No instance can serve this now. Try again in a moment.',
		retryable: true
	}
});

const REFUSAL_HEADERS = {
	'content-type': 'application/json',
	'content-length': String(Buffer.byteLength(REFUSAL)),
	'retry-after': String(RETRY_AFTER_SECONDS)
};

/**
 * Passes requests and upgrades on, each to the instance with the least to do; bodies are streamed.
 * What no instance has taken goes to another one; what was taken is sent again only if that can do no
 * harm. Each goes over a connection of its own: one that is kept may be closed by the instance in the
 * very moment it is used again, and a POST must not be sent twice.
 *
 * @param {Pool} pool
 * @param {{ isBehindProxy?: boolean }} [options] whether another proxy, which the operator trusts,
 * says where requests come from
 * @returns {import('node:http').Server}
 */
export function createProxy(pool, { isBehindProxy = false } = {}) {
	const server = createServer((request, response) => {
		pass(pool, {
			request,
			tried: new Set(),
			headers: forwarded(request, isBehindProxy),
			connected(upstream) {
				// The body may come much later, and the instance may answer before.
				if (hasBody(request)) upstream.flushHeaders();
				request.pipe(upstream);
			},
			answered(answer) {
				response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer));
				response.flushHeaders();
				pipeline(answer, response, () => undefined);
			},
			refused() {
				request.resume();
				if (response.headersSent) response.destroy();
				else response.writeHead(503, REFUSAL_HEADERS).end(REFUSAL);
			},
			onOver: (done) => response.once('close', done)
		});
	});
	server.on('upgrade', (request, socket, head) => {
		socket.on('error', () => socket.destroy());
		const headers = { ...forwarded(request, isBehindProxy), connection: 'Upgrade' };
		pass(pool, {
			request,
			tried: new Set(),
			headers: { ...headers, upgrade: request.headers.upgrade ?? '' },
			connected: (upstream) => void upstream.end(),
			answered(answer) {
				writeHead(socket, answer, { ...endToEnd(answer), connection: 'close' });
				pipeline(answer, socket, () => socket.destroy());
			},
			upgraded(answer, far, farHead) {
				writeHead(socket, answer, {
					...endToEnd(answer),
					connection: 'Upgrade',
					upgrade: answer.headers.upgrade ?? ''
				});
				socket.write(farHead);
				far.write(head);
				join(socket, far);
			},
			refused() {
				const lines = Object.entries(REFUSAL_HEADERS).map(
					([name, value]) => `${name}: ${value}\r\n`
				);
				socket.once('finish', () => socket.destroy());
				socket.end(
					`HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n${lines.join('')}\r\n${REFUSAL}`
				);
			},
			onOver: (done) => socket.once('close', done)
		});
	});
	return server;
}

/** @param {Pool} pool @param {Exchange} exchange */
function pass(pool, exchange) {
	const { request, tried } = exchange;
	const backend = pool.pick(tried);
	if (!backend) {
		exchange.refused();
		return;
	}
	tried.add(backend);
	backend.requests += 1;
	/** @type {'requests' | 'connections' | undefined} what it counts as there */
	let counted = 'requests';
	const count = (/** @type {typeof counted} */ next) => {
		if (counted) backend[counted] -= 1;
		if (next) backend[next] += 1;
		counted = next;
	};

	const upstream = httpRequest({
		host: '127.0.0.1',
		port: backend.port,
		method: request.method,
		path: request.url,
		headers: exchange.headers,
		agent: false
	});
	let isConnected = false;
	let isAnswered = false;
	let isOver = false;
	upstream.once('socket', (socket) => {
		socket.once('connect', () => {
			isConnected = true;
			exchange.connected(upstream);
		});
	});
	upstream.once('response', (answer) => {
		isAnswered = true;
		exchange.answered(answer);
	});
	upstream.once('upgrade', (answer, socket, head) => {
		isAnswered = true;
		count('connections');
		exchange.upgraded?.(answer, socket, head);
	});
	exchange.onOver(() => {
		isOver = true;
		count(undefined);
		upstream.destroy();
	});
	upstream.on('error', () => {
		request.unpipe(upstream);
		if (isAnswered) {
			request.resume();
			return;
		}
		count(undefined);
		// Until it is looked at again.
		if (!isConnected) backend.state = 'out';
		if (isOver) return;
		if (!isConnected || isRepeatable(request)) pass(pool, exchange);
		else exchange.refused();
	});
}

/** @param {IncomingMessage} request */
const hasBody = ({ headers }) =>
	headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;

/** @param {IncomingMessage} request */
const isRepeatable = (request) => REPEATABLE.has(request.method ?? '') && !hasBody(request);

/**
 * @param {Duplex} socket
 * @param {IncomingMessage} answer
 * @param {import('./headers.js').Headers} headers
 */
function writeHead(socket, answer, headers) {
	const lines = Object.entries(headers).flatMap(([name, values]) =>
		[values].flat().map((value) => `${name}: ${value}\r\n`)
	);
	socket.write(
		`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\n${lines.join('')}\r\n`,
		'latin1'
	);
}

/** Each says to the other what it hears, until both have ended. @param {Duplex} near @param {Duplex} far */
function join(near, far) {
	far.on('error', () => far.destroy());
	near.once('close', () => far.destroy());
	far.once('close', () => near.destroy());
	near.pipe(far);
	far.pipe(near);
}
