import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { build } from 'vite';
import { start } from './processes.js';
import { report } from './report.js';

const KILLS = 200;
const SEQUENCES = 10_000;
const ATTACKS = 100_000;
const OUTAGES = 20;

/** @returns {number} the one given, to have it all again, or another */
const seedOf = () => Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));

/**
 * @template {{ problems: string[] }} Report
 * @param {'F1' | 'F3' | 'F4'} fault
 * @param {number} count
 * @param {number} seed
 * @returns {Promise<Report>}
 */
async function whole(fault, count, seed) {
	const outDir = `node_modules/.cache/greenroom-bench/faults-${fault}`;
	await build({
		configFile: false,
		logLevel: 'error',
		build: { ssr: 'bench/faults/whole.ts', outDir, emptyOutDir: true, target: 'node24' }
	});
	const args = [join(outDir, 'whole.js'), fault, String(count), String(seed)];
	const child = start(args, { core: 1, ipc: true });
	/** @type {Report} */
	const told = await new Promise((resolve, reject) => {
		child.once('message', resolve);
		child.once('exit', (code) => reject(new Error(`${fault} ended with ${code}`)));
	});
	for (const problem of told.problems) console.log(problem);
	return told;
}

/** @param {string} what @param {number} value */
const seen = (what, value) => ({ what, values: [value], target: 'for comparison' });

/** @param {string} what @param {number} value */
function none(what, value) {
	if (value > 0) process.exitCode = 1;
	return { what, values: [value], target: 'none', met: value === 0 };
}

/** F1: `kill -9` under load. */
export async function kills() {
	const seed = seedOf();
	/** @type {import('./faults/kill').KillReport} */
	const { problems, results, messages, keys } = await whole('F1', KILLS, seed);
	report(
		'F1 Killed under load',
		'npm run bench -- F1',
		`The built server under typists, talkers and makers of keys, killed with SIGKILL at ${KILLS} moments drawn from SEED=${seed}, one in five before it is ready, and started again on the same data. What was acknowledged is held against what is kept.`,
		[
			none('promises broken, things done twice', problems.length),
			seen('results promised', results),
			seen('messages promised', messages),
			seen('keys made, and half of them revoked', keys.made)
		]
	);
}

/** F2: random faults, then convergence. */
export async function convergence() {
	const seed = seedOf();
	const file = 'src/lib/realtime/server/convergence.test.ts';
	const { status } = spawnSync('vitest', ['run', file], {
		env: { ...process.env, SEED: String(seed), SEQUENCES: String(SEQUENCES) },
		stdio: 'inherit'
	});
	report(
		'F2 Convergence',
		'npm run bench -- F2',
		`Sequences of disconnects at any byte, held directions, repeated and re-ordered sends, people let in and dismissed, with clients, gateway and database as they are and time that passes when the sequence says so; half of them over two instances that share a database, whose news take their time and get lost while what joins them is away; SEED=${seed}.`,
		[
			none('runs that left somebody with another view', status === 0 ? 0 : 1),
			seen('sequences', SEQUENCES)
		]
	);
}

/** F3: hostile connections. */
export async function hostility() {
	const seed = seedOf();
	/** @type {import('./faults/hostile').HostileReport} */
	const told = await whole('F3', ATTACKS, seed);
	report(
		'F3 Hostile connections',
		'npm run bench -- F3',
		`Connections that say what must not be said, half of it, or nothing for ever, from raw sockets, while an honest client asks one thing after the other; SEED=${seed}. Memory: what the second half of them added once garbage was collected.`,
		[
			none('wrong codes, crashes, sockets left', told.problems.length),
			seen('connections', told.attacks),
			seen('answers to the honest client', told.served),
			{
				what: 'bytes of the heap that a connection left',
				values: [Math.max(0, told.heapBytesEach)],
				target: '< 512',
				met: told.heapBytesEach < 512
			},
			{
				what: 'MiB by which the process grew',
				values: [Math.max(0, told.memoryGrowth) / 2 ** 20],
				target: '< 48',
				met: told.memoryGrowth < 48 * 2 ** 20
			}
		]
	);
}

/** F4: Redis lost under load. */
export async function redisLost() {
	const seed = seedOf();
	/** @type {import('./faults/redis-away').RedisAwayReport} */
	const told = await whole('F4', OUTAGES, seed);
	report(
		'F4 Redis lost under load',
		'npm run bench -- F4',
		`Two instances of the built server over one database under typists, talkers and switchers of one clock, while their Redis is killed with SIGKILL and started again empty, or stopped for 5 s, by turns; SEED=${seed}. What was acknowledged is held against what is kept; connections are counted over both instances afterwards. Up to date: from the return of Redis until a follower on each instance shows the version that the database had then.`,
		[
			none('promises broken, things not told in time, errors', told.problems.length),
			seen('outages', OUTAGES),
			seen('results promised', told.results),
			seen('messages promised', told.messages),
			seen('changes promised', told.changes),
			{
				what: 'ms until everybody was up to date, the longest',
				values: [Math.max(...told.upToDateMs)],
				target: '≤ 2,000',
				met: Math.max(...told.upToDateMs) <= 2_000
			}
		]
	);
}
