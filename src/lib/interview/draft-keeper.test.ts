import { afterEach, describe, expect, test } from 'vitest';
import { admit, connect, serve, until } from '../realtime/scripted-line.fixtures';
import { draftKey, type DraftStorage } from './leftovers';
import { DraftKeeper } from './draft-keeper.svelte';
import { keepDraft, type Draft } from './drafts';

/** Drafts against a server that keeps them by rule, on a real socket. */

const sessionId = '00000000-0000-4000-8000-000000000001';
const questionId = 'q1';

const closings: (() => void)[] = [];
afterEach(() => {
	for (const close of closings.splice(0).reverse()) close();
});

function storageOf(entries = new Map<string, string>()): DraftStorage {
	return {
		getItem: (key) => entries.get(key) ?? null,
		setItem: (key, value) => void entries.set(key, value),
		removeItem: (key) => void entries.delete(key)
	};
}

/** A server with one draft, told to every device. */
async function house(hooks: { swallow?: () => boolean } = {}) {
	const kept: { draft?: Draft; done: Map<string, object> } = { done: new Map() };
	const { port, visits } = await serve({
		open: admit,
		message: (visit, { type, payload, requestId }) => {
			if (type !== 'draft_update' || requestId === undefined) return;
			let answer = kept.done.get(requestId);
			if (!answer) {
				const sent = { text: String(payload['text']), revision: Number(payload['revision']) };
				const { kept: next, lost } = keepDraft(kept.draft, sent);
				kept.draft = next;
				answer = { sessionId, questionId, ...next, ...(lost !== undefined && { lost }) };
				kept.done.set(requestId, answer);
				const told = { sessionId, questionId, ...next };
				for (const other of visits) if (other !== visit) other.say('draft_kept', told);
			}
			if (hooks.swallow?.()) visit.socket.terminate();
			else visit.say('draft_kept', answer, requestId);
		}
	});
	return { port, kept };
}

function device(
	port: number,
	{ first, storage = storageOf() }: { first?: Draft; storage?: DraftStorage } = {}
) {
	const { client } = connect(port);
	const keeper = new DraftKeeper({
		...{ sessionId, questionId, line: client, first },
		storage: () => storage
	});
	const close = keeper.open();
	closings.push(close);
	return { keeper, client, close };
}

describe('a draft', () => {
	test('[I8] is on the server a moment after it is written, and on other devices', async () => {
		const { port, kept } = await house();
		const { keeper } = device(port);
		const other = device(port);
		await until(() => other.client.state.authenticated);
		keeper.write('Because');
		expect(keeper.isKept).toBe(false);
		await until(() => keeper.isKept);
		expect(kept.draft).toEqual({ text: 'Because', revision: 1 });
		await until(() => other.keeper.text === 'Because');
		keeper.write('Because of it');
		await keeper.flush();
		expect(kept.draft?.revision).toBe(2);
		expect([...keeper.lost, ...other.keeper.lost]).toEqual([]);
	});

	test('[I8] written on two devices at once is decided by the server, and what lost is shown', async () => {
		const { port, kept } = await house();
		const first = { text: 'We cache', revision: 3 };
		kept.draft = first;
		const one = device(port, { first });
		const two = device(port, { first });
		await until(() => one.client.state.authenticated && two.client.state.authenticated);
		one.keeper.write('We cache pages');
		two.keeper.write('We cache nothing');
		await one.keeper.flush();
		await two.keeper.flush();
		await until(() => two.keeper.isKept);
		expect([one.keeper.text, two.keeper.text]).toEqual(['We cache pages', 'We cache pages']);
		expect(one.keeper.lost).toEqual([]);
		expect(two.keeper.lost).toEqual(['We cache nothing']);
		two.keeper.takeBack('We cache nothing');
		expect(two.keeper.lost).toEqual([]);
		await until(() => kept.draft?.text === 'We cache pages\n\nWe cache nothing');
	});

	test('[I8] survives a reload before the server heard of it', async () => {
		const { port, kept } = await house();
		const storage = storageOf();
		const before = new DraftKeeper({
			...{ sessionId, questionId, line: connect(1).client },
			storage: () => storage
		});
		closings.push(before.open());
		before.write('Not sent yet');
		const { keeper } = device(port, { storage });
		expect(keeper.text).toBe('Not sent yet');
		await until(() => kept.draft?.text === 'Not sent yet');
	});

	test('[I8] is not beaten by its own beginning when an answer is lost with the connection', async () => {
		let swallows = 1;
		const { port, kept } = await house({ swallow: () => swallows-- > 0 });
		const { keeper } = device(port);
		keeper.write('One');
		await until(() => kept.draft?.text === 'One');
		keeper.write('One, two');
		await until(() => kept.draft?.text === 'One, two');
		await until(() => keeper.isKept);
		expect(keeper.lost).toEqual([]);
		expect(kept.draft?.revision).toBe(2);
	});

	test('[I8] nor when it is lost with the page', async () => {
		const { port, kept } = await house();
		kept.draft = { text: 'One', revision: 1 };
		const local = { text: 'One, two', revision: 0, isKept: false, sent: 'One' };
		const key = draftKey(sessionId, questionId);
		const storage = storageOf(new Map([[key, JSON.stringify(local)]]));
		const { keeper } = device(port, { first: kept.draft, storage });
		await until(() => keeper.isKept);
		expect(kept.draft).toEqual({ text: 'One, two', revision: 2 });
		expect(keeper.lost).toEqual([]);
	});

	test('[I8] is forgotten by this browser once it was answered', async () => {
		const { port } = await house();
		const entries = new Map<string, string>();
		const { keeper } = device(port, { storage: storageOf(entries) });
		keeper.write('Said');
		expect(entries.size).toBe(1);
		keeper.done();
		expect(entries.size).toBe(0);
	});

	test('[I8] is written on where the browser keeps nothing', async () => {
		const { port, kept } = await house();
		const refused = () => {
			throw new Error('denied');
		};
		const storage = { getItem: refused, setItem: refused, removeItem: refused };
		const { keeper } = device(port, { storage });
		keeper.write('All the same');
		await until(() => kept.draft?.text === 'All the same');
	});
});
