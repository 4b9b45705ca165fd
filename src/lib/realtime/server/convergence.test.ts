import process from 'node:process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Sequence } from '../../testing/fuzz/sequence';
import { FuzzWorld } from '../../testing/fuzz/world';

/** A tenth; `npm run bench -- F2` has all of them. */
const SEQUENCES = Number(process.env['SEQUENCES'] ?? 1_000);
const SEED = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

let world: FuzzWorld;
beforeAll(async () => {
	world = await FuzzWorld.start();
});
afterAll(() => world.stop());

async function expectConvergence(seed: number): Promise<void> {
	const { problems, steps } = await Sequence.play(world, seed);
	expect(problems, `SEED=${seed}: ${steps.join('; ')}`).toEqual([]);
}

test(
	`[F2] clients converge to the server after ${SEQUENCES.toLocaleString('en')} sequences of faults`,
	{ timeout: SEQUENCES * 1_000 },
	async () => {
		console.info(`${SEQUENCES} sequences, SEED=${SEED}; the n-th alone has the seed SEED + n`);
		for (let index = 0; index < SEQUENCES; index += 1) await expectConvergence(SEED + index);
	}
);
