import { afterEach, describe, expect, it } from 'vitest';
import { UserError } from '../errors';
import type { WaitingMessage } from './channel';
import { outboxOver } from './outbox-client';
import type { OutboxEntry } from './outbox-rules';
import { MemoryOutboxStore, type OutboxStore } from './outbox-store';
import type { OutboxTabs } from './outbox-tabs';
import { browser } from './outbox.fixtures';
import type { Envelope } from './envelope';
import { connect, establish, pause, serve, until, type Visit } from './scripted-line.fixtures';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Answers as a test says; by default each message once, and everybody is let in as `u`. */
async function house(
	script: {
		userOf?: (visit: number) => string;
		answer?: (visit: Visit, message: Envelope, count: number) => void;
		messageBytes?: number;
	} = {}
) {
	const said: Envelope[] = [];
	const { port, visits } = await serve({
		open: (visit, index) => {
			visit.say('connection_established', {
				limits: { messageBytes: script.messageBytes ?? 131_072 }
			});
			visit.say('connection_success', { userId: script.userOf?.(index) ?? 'u' });
		},
		message: (visit, message) => {
			said.push(message);
			if (script.answer) script.answer(visit, message, said.length);
			else confirm(visit, message);
		}
	});
	const texts = () => said.map(({ payload }) => payload['text']);
	return { port, visits, said, texts };
}

const confirm = ({ say }: Visit, { payload, requestId }: Envelope) =>
	say('message_delivered', { confirmed: payload['text'] }, requestId);

const refuse = (visit: Visit, { requestId }: Envelope, errorCode: string, details?: object) =>
	visit.say('error', { errorCode, errorMessage: `No: ${errorCode}.`, details }, requestId);

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** A tab: a client and its view of the outbox. */
function open(
	port: number,
	store: OutboxStore = new MemoryOutboxStore(),
	{ tabs = browser()(), now = Date.now }: { tabs?: OutboxTabs; now?: () => number } = {}
) {
	const { client } = connect(port);
	let waiting: readonly WaitingMessage[] = [];
	const outbox = outboxOver(client, {
		store,
		tabs,
		now,
		random: () => 0,
		onChange: (list) => (waiting = list)
	});
	closers.push(() => client.close());
	const say = (text: string) => outbox.say('send_message', { text });
	return {
		client,
		outbox,
		store,
		say,
		waiting: () => waiting,
		texts: () => waiting.map(({ payload }) => payload['text'])
	};
}

/** What somebody said earlier, as the store has it. */
const kept = (requestId: string, change: Partial<OutboxEntry> = {}): OutboxEntry => ({
	requestId,
	userId: 'u',
	type: 'send_message',
	payload: { text: requestId },
	at: Date.now() - 1000,
	closures: 0,
	failures: 0,
	...change
});

async function storeOf(...entries: OutboxEntry[]): Promise<OutboxStore> {
	const store = new MemoryOutboxStore();
	for (const entry of entries) await store.put(entry);
	return store;
}

