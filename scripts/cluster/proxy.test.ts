import { once } from 'node:events';
import {
	createServer,
	request as httpRequest,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type OutgoingHttpHeaders,
	type Server
} from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { Pool, type Backend } from './pool.js';
import { createProxy } from './proxy.js';

const servers: Server[] = [];

async function listen(server: Server): Promise<number> {
	servers.push(server);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
}

afterEach(() => {
	for (const server of servers.splice(0)) {
		server.closeAllConnections();
		server.close();
	}
});

interface Seen {
	method: string;
	url: string;
	headers: IncomingHttpHeaders;
	body: string;
}

/** An instance that answers with its name, and what it was asked. */
class FakeInstance {
	readonly seen: Seen[] = [];
	readonly server: Server;
	backend!: Backend;

	constructor(readonly name: string) {
		this.server = createServer(async (request, response) => {
			const { method = '', url = '', headers } = request;
			this.seen.push({ method, url, headers, body: await text(request) });
			response.setHeader('set-cookie', ['a=1', 'b=2']);
			response.setHeader('x-instance', name);
			response.end(name);
		});
		const sockets = new WebSocketServer({ server: this.server });
		sockets.on('connection', (socket) => {
			socket.on('message', (data: Buffer) => socket.send(`${name}: ${data.toString()}`));
		});
	}

	async join(pool: Pool, state: Backend['state'] = 'ready'): Promise<this> {
		this.backend = pool.add(await listen(this.server));
		this.backend.state = state;
		return this;
	}

	/** Takes no connection any more, and nobody has noticed yet. */
	async die(): Promise<void> {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}
}

async function cluster(size: number, options: { isBehindProxy?: boolean } = {}) {
	const pool = new Pool();
	const instances: FakeInstance[] = [];
	for (let index = 0; index < size; index += 1) {
		instances.push(await new FakeInstance(`instance ${index + 1}`).join(pool));
	}
	return { pool, instances, port: await listen(createProxy(pool, options)) };
}

interface Asked {
	method?: string;
	path?: string;
	headers?: OutgoingHttpHeaders;
	body?: string;
}

async function ask(port: number, { method = 'GET', path = '/', headers, body }: Asked = {}) {
	const sent = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false });
	sent.end(body);
	const [response] = (await once(sent, 'response')) as [IncomingMessage];
	const { statusCode: status, headers: answered } = response;
	return { status, headers: answered, body: await text(response) };
}

