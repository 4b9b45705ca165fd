import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { PayloadOf } from '../../src/lib/realtime/catalogue';
import { LineClient } from '../../src/lib/realtime/client';
import type { SessionMessages } from '../../src/lib/sessions/messages';
import type { RaceView } from '../../src/lib/races/view';
import { keysFor } from '../../src/lib/testing/keys';
import type { KeyEvent } from '../../src/lib/typing/events';
import { LogUploader } from '../../src/lib/typing/uploader';
import { restOf } from './people';
import type { Answer } from './rest';
import type { FaultServer } from './server';

const LOOK_MS = 20;
const SAVED_WITHIN_MS = 60_000;

type People = PayloadOf<SessionMessages, 'presence_update'>['participants'];

interface ShownRace {
	sessionId: string;
	personId: string;
	state: RaceView;
	test?: { sessionId: string; text: string };
	resultId?: string;
}

export interface RacerOptions {
	key: string;
	/** Where it connects first; whoever of them runs takes it afterwards. */
	servers: readonly FaultServer[];
	complain: (problem: string) => void;
}

/** Somebody who races as the page does it, and goes to another instance where his own is gone. */
export class Racer {
	/** What was typed, by the race's clock. */
	readonly log: KeyEvent[] = [];
	/** Who is told to be there. */
	people: People = [];
	race: RaceView | undefined;
	/** Ports of the instances that its connections reached, in their order. */
	readonly reached: number[] = [];
	readonly #options: RacerOptions;
	readonly #line: LineClient;

	constructor(options: RacerOptions) {
		this.#options = options;
		const pick = () => this.#server.lineUrl;
		const reached = this.reached;
		class Roaming extends WebSocket {
			constructor(_url: string, protocols?: string | string[]) {
				const url = pick();
				reached.push(Number(new URL(url).port));
				super(url, protocols);
			}
		}
		this.#line = new LineClient({
			url: this.#server.lineUrl,
			WebSocket: Roaming,
			credential: () => ({ apiKey: options.key })
		});
	}

	/** As behind a balancer that knows who lives. */
	get #server(): FaultServer {
		const { servers } = this.#options;
		return servers.find(({ isRunning }) => isRunning) ?? servers[0]!;
	}

	ask(method: string, path: string, body?: object): Promise<Answer> {
		const { key, complain } = this.#options;
		const { url, lineUrl } = this.#server;
		return restOf({ url, lineUrl, key, complain, random: Math.random }).insist(method, path, body);
	}

	/** Follows the race on the line. */
	enter(sessionId: string): void {
		const channel = this.#line.channel<SessionMessages>();
		const keep = ({ state }: { state: object }) => (this.race = state as RaceView);
		channel.on('state_sync', keep);
		channel.on('state_update', keep);
		channel.on('presence_update', ({ participants }) => (this.people = participants));
		this.#line.onReady(() => {
			channel.request('subscribe_session', { sessionId }).catch(() => undefined);
		});
		this.#line.connect();
	}

	/**
	 * Types the whole text from the common start on.
	 * @returns the id of the result
	 */
	async type(sessionId: string, medianMs: number, seed: number): Promise<string | undefined> {
		const { complain, key } = this.#options;
		const { test, state } = (await this.ask('GET', `/api/races/${sessionId}`)).body as ShownRace;
		if (!test || state.startsAt === undefined) {
			complain(`[S7] ${key} has no test in the race`);
			return undefined;
		}
		const startsAt = Date.parse(state.startsAt);
		let settle: (resultId?: string) => void = () => undefined;
		const saved = new Promise<string | undefined>((resolve) => (settle = resolve));
		const uploader = new LogUploader(this.#line, test.sessionId, this.log, {
			onSaved: ({ resultId }) => settle(resultId),
			onTakenOver: () => complain(`[T3] somebody else types the test of ${key}`),
			onRefused: (reason) => {
				complain(`[T3] the log of ${key} was refused: ${reason.message}`);
				settle();
			}
		});
		for (const event of keysFor(test.text, medianMs, seed)) {
			// The first key takes a moment too.
			const at = { ...event, t: event.t + medianMs };
			await delay(Math.max(0, startsAt + at.t - Date.now()));
			this.log.push(at);
			uploader.changed();
		}
		uploader.end(this.log.at(-1)!.t);
		const patience = new AbortController();
		const late = delay(SAVED_WITHIN_MS, undefined, { signal: patience.signal });
		const resultId = await Promise.race([saved, late.catch(() => undefined)]);
		patience.abort();
		uploader.stop();
		if (resultId === undefined) complain(`[T6] the test of ${key} was not saved`);
		return resultId;
	}

	/** @returns after how many milliseconds it came true; undefined where it did not in time */
	async sees(what: (racer: Racer) => boolean, withinMs: number): Promise<number | undefined> {
		const from = performance.now();
		while (!what(this)) {
			if (performance.now() - from > withinMs) return undefined;
			await delay(LOOK_MS);
		}
		return performance.now() - from;
	}

	leave(): void {
		this.#line.close();
	}
}
