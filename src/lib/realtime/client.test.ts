import { describe, expect, it } from 'vitest';
import { UserError } from '../errors';
import { SUBPROTOCOL, type Envelope } from './envelope';
import { LineLostError } from './requests';
import { admit, connect, establish, pause, serve, until } from './scripted-line.fixtures';

describe('connecting', () => {
	it('[C2] it names the subprotocol', async () => {
		const { port, visits } = await serve({ open: admit });
		const { client } = connect(port);
		await until(() => client.state.authenticated);
		expect(visits[0]?.socket.protocol).toBe(SUBPROTOCOL);
	});

	it('[C8] it is connecting, then connected, and disconnected once closed', async () => {
		const { port } = await serve({ open: admit });
		const { client, states } = connect(port);
		await until(() => client.state.authenticated);
		client.close();
		await until(() => client.state.transport === 'disconnected');
		const seen = states.map(({ transport }) => transport);
		expect(seen.filter((one, index) => one !== seen[index - 1])).toEqual([
			'connecting',
			'connected',
			'disconnecting',
			'disconnected'
		]);
		expect(client.state.retryAt).toBeUndefined();
	});

	it('[C8] a server that accepts and says nothing is given up and tried again', async () => {
		const { port, visits } = await serve({
			open: (visit, index) => {
				if (index > 0) admit(visit);
			}
		});
		const { client } = connect(port, { timing: { connectTimeoutMs: 60 } });
		await until(() => client.state.authenticated);
		expect(visits).toHaveLength(2);
	});

	it('[E2] messages it does not understand change nothing', async () => {
		const { port } = await serve({
			open: ({ socket, ...visit }) => {
				socket.send('not JSON');
				socket.send('[]');
				socket.send(Buffer.from([1, 2, 3]), { binary: true });
				visit.say('from_a_newer_server', { anything: 1 });
				visit.say('error', { errorCode: 'NEWER_CODE' });
				visit.say('disconnect', { reason: 7, retryAfterMs: 'soon' });
				admit({ socket, ...visit });
			}
		});
		const { client } = connect(port);
		await until(() => client.state.authenticated);
		expect(client.state.problem).toBeUndefined();
	});
});

describe('authentication', () => {
	it('[A8] being connected is not being authenticated', async () => {
		const { port, visits } = await serve({ open: establish });
		const { client } = connect(port);
		await until(() => client.state.transport === 'connected');
		expect(client.state.authenticated).toBe(false);
		expect(client.send('start_session', {})).toBe(false);
		visits[0]!.say('connection_success', {});
		await until(() => client.state.authenticated);
		expect(client.send('start_session', {})).toBe(true);
	});

	it('[A8] a loss ends it until the server says so again', async () => {
		const { port, visits } = await serve({
			open: (visit, index) => (index === 0 ? admit(visit) : establish(visit))
		});
		const { client } = connect(port);
		await until(() => client.state.authenticated);
		visits[0]!.socket.terminate();
		await until(() => visits.length === 2 && client.state.transport === 'connected');
		expect(client.state.authenticated).toBe(false);
		visits[1]!.say('connection_success', {});
		await until(() => client.state.authenticated);
	});

	it('[A1] an API key is sent as connect and a token as authenticate, on each connection', async () => {
		const { port, visits } = await serve({
			open: (visit, index) => {
				establish(visit);
				if (index === 0) visit.socket.close(1011);
			}
		});
		connect(port, { credential: async () => ({ apiKey: 'k' }) });
		await until(() => visits[1]?.heard.length === 1);
		expect(visits[1]?.heard[0]).toMatchObject({ type: 'connect', payload: { api_key: 'k' } });
		const byToken = await serve({ open: establish });
		connect(byToken.port, { credential: async () => ({ token: 't' }) });
		await until(() => byToken.visits[0]?.heard.length === 1);
		expect(byToken.visits[0]?.heard[0]).toMatchObject({
			type: 'authenticate',
			payload: { token: 't' }
		});
	});

	it('[A2] onReady is called after each authentication, and at once when there is one', async () => {
		const { port, visits } = await serve({ open: admit });
		const { client } = connect(port);
		let times = 0;
		client.onReady(() => (times += 1));
		await until(() => times === 1);
		visits[0]!.socket.terminate();
		await until(() => times === 2);
		const stop = client.onReady(() => (times += 10));
		expect(times).toBe(12);
		stop();
		visits[1]!.socket.terminate();
		await until(() => visits.length === 3 && client.state.authenticated);
		expect(times).toBe(13);
	});
});

