import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { UserError } from '../errors';
import type { OutboxLine, WaitingMessage } from '../realtime/channel';
import { LineClient } from '../realtime/client';
import { startTestApp, type TestApp } from '../testing/app';
import type { ChatHistory } from './chat-client';
import { LiveThread } from './live-thread.svelte';

/** The browser's half against the real server, over a real line; only the outbox is played. */

let house: TestApp;
let alice: string;
beforeAll(async () => {
	house = await startTestApp({ LIMIT_MESSAGES_PER_MINUTE: '100000' });
	alice = (await house.app.accounts.keys.identify('alice')).userId;
});
afterAll(() => house.stop());

/** A line whose outbox is what the test says. */
class PlayedLine implements OutboxLine {
	waiting: WaitingMessage[] = [];
	readonly userId = alice;
	readonly discard = vi.fn();
	readonly tryAgain = vi.fn();
	readonly client = new LineClient({
		url: house.url,
		credential: () => ({ apiKey: 'alice' }),
		random: () => 0
	});
	onReady = this.client.onReady.bind(this.client);

	channel() {
		const channel = this.client.channel();
		return {
			request: channel.request.bind(channel),
			send: channel.send.bind(channel),
			on: channel.on.bind(channel),
			say: channel.request.bind(channel)
		} as never;
	}

	/** Something was said, and waits. */
	wait(requestId: string, text: string, about = threadId): WaitingMessage {
		const payload = { threadId: about, text };
		const entry = { requestId, type: 'send_message', payload, about, at: 0, state: 'waiting' };
		this.waiting = [...this.waiting, entry as WaitingMessage];
		return entry as WaitingMessage;
	}
}

/** REST, without HTTP. */
const history = {
	messages: vi.fn<ChatHistory['messages']>((id, cursor) =>
		house.app.chat.messages(alice, id, { cursor, limit: 3 })
	),
	messagesAfter: vi.fn<ChatHistory['messagesAfter']>((id, after) =>
		house.app.chat.messages(alice, id, { after, limit: 3 })
	)
};

let line: PlayedLine;
let threadId: string;
const endings: (() => void)[] = [];
let count = 0;

beforeEach(async () => {
	({ threadId } = await house.app.chat.makeThread(alice, `live ${(count += 1)}`));
	line = new PlayedLine();
});

afterEach(() => {
	for (const end of endings.splice(0)) end();
	line.client.close();
	vi.clearAllMocks();
});

async function say(...texts: string[]): Promise<void> {
	for (const text of texts) {
		await house.app.chat.say(alice, { threadId }, text, () => undefined);
	}
}

function openThread(first?: Awaited<ReturnType<ChatHistory['messages']>>): LiveThread {
	const thread = new LiveThread(threadId, line, history, first);
	endings.push(thread.open());
	line.client.connect();
	return thread;
}

const textsOf = (thread: LiveThread) => thread.messages.map(({ text }) => text);
const joined = (thread: LiveThread) =>
	expect.poll(() => thread.members.map(({ id }) => id)).toEqual([alice]);

describe('history', () => {
	test('[H3] it begins with the newest, and goes back page by page', async () => {
		await say('1', '2', '3', '4', '5');
		const thread = openThread();
		expect(thread.phase).toBe('loading');
		await expect.poll(() => textsOf(thread)).toEqual(['3', '4', '5']);
		expect(thread.phase).toBe('open');
		expect(thread.hasOlder).toBe(true);
		await Promise.all([thread.loadOlder(), thread.loadOlder()]);
		expect(textsOf(thread)).toEqual(['1', '2', '3', '4', '5']);
		expect(thread.hasOlder).toBe(false);
		expect(history.messages).toHaveBeenCalledTimes(2);
	});

	test('[H3] what the page brought along is there before any connection', async () => {
		await say('1', '2');
		const first = await history.messages(threadId);
		const thread = new LiveThread(threadId, line, history, first);
		expect(thread.phase).toBe('open');
		expect(textsOf(thread)).toEqual(['1', '2']);
	});

	test('[D4] what was said between the page and the joining is fetched', async () => {
		await say('1');
		const first = await history.messages(threadId);
		await say('2', '3', '4', '5', '6');
		const thread = openThread(first);
		await expect.poll(() => textsOf(thread)).toEqual(['1', '2', '3', '4', '5', '6']);
	});

	test('[H3] older messages that cannot be fetched say so, and are fetched the next time', async () => {
		await say('1', '2', '3', '4');
		const thread = openThread(await history.messages(threadId));
		history.messages.mockRejectedValueOnce(new UserError('CONNECTION_TIMEOUT', 'Not now.'));
		await thread.loadOlder();
		expect(thread.olderProblem).toBe('Not now.');
		await thread.loadOlder();
		expect(thread.olderProblem).toBeUndefined();
		expect(textsOf(thread)).toEqual(['1', '2', '3', '4']);
	});

	test('[H1] what fails is tried again by itself', async () => {
		await say('1');
		history.messages.mockRejectedValueOnce(new UserError('INTERNAL_ERROR', 'Broken.'));
		const thread = openThread();
		await expect.poll(() => textsOf(thread)).toEqual(['1']);
		expect(thread.problem).toBeUndefined();
		expect(history.messages).toHaveBeenCalledTimes(2);
	});
});

