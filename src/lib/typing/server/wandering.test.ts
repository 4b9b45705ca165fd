import { afterEach, expect, test } from 'vitest';
import { UserError } from '../../errors';
import { keysFor } from '../../testing/keys';
import { seededRandom } from '../generate';
import { TestTypist, TwoInstances } from './two-instances.fixtures';

const text = 'the quick brown fox jumps over the lazy dog and goes home';
const events = keysFor(text);

let house: TwoInstances;
afterEach(() => house.stop());

const stateOf = (error: UserError) => (error.details as { state?: string }).state;

/** One client that wanders over the instances, as rule T3 wants a client to be. */
class Wanderer {
	#typist: TestTypist;
	#connections = 0;
	#nextSeq = 0;

	constructor(
		readonly sessionId: string,
		readonly random: () => number
	) {
		this.#typist = this.#connect();
	}

	/** Takes a step. @returns the result's id, once there is one */
	async step(): Promise<string | undefined> {
		const dice = this.random();
		if (dice < 0.12) {
			// The old connection is closed, or hangs half-open and says once more what it said before.
			const left = this.#typist;
			this.#typist = this.#connect();
			if (this.random() < 0.5) left.instance.typing.release(left.connectionId);
			const started = this.random() < 0.7 ? this.#restart() : undefined;
			if (this.random() < 0.3) await this.#say(left, 0, this.#nextSeq + 1).catch(() => undefined);
			await started;
			return undefined;
		}
		if (dice < 0.3) return void (await house.checkpoint());
		if (dice < 0.34) {
			house.crash(this.random() < 0.5 ? house.one : house.two);
			this.#typist = this.#connect();
			return undefined;
		}
		if (dice < 0.4) return void (await house.settle());
		return this.#type(1 + Math.floor(this.random() * 5));
	}

	#connect(): TestTypist {
		this.#connections += 1;
		const instance = this.random() < 0.5 ? house.one : house.two;
		return new TestTypist(instance, `${this.sessionId} ${this.#connections}`);
	}

	async #restart(): Promise<void> {
		try {
			this.#nextSeq = await this.#typist.start(this.sessionId);
		} catch (error) {
			if (!(error instanceof UserError) || stateOf(error) !== 'completed') throw error;
			this.#nextSeq = events.length;
		}
	}

	#say(typist: TestTypist, from: number, to: number) {
		return typist.type(this.sessionId, events, [from, Math.min(to, events.length)]);
	}

	async #type(count: number): Promise<string | undefined> {
		try {
			if (this.#nextSeq >= events.length) {
				return (await this.#typist.end(this.sessionId, events.length)).resultId;
			}
			const { update, completed } = await this.#say(
				this.#typist,
				this.#nextSeq,
				this.#nextSeq + count
			);
			this.#nextSeq = update.nextSeq;
			return (await completed)?.resultId;
		} catch (error) {
			if (!(error instanceof UserError)) throw error;
			if (error.code === 'CONFLICT') {
				this.#nextSeq = (error.details as { nextSeq: number }).nextSeq;
			} else if (stateOf(error) === 'taken_over') await this.#restart();
			else if (stateOf(error) === 'completed') this.#nextSeq = events.length;
			else throw error;
			return undefined;
		}
	}
}

test.each([
	['hear of each other', true],
	['do not', false]
])(
	'[T3] over instances that %s, crashes and half-open connections, no key is lost or doubled',
	async (_, isJoined) => {
		house = await TwoInstances.start(isJoined);
		for (let seed = 1; seed <= 60; seed += 1) {
			const sessionId = await house.reserve('alice', text);
			const wanderer = new Wanderer(sessionId, seededRandom(seed));
			let resultId: string | undefined;
			for (let step = 0; !resultId; step += 1) {
				expect(step, `steps of seed ${seed}`).toBeLessThan(2_000);
				resultId = await wanderer.step();
			}
			const kept = await house.one.typing.resultLog('alice', resultId);
			expect(kept, `seed ${seed}`).toEqual(events);
		}
	},
	60_000
);