async function open(port: number): Promise<WebSocket> {
	const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/ws`);
	await once(socket, 'open');
	return socket;
}

async function instanceOf(socket: WebSocket): Promise<string> {
	socket.send('who');
	const [data] = (await once(socket, 'message')) as [Buffer];
	return data.toString().split(':')[0]!;
}

test('[X1] requests go to all instances in turn', async () => {
	const { port } = await cluster(3);
	const bodies: string[] = [];
	for (let index = 0; index < 6; index += 1) bodies.push((await ask(port)).body);
	expect(bodies.slice(0, 3).sort()).toEqual(['instance 1', 'instance 2', 'instance 3']);
	expect(bodies.slice(3)).toEqual(bodies.slice(0, 3));
});

test('[X1] connections go to the instance that has the fewest', async () => {
	const { port } = await cluster(2);
	const first = await open(port);
	const second = await open(port);
	const names = [await instanceOf(first), await instanceOf(second)];
	expect([...names].sort()).toEqual(['instance 1', 'instance 2']);
	first.close();
	await once(first, 'close');
	expect(await instanceOf(await open(port))).toBe(names[0]);
});

test('a request comes through with its method, address, headers and body', async () => {
	const { port, instances } = await cluster(1);
	const answer = await ask(port, {
		method: 'POST',
		path: '/api/keys?x=%2F',
		headers: { 'content-type': 'application/json', host: 'greenroom.example' },
		body: '{"name":"ä"}'
	});
	expect(answer).toMatchObject({ status: 200, body: 'instance 1' });
	expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
	const [seen] = instances[0]!.seen;
	expect(seen).toMatchObject({
		method: 'POST',
		url: '/api/keys?x=%2F',
		body: '{"name":"ä"}',
		headers: { 'content-type': 'application/json', host: 'greenroom.example' }
	});
});

test('a body without a length stays one message, whatever the method', async () => {
	const { port, instances } = await cluster(1);
	for (const method of ['DELETE', 'POST', 'PUT']) {
		const headers = { 'transfer-encoding': 'chunked' };
		await ask(port, { method, headers, body: 'GET /smuggled HTTP/1.1\r\n\r\n' });
	}
	expect(instances[0]!.seen.map(({ method, body }) => [method, body])).toEqual(
		['DELETE', 'POST', 'PUT'].map((method) => [method, 'GET /smuggled HTTP/1.1\r\n\r\n'])
	);
});

test('a body is passed on while it is still being sent, both ways', async () => {
	const pool = new Pool();
	const echo = createServer((request, response) => {
		response.flushHeaders();
		request.pipe(response);
	});
	pool.add(await listen(echo)).state = 'ready';
	const port = await listen(createProxy(pool));
	const sent = httpRequest({ host: '127.0.0.1', port, method: 'POST', agent: false });
	sent.flushHeaders();
	const [response] = (await once(sent, 'response')) as [IncomingMessage];
	for (const part of ['one', 'two']) {
		sent.write(part);
		expect(String((await once(response, 'data'))[0])).toBe(part);
	}
	sent.end();
	await once(response, 'end');
});

test('[L3] what a client says of its own address is replaced', async () => {
	const { port, instances } = await cluster(1);
	const lies = {
		host: 'greenroom.example',
		'x-forwarded-for': '192.0.2.1',
		'x-forwarded-proto': 'https',
		'x-forwarded-host': 'evil.example',
		forwarded: 'for=192.0.2.1'
	};
	await ask(port, { headers: lies });
	const { headers } = instances[0]!.seen[0]!;
	expect(headers).toMatchObject({
		'x-forwarded-for': '127.0.0.1',
		'x-forwarded-proto': 'http',
		'x-forwarded-host': 'greenroom.example'
	});
	expect(headers).not.toHaveProperty('forwarded');
});

test('[L3] what a trusted proxy in front has said is kept, with its own address behind it', async () => {
	const { port, instances } = await cluster(1, { isBehindProxy: true });
	const said = {
		'x-forwarded-for': '203.0.113.7, 192.0.2.1',
		'x-forwarded-proto': 'https',
		'x-forwarded-host': 'greenroom.example'
	};
	await ask(port, { headers: said });
	expect(instances[0]!.seen[0]!.headers).toMatchObject({
		...said,
		'x-forwarded-for': '203.0.113.7, 192.0.2.1, 127.0.0.1'
	});
});

test('headers about one connection end with it', async () => {
	const { port, instances } = await cluster(1);
	await ask(port, { headers: { connection: 'x-hop', 'x-hop': '1', te: 'trailers', 'x-far': '2' } });
	const { headers } = instances[0]!.seen[0]!;
	expect(headers).toHaveProperty('x-far', '2');
	expect(headers).not.toHaveProperty('x-hop');
	expect(headers).not.toHaveProperty('te');
});

test('[C7] what an instance did not take goes to another, even what may happen only once', async () => {
	const { port, instances } = await cluster(3);
	await instances[0]!.die();
	await instances[1]!.die();
	for (let index = 0; index < 4; index += 1) {
		const answer = await ask(port, { method: 'POST', body: 'once' });
		expect(answer.body).toBe('instance 3');
	}
	expect(instances[2]!.seen.map(({ body }) => body)).toEqual(['once', 'once', 'once', 'once']);
	expect(await instanceOf(await open(port))).toBe('instance 3');
});

/** Takes what it is asked, and then breaks the connection. */
async function addBreaker(pool: Pool): Promise<{ asked: number }> {
	const breaker = { asked: 0 };
	const server = createServer((request) => {
		breaker.asked += 1;
		request.socket.destroy();
	});
	server.on('upgrade', (_request, socket) => {
		breaker.asked += 1;
		socket.destroy();
	});
	pool.add(await listen(server)).state = 'ready';
	return breaker;
}

test('[C7] what was taken and broke is asked again only if that can do no harm', async () => {
	const pool = new Pool();
	const breaker = await addBreaker(pool);
	const port = await listen(createProxy(pool));
	const good = await new FakeInstance('good').join(pool);
	expect((await ask(port)).body).toBe('good');
	expect(breaker.asked).toBe(1);

	good.backend.state = 'failing';
	expect((await ask(port, { method: 'POST', body: 'once' })).status).toBe(503);
	expect(good.seen.filter(({ method }) => method === 'POST')).toEqual([]);
	expect(await instanceOf(await open(port))).toBe('good');
});

test('[R1] what nobody can serve is refused in the form of every error', async () => {
	const { port, instances } = await cluster(1);
	instances[0]!.backend.state = 'out';
	const refused = await ask(port, { method: 'POST', body: 'x'.repeat(100_000) });
	expect(refused.status).toBe(503);
	expect(refused.headers['retry-after']).toBe('1');
	expect(JSON.parse(refused.body)).toEqual({
		error: {
			errorCode: 'CAPACITY_EXCEEDED',
			errorMessage: expect.stringMatching(/No instance/) as unknown,
			retryable: true
		}
	});
	const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/ws`);
	const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
	expect(response.statusCode).toBe(503);
	expect(response.headers['retry-after']).toBe('1');
	expect(JSON.parse(await text(response))).toHaveProperty('error.retryable', true);
});

