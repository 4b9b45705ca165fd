import { eq, sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod/mini';
import { UserError } from '../../errors';
import { HandFlushedWire } from '../../testing/hand-flushed';
import { startTestLine, type TestLine } from '../../testing/line';
import { defineMessages } from '../catalogue';
import { defineFeature } from './handlers';
import { keptRequest } from './schema';

/** A message that adds one row each time it is done, and answers how many there are. */
const messages = defineMessages({
	add: {
		direction: 'in',
		summary: 'Adds one.',
		schema: z.object({ what: z.string() }),
		permission: 'write',
		bucket: 'messages',
		answeredBy: 'added',
		changes: true
	},
	added: {
		direction: 'out',
		summary: 'One more.',
		schema: z.object({ total: z.number(), by: z.string() }),
		replaces: false
	}
});

let line: TestLine;
/** What the next `add` waits for before it writes. */
let gate: Promise<unknown> = Promise.resolve();

/** Whose things are somebody else's by now. */
let movedFrom: string | undefined;

async function start(): Promise<TestLine> {
	line = await startTestLine({
		features: (database) => [
			defineFeature(messages, {
				async add({ what }, { identity, keep }) {
					await gate;
					if (identity.userId === movedFrom) throw new UserError('NOT_FOUND', 'It is not here.');
					if (what === 'fails') throw new Error('this one fails');
					return database.write((tx) => {
						tx.run(sql`create table if not exists added (what text)`);
						tx.run(sql`insert into added values (${what})`);
						const [row] = tx.all<{ total: number }>(sql`select count(*) as total from added`);
						const answer = { total: row!.total, by: identity.userId };
						keep(tx, answer);
						return answer;
					});
				}
			})
		]
	});
	return line;
}

afterEach(async () => {
	gate = Promise.resolve();
	await line.stop();
});

const total = () =>
	line.database.read.all<{ total: number }>(sql`select count(*) as total from added`)[0]!.total;

function held(): { promise: Promise<void>; release: () => void } {
	let release: () => void = () => undefined;
	const promise = new Promise<void>((resolve) => (release = resolve));
	return { promise, release };
}

test('[D3] an answer lost on its way: sent again after the reconnection, it is done once', async () => {
	await start();
	const wire = new HandFlushedWire(line.server);
	const first = await line.openAs('alice', { wire });
	wire.hold();
	first.send('add', { what: 'one' }, 'same');
	await wire.flush('up');
	await expect.poll(total).toBe(1);
	// The answer is in the wire, and the wire breaks.
	wire.cut();
	const second = await line.openAs('alice');
	second.send('add', { what: 'one' }, 'same');
	expect(await second.next('added')).toMatchObject({ requestId: 'same', payload: { total: 1 } });
	expect(first.received.some(({ type }) => type === 'added')).toBe(false);
	expect(total()).toBe(1);
	second.close();
});

test('[D3] the same requestId twice at once, in two tabs: done once, answered twice', async () => {
	await start();
	const one = await line.openAs('alice');
	const other = await line.openAs('alice');
	const { promise, release } = held();
	gate = promise;
	one.send('add', { what: 'one' }, 'same');
	other.send('add', { what: 'one' }, 'same');
	await line.openAs('bob').then((bob) => bob.close());
	release();
	const answers = await Promise.all([one.next('added'), other.next('added')]);
	expect(answers).toMatchObject([
		{ requestId: 'same', payload: { total: 1 } },
		{ requestId: 'same', payload: { total: 1 } }
	]);
	expect(total()).toBe(1);
});

test('[D3] of a first one that fails, the duplicate in flight is tried', async () => {
	await start();
	const one = await line.openAs('alice');
	const other = await line.openAs('alice');
	const { promise, release } = held();
	gate = promise;
	one.send('add', { what: 'fails' }, 'same');
	await line.openAs('bob').then((bob) => bob.close());
	other.send('add', { what: 'good' }, 'same');
	release();
	expect((await one.next('error')).payload['errorCode']).toBe('INTERNAL_ERROR');
	expect((await other.next('added')).payload['total']).toBe(1);
});

test('[D3] the same id with another payload is a CONFLICT; another user has ids of his own', async () => {
	await start();
	const alice = await line.openAs('alice');
	alice.send('add', { what: 'one' }, 'same');
	await alice.next('added');
	alice.send('add', { what: 'two' }, 'same');
	expect((await alice.next('error')).payload).toMatchObject({
		errorCode: 'CONFLICT',
		details: { requestId: 'same' }
	});
	const bob = await line.openAs('bob');
	bob.send('add', { what: 'two' }, 'same');
	expect((await bob.next('added')).payload).toMatchObject({ total: 2, by: 'bob' });
});

test('[D3] another process on the same database has done it between our look and our write', async () => {
	await start();
	const alice = await line.openAs('alice');
	const { promise, release } = held();
	gate = promise;
	alice.send('add', { what: 'one' }, 'same');
	await line.openAs('bob').then((bob) => bob.close());
	// As the other instance leaves it: the same user, id and payload.
	const other = await line.openAs('alice');
	gate = Promise.resolve();
	other.send('add', { what: 'one' }, 'other');
	await other.next('added');
	await line.database.write((tx) =>
		tx
			.update(keptRequest)
			.set({ requestId: 'same' })
			.where(eq(keptRequest.requestId, 'other'))
			.run()
	);
	release();
	expect((await alice.next('added')).payload['total']).toBe(1);
	expect(total()).toBe(1);
});

test('[D3] fields in another order, and fields nobody knows, are the same message', async () => {
	await start();
	const alice = await line.openAs('alice');
	alice.send('add', { what: 'one', unknown: 1 }, 'same');
	await alice.next('added');
	alice.send('add', { unknown: 2, what: 'one' }, 'same');
	expect((await alice.next('added')).payload['total']).toBe(1);
});

test('[A4] authenticate with a message right behind it: served in order, once it is good', async () => {
	await start();
	const { promise, release } = held();
	line.identify.gate = promise;
	const client = await line.open();
	client.send('authenticate', { token: 'alice' }, 'who');
	client.send('add', { what: 'one' }, 'what');
	await line.open().then((other) => other.close());
	expect(client.received.map(({ type }) => type)).toEqual(['connection_established']);
	release();
	await client.next('added');
	expect(client.received.map(({ requestId }) => requestId)).toEqual([
		undefined,
		'who',
		undefined,
		'what'
	]);
});

test('[A5] a key revoked while it is being looked at is felt at once', async () => {
	await start();
	const { promise, release } = held();
	line.identify.gate = promise;
	const client = await line.open();
	client.send('authenticate', { token: 'alice' });
	await line.open().then((other) => other.close());
	// It was good when it was read; its end is noticed before it is welcomed.
	line.identify.end('alice');
	await new Promise((resolve) => setTimeout(resolve, 600));
	release();
	expect(await client.closed).toEqual({ code: 4000, reason: 'Invalid API key' });
	expect(client.received.map(({ type }) => type).slice(-2)).toEqual(['error', 'disconnect']);
});

test('[A5] a key revoked between upgrade and connect is refused like any bad one', async () => {
	await start();
	const client = await line.open();
	line.identify.end('alice');
	client.send('connect', { api_key: 'alice' });
	expect(await client.closed).toEqual({ code: 4000, reason: 'Invalid API key' });
});

test('[A5] a credential that moved goes on as whose it is now, between two messages', async () => {
	await start();
	const wire = new HandFlushedWire(line.server);
	const client = await line.openAs('guest', { wire });
	line.identify.bearers.set('new session', { userId: 'account' });
	const { promise, release } = held();
	gate = promise;
	client.send('add', { what: 'before' }, 'before');
	line.identify.end('guest', 'new session');
	line.identify.end('guest');
	await new Promise((resolve) => setTimeout(resolve, 600));
	client.send('add', { what: 'after' }, 'after');
	release();
	expect((await client.next('added')).payload['by']).toBe('guest');
	expect((await client.next('connection_success')).payload['userId']).toBe('account');
	expect((await client.next('added')).payload['by']).toBe('account');
	client.close();
});

test('[A5] a credential that was replaced twice at once goes on as the last', async () => {
	await start();
	const client = await line.openAs('guest');
	line.identify.bearers.set('last', { userId: 'account' });
	line.identify.end('guest', 'first');
	line.identify.end('first', 'last');
	line.identify.end('first');
	expect((await client.next('connection_success')).payload['userId']).toBe('account');
	await client.settle();
	client.close();
});

test('[A5] a token whose time is up closes within a second', async () => {
	await start();
	line.identify.bearers.set('short', {
		userId: 'alice',
		credential: undefined,
		expiresAt: new Date(Date.now() + 300)
	});
	const client = await line.openAs('short');
	const from = performance.now();
	expect(await client.closed).toEqual({ code: 4000, reason: 'Token expired' });
	expect(performance.now() - from).toBeLessThan(1_300);
	expect((await client.next('error')).payload['errorCode']).toBe('TOKEN_EXPIRED');
});

test('[A5] a session that was prolonged in the meantime goes on', async () => {
	await start();
	const bearer = { userId: 'alice', expiresAt: new Date(Date.now() + 300) };
	line.identify.bearers.set('session', bearer);
	const client = await line.openAs('session');
	bearer.expiresAt = new Date(Date.now() + 60_000);
	expect((await client.next('connection_success')).payload['expiresAt']).toBe(
		bearer.expiresAt.toISOString()
	);
	await client.settle();
	client.close();
});

test('[A5] what is refused to a guest who has just become an account is done for the account', async () => {
	await start();
	const wire = new HandFlushedWire(line.server);
	const client = await line.openAs('guest', { wire });
	// Everything has moved, and the line has not looked yet.
	line.identify.bearers.set('new session', { userId: 'account' });
	line.identify.end('guest', 'new session');
	line.identify.end('guest');
	movedFrom = 'guest';
	client.send('add', { what: 'one' }, 'id');
	const types = ['connection_success', 'message_delivered', 'added'];
	expect((await client.next('added')).payload['by']).toBe('account');
	expect(client.received.slice(-3).map(({ type }) => type)).toEqual(types);
	movedFrom = undefined;
	client.close();
});
