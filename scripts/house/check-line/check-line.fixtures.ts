import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Server as TcpServer, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { expect } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { startTestApp, type TestApp } from '../../../src/lib/testing/app';
import { checkLine } from './steps';

/** Servers on loopback that work, or fail in one way, for the tests of check-line. */

const PATIENCE_MS = 700;

type Outcome = NonNullable<Awaited<ReturnType<ReturnType<typeof checkLine>['next']>>['value']>;

const closers: (() => unknown)[] = [];

export async function closeAll(): Promise<void> {
	for (const close of closers.splice(0)) await close();
}

/** @returns each step's outcome, in order */
export async function check(address: string, key?: string): Promise<Outcome[]> {
	const outcomes: Outcome[] = [];
	for await (const outcome of checkLine(address, { key, patienceMs: PATIENCE_MS })) {
		outcomes.push(outcome);
	}
	return outcomes;
}

/** @returns the step that failed and what was said of it; what came before it went well */
export async function failureOf(address: string, key?: string): Promise<Outcome> {
	const outcomes = await check(address, key);
	const last = outcomes.at(-1);
	expect(outcomes.slice(0, -1).filter(({ ok }) => !ok)).toEqual([]);
	if (!last || last.ok) throw new Error('nothing failed');
	return last;
}

/** @returns its address */
export async function listen(server: Server | TcpServer): Promise<string> {
	const open = new Set<Socket>();
	server.on('connection', (socket: Socket) => open.add(socket));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closers.push(() => {
		for (const socket of open) socket.destroy();
		return new Promise((resolve) => server.close(resolve));
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What Greenroom says of itself over HTTP; everything else is a page. */
export const healthy: RequestListener = (request, response) => {
	if (request.url === '/healthz') response.end('{"status":"ok"}');
	else if (request.url === '/readyz') response.end('{"status":"ok","troubles":{}}');
	else response.setHeader('content-type', 'text/html').end('<p>A page</p>');
};

/** The application itself; over HTTP it has only its health. */
export async function startLine(env: Record<string, string> = {}): Promise<TestApp> {
	const line = await startTestApp({ HEARTBEAT_INTERVAL_MS: '100', ...env });
	line.server.on('request', healthy);
	closers.push(() => line.stop());
	return line;
}

/** A healthy server whose upgrades are answered by hand. */
export function answerUpgrades(answer: (socket: Duplex) => void): Promise<string> {
	const server = createServer(healthy);
	server.on('upgrade', (_request, socket) => answer(socket));
	return listen(server);
}

/** A healthy server that answers an upgrade with plain HTTP. */
export function refuseUpgrades(
	status: number,
	body: string,
	headers = 'Content-Type: text/plain\r\n'
): Promise<string> {
	return answerUpgrades((socket) =>
		socket.end(
			`HTTP/1.1 ${status} Refused\r\nConnection: close\r\n${headers}` +
				`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
		)
	);
}

interface Ping {
	socket: WebSocket;
	say(type: string, payload: object, requestId?: string): void;
	requestId: string;
}

interface LineOptions {
	/** What differs in `connection_established`; null: nothing is said. */
	greeting?: object | null;
	maxPayload?: number;
	userId?: () => string;
	/** What `POST /api/me` answers. */
	guest?: readonly [status: number, errorMessage: string];
	onConnected?(socket: WebSocket): void;
	onPing?(ping: Ping): void;
}

/** A server that does as a line does, as far as it is not told otherwise. */
export function serveLine(options: LineOptions = {}): Promise<string> {
	const { greeting = {}, maxPayload, userId = () => 'u', guest, onConnected } = options;
	const { onPing = ({ say, requestId }) => say('pong', {}, requestId) } = options;
	const server = createServer((request, response) => {
		if (request.url !== '/api/me' || !guest) return healthy(request, response);
		const [status, errorMessage] = guest;
		response.writeHead(status).end(JSON.stringify({ error: { errorMessage } }));
	});
	const lines = new WebSocketServer({
		server,
		maxPayload,
		handleProtocols: ([first]) => first ?? false
	});
	lines.on('connection', (socket) => {
		const say: Ping['say'] = (type, payload, requestId) =>
			socket.send(JSON.stringify({ type, timestamp: '', payload, requestId }));
		const usual = { connectionId: 'c', protocolVersion: 1, heartbeatIntervalMs: 30_000 };
		if (greeting) say('connection_established', { ...usual, ...greeting });
		socket.on('error', () => undefined);
		socket.on('message', (data) => {
			const { type, requestId } = JSON.parse(String(data)) as { type: string; requestId: string };
			if (type === 'ping') return onPing({ socket, say, requestId });
			say('connection_success', { userId: userId() }, requestId);
			say('message_delivered', {});
			onConnected?.(socket);
		});
	});
	return listen(server);
}
