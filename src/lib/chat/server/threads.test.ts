import type { RequestEvent } from '@sveltejs/kit';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as oneRoute from '../../../routes/api/chat/threads/[id]/+server';
import * as messagesRoute from '../../../routes/api/chat/threads/[id]/messages/+server';
import * as allRoute from '../../../routes/api/chat/threads/+server';
import type { Permission } from '../../realtime/permissions';
import type { Endpoint } from '../../realtime/server/rest';
import { startTestApp, type TestApp } from '../../testing/app';
import type { ChatMessage, ThreadSummary } from '../threads';

let house: TestApp;
beforeAll(async () => {
	house = await startTestApp({ LIMIT_MESSAGES_PER_MINUTE: '100000' });
});
afterAll(() => house.stop());

interface Answer {
	status: number;
	body: {
		items: never[];
		nextCursor?: string;
		error?: { errorCode: string; details?: unknown };
	} & Record<string, unknown>;
}

/** A person of each test's own, who asks over REST. */
let me: string;
let count = 0;
beforeEach(async () => {
	me = `person-${(count += 1)}`;
	await house.app.accounts.keys.identify('alice');
});

async function ask(
	handler: Endpoint,
	{
		as = 'alice',
		id,
		query = '',
		body,
		permissions = ['read', 'write']
	}: {
		as?: string;
		id?: string;
		query?: string;
		body?: object;
		permissions?: Permission[];
	} = {}
): Promise<Answer> {
	const { userId } = await house.app.accounts.keys.identify(as);
	const url = new URL(`http://localhost/api/chat/threads${query}`);
	const event = {
		locals: { app: house.app, identity: { userId, permissions } },
		params: id === undefined ? {} : { id },
		url,
		request: new Request(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: body && JSON.stringify(body)
		})
	} as unknown as RequestEvent;
	const response = await handler(event);
	const text = await response.text();
	return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
}

const make = async (title: string, channel?: string) =>
	(await ask(allRoute.POST, { body: { title, channel } })).body as unknown as ThreadSummary;

async function say(threadId: string, ...texts: string[]): Promise<void> {
	const { userId } = await house.app.accounts.keys.identify('alice');
	for (const text of texts) {
		await house.app.chat.say(userId, { threadId }, text, () => undefined);
	}
}

describe('threads', () => {
	test('[H3] a thread is made under a title, with a channel of that name', async () => {
		const answer = await ask(allRoute.POST, { body: { title: `  Notes of ${me}\n` } });
		expect(answer.status).toBe(201);
		expect(answer.body).toEqual({
			threadId: expect.stringMatching(/^[0-9a-f-]{36}$/),
			channel: `room:notes-of-${me}`,
			title: `Notes of ${me}`,
			lastSeq: 0,
			createdAt: expect.stringMatching(/Z$/),
			updatedAt: expect.stringMatching(/Z$/)
		});
		const { threadId } = answer.body as unknown as ThreadSummary;
		expect((await ask(oneRoute.GET, { id: threadId })).body).toEqual(answer.body);
	});

	test('[H3] two threads of one title have two channels', async () => {
		const [first, second] = [await make(me), await make(me)];
		expect(first?.channel).toBe(`room:${me}`);
		expect(second?.channel).toBe(`room:${me}-2`);
	});

	test('[H3] a channel that is asked for is that one, or the answer says it is taken', async () => {
		const channel = `room:${me}`;
		const { threadId } = await make('First', channel);
		const answer = await ask(allRoute.POST, { body: { title: 'Second', channel } });
		expect(answer.status).toBe(409);
		expect(answer.body.error).toMatchObject({
			errorCode: 'INVALID_STATE',
			details: { state: 'channel_taken', threadId }
		});
	});

	test.each([
		['no title', {}, 'title'],
		['a blank title', { title: ' \u200b ' }, 'title'],
		['a title too long', { title: 'x'.repeat(101) }, 'title'],
		['the channel of a session', { title: 'T', channel: 'session:abc' }, 'channel'],
		['a channel of no kind', { title: 'T', channel: 'notes' }, 'channel']
	])('[R1] %s is refused with the path', async (_, body, path) => {
		const answer = await ask(allRoute.POST, { body });
		expect(answer.status).toBe(400);
		expect(answer.body.error).toMatchObject({ details: { path } });
	});

	test('[H3] a thread gets another title, and keeps its channel', async () => {
		const { threadId, channel } = await make(me);
		const answer = await ask(oneRoute.PATCH, { id: threadId, body: { title: 'Better' } });
		expect(answer.body).toMatchObject({ title: 'Better', channel });
	});

	test('[H3] a deleted thread is gone with all that was said, and its members know', async () => {
		const { threadId, channel } = await make(me);
		await say(threadId, 'one');
		const client = await house.openAs('alice');
		await client.request('join_channel', { channel });
		expect(await ask(oneRoute.DELETE, { id: threadId })).toEqual({ status: 204, body: {} });
		expect((await client.next('channel_left')).payload).toEqual({
			channel,
			threadId,
			reason: 'deleted'
		});
		for (const handler of [oneRoute.GET, oneRoute.DELETE, messagesRoute.GET]) {
			expect((await ask(handler, { id: threadId })).status).toBe(404);
		}
		const again = await client.request('join_channel', { channel });
		expect(again.payload).toMatchObject({ lastSeq: 0 });
		client.close();
	});

	test('[R2] the list has what was last spoken in first, page by page', async () => {
		const as = 'chief';
		const { userId } = await house.app.accounts.keys.identify(as);
		const made: string[] = [];
		for (let index = 0; index < 5; index += 1) {
			made.push((await house.app.chat.makeThread(userId, `T${index}`)).threadId);
			await delay(2);
		}
		await house.app.chat.say(userId, { threadId: made[1]! }, 'up', () => undefined);
		const listed: string[] = [];
		let query = '?limit=2';
		for (;;) {
			const { body } = await ask(allRoute.GET, { as, query });
			listed.push(...body.items.map(({ threadId }) => threadId));
			if (body.nextCursor === undefined) break;
			expect(body.items).toHaveLength(2);
			query = `?limit=2&cursor=${body.nextCursor}`;
		}
		expect(listed).toEqual([made[1], made[4], made[3], made[2], made[0]]);
	});

	test('[A6] another’s thread answers exactly as one that does not exist', async () => {
		const { threadId } = await make(me);
		for (const handler of [
			oneRoute.GET,
			oneRoute.PATCH,
			oneRoute.DELETE,
			messagesRoute.GET
		] as Endpoint[]) {
			const body = { title: 'Mine now' };
			const theirs = await ask(handler, { as: 'bob', id: threadId, body });
			const nobodys = await ask(handler, { as: 'bob', id: crypto.randomUUID(), body });
			expect(theirs).toMatchObject({ status: 404, body: { error: { errorCode: 'NOT_FOUND' } } });
			expect(theirs).toEqual(nobodys);
		}
		const { body } = await ask(allRoute.GET, { as: 'bob' });
		expect(body.items).toEqual([]);
		expect((await ask(oneRoute.GET, { id: threadId })).body['title']).toBe(me);
	});

	test('[A7] whoever only reads changes nothing', async () => {
		const { threadId } = await make(me);
		for (const handler of [allRoute.POST, oneRoute.PATCH, oneRoute.DELETE] as Endpoint[]) {
			const answer = await ask(handler, {
				id: threadId,
				body: { title: 'No' },
				permissions: ['read']
			});
			expect(answer.status).toBe(403);
		}
		expect((await ask(oneRoute.GET, { id: threadId, permissions: ['read'] })).status).toBe(200);
	});
});

