import { randomUUID } from 'node:crypto';
import { ConfigurationError } from '../../../server/env';
import type { Log } from '../../../server/log';
import type { Cluster, ClusterState, NewsChannel } from './cluster';
import { Listeners } from './listeners';
import { RedisCounters } from './redis-counters';
import { RedisLink, type Commands } from './redis-link';
import { Lives } from './redis-lives';
import { RedisPeople } from './redis-people';
import { AMONG_US, DATABASE, LIVES } from './redis-scripts';

/** While it is away, whoever must know asks the database so often. */
const MISSED_EVERY_MS = 1_000;

/** A third of the time that keys are kept. */
const REFRESH_EVERY_MS = 60_000;

export interface RedisOptions {
	/** `redis://` or `rediss://`, with a password perhaps. */
	url: string;
	/** Rule X5: the id of the database that all instances share. */
	databaseId: string;
	log: Log;
}

/** What instances tell each other that concerns the cluster alone. */
type AmongUs = { from: string } & ({ topic: string } | { gone: true } | { missed: true });

/**
 * Joins the instances at one Redis. One that cannot be reached keeps nobody from starting (rule X4): the
 * state is `away` until it can.
 *
 * @throws ConfigurationError where that Redis belongs to another database (rule X5)
 */
export async function joinRedis(options: RedisOptions): Promise<Cluster> {
	const cluster = new RedisCluster(options);
	await cluster.start();
	return cluster;
}

class RedisCluster implements Cluster {
	readonly instanceId = randomUUID();
	readonly counts = { sent: 0, received: 0 };
	readonly #options: RedisOptions;
	readonly #link: RedisLink;
	readonly #lives = new Lives(this.instanceId);
	readonly #people: RedisPeople;
	readonly #counters: RedisCounters;
	readonly #news = new Listeners<[channel: NewsChannel, news: unknown]>();
	readonly #missed = new Listeners<[]>();
	/** What every message of this instance begins with. */
	readonly #ownHead = `{"from":"${this.instanceId}"`;
	readonly #timers: NodeJS.Timeout[] = [];
	#trouble: string | undefined;
	#refusal: ConfigurationError | undefined;
	#isClosing = false;

	constructor(options: RedisOptions) {
		this.#options = options;
		this.#link = new RedisLink({
			url: options.url,
			channels: ['session-updates', AMONG_US],
			patterns: ['ws:*'],
			hear: (channel, text) => this.#hear(channel, text),
			greet: async (redis) => {
				await this.#claim(redis);
				await this.#lives.begin(redis);
			},
			check: async (redis) => {
				await Promise.all([this.#claim(redis), this.#lives.goOn(redis)]);
				this.#people.forgetOld();
			},
			onUp: () => this.#up(),
			onDown: (reason) => this.#down(reason)
		});
		this.#people = new RedisPeople(this.#link, this.#lives);
		this.#counters = new RedisCounters(this.#link, this.#lives);
	}

	get state(): ClusterState {
		return this.#link.isUp ? 'joined' : 'away';
	}

	get trouble(): string | undefined {
		return this.state === 'away' ? (this.#trouble ?? 'is not joined yet') : undefined;
	}

	/** @throws ConfigurationError */
	async start(): Promise<void> {
		await this.#link.start();
		if (this.#refusal) {
			await this.close();
			throw this.#refusal;
		}
		const missed = () => {
			if (this.state === 'joined') return;
			this.#people.forgetOld();
			this.#missed.call();
		};
		const refresh = () => {
			if (this.state === 'away') return;
			this.#people.refresh();
			this.#counters.refresh();
		};
		this.#timers.push(
			setInterval(missed, MISSED_EVERY_MS).unref(),
			setInterval(refresh, REFRESH_EVERY_MS).unref()
		);
	}

	publish(channel: NewsChannel, news: object): void {
		if (this.state === 'away') return;
		this.counts.sent += 1;
		this.#link.post('PUBLISH', channel, `${this.#ownHead},"news":${JSON.stringify(news)}}`);
	}

	onNews(listener: (channel: NewsChannel, news: unknown) => void): () => void {
		return this.#news.add(listener);
	}

	onMissed(listener: () => void): () => void {
		return this.#missed.add(listener);
	}

