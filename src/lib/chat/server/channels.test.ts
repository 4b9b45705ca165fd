import { beforeEach, expect, test } from 'vitest';
import { Audience } from '../../realtime/server/audience';
import { joinMemory, MemoryHub } from '../../realtime/server/cluster/memory';
import type { Connection } from '../../realtime/server/connection';
import type { Prepared } from '../../realtime/server/prepared';
import { createLog } from '../../server/log';
import type { ChatMessage } from '../threads';
import { Channels, type ChannelsParts } from './channels';
import type { MessageRow, ThreadRow } from './store';

/** What members are told, without sockets: with several people in one room, as shares will have it. */

interface Told {
	type: string;
	payload: object;
}

class Listener {
	readonly told: Told[] = [];
	readonly identity: { userId: string; permissions: [] };
	readonly connection = this as unknown as Connection;

	constructor(userId: string) {
		this.identity = { userId, permissions: [] };
	}

	deliver({ type, payload }: Prepared): void {
		this.told.push({ type, payload });
	}

	send(type: string, payload: object): void {
		this.told.push({ type, payload });
	}
}

const thread = { id: 'thread', channel: 'room:notes', lastSeq: 0 } as ThreadRow;
const names = new Map([
	['ada', 'Ada'],
	['bea', 'Bea']
]);

/** What the database knows. */
const said: MessageRow[] = [];
let lastSeq: number | undefined;
beforeEach(() => {
	said.length = 0;
	lastSeq = 0;
});

const store: ChannelsParts['store'] = {
	lastSeqs: async () => new Map(lastSeq === undefined ? [] : [['thread', lastSeq]]),
	messages: async (_, position) =>
		said.filter(({ seq }) => 'after' in position && seq > position.after)
};
const log = createLog({ LOG_LEVEL: 'silent' });

function newChannels(hub = new MemoryHub()) {
	const cluster = joinMemory(hub);
	const audience = new Audience(3, cluster);
	return new Channels({ audience, cluster, store, namesOf: () => names, log });
}

/** All that is under way has arrived. */
async function published(): Promise<void> {
	for (let turns = 0; turns < 5; turns++) await new Promise((resolve) => setImmediate(resolve));
}
const members = (...ids: string[]) => ids.map((id) => ({ id, name: names.get(id) }));

test('[H1] members are told when a person comes or goes, and of nothing else', async () => {
	const channels = newChannels();
	const [ada, again, bea] = [new Listener('ada'), new Listener('ada'), new Listener('bea')];
	await channels.join(thread, ada.connection);
	await channels.join(thread, again.connection);
	await channels.join(thread, bea.connection);
	await channels.join(thread, bea.connection);
	await published();
	const both = {
		type: 'channel_members',
		payload: { channel: 'room:notes', threadId: 'thread', members: members('ada', 'bea') }
	};
	expect(ada.told).toEqual([both]);
	expect(again.told).toEqual([both]);

	channels.gone(again.connection);
	await published();
	expect(bea.told).toEqual([both]);
	channels.leave('thread', ada.connection);
	await published();
	expect(bea.told.slice(1)).toEqual([
		{ ...both, payload: { ...both.payload, members: members('bea') } }
	]);
	expect(ada.told).toEqual([both]);
});

test('[H1] a connection that becomes another’s takes its person along', async () => {
	const channels = newChannels();
	const [ada, bea] = [new Listener('ada'), new Listener('bea')];
	await channels.join(thread, ada.connection);
	await channels.join(thread, bea.connection);
	channels.gone(ada.connection);
	expect(channels.membersOf('thread')).toEqual(members('bea'));
});

test('[L3] a channel that is full says so, and tells nobody of who did not get in', async () => {
	const channels = newChannels();
	const inside = [new Listener('ada'), new Listener('ada'), new Listener('ada')];
	for (const { connection } of inside) await channels.join(thread, connection);
	const { connection } = new Listener('bea');
	await expect(channels.join(thread, connection)).rejects.toThrow('Too many connections');
	await published();
	expect(inside.flatMap(({ told }) => told)).toEqual([]);
});

test('[H2] what is said is told in the order it was said, to nobody who left', async () => {
	const channels = newChannels();
	const [ada, bea] = [new Listener('ada'), new Listener('bea')];
	await channels.join(thread, ada.connection);
	await channels.join(thread, bea.connection);
	await published();
	ada.told.length = 0;
	for (const seq of [1, 2, 3]) channels.say({ seq, threadId: 'thread' } as ChatMessage);
	channels.leave('thread', bea.connection);
	await published();
	expect(ada.told.map(({ payload }) => Reflect.get(payload, 'seq') as unknown)).toEqual([
		1,
		2,
		3,
		undefined
	]);
	expect(bea.told.filter(({ type }) => type === 'chat_message')).toEqual([]);
});