describe('saying something that must arrive', () => {
	it('[D5] it is kept before it is sent, and gone once it is answered', async () => {
		let keptThen: OutboxEntry[] = [];
		const store = new MemoryOutboxStore();
		const { port } = await house({
			answer: async (visit, message) => {
				keptThen = await store.all();
				confirm(visit, message);
			}
		});
		const tab = open(port, store);
		expect(await tab.say('hello')).toEqual({ confirmed: 'hello' });
		expect(keptThen).toMatchObject([
			// When it went is kept too: a page that dies now must know that it may have arrived.
			{ userId: 'u', type: 'send_message', payload: { text: 'hello' }, sentAt: expect.any(Number) }
		]);
		await until(() => tab.waiting().length === 0);
		expect(await store.all()).toEqual([]);
	});

	it('[D5] what is said while disconnected is sent in order, one after the other', async () => {
		let unanswered = 0;
		let most = 0;
		const { port, visits, texts } = await house({
			answer: (visit, message) => {
				most = Math.max(most, (unanswered += 1));
				setTimeout(() => {
					unanswered -= 1;
					confirm(visit, message);
				}, 5);
			}
		});
		const tab = open(port);
		await until(() => tab.client.state.authenticated);
		// It may be back sooner than a look now and then would see.
		const lost = new Promise<void>((resolve) =>
			tab.client.onState(({ authenticated }) => authenticated || resolve())
		);
		visits[0]!.socket.terminate();
		await lost;
		const answers = Promise.all(['one', 'two', 'three'].map(tab.say));
		await until(() => tab.waiting().length === 3 || texts().length > 0);
		expect((await answers).map(({ confirmed }) => confirmed)).toEqual(['one', 'two', 'three']);
		expect(texts()).toEqual(['one', 'two', 'three']);
		expect(most).toBe(1);
	});

	it('[D5] a page that is loaded again sends what the one before it kept, in its order', async () => {
		const { port, texts } = await house();
		const store = await storeOf(kept('second', { at: Date.now() - 10 }), kept('first'));
		const tab = open(port, store);
		await tab.say('third');
		expect(texts()).toEqual(['first', 'second', 'third']);
	});

	it('[D5] the order is that of saying even where the clock goes back', async () => {
		const { port, texts } = await house({ userOf: () => 'u' });
		const store = await storeOf(kept('yesterday', { userId: 'u', at: Date.now() }));
		const tab = open(port, store, { now: () => Date.now() - 3_600_000 });
		await tab.say('today');
		expect(texts()).toEqual(['yesterday', 'today']);
	});

	it('[D5] before anybody is known it waits for that, and is theirs', async () => {
		const { port, visits } = await serve({ open: establish, message: confirm });
		const tab = open(port);
		const answer = tab.say('early');
		await until(() => tab.client.state.transport === 'connected');
		await pause(20);
		expect(await tab.store.all()).toEqual([]);
		visits[0]!.say('connection_success', { userId: 'late' });
		expect(await answer).toEqual({ confirmed: 'early' });
	});

	it('[D5] what was said stays as it was said', async () => {
		const { port, texts } = await house();
		const tab = open(port);
		const payload = { text: 'before' };
		const answer = tab.outbox.say('send_message', payload);
		payload.text = 'after';
		await answer;
		expect(texts()).toEqual(['before']);
	});

	it('[D5] pages find theirs by what it is about', async () => {
		const { port } = await house({ answer: () => undefined });
		const tab = open(port);
		void tab.outbox.say('send_message', { text: 'x' }, { about: 'thread-1', words: '“x”' });
		await until(() => tab.waiting().length === 1);
		expect(tab.waiting()).toMatchObject([
			{ about: 'thread-1', words: '“x”', state: 'waiting', payload: { text: 'x' } }
		]);
	});

	it('[D5] after 30 days what nobody delivered goes', async () => {
		const { port, texts } = await house();
		const old = kept('old', { at: Date.now() - 30 * DAY_MS - 1000, userId: 'somebody' });
		const recent = kept('recent', { at: Date.now() - 29 * DAY_MS, userId: 'somebody' });
		const tab = open(port, await storeOf(old, recent));
		await tab.say('new');
		expect(texts()).toEqual(['new']);
		await until(() => tab.waiting().length === 0);
		expect((await tab.store.all()).map(({ requestId }) => requestId)).toEqual(['recent']);
	});
});

