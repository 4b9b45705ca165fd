import { setTimeout as delay } from 'node:timers/promises';
import type { LineClient } from '../../src/lib/realtime/client';
import type { SessionMessages } from '../../src/lib/sessions/messages';
import { lineOf, restOf, type PersonOptions } from './people';
import type { RestCaller } from './rest';

const SLOWEST_CHANGE_MS = 40;

interface Versioned {
	sessionId: string;
	version: number;
}

/** Somebody who switches a clock over REST, one switch after the other: promises over REST. */
export class Changer {
	/** By the answers, in their order. */
	readonly versions: number[] = [];
	readonly #options: PersonOptions;
	readonly #rest: RestCaller;

	constructor(options: PersonOptions) {
		this.#options = options;
		this.#rest = restOf(options);
	}

	/** A running chess clock of this person's. @returns its id and its version */
	async makeClock(): Promise<Versioned> {
		const participants = ['ann', 'ben'].map((id) => ({ id, name: id, totalTimeMs: 86_400_000 }));
		const wish = { syncMode: 'per_participant', participants };
		const { sessionId } = (await this.#rest.insist('POST', '/api/sessions', wish))
			.body as Versioned;
		const started = await this.#rest.insist('POST', `/api/sessions/${sessionId}/start`, {});
		return started.body as Versioned;
	}

	/** Switches `count` times, or until it is told to stop. */
	async run(sessionId: string, isOver: (done: number) => boolean): Promise<void> {
		const { random, complain } = this.#options;
		for (let done = 0; !isOver(done); done += 1) {
			const answer = await this.#rest.ask('POST', `/api/sessions/${sessionId}/switch`, {});
			if (answer?.status === 200) this.versions.push((answer.body as Versioned).version);
			else complain(`[S4] a switch was answered with ${JSON.stringify(answer)}`);
			await delay(random() * SLOWEST_CHANGE_MS);
		}
	}

	async version(sessionId: string): Promise<number> {
		const { body } = await this.#rest.insist('GET', `/api/sessions/${sessionId}`);
		return (body as Versioned).version;
	}

	/** Every answer promised a version of its own, and together they are all that were made. */
	static async check(changers: readonly Changer[], { sessionId, version }: Versioned) {
		const { complain } = changers[0]!.#options;
		const promised = changers.flatMap(({ versions }) => versions).sort((a, b) => a - b);
		promised.forEach((made, index) => {
			if (made !== version + 1 + index) complain(`[S4] version ${made} after ${version + index}`);
		});
		const kept = await changers[0]!.version(sessionId);
		if (kept !== version + promised.length) {
			complain(`[S4] ${promised.length} changes were answered, the version is ${kept}`);
		}
		return promised.length;
	}
}

/** Somebody who follows a session on the line. */
export class Follower {
	/** The newest that was told. */
	version = 0;
	/** How many people are told to be there. */
	connected = 0;
	readonly #line: LineClient;

	constructor(options: PersonOptions, sessionId: string) {
		this.#line = lineOf(options);
		const channel = this.#line.channel<SessionMessages>();
		channel.on('state_sync', ({ version }) => (this.version = version));
		channel.on('state_update', ({ version }) => {
			if (version <= this.version) {
				options.complain(`[S2] ${version} was told after ${this.version}`);
			}
			this.version = version;
		});
		channel.on('presence_update', ({ participants }) => {
			this.connected = participants.filter(({ connected }) => connected).length;
		});
		this.#line.onReady(() => {
			channel.request('subscribe_session', { sessionId }).catch((error: unknown) => {
				options.complain(`[S1] a subscription was refused: ${error}`);
			});
		});
		this.#line.connect();
	}

	/** @returns whether it has heard of `version` within so many milliseconds */
	async hears(version: number, withinMs: number): Promise<boolean> {
		const deadline = performance.now() + withinMs;
		while (this.version < version && performance.now() < deadline) await delay(5);
		return this.version >= version;
	}

	close(): void {
		this.#line.close();
	}
}
