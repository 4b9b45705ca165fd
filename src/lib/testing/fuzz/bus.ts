import type { Cluster } from '../../realtime/server/cluster/cluster';
import { joinMemory, MemoryHub } from '../../realtime/server/cluster/memory';
import type { Dice } from './dice';

/** So long news are on their way at the most. */
const LONGEST_WAY_MS = 400;

/** While it is away, those who must know ask the database so often. */
const MISSED_EVERY_MS = 1_000;

/**
 * What joins the instances of the fuzz, as Redis would: news take their time, and those that are said
 * while it is away are lost. Time is the sequence's.
 */
export class FuzzBus {
	/** How long news take; none at all before a sequence says it. */
	dice: Dice | undefined;
	readonly #hub = new MemoryHub();
	readonly #missed = new Set<() => void>();
	#isAway = false;
	#asking: NodeJS.Timeout | undefined;

	/** One more instance. */
	join(): Cluster {
		const cluster = joinMemory(this.#hub);
		/** When the last news before will have arrived. */
		let arrivesAt = 0;
		const publish: Cluster['publish'] = (channel, news) => {
			if (this.#isAway) return;
			const text = JSON.stringify(news);
			const way = this.dice?.between(0, LONGEST_WAY_MS) ?? 0;
			arrivesAt = Math.max(arrivesAt, Date.now() + way);
			setTimeout(() => cluster.publish(channel, JSON.parse(text)), arrivesAt - Date.now());
		};
		const onMissed: Cluster['onMissed'] = (listener) => {
			this.#missed.add(listener);
			return () => this.#missed.delete(listener);
		};
		const state = () => (this.#isAway ? 'away' : cluster.state);
		return new Proxy(cluster, {
			get(target, name) {
				if (name === 'state') return state();
				if (name === 'publish') return publish;
				if (name === 'onMissed') return onMissed;
				const value: unknown = Reflect.get(target, name, target);
				return typeof value === 'function' ? value.bind(target) : value;
			}
		});
	}

	/** From now on what is said is lost; what is on its way arrives. */
	leave(): void {
		if (this.#isAway) return;
		this.#isAway = true;
		this.#asking = setInterval(() => this.#ask(), MISSED_EVERY_MS);
	}

	comeBack(): void {
		if (!this.#isAway) return;
		this.#isAway = false;
		clearInterval(this.#asking);
		this.#ask();
	}

	#ask(): void {
		for (const listener of this.#missed) listener();
	}
}