describe('what the server does not take', () => {
	it('[D5] a limit is waited for as long as it says, and the order stays', async () => {
		const at: number[] = [];
		const { port, texts } = await house({
			answer: (visit, message, count) => {
				at.push(performance.now());
				if (count === 1) refuse(visit, message, 'RATE_LIMIT_EXCEEDED', { retryAfterMs: 120 });
				else confirm(visit, message);
			}
		});
		const tab = open(port);
		await Promise.all([tab.say('one'), tab.say('two')]);
		expect(texts()).toEqual(['one', 'one', 'two']);
		expect(at[1]! - at[0]!).toBeGreaterThan(115);
	});

	it.each(['CAPACITY_EXCEEDED', 'INTERNAL_ERROR', 'CONFLICT'])(
		'[D3] after %s it goes again, under the same id',
		async (code) => {
			const { port, said } = await house({
				answer: (visit, message, count) =>
					count < 4 ? refuse(visit, message, code) : confirm(visit, message)
			});
			await open(port).say('one');
			expect(said).toHaveLength(4);
			expect(new Set(said.map(({ requestId }) => requestId)).size).toBe(1);
		}
	);

	it('[L1] what is refused is set aside with the reason, and the next one goes', async () => {
		const { port } = await house({
			answer: (visit, message) =>
				message.payload['text'] === 'bad'
					? refuse(visit, message, 'CHANNEL_NOT_FOUND')
					: confirm(visit, message)
		});
		const tab = open(port);
		const bad = tab.say('bad');
		expect(await tab.say('good')).toEqual({ confirmed: 'good' });
		await expect(bad).rejects.toBeInstanceOf(UserError);
		await until(() => tab.waiting().length === 1);
		expect(tab.waiting()).toMatchObject([
			{ payload: { text: 'bad' }, state: 'set-aside', problem: 'No: CHANNEL_NOT_FOUND.' }
		]);
	});

	it('[L1] one that the server fails at each time does not hold up the others for ever', async () => {
		const { port, texts } = await house({
			answer: (visit, message) =>
				message.payload['text'] === 'bad'
					? refuse(visit, message, 'INTERNAL_ERROR')
					: confirm(visit, message)
		});
		const tab = open(port);
		const bad = tab.say('bad');
		await tab.say('good');
		await expect(bad).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
		expect(texts()).toEqual([...Array<string>(6).fill('bad'), 'good']);
	});

	it('[L1] set aside, it can be sent again under its id, or discarded', async () => {
		let isClosed = true;
		const { port, said } = await house({
			answer: (visit, message) =>
				isClosed ? refuse(visit, message, 'FORBIDDEN') : confirm(visit, message)
		});
		const tab = open(port);
		await Promise.allSettled([tab.say('one'), tab.say('two')]);
		await until(() => tab.waiting().every(({ state }) => state === 'set-aside'));
		const [one, two] = tab.waiting();
		await tab.outbox.discard(two!.requestId);
		await until(() => tab.waiting().length === 1);
		isClosed = false;
		await tab.outbox.tryAgain(one!.requestId);
		await until(() => tab.waiting().length === 0);
		expect(said.at(-1)).toMatchObject({ requestId: one!.requestId, payload: { text: 'one' } });
		expect(said).toHaveLength(3);
	});

	it('[L1] a message that is too large is refused at once and never sent', async () => {
		const { port, said } = await house({ messageBytes: 1024 });
		const tab = open(port);
		await until(() => tab.client.state.authenticated);
		await expect(tab.say('é'.repeat(500))).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
		await tab.say('e'.repeat(500));
		expect(said).toHaveLength(1);
		expect(await tab.store.all()).toEqual([]);
	});

	it('[L1] before the server has said its limit, 128 KiB is it', async () => {
		const { port } = await serve({ open: () => undefined });
		const tab = open(port);
		await expect(tab.say('e'.repeat(131_072))).rejects.toThrow(
			'This message has 129 KiB, and the server takes 128 KiB at the most. Shorten it.'
		);
	});

	it('[L1] one that was kept under a larger limit is set aside, not sent', async () => {
		const { port, said } = await house({ messageBytes: 200 });
		const tab = open(port, await storeOf(kept('big', { payload: { text: 'e'.repeat(200) } })));
		await until(() => tab.waiting()[0]?.state === 'set-aside');
		expect(said).toEqual([]);
	});

	it.each([1009, 1011, 4002, 4003])(
		'[L1] one over which the connection closes with %i twice is set aside',
		async (code) => {
			const { port, texts } = await house({
				answer: (visit, message) => {
					if (message.payload['text'] === 'poison') visit.socket.close(code);
					else confirm(visit, message);
				}
			});
			const tab = open(port);
			const poison = tab.say('poison');
			const good = tab.say('good');
			tab.client.onState(({ transport }) => {
				// As the person does after a final close.
				if (transport === 'error') setTimeout(() => tab.client.retryNow());
			});
			expect(await good).toEqual({ confirmed: 'good' });
			await expect(poison).rejects.toBeInstanceOf(UserError);
			expect(texts()).toEqual(['poison', 'poison', 'good']);
			expect(tab.waiting()[0]).toMatchObject({ state: 'set-aside' });
		}
	);

	it('[D5] a network that fails is not held against a message', async () => {
		const { port, said } = await house({
			answer: (visit, message, count) =>
				count < 8 ? visit.socket.terminate() : confirm(visit, message)
		});
		await open(port).say('one');
		expect(said).toHaveLength(8);
		expect(new Set(said.map(({ requestId }) => requestId)).size).toBe(1);
	});

	it('[D3] one that may have arrived more than a day ago asks the person first', async () => {
		const { port, said } = await house();
		const doubtful = kept('doubtful', { at: Date.now() - 2 * DAY_MS, sentAt: Date.now() - DAY_MS });
		const unsent = kept('unsent', { at: Date.now() - 2 * DAY_MS + 1 });
		const tab = open(port, await storeOf(doubtful, unsent));
		await until(() => tab.waiting()[0]?.state === 'set-aside' && tab.waiting().length === 1);
		expect(said.map(({ requestId }) => requestId)).toEqual(['unsent']);
		await tab.outbox.tryAgain('doubtful');
		await until(() => said.length === 2 && tab.waiting().length === 0);
	});

	it('[D5] whoever takes a message back before it went is told so', async () => {
		const { port, visits, said } = await house();
		const tab = open(port);
		await until(() => tab.client.state.authenticated);
		tab.client.close();
		await until(() => tab.client.state.transport === 'disconnected');
		const answer = tab.say('regretted');
		await until(() => tab.waiting().length === 1);
		await tab.outbox.discard(tab.waiting()[0]!.requestId);
		await expect(answer).rejects.toMatchObject({
			code: 'INVALID_STATE',
			details: { state: 'discarded' }
		});
		tab.client.retryNow();
		await until(() => visits.length === 2 && tab.client.state.authenticated);
		await pause(20);
		expect(said).toEqual([]);
	});
});