	put(topic: string, people: readonly string[]): Promise<void> {
		return this.#people.put(topic, people);
	}

	drop(topic: string): void {
		this.#people.drop(topic);
	}

	others(topic: string): readonly string[] {
		return this.#people.others(topic);
	}

	onOthers(listener: (topic: string) => void): () => void {
		return this.#people.onOthers(listener);
	}

	take(name: string, most: number): Promise<boolean> {
		return this.#counters.take(name, most);
	}

	release(name: string): void {
		this.#counters.release(name);
	}

	async close(): Promise<void> {
		this.#isClosing = true;
		for (const timer of this.#timers) clearInterval(timer);
		const farewell: AmongUs = { from: this.#lives.own, gone: true };
		const words = [this.#lives.own, JSON.stringify(farewell)];
		await this.#link.close(() => this.#link.script('leave', [LIVES], words));
	}

	/** Rule X5: this Redis serves our database from now on. @throws where it serves another */
	async #claim(redis: Commands): Promise<void> {
		const { databaseId } = this.#options;
		const setting = redis.command('SET', DATABASE, databaseId, 'NX');
		const [, served] = await Promise.all([setting, redis.command('GET', DATABASE)]);
		if (served !== databaseId) throw this.#belongsToAnother();
	}

	#up(): void {
		this.#counters.refresh();
		this.#people.restore();
		this.#lives.endFormer(this.#link);
		if (this.#trouble === undefined) return;
		this.#trouble = undefined;
		this.#options.log.info('Redis is there again: the instances hear of each other');
		// Nobody heard what was done here in the meantime.
		const news: AmongUs = { from: this.#lives.own, missed: true };
		this.#link.post('PUBLISH', AMONG_US, JSON.stringify(news));
		this.#missed.call();
	}

	#down(reason: unknown): void {
		if (this.#isClosing) return;
		this.#people.away();
		if (reason instanceof ConfigurationError) this.#refusal ??= reason;
		const trouble =
			reason instanceof ConfigurationError
				? 'belongs to another database'
				: `cannot be reached: ${nameOf(reason)}`;
		const isNews = this.#trouble === undefined || reason instanceof ConfigurationError;
		if (isNews && this.#trouble !== trouble) {
			this.#options.log.warn(
				{ err: reason },
				'Redis is away: until it is back, the instances hear of each other through the database'
			);
		}
		this.#trouble = trouble;
	}

	#hear(channel: string, text: string): void {
		if (text.startsWith(this.#ownHead)) return;
		const message = readMessage(text);
		if (!message) return;
		try {
			if (channel === AMONG_US) return this.#hearAmongUs(message as AmongUs);
			this.counts.received += 1;
			this.#news.call(channel as NewsChannel, (message as { news?: unknown }).news);
		} catch (error) {
			// Another release may say it in another form: that must not end this process.
			this.#options.log.error({ err: error, channel }, 'news of another instance made no sense');
		}
	}

	#hearAmongUs(news: AmongUs): void {
		if (this.#lives.isOwn(news.from)) return;
		if ('topic' in news) this.#people.heard(news.topic);
		else if ('gone' in news) this.#people.gone(news.from);
		else this.#missed.call();
	}

	#belongsToAnother(): ConfigurationError {
		const { host } = new URL(this.#options.url);
		return new ConfigurationError(
			`Greenroom cannot start: the Redis at ${host} serves another database. All instances share one DATA_DIR: give this one the same folder, or another Redis in REDIS_URL (another database number is not enough). Where that other database is gone for good: redis-cli DEL ${DATABASE}`
		);
	}
}

/** @returns undefined for what none of us has said */
function readMessage(text: string): { from: string } | undefined {
	try {
		const message: unknown = JSON.parse(text);
		const isOurs = typeof message === 'object' && message !== null && 'from' in message;
		return isOurs && typeof message.from === 'string'
			? { ...message, from: message.from }
			: undefined;
	} catch {
		return undefined;
	}
}

/** What went wrong in words that tell no address. */
function nameOf(reason: unknown): string {
	if (!(reason instanceof Error)) return 'unknown';
	if ('code' in reason && typeof reason.code === 'string') return reason.code;
	return reason.name === 'Error' ? reason.message : reason.name;
}
