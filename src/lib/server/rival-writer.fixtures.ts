import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { openDatabase } from './database';
import { createLog } from './log';
import { houseFact } from './schema';

/** What a process that writes beside others has to tell in the end. */
export interface RivalReport {
	/** How long each write took, ascending. Milliseconds. */
	tookMs: number[];
	/** The longest that its event loop stood still. Milliseconds. */
	longestTurnMs: number;
}

/** The row that all of them count up. */
const COUNTED = 'count';

/**
 * A process of its own: `node rival-writer.js FILE COUNT` counts up COUNT times, several at once.
 * It says `ready`, and begins when it is told anything.
 */
async function countUp(file: string, count: number): Promise<RivalReport> {
	const database = openDatabase(file, resolve('drizzle'), createLog({ LOG_LEVEL: 'silent' }));
	process.send!('ready');
	await new Promise((told) => process.once('message', told));
	let lastTurn = performance.now();
	let longestTurnMs = 0;
	const turns = setInterval(() => {
		longestTurnMs = Math.max(longestTurnMs, performance.now() - lastTurn);
		lastTurn = performance.now();
	}, 1);
	const tookMs: number[] = [];
	const one = async () => {
		const from = performance.now();
		await database.write((tx) => {
			// Read and written in two statements: another's in between would be lost.
			const counted = eq(houseFact.name, COUNTED);
			const { value } = tx.select().from(houseFact).where(counted).get()!;
			tx.update(houseFact)
				.set({ value: String(Number(value) + 1) })
				.where(counted)
				.run();
		});
		tookMs.push(performance.now() - from);
	};
	const writes: Promise<void>[] = [];
	for (let index = 0; index < count; index += 1) {
		writes.push(one());
		if (index % 2 === 1) await delay(1);
	}
	await Promise.all(writes);
	clearInterval(turns);
	await database.close();
	return { tookMs: tookMs.sort((a, b) => a - b), longestTurnMs };
}

const [, , file, count] = process.argv;
if (process.send && file !== undefined) {
	process.send(await countUp(file, Number(count)));
	process.disconnect();
}