describe('whose messages they are', () => {
	it('[D5] nobody sends or sees what another user said in this browser', async () => {
		const { port, visits, texts } = await house({ userOf: (visit) => ['a', 'b', 'a'][visit]! });
		const store = await storeOf(kept('of b', { userId: 'b' }));
		const tab = open(port, store);
		await tab.say('of a');
		expect(texts()).toEqual(['of a']);
		visits[0]!.socket.terminate();
		await until(() => texts().length === 2);
		expect(texts()).toEqual(['of a', 'of b']);
		await store.put(kept('more of a', { userId: 'a' }));
		await tab.say('more of b');
		expect(tab.texts()).not.toContain('more of a');
		expect(texts()).not.toContain('more of a');
		visits[1]!.socket.terminate();
		await until(() => texts().includes('more of a'));
	});

	it('[D5] a live connection that became another user’s sends theirs from then on', async () => {
		const { port, visits, texts } = await house({ userOf: () => 'guest' });
		const store = await storeOf(kept('of the account', { userId: 'account' }));
		const tab = open(port, store);
		await tab.say('of the guest');
		visits[0]!.say('connection_success', { userId: 'account' });
		await until(() => texts().length === 2);
		expect(texts()).toEqual(['of the guest', 'of the account']);
	});

	it('[D5] an account adopts what it said as a guest, once told', async () => {
		const { port, texts } = await house({ userOf: () => 'account' });
		const store = await storeOf(kept('of the guest', { userId: 'guest' }));
		const tab = open(port, store);
		await tab.say('of the account');
		expect(texts()).toEqual(['of the account']);
		await tab.outbox.adopt('guest', 'account');
		await until(() => texts().length === 2);
		expect(texts()).toEqual(['of the account', 'of the guest']);
	});
});

describe('two tabs of one browser', () => {
	it('[D5] send each message once, in the order of both, and both hear of it', async () => {
		const { port, texts } = await house();
		const [store, tabs] = [new MemoryOutboxStore(), browser()];
		const one = open(port, store, { tabs: tabs() });
		const other = open(port, store, { tabs: tabs() });
		const answers = ['1', '2', '3', '4', '5', '6'].map((text, index) =>
			(index % 2 === 0 ? one : other).say(text)
		);
		expect((await Promise.all(answers)).map(({ confirmed }) => confirmed)).toEqual([
			'1',
			'2',
			'3',
			'4',
			'5',
			'6'
		]);
		expect([...texts()].sort()).toEqual(['1', '2', '3', '4', '5', '6']);
		await until(() => one.waiting().length === 0 && other.waiting().length === 0);
	});

	it('[D5] what is said in a tab that is away goes by the one that is not', async () => {
		const { port, texts } = await house();
		const [store, tabs] = [new MemoryOutboxStore(), browser()];
		const here = open(port, store, { tabs: tabs() });
		await until(() => here.client.state.authenticated);
		const away = open(1, store, { tabs: tabs() });
		away.outbox.belongTo('u');
		expect(await away.say('from afar')).toEqual({ confirmed: 'from afar' });
		expect(texts()).toEqual(['from afar']);
	});

	it('[L1] what one sets aside the other shows, and its promise is told', async () => {
		const { port } = await house({
			answer: (visit, message) => refuse(visit, message, 'FORBIDDEN')
		});
		const [store, tabs] = [new MemoryOutboxStore(), browser()];
		const here = open(port, store, { tabs: tabs() });
		const away = open(1, store, { tabs: tabs() });
		away.outbox.belongTo('u');
		await expect(away.say('no')).rejects.toMatchObject({ code: 'FORBIDDEN' });
		await until(() => away.waiting()[0]?.state === 'set-aside');
		expect(here.waiting()[0]).toMatchObject({ problem: 'No: FORBIDDEN.' });
	});

	it('[D5] a tab that loses the line while it waits lets the other send', async () => {
		const { port, visits } = await house({
			answer: (visit, message, count) => {
				if (count > 1) confirm(visit, message);
				else refuse(visit, message, 'RATE_LIMIT_EXCEEDED', { retryAfterMs: 60_000 });
			}
		});
		const [store, tabs] = [new MemoryOutboxStore(), browser()];
		const one = open(port, store, { tabs: tabs() });
		const answer = one.say('patient');
		await until(() => visits[0]?.heard.length === 1);
		const other = open(port, store, { tabs: tabs() });
		await until(() => other.client.state.authenticated);
		await pause(20);
		one.client.close();
		expect(await answer).toEqual({ confirmed: 'patient' });
		expect(visits[1]?.heard).toHaveLength(1);
	});
});