describe('who is asking', () => {
	it('[A2] a second connection_success on a live connection says who it is from then on', async () => {
		const { port, visits } = await serve({ open: admit });
		const { client } = connect(port);
		let times = 0;
		client.onReady(() => (times += 1));
		await until(() => client.state.userId === 'u');
		visits[0]!.say('connection_success', { userId: 'u', expiresAt: 'later' });
		visits[0]!.say('connection_success', { userId: 'account' });
		await until(() => client.state.userId === 'account');
		expect(client.state.authenticated).toBe(true);
		// Features begin again for another user, and not for the same one.
		expect(times).toBe(2);
	});

	it('[A8] who it was stays known while the connection is away', async () => {
		const { port, visits } = await serve({
			open: (visit, index) => index === 0 && admit(visit)
		});
		const { client } = connect(port);
		await until(() => client.state.authenticated);
		visits[0]!.socket.terminate();
		await until(() => visits.length === 2);
		expect(client.state).toMatchObject({ authenticated: false, userId: 'u' });
	});

	it('[D1] what waits for the line is not sent as somebody else', async () => {
		const { port, visits } = await serve({ open: establish });
		const { client } = connect(port);
		await until(() => client.state.transport === 'connected');
		visits[0]!.say('connection_success', { userId: 'one' });
		await until(() => client.state.authenticated);
		visits[0]!.socket.terminate();
		await until(() => visits.length === 2 && client.state.transport === 'connected');
		const asked = client.request('ask', {});
		visits[1]!.say('connection_success', { userId: 'another' });
		await expect(asked).rejects.toBeInstanceOf(LineLostError);
		await pause(20);
		expect(visits[1]!.heard).toEqual([]);
	});
});

