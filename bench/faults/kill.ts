import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from '../../src/lib/typing/generate';
import { KeyHolder } from './key-holder';
import type { PersonOptions } from './people';
import { FaultServer } from './server';
import { Talker } from './talker';
import { Typist } from './typist';

const TYPISTS = 6;
const TALKERS_EACH = 2;
/** So much of what kills the server does so before it is ready. */
const KILLED_STARTING_SHARE = 0.2;
const LONGEST_START_MS = 900;
const LONGEST_LIFE_MS = 1_000;

const users = ['typist', 'talker-1', 'talker-2', 'key-holder'] as const;

export interface KillReport {
	/** Where something promised was lost or done twice, and what the server complained about. */
	problems: string[];
	/** What was promised, and held against what is kept. */
	results: number;
	messages: number;
	keys: { made: number; revoked: number };
}

/**
 * F1: the built server under load, killed at random moments and started again on the same data. At
 * the end everything that was acknowledged must be there, once.
 *
 * @param seed decides when it is killed
 */
export async function killUnderLoad(kills: number, seed: number): Promise<KillReport> {
	const random = seededRandom(seed);
	const problems: string[] = [];
	const server = await FaultServer.make({
		env: {
			TEST_API_KEYS: users.join(),
			LIMIT_MESSAGES_PER_MINUTE: '100000000',
			LIMIT_INPUT_PER_SECOND: '100000000',
			LIMIT_INPUT_BURST: '100000000'
		}
	});
	const person = (key: (typeof users)[number]): PersonOptions => ({
		url: server.url,
		lineUrl: server.lineUrl,
		key,
		random,
		complain: (problem) => problems.push(problem)
	});
	// Typists of one person: what they ended is counted together.
	const typist = person('typist');
	const typists = Array.from({ length: TYPISTS }, () => new Typist(typist));
	const rooms = (['talker-1', 'talker-2'] as const).map((key) =>
		Array.from({ length: TALKERS_EACH }, (_, index) => new Talker(`${key}-${index}`, person(key)))
	);
	const keyHolder = new KeyHolder(person('key-holder'));
	try {
		await server.start();
		let isOver = false;
		const load = [...typists, ...rooms.flat(), keyHolder].map((one) => one.run(() => isOver));
		for (let kill = 0; kill < kills; kill += 1) {
			if (random() < KILLED_STARTING_SHARE) {
				await delay(random() * LONGEST_START_MS);
			} else {
				await server.ready();
				await delay(random() * LONGEST_LIFE_MS);
			}
			await server.kill();
			server.begin();
		}
		await server.ready();
		isOver = true;
		await Promise.all(load);
		const results = await Typist.check(typists);
		let messages = 0;
		for (const talkers of rooms) messages += await Talker.check(talkers);
		const keys = await keyHolder.check();
		problems.push(...server.complaints);
		return { problems, results, messages, keys };
	} finally {
		await server.dispose();
	}
}