describe('messages', () => {
	const words = Array.from({ length: 7 }, (_, index) => `m${index + 1}`);
	const textsOf = ({ body }: Answer) =>
		(body.items as unknown as ChatMessage[]).map(({ text }) => text);

	test('[H3] history comes newest first, page by page', async () => {
		const { threadId } = await make(me);
		await say(threadId, ...words);
		const first = await ask(messagesRoute.GET, { id: threadId, query: '?limit=3' });
		expect(textsOf(first)).toEqual(['m7', 'm6', 'm5']);
		const { userId } = await house.app.accounts.keys.identify('alice');
		expect(first.body.items[0]).toMatchObject({
			seq: 7,
			threadId,
			channel: `room:${me}`,
			author: { id: userId, name: expect.any(String) }
		});
		const cursor = first.body.nextCursor;
		const second = await ask(messagesRoute.GET, {
			id: threadId,
			query: `?limit=3&cursor=${cursor}`
		});
		expect(textsOf(second)).toEqual(['m4', 'm3', 'm2']);
		await say(threadId, 'm8');
		const last = await ask(messagesRoute.GET, {
			id: threadId,
			query: `?limit=3&cursor=${second.body.nextCursor}`
		});
		expect(textsOf(last)).toEqual(['m1']);
		expect(last.body.nextCursor).toBeUndefined();
	});

	test('[D4] a gap is filled in the order of what was said', async () => {
		const { threadId } = await make(me);
		await say(threadId, ...words);
		const first = await ask(messagesRoute.GET, { id: threadId, query: '?after=2&limit=3' });
		expect(textsOf(first)).toEqual(['m3', 'm4', 'm5']);
		const rest = await ask(messagesRoute.GET, {
			id: threadId,
			query: `?limit=3&cursor=${first.body.nextCursor}`
		});
		expect(textsOf(rest)).toEqual(['m6', 'm7']);
		expect(rest.body.nextCursor).toBeUndefined();
		const none = await ask(messagesRoute.GET, { id: threadId, query: '?after=7' });
		expect(none.body.items).toEqual([]);
	});

	test.each([
		['a cursor of another list', '?cursor=MTIz', 'cursor'],
		['a number that is none', '?after=x', 'after'],
		['a number below nothing', '?after=-1', 'after'],
		['both', '?cursor=MTIz&after=1', 'after'],
		['a page of nothing', '?limit=0', 'limit'],
		['a page of everything', '?limit=201', 'limit']
	])('[R1] %s is refused with the path', async (_, query, path) => {
		const { threadId } = await make(me);
		const answer = await ask(messagesRoute.GET, { id: threadId, query });
		expect(answer.status).toBe(400);
		expect(answer.body.error).toMatchObject({ details: { path } });
	});
});
