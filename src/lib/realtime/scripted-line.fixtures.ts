import { afterEach } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import { LineClient } from './client';
import { formatEnvelope, parseEnvelope, type Envelope } from './envelope';
import type { LineOptions } from './line-options';
import type { LineState } from './line-state';

/** A line on a real socket whose server does what a test tells it to; for tests only. */

type Say = (type: string, payload: object, requestId?: string) => void;

export interface Visit {
	socket: WebSocket;
	say: Say;
	/** Everything the client sent on this connection. */
	heard: Envelope[];
}

export interface Script {
	/** What the server does with its n-th connection, from 0. */
	open: (visit: Visit, index: number) => void;
	message?: (visit: Visit, message: Envelope) => void;
}

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
	for (const cleanUp of cleanups.splice(0).reverse()) await cleanUp();
});

/** A server that does what a test tells it to, misbehaviour included. */
export async function serve(script: Script): Promise<{ port: number; visits: Visit[] }> {
	const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
	const visits: Visit[] = [];
	server.on('connection', (socket) => {
		const say: Say = (...message) => socket.send(formatEnvelope(...message));
		const visit: Visit = { socket, say, heard: [] };
		visits.push(visit);
		socket.on('error', () => undefined);
		socket.on('message', (data) => {
			const parsed = parseEnvelope(String(data));
			if (!parsed.ok) return;
			visit.heard.push(parsed.envelope);
			script.message?.(visit, parsed.envelope);
		});
		script.open(visit, visits.length - 1);
	});
	await new Promise((resolve) => server.once('listening', resolve));
	cleanups.push(async () => {
		for (const client of server.clients) client.terminate();
		await new Promise((resolve) => server.close(resolve));
	});
	return { port: (server.address() as { port: number }).port, visits };
}

/** A client that retries without waiting; closed after the test. */
export function connect(port: number, options: Partial<LineOptions> = {}) {
	const client = new LineClient({
		url: `ws://127.0.0.1:${port}/v1/ws`,
		WebSocket,
		random: () => 0,
		...options
	});
	const states: LineState[] = [];
	client.onState((state) => states.push(state));
	cleanups.push(() => client.close());
	client.connect();
	return { client, states };
}

/** What a server says first. */
export const establish = ({ say }: Visit) => say('connection_established', {});
/** What it says to whom it knows. */
export const admit = (visit: Visit) => {
	establish(visit);
	visit.say('connection_success', { message: 'Connected', userId: 'u', permissions: [] });
};

const PATIENCE_MS = 10_000;

/** Waits for what a test expects; fails where it does not come. */
export async function until(condition: () => boolean): Promise<void> {
	const started = performance.now();
	while (!condition()) {
		if (performance.now() - started > PATIENCE_MS) throw new Error(`never: ${condition}`);
		await new Promise((resolve) => setTimeout(resolve, 2));
	}
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