describe('coming back', () => {
	it.each([1001, 1009, 1011, 4001, 4008, 4009])('[E4] it comes back after %i', async (code) => {
		const { port, visits } = await serve({
			open: (visit, index) => {
				admit(visit);
				if (index === 0) visit.socket.close(code);
			}
		});
		connect(port);
		await until(() => visits.length === 2);
	});

	it.each([
		[1000, 'disconnected'],
		[4000, 'error'],
		[4002, 'error'],
		[4003, 'error']
	])('[E4] it does not come back after %i, but does when told to', async (code, transport) => {
		const { port, visits } = await serve({
			open: (visit, index) => {
				admit(visit);
				if (index === 0) visit.socket.close(code);
			}
		});
		const { client } = connect(port);
		await until(() => client.state.transport === transport);
		await pause(50);
		expect(visits).toHaveLength(1);
		client.retryNow();
		await until(() => client.state.authenticated);
	});

	it('[E4] after TOKEN_EXPIRED it renews and tries once, then rests and says why', async () => {
		const { port, visits } = await serve({
			open: (visit) => {
				establish(visit);
				visit.say('error', {
					errorCode: 'TOKEN_EXPIRED',
					errorMessage: 'Token expired',
					retryable: false
				});
				visit.say('disconnect', { reason: 'Token expired' });
				visit.socket.close(4000);
			}
		});
		let renewals = 0;
		const { client } = connect(port, {
			renew: async () => {
				renewals += 1;
				return true;
			}
		});
		await until(() => client.state.transport === 'error');
		expect(visits).toHaveLength(2);
		expect(renewals).toBe(1);
		expect(client.state.problem).toEqual({
			message: 'Token expired',
			details: 'TOKEN_EXPIRED, close code 4000'
		});
	});

	it('[E4] a line that opens without a cookie is renewed, once, and comes back', async () => {
		let isKnown = false;
		const { port, visits } = await serve({
			open: (visit) => {
				if (isKnown) return admit(visit);
				establish(visit);
				visit.say('error', {
					errorCode: 'UNAUTHORIZED',
					errorMessage: 'Nobody said who is asking'
				});
				visit.say('disconnect', { reason: 'Authentication timeout' });
				visit.socket.close(4000);
			}
		});
		const { client } = connect(port, {
			renew: async () => {
				isKnown = true;
				return true;
			}
		});
		await until(() => client.state.authenticated);
		expect(visits).toHaveLength(2);
	});

	it('[E4] after INVALID_KEY it does not renew', async () => {
		const { port, visits } = await serve({
			open: (visit) => {
				establish(visit);
				visit.say('error', { errorCode: 'INVALID_KEY', errorMessage: 'Invalid API key' });
				visit.socket.close(4000);
			}
		});
		const { client } = connect(port, { renew: () => Promise.reject(new Error('not asked')) });
		await until(() => client.state.transport === 'error');
		await pause(50);
		expect(visits).toHaveLength(1);
		expect(client.state.problem?.message).toBe('Invalid API key');
	});

	it('[E4] before it retries a 1006 it asks, and connects only when it is let in', async () => {
		const { port, visits } = await serve({ open: admit });
		const answers = [false, false, true];
		const { client } = connect(port, { renew: async () => answers.shift()! });
		await until(() => client.state.authenticated);
		visits[0]!.socket.terminate();
		await until(() => visits.length === 2 && client.state.authenticated);
		expect(answers).toEqual([]);
	});

	it('[E4] a renewal that cannot reach the server leaves it to the connection', async () => {
		const { port, visits } = await serve({ open: admit });
		const { client } = connect(port, { renew: () => Promise.reject(new Error('offline')) });
		await until(() => client.state.authenticated);
		visits[0]!.socket.terminate();
		await until(() => visits.length === 2 && client.state.authenticated);
	});

	it('[C8] it backs off further with each failure', async () => {
		const { port } = await serve({ open: ({ socket }) => socket.close(1011) });
		const { client, states } = connect(port, { random: () => 0.02, now: () => 0 });
		const waits = () =>
			states.flatMap(({ retryAt, transport }) =>
				transport === 'disconnected' && retryAt !== undefined ? [retryAt] : []
			);
		await until(() => waits().length >= 4);
		client.close();
		expect(waits().slice(0, 4)).toEqual([10, 20, 40, 80]);
	});

	it('[C8] health makes the next loss a first one again, and a short visit does not', async () => {
		const { port, visits } = await serve({
			open: (visit, index) => {
				if (index < 2) visit.socket.close(1011);
				else admit(visit);
			}
		});
		const { client } = connect(port, { timing: { healthyAfterMs: 80 } });
		await until(() => client.state.authenticated);
		expect(client.state.attempt).toBe(2);
		visits[2]!.socket.close(1011);
		await until(() => visits.length === 4 && client.state.authenticated);
		expect(client.state.attempt).toBe(3);
		await until(() => client.state.attempt === 0);
	});

	it('[C7] it does not come back before the server asked for it', async () => {
		const { port, visits } = await serve({
			open: (visit, index) => {
				admit(visit);
				if (index > 0) return;
				visit.say('disconnect', { reason: 'Server shutting down', retryAfterMs: 150 });
				visit.socket.close(1001);
			}
		});
		const { client } = connect(port);
		await until(() => client.state.retryAt !== undefined);
		const lost = performance.now();
		expect(client.state.problem?.message).toBe('Server shutting down');
		await until(() => visits.length === 2);
		expect(performance.now() - lost).toBeGreaterThan(140);
	});

	it('[E4] it does not come back before an error that closed it asked for it', async () => {
		const { port, visits } = await serve({
			open: (visit, index) => {
				admit(visit);
				if (index > 0) return;
				visit.say('error', {
					errorCode: 'RATE_LIMIT_EXCEEDED',
					errorMessage: 'Too many messages.',
					details: { retryAfterMs: 150 }
				});
				visit.say('disconnect', { reason: 'Rate limit exceeded' });
				visit.socket.close(4001);
			}
		});
		const { client } = connect(port);
		await until(() => client.state.retryAt !== undefined);
		const lost = performance.now();
		await until(() => visits.length === 2);
		expect(performance.now() - lost).toBeGreaterThan(140);
	});

	it.each([
		['CAPACITY_EXCEEDED', 4001],
		['INTERNAL_ERROR', 4000]
	])(
		'[E4] a connection refused with %s, close code %i, is tried again',
		async (errorCode, code) => {
			const { port, visits } = await serve({
				open: (visit, index) => {
					if (index > 0) return admit(visit);
					establish(visit);
					visit.say('error', { errorCode, errorMessage: 'Not now.' });
					visit.say('disconnect', { reason: 'Not now.' });
					visit.socket.close(code);
				}
			});
			const { client, states } = connect(port);
			await until(() => client.state.authenticated);
			expect(visits).toHaveLength(2);
			expect(states.some(({ problem }) => problem?.message === 'Not now.')).toBe(true);
		}
	);

	it('[E4] a server that answers and opens nothing is said to, and tried on', async () => {
		const { port, visits } = await serve({
			open: (visit, index) => {
				if (index === 0) admit(visit);
				if (index === 2) admit(visit);
				if (index === 1) visit.socket.terminate();
			}
		});
		const { client, states } = connect(port, { renew: async () => true });
		await until(() => client.state.authenticated);
		visits[0]!.socket.terminate();
		await until(() => visits.length === 3 && client.state.authenticated);
		const problems = states.map(({ problem }) => problem?.message);
		expect(problems).toContain('The server cannot be reached.');
		expect(problems.some((problem) => problem?.startsWith('The server answers, but'))).toBe(true);
	});

	it('[E4] an error that answered a request is no reason for a network that fails later', async () => {
		const { port, visits } = await serve({
			open: admit,
			message: ({ say }, { requestId }) =>
				say('error', { errorCode: 'FORBIDDEN', errorMessage: 'Not you.' }, requestId)
		});
		const { client } = connect(port, { random: () => 0.99 });
		await expect(client.request('ask', {})).rejects.toMatchObject({ code: 'FORBIDDEN' });
		visits[0]!.socket.terminate();
		await until(() => client.state.problem !== undefined);
		expect(client.state.problem?.message).toBe('The server cannot be reached.');
	});

	it('[C8] retryNow does not wait', async () => {
		const { port, visits } = await serve({
			open: (visit, index) => (index === 0 ? visit.socket.close(1011) : admit(visit))
		});
		const { client } = connect(port, { random: () => 0.99 });
		await until(() => client.state.retryAt !== undefined);
		const lost = performance.now();
		client.retryNow();
		await until(() => visits.length === 2);
		expect(performance.now() - lost).toBeLessThan(400);
	});
});

