import { Listeners } from './listeners';
import type { RedisLink } from './redis-link';
import type { Lives } from './redis-lives';
import { LIVES, KEEP_MS, peopleOf } from './redis-scripts';

/** People whom nobody confirms any more: of an instance that is away, as this one may be. */
const REMEMBER_MS = 10_000;

/** Who is in a topic on one other instance. */
interface Elsewhere {
	people: readonly string[];
	/** Until when they count without being confirmed; monotonic milliseconds. */
	until?: number;
}

interface Topic {
	here: readonly string[];
	/** By life. */
	elsewhere: Map<string, Elsewhere>;
	/** Fulfilled once `elsewhere` was read for the first time, or cannot be. */
	known: PromiseWithResolvers<void>;
	isKnown: boolean;
	isReading: boolean;
	/** Something changed since the reading began. */
	isStale: boolean;
}

/** Who is where, in Redis: what `Cluster` says of `put`, `drop`, `others` and `onOthers`. */
export class RedisPeople {
	readonly #link: RedisLink;
	readonly #lives: Lives;
	readonly #topics = new Map<string, Topic>();
	readonly #changed = new Listeners<[topic: string]>();

	constructor(link: RedisLink, lives: Lives) {
		this.#link = link;
		this.#lives = lives;
	}

	put(name: string, people: readonly string[]): Promise<void> {
		const topic = this.#topics.get(name) ?? newTopic();
		this.#topics.set(name, topic);
		topic.here = [...people];
		if (!this.#link.isUp) settle(topic);
		else this.#write(name, topic);
		return topic.known.promise;
	}

	drop(name: string): void {
		const topic = this.#topics.get(name);
		if (!topic || !this.#topics.delete(name)) return;
		settle(topic);
		if (this.#link.isUp) this.#script(name, '').catch(() => undefined);
	}

	others(name: string): readonly string[] {
		const people = new Set<string>();
		for (const elsewhere of this.#topics.get(name)?.elsewhere.values() ?? []) {
			for (const person of elsewhere.people) people.add(person);
		}
		return [...people];
	}

	onOthers(listener: (topic: string) => void): () => void {
		return this.#changed.add(listener);
	}

	/** Redis is there again, perhaps another one: all is said anew. */
	restore(): void {
		for (const [name, topic] of this.#topics) this.#write(name, topic);
	}

	/** Nothing is heard any more. */
	away(): void {
		const until = performance.now() + REMEMBER_MS;
		for (const topic of this.#topics.values()) {
			settle(topic);
			topic.isReading = false;
			for (const elsewhere of topic.elsewhere.values()) elsewhere.until ??= until;
		}
	}

	/** Somebody else said who is in a topic there. */
	heard(name: string): void {
		const topic = this.#topics.get(name);
		if (topic) this.#read(name, topic);
	}

	/** A life has ended by itself. */
	gone(ended: string): void {
		this.#forget((life) => life === ended);
	}

	/** Those of the dead are forgotten, and whom nobody has confirmed for too long. */
	forgetOld(): void {
		const now = performance.now();
		const isUp = this.#link.isUp;
		this.#forget((life, { until }) =>
			until === undefined
				? isUp && !this.#lives.isLiving(life)
				: until <= now || (isUp && this.#lives.isBack(life))
		);
	}

	/** Keeps what is here from expiring. */
	refresh(): void {
		for (const [name, { here }] of this.#topics) {
			if (here.length === 0) continue;
			this.#link.post('HSET', peopleOf(name), this.#lives.own, JSON.stringify(here));
			this.#link.post('PEXPIRE', peopleOf(name), String(KEEP_MS));
		}
	}

	#write(name: string, topic: Topic): void {
		const here = topic.here.length === 0 ? '' : JSON.stringify(topic.here);
		this.#script(name, here).then(
			(fields) => this.#know(name, topic, fields),
			() => settle(topic)
		);
	}

	#script(name: string, people: string): Promise<unknown> {
		const { own } = this.#lives;
		const news = JSON.stringify({ from: own, topic: name });
		return this.#link.script('put', [peopleOf(name), LIVES], [own, people, news]);
	}

	#read(name: string, topic: Topic): void {
		topic.isStale = topic.isReading;
		if (topic.isReading || !this.#link.isUp) return;
		topic.isReading = true;
		this.#link.script('read', [peopleOf(name), LIVES], []).then(
			(fields) => {
				topic.isReading = false;
				this.#know(name, topic, fields);
				if (topic.isStale) this.#read(name, topic);
			},
			() => undefined
		);
	}

	/** @param fields what the scripts return: life and JSON, by turns */
	#know(name: string, topic: Topic, fields: unknown): void {
		const wasKnown = topic.isKnown;
		settle(topic);
		if (this.#topics.get(name) !== topic) return;
		const before = this.others(name);
		// An instance that is not back yet may come back with them.
		const kept = [...topic.elsewhere].filter(
			([life, { until }]) => until !== undefined && !this.#lives.isBack(life)
		);
		topic.elsewhere = new Map(kept);
		const flat = fields as string[];
		for (let index = 0; index < flat.length; index += 2) {
			const [life, people] = [flat[index]!, JSON.parse(flat[index + 1]!) as string[]];
			if (!this.#lives.isOwn(life)) topic.elsewhere.set(life, { people });
		}
		if (wasKnown && !isSame(before, this.others(name))) this.#changed.call(name);
	}

	#forget(isForgotten: (life: string, elsewhere: Elsewhere) => boolean): void {
		for (const [name, { elsewhere }] of this.#topics) {
			const gone = [...elsewhere].filter(([life, there]) => isForgotten(life, there));
			if (gone.length === 0) continue;
			const before = this.others(name);
			for (const [life] of gone) elsewhere.delete(life);
			if (!isSame(before, this.others(name))) this.#changed.call(name);
		}
	}
}

const newTopic = (): Topic => ({
	here: [],
	elsewhere: new Map(),
	known: Promise.withResolvers(),
	isKnown: false,
	isReading: false,
	isStale: false
});

function settle(topic: Topic): void {
	topic.isKnown = true;
	topic.known.resolve();
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
	const known = new Set(others);
	return some.length === others.length && some.every((person) => known.has(person));
}
