import type { RedisLink } from './redis-link';
import type { Lives } from './redis-lives';
import { countsOf, LIVES, KEEP_MS } from './redis-scripts';

/** What is counted together, in Redis: what `Cluster` says of `take` and `release` (rule L3). */
export class RedisCounters {
	readonly #link: RedisLink;
	readonly #lives: Lives;
	/** How many this instance holds under each name. */
	readonly #held = new Map<string, number>();
	/** How many it is asking for. */
	readonly #asked = new Map<string, number>();

	constructor(link: RedisLink, lives: Lives) {
		this.#link = link;
		this.#lives = lives;
	}

	async take(name: string, most: number): Promise<boolean> {
		if (!this.#link.isUp) return this.#takeHere(name, most);
		add(this.#asked, name, 1);
		try {
			const words = [this.#lives.own, String(most)];
			const granted = await this.#link.script('take', [countsOf(name), LIVES], words);
			if (granted !== 1) return false;
			add(this.#held, name, 1);
			return true;
		} catch {
			return this.#takeHere(name, most);
		} finally {
			add(this.#asked, name, -1);
		}
	}

	release(name: string): void {
		if (!this.#held.has(name)) return;
		add(this.#held, name, -1);
		if (!this.#link.isUp) return;
		this.#link.script('release', [countsOf(name)], [this.#lives.own]).catch(() => undefined);
	}

	/** Says anew what this instance holds: Redis may be another one, and keys expire. */
	refresh(): void {
		for (const [name, held] of this.#held) {
			// What is being asked for is counted there and not here yet.
			if (this.#asked.has(name)) continue;
			this.#link.post('HSET', countsOf(name), this.#lives.own, String(held));
			this.#link.post('PEXPIRE', countsOf(name), String(KEEP_MS));
		}
	}

	#takeHere(name: string, most: number): boolean {
		if ((this.#held.get(name) ?? 0) >= most) return false;
		add(this.#held, name, 1);
		return true;
	}
}

function add(counts: Map<string, number>, name: string, more: number): void {
	const count = (counts.get(name) ?? 0) + more;
	if (count > 0) counts.set(name, count);
	else counts.delete(name);
}