describe('the heartbeat', () => {
	it('[C5] it pings while connected, and stays where pongs come', async () => {
		const { port, visits } = await serve({
			open: admit,
			message: ({ say }, { type }) => type === 'ping' && say('pong', {})
		});
		const { client } = connect(port, { timing: { pingIntervalMs: 30 } });
		await until(() => (visits[0]?.heard.filter(({ type }) => type === 'ping').length ?? 0) >= 3);
		expect(client.state.authenticated).toBe(true);
		expect(visits).toHaveLength(1);
	});

	it('[C5] a connection from which nothing came for two intervals is replaced', async () => {
		const { port, visits } = await serve({ open: admit });
		connect(port, { timing: { pingIntervalMs: 30 } });
		await until(() => visits.length === 2);
		expect(visits[0]?.heard.map(({ type }) => type)).toEqual(['ping']);
	});

	it('[C5] a probe finds a dead connection at once', async () => {
		const { port, visits } = await serve({ open: admit });
		const { client } = connect(port, { timing: { probeTimeoutMs: 30 } });
		await until(() => client.state.authenticated);
		client.probe();
		await until(() => visits.length === 2);
	});

	it('[C5] what was on its way when the connection died does not answer a probe', async () => {
		const { port, visits } = await serve({
			open: admit,
			message: ({ say }, { type }) => type === 'ping' && say('told', {})
		});
		const { client } = connect(port, { timing: { probeTimeoutMs: 30 } });
		await until(() => client.state.authenticated);
		client.probe();
		await until(() => visits.length === 2);
	});

	it('[C5] a probe that is answered leaves the connection, also where much comes before', async () => {
		const { port, visits } = await serve({
			open: admit,
			message: async ({ say }, { type, requestId }) => {
				if (type !== 'ping') return;
				for (let part = 0; part < 10; part += 1) {
					say('told', {});
					await pause(60);
				}
				say('pong', {}, requestId);
			}
		});
		const { client } = connect(port, { timing: { probeTimeoutMs: 500 } });
		await until(() => client.state.authenticated);
		client.probe();
		await pause(1_200);
		expect(visits).toHaveLength(1);
	});
});

