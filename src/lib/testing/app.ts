import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { createApp, type App } from '../app.server';
import { parseEnv } from '../server/env';
import { RawClient, type RawClientOptions } from './raw-client';

/** The whole application on a loopback port with a database of its own, for tests. */
export interface TestApp {
	app: App;
	server: Server;
	folder: string;
	origin: string;
	/** `ws://…/v1/ws` */
	url: string;
	/** Moves the application's clock. */
	advance(milliseconds: number): void;
	/** A client that has heard `connection_established`. */
	open(options?: RawClientOptions): Promise<RawClient>;
	/** A client authenticated by a key of TEST_API_KEYS. */
	openAs(key: string, options?: RawClientOptions): Promise<RawClient>;
	stop(): Promise<void>;
}

const testKeys = 'alice,bob,reader:read,chief:admin,stale:write:2020-01-01T00:00:00Z';

/** @param env variables as an operator would set them */
export async function startTestApp(env: Record<string, string> = {}): Promise<TestApp> {
	const folder = env['DATA_DIR'] ?? mkdtempSync(join(tmpdir(), 'greenroom-test-'));
	if (!env['DATA_DIR']) copyFileSync(inject('templateDatabase'), join(folder, 'greenroom.sqlite'));
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	let ahead = 0;
	const app = await createApp(
		parseEnv({
			LOG_LEVEL: 'silent',
			TEST_API_KEYS: testKeys,
			DATA_DIR: folder,
			PORT: String(port),
			...env
		}),
		() => Date.now() + ahead
	);
	server.on('upgrade', (request, socket, head) => app.handleUpgrade(request, socket, head));
	const url = `ws://127.0.0.1:${port}/v1/ws`;
	const open: TestApp['open'] = async (options) => {
		const client = new RawClient(url, options);
		await client.next('connection_established');
		return client;
	};
	return {
		app,
		server,
		folder,
		origin: `http://127.0.0.1:${port}`,
		url,
		advance(milliseconds) {
			ahead += milliseconds;
		},
		open,
		async openAs(key, options) {
			const client = await open(options);
			await client.request('connect', { api_key: key });
			await client.next('message_delivered');
			return client;
		},
		async stop() {
			await app.drain();
			await app.close();
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
			if (!env['DATA_DIR']) rmSync(folder, { recursive: true, force: true });
		}
	};
}