describe('what is said', () => {
	test('[H2] it is there as soon as it is told', async () => {
		const thread = openThread();
		await joined(thread);
		await say('hello');
		await expect.poll(() => textsOf(thread)).toEqual(['hello']);
	});

	test('[H2] one’s own words are there once, told and delivered', async () => {
		const thread = openThread();
		await joined(thread);
		thread.say('mine\r\n');
		await expect.poll(() => textsOf(thread)).toEqual(['mine']);
		await say('after');
		await expect.poll(() => textsOf(thread)).toEqual(['mine', 'after']);
	});

	test('[D4] after a lost connection what was missed is fetched', async () => {
		const thread = openThread();
		await joined(thread);
		await say('1');
		await expect.poll(() => textsOf(thread)).toEqual(['1']);
		line.client.close();
		await say('2', '3', '4', '5', '6');
		line.client.connect();
		await expect.poll(() => textsOf(thread)).toEqual(['1', '2', '3', '4', '5', '6']);
		await say('7');
		await expect.poll(() => textsOf(thread)).toHaveLength(7);
	});

	test('[H1] a page that was left hears no more, and its connection is no member', async () => {
		const thread = openThread();
		await joined(thread);
		endings.pop()?.();
		await say('unheard');
		const other = await house.openAs('alice');
		const { payload } = await other.request('join_channel', { threadId });
		expect(payload['lastSeq']).toBe(1);
		expect(thread.messages).toEqual([]);
		other.close();
	});

	test('[I6] agents are shown while they are at work', async () => {
		const thread = openThread();
		await joined(thread);
		const agent = await house.openAs('alice');
		const status = (status: string) =>
			agent.request('update_agent_status', { threadId, agentId: 'coach', status });
		await status('thinking');
		await expect.poll(() => thread.agents).toEqual([{ agentId: 'coach', status: 'thinking' }]);
		await status('idle');
		await expect.poll(() => thread.agents).toEqual([]);
		agent.close();
	});

	test('[H1] a thread that is deleted is gone, and not made again', async () => {
		const thread = openThread();
		await joined(thread);
		await house.app.chat.deleteThread(alice, threadId);
		await expect.poll(() => thread.phase).toBe('gone');
		const late = openThread();
		await expect.poll(() => late.phase).toBe('gone');
		await expect(house.app.chat.thread(alice, threadId)).rejects.toThrow('no such thread');
	});
});

describe('what is not sent yet', () => {
	test('[D5] it is this thread’s own, until it has arrived', async () => {
		const thread = openThread();
		await joined(thread);
		line.wait('a', 'same');
		line.wait('b', 'same');
		line.wait('c', 'elsewhere', crypto.randomUUID());
		expect(thread.unsent.map(({ requestId }) => requestId)).toEqual(['a', 'b']);
		await say('same');
		// The answer may come later than the news; it is not shown twice.
		await expect.poll(() => thread.unsent.map(({ requestId }) => requestId)).toEqual(['b']);
		await say('same');
		await expect.poll(() => thread.unsent).toEqual([]);
	});

	test('[L1] what was set aside stays in sight, to be said again or in other words', () => {
		const thread = openThread();
		const waiting = line.wait('a', 'too much');
		const aside: WaitingMessage = { ...waiting, state: 'set-aside', problem: 'Shorten it.' };
		line.waiting = [aside];
		expect(thread.unsent).toEqual([aside]);
		thread.sayAgain(aside);
		expect(line.tryAgain).toHaveBeenCalledWith('a');
		expect(thread.takeBack(aside)).toBe('too much');
		expect(line.discard).toHaveBeenCalledWith('a');
	});
});
