import { expect, test } from 'vitest';
import { Audience } from '../../realtime/server/audience';
import type { Connection } from '../../realtime/server/connection';
import type { Prepared } from '../../realtime/server/prepared';
import type { ChatMessage } from '../threads';
import { Channels } from './channels';
import type { ThreadRow } from './store';

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

const thread = { id: 'thread', channel: 'room:notes' } as ThreadRow;
const names = new Map([
	['ada', 'Ada'],
	['bea', 'Bea']
]);

const newChannels = () => new Channels(new Audience(3), () => names);
const published = () => new Promise((resolve) => setImmediate(resolve));
const members = (...ids: string[]) => ids.map((id) => ({ id, name: names.get(id) }));

test('[H1] members are told when a person comes or goes, and of nothing else', async () => {
	const channels = newChannels();
	const [ada, again, bea] = [new Listener('ada'), new Listener('ada'), new Listener('bea')];
	channels.join(thread, ada.connection);
	channels.join(thread, again.connection);
	channels.join(thread, bea.connection);
	channels.join(thread, bea.connection);
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
	channels.join(thread, ada.connection);
	channels.join(thread, bea.connection);
	channels.gone(ada.connection);
	expect(channels.membersOf('thread')).toEqual(members('bea'));
});

test('[L3] a channel that is full says so, and tells nobody of who did not get in', async () => {
	const channels = newChannels();
	const inside = [new Listener('ada'), new Listener('ada'), new Listener('ada')];
	for (const { connection } of inside) channels.join(thread, connection);
	const { connection } = new Listener('bea');
	expect(() => channels.join(thread, connection)).toThrow('Too many connections');
	await published();
	expect(inside.flatMap(({ told }) => told)).toEqual([]);
});

test('[H2] what is said is told in the order it was said, to nobody who left', async () => {
	const channels = newChannels();
	const [ada, bea] = [new Listener('ada'), new Listener('bea')];
	channels.join(thread, ada.connection);
	channels.join(thread, bea.connection);
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
	channels.join(thread, ada.connection);
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
		channels.setAgent('thread', { agentId: `a${agent}`, status: 'thinking' }, connection);
	}
	const tooMany = () =>
		channels.setAgent('thread', { agentId: 'more', status: 'asking' }, connection);
	expect(tooMany).toThrow('is idle first');
	channels.setAgent('thread', { agentId: 'a7', status: 'idle' }, connection);
	expect(tooMany).not.toThrow();
	channels.gone(connection);
	expect(channels.agentsOf('thread')).toEqual([]);
});
