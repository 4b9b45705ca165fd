import type { Commands } from './redis-link';
import { LIVES } from './redis-scripts';

/**
 * Who lives, as Redis says. An instance lives anew with each connection: whatever the life before said, or
 * may have said when the connection broke, ends with that life.
 */
export class Lives {
	readonly #instanceId: string;
	#number = 0;
	#former: string[] = [];
	#living: ReadonlySet<string> = new Set();
	#instances: ReadonlySet<string> = new Set();

	constructor(instanceId: string) {
		this.#instanceId = instanceId;
	}

	/** What this instance is called in Redis now. */
	get own(): string {
		return `${this.#instanceId}.${this.#number}`;
	}

	isOwn(life: string): boolean {
		return instanceOf(life) === this.#instanceId;
	}

	isLiving(life: string): boolean {
		return this.#living.has(life);
	}

	/** Whether the instance of a life lives, in that life or another. */
	isBack(life: string): boolean {
		return this.#instances.has(instanceOf(life));
	}

	/** A new connection. */
	async begin(redis: Commands): Promise<void> {
		if (this.#number > 0) this.#former.push(this.own);
		this.#number += 1;
		await this.#beat(redis);
	}

	/** Ends what was before; asked once all is said again, so that nobody seems to have gone. */
	endFormer(redis: Commands): void {
		for (const life of this.#former) {
			redis.script('leave', [LIVES], [life, '']).catch(() => undefined);
		}
		this.#former = [];
	}

	/** @throws where Redis has forgotten this life, after it slept or Redis was emptied */
	async goOn(redis: Commands): Promise<void> {
		if (!(await this.#beat(redis))) throw new Error('this instance was forgotten');
	}

	/** @returns whether this life had counted before */
	async #beat(redis: Commands): Promise<boolean> {
		const reply = (await redis.script('beat', [LIVES], [this.own])) as string[];
		const [hadLived, ...living] = reply;
		this.#living = new Set(living);
		this.#instances = new Set(living.map(instanceOf));
		return hadLived === '1';
	}
}

const instanceOf = (life: string) => life.slice(0, life.indexOf('.'));
