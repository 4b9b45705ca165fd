import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inject } from 'vitest';
import { UserError } from '../errors';
import { permissionsUpTo } from '../realtime/permissions';
import type { Cluster } from '../realtime/server/cluster/cluster';
import { joinMemory, MemoryHub } from '../realtime/server/cluster/memory';
import { LineCounters } from '../realtime/server/counters';
import { Gateway } from '../realtime/server/gateway';
import type { Feature } from '../realtime/server/handlers';
import type { EndedCredential, Identify, Identity } from '../realtime/server/identity';
import { KeptRequests } from '../realtime/server/kept-requests';
import { lineLimits } from '../realtime/server/limits';
import { OriginPolicy } from '../realtime/server/origin';
import { addressReader } from '../server/address';
import { openDatabase, type Database } from '../server/database';
import { parseEnv } from '../server/env';
import { createLog, type Log } from '../server/log';
import { RawClient, type RawClientOptions } from './raw-client';

/** Who may come to a line of a test: a token is a name, and the user of that name its bearer. */
export class TestIdentify implements Identify {
	/** Users by credential; tests change it. */
	readonly bearers = new Map<string, Partial<Identity> & { userId: string }>();
	/** Waited for before anybody is recognised. */
	gate: Promise<unknown> = Promise.resolve();
	#ended: EndedCredential[] = [];

	async byCookie(): Promise<undefined> {
		return undefined;
	}

	async byToken(token: string): Promise<Identity> {
		const identity = await this.byCredential(token);
		await this.gate;
		return identity;
	}

	async byCredential(credential: string): Promise<Identity> {
		const bearer = this.bearers.get(credential) ?? { userId: credential };
		if (credential.startsWith('bad')) throw new UserError('INVALID_KEY', 'Invalid API key');
		if (bearer.expiresAt && bearer.expiresAt <= new Date()) {
			throw new UserError('TOKEN_EXPIRED', 'Token expired');
		}
		if (this.#ended.some((ended) => ended.credential === credential && !ended.successor)) {
			throw new UserError('INVALID_KEY', 'Invalid API key');
		}
		return { permissions: permissionsUpTo('write'), credential, ...bearer };
	}

	end(credential: string, successor?: string): void {
		this.#ended.push({ seq: this.#ended.length + 1, credential, ...(successor && { successor }) });
	}

	endedSince(seq: number): EndedCredential[] {
		return this.#ended.filter((ended) => ended.seq > seq);
	}

	latestEnded(): number {
		return this.#ended.length;
	}
}

export interface TestLine {
	gateway: Gateway;
	server: Server;
	folder: string;
	database: Database;
	identify: TestIdentify;
	counters: LineCounters;
	/** `ws://…/v1/ws` */
	url: string;
	open(options?: RawClientOptions): Promise<RawClient>;
	/** A client authenticated as the user of this name. */
	openAs(name: string, options?: RawClientOptions): Promise<RawClient>;
	stop(): Promise<void>;
}

/** A line with a test's own messages, over real sockets and a real database. */
export async function startTestLine(options: {
	features: (database: Database) => Feature[];
	env?: Record<string, string>;
	/** Silent unless told. */
	log?: Log;
	/** Where a line before it left its database, or another one has it open. */
	folder?: string;
	/** What joins it to others; alone unless told. */
	cluster?: Cluster;
}): Promise<TestLine> {
	const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'greenroom-line-'));
	const file = join(folder, 'greenroom.sqlite');
	if (!options.folder) copyFileSync(inject('templateDatabase'), file);
	const server = createServer();
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	const { port } = server.address() as AddressInfo;
	const env = parseEnv({ LOG_LEVEL: 'silent', PORT: String(port), ...options.env });
	const log = options.log ?? createLog(env);
	const database = openDatabase(file, resolve('drizzle'), log);
	const identify = new TestIdentify();
	const counters = new LineCounters();
	const gateway = new Gateway({
		features: options.features(database),
		identify,
		policy: new OriginPolicy(env),
		limits: lineLimits(env),
		kept: new KeptRequests(database, Date.now),
		cluster: options.cluster ?? joinMemory(new MemoryHub()),
		addressOf: addressReader(env),
		counters,
		log
	});
	server.on('upgrade', (request, socket, head) => gateway.handleUpgrade(request, socket, head));
	const url = `ws://127.0.0.1:${port}/v1/ws`;
	const open: TestLine['open'] = async (clientOptions) => {
		const client = new RawClient(url, clientOptions);
		await client.next('connection_established');
		return client;
	};
	return {
		gateway,
		server,
		folder,
		database,
		identify,
		counters,
		url,
		open,
		async openAs(name, clientOptions) {
			const client = await open(clientOptions);
			await client.request('authenticate', { token: name });
			await client.next('message_delivered');
			return client;
		},
		async stop() {
			await gateway.drain(1_000);
			await database.close();
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
			if (!options.folder) rmSync(folder, { recursive: true, force: true });
		}
	};
}