describe('requests', () => {
	it('[D1] each is resolved with the one answer that carries its id', async () => {
		const waiting: Envelope[] = [];
		const { port } = await serve({
			open: admit,
			message: (visit, message) => {
				waiting.push(message);
				if (waiting.length < 2) return;
				visit.say('answer', { to: 'nobody' }, 'unknown');
				for (const { payload, requestId } of waiting.reverse()) {
					visit.say('answer', payload, requestId);
				}
			}
		});
		const { client } = connect(port);
		const answers = await Promise.all([
			client.request('ask', { n: 1 }),
			client.request('ask', { n: 2 })
		]);
		expect(answers).toEqual([{ n: 1 }, { n: 2 }]);
	});

	it('[D1] an error rejects with what the server said', async () => {
		const { port } = await serve({
			open: admit,
			message: ({ say }, { requestId }) =>
				say(
					'error',
					{ errorCode: 'CONFLICT', errorMessage: 'Missing.', details: { nextSeq: 3 } },
					requestId
				)
		});
		const { client } = connect(port);
		const error = await client.request('ask', {}).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(UserError);
		expect(error).toMatchObject({ code: 'CONFLICT', message: 'Missing.', details: { nextSeq: 3 } });
	});

	it('[D1] one made before authentication waits for it, and is sent in order', async () => {
		const { port, visits } = await serve({
			open: establish,
			message: ({ say }, { payload, requestId }) => say('answer', payload, requestId)
		});
		const { client } = connect(port);
		const answers = Promise.all([1, 2, 3].map((n) => client.request('ask', { n })));
		await until(() => client.state.transport === 'connected');
		await pause(20);
		expect(visits[0]?.heard).toEqual([]);
		visits[0]!.say('connection_success', {});
		expect(await answers).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
		expect(visits[0]?.heard.map(({ payload }) => payload)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
	});

	it('[D1] those that wait are bounded', async () => {
		const { port } = await serve({ open: establish });
		const { client } = connect(port);
		const waiting = Array.from({ length: 65 }, () => client.request('ask', {}));
		const outcomes = Promise.allSettled(waiting);
		await expect(waiting[64]).rejects.toMatchObject({ code: 'CAPACITY_EXCEEDED' });
		client.close();
		const others = (await outcomes).slice(0, 64);
		expect(others.every(({ status }) => status === 'rejected')).toBe(true);
	});

	it('[D1] one whose connection closes first is lost, and is not sent again', async () => {
		const { port, visits } = await serve({
			open: admit,
			message: ({ socket }) => socket.terminate()
		});
		const { client } = connect(port);
		await expect(client.request('ask', {})).rejects.toBeInstanceOf(LineLostError);
		await until(() => visits.length === 2 && client.state.authenticated);
		await pause(30);
		expect(visits[1]?.heard).toEqual([]);
	});

	it('[D1] whoever lost it can see how the connection ended', async () => {
		const { port } = await serve({ open: admit, message: ({ socket }) => socket.close(1011) });
		const { client } = connect(port);
		await expect(client.request('ask', {})).rejects.toMatchObject({ closeCode: 1011 });
	});

	it('[D3] one that may be repeated outlives the connection, under the same id', async () => {
		const { port, visits } = await serve({
			open: admit,
			message: (visit, { payload, requestId }) => {
				if (visits.length < 3) visit.socket.terminate();
				else visit.say('answer', payload, requestId);
			}
		});
		const { client } = connect(port);
		expect(await client.request('ask', { n: 1 }, { retry: true })).toEqual({ n: 1 });
		const ids = visits.map(({ heard }) => heard.map(({ requestId }) => requestId));
		expect(ids).toHaveLength(3);
		expect(new Set(ids.flat()).size).toBe(1);
	});

	it('[D3] it is repeated until its time-out, and no longer', async () => {
		const { port } = await serve({ open: admit, message: ({ socket }) => socket.terminate() });
		const { client } = connect(port, { random: () => 0.02 });
		const asked = client.request('ask', {}, { retry: true, timeoutMs: 80 });
		await expect(asked).rejects.toMatchObject({ code: 'CONNECTION_TIMEOUT' });
	});

	it('[D3] it is lost where nobody comes back by himself', async () => {
		const { port } = await serve({ open: admit, message: ({ socket }) => socket.close(4002) });
		const { client } = connect(port);
		await expect(client.request('ask', {}, { retry: true })).rejects.toMatchObject({
			name: 'LineLostError',
			closeCode: 4002
		});
	});

	it('[D3] an id of the caller’s own is sent, and stands for one request at a time', async () => {
		const { port, visits } = await serve({ open: admit });
		const { client } = connect(port);
		const asked = client.request('ask', {}, { requestId: 'mine' });
		asked.catch(() => undefined);
		await expect(client.request('ask', {}, { requestId: 'mine' })).rejects.toMatchObject({
			code: 'CONFLICT'
		});
		await until(() => visits[0]?.heard.length === 1);
		expect(visits[0]?.heard[0]?.requestId).toBe('mine');
	});

	it('[E3] one without an answer ends with CONNECTION_TIMEOUT', async () => {
		const { port } = await serve({ open: admit });
		const { client } = connect(port);
		await expect(client.request('ask', {}, { timeoutMs: 40 })).rejects.toMatchObject({
			code: 'CONNECTION_TIMEOUT'
		});
	});

	it('[D1] hearers get every message of their type until they stop', async () => {
		const { port, visits } = await serve({ open: admit });
		const { client } = connect(port);
		const heard: unknown[] = [];
		const stop = client.on('news', (payload) => heard.push(payload));
		await until(() => client.state.authenticated);
		visits[0]!.say('news', { n: 1 });
		await until(() => heard.length === 1);
		stop();
		visits[0]!.say('news', { n: 2 });
		await pause(20);
		expect(heard).toEqual([{ n: 1 }]);
	});
});