test('[H1] whoever is in a thread that is deleted hears that it is over', async () => {
	const channels = newChannels();
	const ada = new Listener('ada');
	await channels.join(thread, ada.connection);
	channels.close(thread);
	channels.say({ seq: 1, threadId: 'thread' } as ChatMessage);
	await published();
	expect(ada.told).toEqual([
		{
			type: 'channel_left',
			payload: { channel: 'room:notes', threadId: 'thread', reason: 'deleted' }
		}
	]);
	expect(channels.membersOf('thread')).toEqual([]);
});

test('[I6] a mistaken client cannot fill the house with agents', () => {
	const channels = newChannels();
	const { connection } = new Listener('ada');
	for (let agent = 0; agent < 32; agent += 1) {
		channels.setAgent(thread, { agentId: `a${agent}`, status: 'thinking' }, connection);
	}
	const tooMany = () =>
		channels.setAgent(thread, { agentId: 'more', status: 'asking' }, connection);
	expect(tooMany).toThrow('is idle first');
	channels.setAgent(thread, { agentId: 'a7', status: 'idle' }, connection);
	expect(tooMany).not.toThrow();
	channels.gone(connection);
	expect(channels.agentsOf('thread')).toEqual([]);
});

test('[H1] on two instances members are those of both, and each is told who comes and goes', async () => {
	const hub = new MemoryHub();
	const [here, there] = [newChannels(hub), newChannels(hub)];
	const [ada, again, bea] = [new Listener('ada'), new Listener('ada'), new Listener('bea')];
	await here.join(thread, ada.connection);
	await there.join(thread, bea.connection);
	expect(there.membersOf('thread')).toEqual(members('bea', 'ada'));
	await published();
	expect(ada.told.map(({ payload }) => payload)).toMatchObject([
		{ members: members('ada', 'bea') }
	]);
	// Whoever comes is told by the answer to his own message.
	expect(bea.told).toEqual([]);

	await there.join(thread, again.connection);
	here.gone(ada.connection);
	await published();
	expect([ada.told.length, bea.told.length]).toEqual([1, 0]);
	there.gone(again.connection);
	await published();
	expect(bea.told.map(({ payload }) => payload)).toMatchObject([{ members: members('bea') }]);
});

test('[D4] what another instance said and nobody heard is read, and told in its place', async () => {
	const channels = newChannels();
	const ada = new Listener('ada');
	await channels.join(thread, ada.connection);
	const row = (seq: number) => {
		const sentAt = new Date(seq);
		const message = { id: `m${seq}`, threadId: 'thread', seq, authorId: 'bea', role: null };
		said.push({ ...message, text: `${seq}`, sentAt });
		return { seq, threadId: 'thread' } as ChatMessage;
	};
	const seqs = () => ada.told.map(({ payload }) => Reflect.get(payload, 'seq') as unknown);
	channels.say(row(1));
	row(2);
	channels.say(row(3));
	channels.say(row(4));
	await published();
	expect(seqs()).toEqual([1, 2, 3, 4]);
	row(5);
	lastSeq = 5;
	await channels.catchUp();
	channels.say({ seq: 5, threadId: 'thread' } as ChatMessage);
	await published();
	expect(seqs()).toEqual([1, 2, 3, 4, 5]);
	lastSeq = undefined;
	await channels.catchUp();
	expect(ada.told.at(-1)).toMatchObject({ type: 'channel_left', payload: { reason: 'deleted' } });
	expect(channels.membersOf('thread')).toEqual([]);
});

test('[I6] an instance’s agents are known to the others, and go idle with it', async () => {
	const hub = new MemoryHub();
	const [here, there] = [newChannels(hub), newChannels(hub)];
	const [ada, bea] = [new Listener('ada'), new Listener('bea')];
	here.setAgent(thread, { agentId: 'bot', status: 'thinking' }, ada.connection);
	await there.join(thread, bea.connection);
	expect(there.agentsOf('thread')).toEqual([{ agentId: 'bot', status: 'thinking' }]);
	here.setAgent(thread, { agentId: 'bot', status: 'asking' }, ada.connection);
	await published();
	expect(there.agentsOf('thread')).toEqual([{ agentId: 'bot', status: 'asking' }]);
	for (const member of [...hub.members].slice(0, 1)) await member.close();
	await published();
	expect(there.agentsOf('thread')).toEqual([]);
	expect(bea.told.map(({ payload }) => Reflect.get(payload, 'status') as unknown)).toEqual([
		'asking',
		'idle'
	]);
});

test('[H1] of two who come at once while one finds no room, the other is in', async () => {
	const channels = newChannels();
	const inside = [new Listener('ada'), new Listener('ada')];
	for (const { connection } of inside) await channels.join(thread, connection);
	const [bea, cy] = [new Listener('bea'), new Listener('cy')];
	const joining = [bea, cy].map(({ connection }) => channels.join(thread, connection));
	for (const { connection } of inside) channels.gone(connection);
	const outcomes = (await Promise.allSettled(joining)).map(({ status }) => status);
	expect(outcomes).toEqual(['fulfilled', 'rejected']);
	channels.say({ seq: 1, threadId: 'thread' } as ChatMessage);
	await published();
	expect(bea.told.map(({ type }) => type)).toContain('chat_message');
	expect(cy.told).toEqual([]);
});
