import { expect, test } from 'vitest';
import { Audience } from './audience';
import { joinMemory, MemoryHub } from './cluster/memory';
import type { Connection } from './connection';
import type { Prepared } from './prepared';

/** Topics over two instances, without sockets. */

class Listener {
	readonly heard: unknown[] = [];
	identity: { userId: string; permissions: [] } | undefined;
	closing = false;
	readonly connection = this as unknown as Connection;

	constructor(userId: string) {
		this.identity = { userId, permissions: [] };
	}

	deliver({ type, payload }: Prepared): void {
		this.heard.push([type, payload]);
	}
}

function twoAudiences(most = 100) {
	const hub = new MemoryHub();
	const make = () => new Audience(most, joinMemory(hub));
	return [make(), make()] as const;
}

/** The topics whose people changed from now on. */
function follow(audience: Audience): string[] {
	const changed: string[] = [];
	audience.onPeople((topic) => changed.push(topic));
	return changed;
}

async function arrived(): Promise<void> {
	for (let turns = 0; turns < 5; turns++) await new Promise((resolve) => setImmediate(resolve));
}

test('[X1] what is published is heard by those who joined, on all instances, and by nobody else', async () => {
	const [here, there] = twoAudiences();
	const [ada, bea, cy] = [new Listener('ada'), new Listener('bea'), new Listener('cy')];
	await here.join('a', ada.connection);
	await there.join('a', bea.connection);
	await there.join('b', cy.connection);
	here.publish('a', 'said', { text: 'hello' });
	here.publishHere('a', 'said', { text: 'only here' });
	await arrived();
	expect(ada.heard).toEqual([
		['said', { text: 'hello' }],
		['said', { text: 'only here' }]
	]);
	expect(bea.heard).toEqual([['said', { text: 'hello' }]]);
	expect(cy.heard).toEqual([]);
	there.leave('a', bea.connection);
	here.publish('a', 'said', { text: 'again' });
	await arrived();
	expect(bea.heard).toHaveLength(1);
});

test('[X1] whoever takes the news of a topic gets it in place of those who listen', async () => {
	const [here, there] = twoAudiences();
	const bea = new Listener('bea');
	await there.join('thread:1', bea.connection);
	const taken: unknown[] = [];
	there.takeNews('thread:', (topic, news) => taken.push([topic, news]));
	here.publish('thread:1', 'said', { text: 'hello' });
	here.publish('thread:2', 'said', { text: 'to nobody' });
	await arrived();
	expect(bea.heard).toEqual([]);
	expect(taken).toEqual([
		['thread:1', { type: 'said', payload: { text: 'hello' } }],
		['thread:2', { type: 'said', payload: { text: 'to nobody' } }]
	]);
});

test('[S6] people are those of all instances, each once, and only a change is told', async () => {
	const [here, there] = twoAudiences();
	const [changedHere, changedThere] = [follow(here), follow(there)];
	const listeners = ['ada', 'ada', 'bea', 'ada'].map((name) => new Listener(name));
	const [ada, again, bea, elsewhere] = listeners as [Listener, Listener, Listener, Listener];
	await here.join('a', ada.connection);
	await here.join('a', again.connection);
	await there.join('a', bea.connection);
	await arrived();
	expect([here.peopleIn('a'), there.peopleIn('a')]).toEqual([
		['ada', 'bea'],
		['bea', 'ada']
	]);
	expect([changedHere.length, changedThere.length]).toEqual([2, 1]);

	// The same person from elsewhere, and fewer of his connections, are no change.
	await there.join('a', elsewhere.connection);
	here.leave('a', again.connection);
	expect(changedThere).toHaveLength(1);
	here.leave('a', ada.connection);
	expect(here.peopleIn('a')).toEqual([]);
	expect(there.peopleIn('a')).toEqual(['bea', 'ada']);
	there.leave('a', elsewhere.connection);
	expect(there.peopleIn('a')).toEqual(['bea']);
	expect(changedThere).toHaveLength(2);
});

test('[L3] whoever goes, or becomes somebody else, while he joins is not in, and takes no room', async () => {
	const [here] = twoAudiences(1);
	const [gone, other] = [new Listener('ada'), new Listener('ada')];
	const joining = here.join('a', gone.connection);
	gone.closing = true;
	expect(await joining).toBe(false);
	const becoming = here.join('a', other.connection);
	other.identity = { userId: 'bea', permissions: [] };
	expect(await becoming).toBe(false);
	expect(here.of('a').size).toBe(0);
	expect(await here.join('a', new Listener('cy').connection)).toBe(true);
});

test('[L3] a topic has so many connections on all instances, and joining twice is joining once', async () => {
	const [here, there] = twoAudiences(2);
	const [ada, bea, cy] = [new Listener('ada'), new Listener('bea'), new Listener('cy')];
	const twice = [here.join('a', ada.connection), here.join('a', ada.connection)];
	expect(await Promise.all(twice)).toEqual([true, true]);
	expect(await here.join('a', ada.connection)).toBe(true);
	await there.join('a', bea.connection);
	await expect(here.join('a', cy.connection)).rejects.toThrow('Too many connections');
	expect(here.leave('a', ada.connection)).toBe(true);
	expect(here.leave('a', ada.connection)).toBe(false);
	expect(await there.join('a', cy.connection)).toBe(true);
});
