import process from 'node:process';
import { afterEach, expect, test } from 'vitest';
import { Sequence } from '../../testing/fuzz/sequence';
import { FuzzWorld } from '../../testing/fuzz/world';

/** A tenth; `npm run bench -- F2` has all of them. Half are played on one instance, half on two. */
const SEQUENCES = Number(process.env['SEQUENCES'] ?? 1_000);
const EACH = Math.ceil(SEQUENCES / 2);
const SEED = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

let world: FuzzWorld;
afterEach(() => world.stop());

async function expectConvergence(instances: number): Promise<void> {
	world = await FuzzWorld.start(instances);
	console.info(`${EACH} sequences, SEED=${SEED}; the n-th alone has the seed SEED + n`);
	for (let seed = SEED; seed < SEED + EACH; seed += 1) {
		const { problems, steps } = await Sequence.play(world, seed);
		expect(problems, `SEED=${seed}: ${steps.join('; ')}`).toEqual([]);
	}
}

const share = EACH.toLocaleString('en');
const timeout = SEQUENCES * 1_000;

test(`[F2] clients converge to the server after ${share} sequences of faults`, { timeout }, () =>
	expectConvergence(1)
);

test(
	`[F2] [X2] [X4] over two instances clients converge to the database after ${share} sequences`,
	{ timeout },
	() => expectConvergence(2)
);