test('an instance that is not ready gets something only where none is', async () => {
	const { port, instances } = await cluster(2);
	instances[0]!.backend.state = 'failing';
	const names = [(await ask(port)).body, (await ask(port)).body];
	expect(names).toEqual(['instance 2', 'instance 2']);
	instances[1]!.backend.state = 'out';
	expect((await ask(port)).body).toBe('instance 1');
});

test('[C1] an upgrade that the instance refuses is answered with its own words', async () => {
	const pool = new Pool();
	const refusing = createServer();
	refusing.on('upgrade', (_request, socket) => {
		socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nX-Why: origin\r\n\r\nno');
	});
	pool.add(await listen(refusing)).state = 'ready';
	const port = await listen(createProxy(pool));
	const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/ws`);
	const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
	expect([response.statusCode, response.headers['x-why']]).toEqual([403, 'origin']);
	expect(await text(response)).toBe('no');
});

test('a connection that ends on one side ends on the other, and is counted no more', async () => {
	const { port, instances } = await cluster(1);
	const [instance] = instances;
	const socket = await open(port);
	await instanceOf(socket);
	expect(instance!.backend).toMatchObject({ requests: 0, connections: 1 });
	socket.terminate();
	await expect.poll(() => instance!.backend.connections).toBe(0);

	const left = await open(port);
	instance!.server.closeAllConnections();
	const other = connect(port, '127.0.0.1');
	other.end('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
	await once(other, 'close');
	left.terminate();
	await expect.poll(() => instance!.backend).toMatchObject({ requests: 0, connections: 0 });
});

test('a client that goes away in the middle takes its request along', async () => {
	const pool = new Pool();
	let gone = false;
	const patient = createServer((request) => {
		request.resume();
		request.once('close', () => (gone = true));
	});
	const backend = pool.add(await listen(patient));
	backend.state = 'ready';
	const port = await listen(createProxy(pool));
	const sent = httpRequest({ host: '127.0.0.1', port, method: 'POST', agent: false });
	sent.on('error', () => undefined);
	sent.write('half');
	await expect.poll(() => backend.requests).toBe(1);
	sent.destroy();
	await expect.poll(() => gone).toBe(true);
	await expect.poll(() => backend.requests).toBe(0);
	expect(backend.state).toBe('ready');
});
