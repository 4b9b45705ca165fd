import { randomUUID } from 'node:crypto';
import type { Cluster, ClusterState, NewsChannel } from './cluster';
import { Listeners } from './listeners';

/** Joins instances that live in one process: in tests several, otherwise the only one. */
export class MemoryHub {
	readonly members = new Set<MemoryCluster>();

	/** How many each name holds, all members together. */
	readonly held = new Map<string, number>();

	tellAll(from: MemoryCluster, tell: (to: MemoryCluster) => void): void {
		for (const member of this.members) if (member !== from) tell(member);
	}
}

/** One more instance of those that this hub joins. */
export function joinMemory(hub: MemoryHub): Cluster {
	const member = new MemoryCluster(hub);
	hub.members.add(member);
	return member;
}

class MemoryCluster implements Cluster {
	readonly instanceId = randomUUID();
	readonly trouble = undefined;
	readonly counts = { sent: 0, received: 0 };
	readonly #hub: MemoryHub;
	readonly #news = new Listeners<[channel: NewsChannel, news: unknown]>();
	readonly #missed = new Listeners<[]>();
	readonly #others = new Listeners<[topic: string]>();
	readonly #topics = new Map<string, readonly string[]>();
	readonly #held = new Map<string, number>();

	constructor(hub: MemoryHub) {
		this.#hub = hub;
	}

	get state(): ClusterState {
		return this.#hub.members.size > 1 ? 'joined' : 'alone';
	}

	publish(channel: NewsChannel, news: object): void {
		if (this.state === 'alone') return;
		this.counts.sent += 1;
		// As text, so that nobody shares an object with another instance.
		const text = JSON.stringify(news);
		this.#hub.tellAll(this, (other) => setImmediate(() => other.#hear(channel, text)));
	}

	onNews(listener: (channel: NewsChannel, news: unknown) => void): () => void {
		return this.#news.add(listener);
	}

	onMissed(listener: () => void): () => void {
		return this.#missed.add(listener);
	}

	async put(topic: string, people: readonly string[]): Promise<void> {
		this.#topics.set(topic, [...people]);
		this.#tellOthers(topic);
	}

	drop(topic: string): void {
		if (this.#topics.delete(topic)) this.#tellOthers(topic);
	}

	others(topic: string): readonly string[] {
		const people = new Set<string>();
		if (!this.#topics.has(topic)) return [];
		this.#hub.tellAll(this, (other) => {
			for (const person of other.#topics.get(topic) ?? []) people.add(person);
		});
		return [...people];
	}

	onOthers(listener: (topic: string) => void): () => void {
		return this.#others.add(listener);
	}

	async take(name: string, most: number): Promise<boolean> {
		const { held } = this.#hub;
		const all = held.get(name) ?? 0;
		if (all >= most) return false;
		held.set(name, all + 1);
		this.#held.set(name, (this.#held.get(name) ?? 0) + 1);
		return true;
	}

	release(name: string): void {
		const own = this.#held.get(name);
		if (own === undefined) return;
		lessen(this.#held, name, 1);
		lessen(this.#hub.held, name, 1);
	}

	async close(): Promise<void> {
		const topics = [...this.#topics.keys()];
		this.#topics.clear();
		for (const topic of topics) this.#tellOthers(topic);
		for (const [name, count] of this.#held) lessen(this.#hub.held, name, count);
		this.#held.clear();
		this.#hub.members.delete(this);
	}

	#hear(channel: NewsChannel, text: string): void {
		if (!this.#hub.members.has(this)) return;
		this.counts.received += 1;
		this.#news.call(channel, JSON.parse(text));
	}

	#tellOthers(topic: string): void {
		this.#hub.tellAll(this, (other) => {
			if (!other.#topics.has(topic)) return;
			setImmediate(() => {
				if (other.#topics.has(topic)) other.#others.call(topic);
			});
		});
	}
}

function lessen(counts: Map<string, number>, name: string, by: number): void {
	const left = (counts.get(name) ?? 0) - by;
	if (left > 0) counts.set(name, left);
	else counts.delete(name);
}
