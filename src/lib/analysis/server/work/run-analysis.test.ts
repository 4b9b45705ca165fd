import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { expect, onTestFinished, test, vi } from 'vitest';
import { MemoryLedger } from '../memory-ledger';
import { carryOut } from '../pipeline';
import { ReaderPool } from '../read/reader-pool';
import { temporaryFolder, TestRepository } from '../source/source.fixtures';
import { runAnalysis, type ProcessLimits } from './run-analysis';
import { orderOf, shop, SpyLedger, toldBy } from './work.fixtures';

const never = new AbortController().signal;

const pathOf = ({ folder: path }: TestRepository) => ({ kind: 'path', path }) as const;

/** Processes that this one started. */
const children = (): number[] =>
	execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
		.split('\n')
		.filter((line) => line.includes('child-from-source'))
		.map((line) => Number.parseInt(line, 10));

/** Runs one until it has opened its source, and gives what the test does with its process a turn. */
async function caught(
	act: (pid: number) => void | Promise<void>,
	limits: Partial<ProcessLimits> = {}
): Promise<unknown> {
	const ledger = new SpyLedger();
	ledger.onMade = async ({ name }) => {
		if (name === 'opened') await act(children()[0]!);
	};
	const order = await orderOf(pathOf(await shop()));
	return runAnalysis(order, ledger, never, limits).catch((error: unknown) => error);
}

test('[N3] in a process of its own an analysis tells what it tells without', async () => {
	const repository = await shop();
	const readers = new ReaderPool({ size: 1 });
	onTestFinished(() => readers.close());
	const [here, there] = [new MemoryLedger(), new MemoryLedger()];
	await carryOut(await orderOf(pathOf(repository)), here, { signal: never, readers });
	await runAnalysis(await orderOf(pathOf(repository)), there, never);
	expect(toldBy(there)).toEqual(toldBy(here));
	expect(children()).toEqual([]);
});

test('[N6] its process is killed in the middle: what was kept is not done again', async () => {
	const order = await orderOf(pathOf(await shop()));
	const ledger = new SpyLedger();
	ledger.onMade = ({ name, of }) => {
		if (name === 'keepOutcome' && of === 'report') process.kill(children()[0]!, 'SIGKILL');
	};
	const error: unknown = await runAnalysis(order, ledger, never).catch((reason: unknown) => reason);
	expect(error).toMatchObject({ message: expect.stringContaining('broke off') });
	expect(error).toMatchObject({ cause: expect.stringContaining('SIGKILL') });

	ledger.calls = [];
	ledger.onMade = () => undefined;
	await runAnalysis(order, ledger, never);
	expect(ledger.of('keepOutcome')).toEqual(['interview']);
	expect(ledger.of('keepFacts')).toEqual([]);
	expect(Object.keys(ledger.stages)).toHaveLength(3);
});

test('[N2] aborted, it rejects with the reason, and by then the process is gone', async () => {
	const ending = new AbortController();
	const ledger = new SpyLedger();
	ledger.onMade = () => ending.abort(new Error('cancelled'));
	const order = await orderOf(pathOf(await shop()));
	await expect(runAnalysis(order, ledger, ending.signal)).rejects.toThrow('cancelled');
	expect(children()).toEqual([]);
	await expect(runAnalysis(order, ledger, ending.signal)).rejects.toThrow('cancelled');
});

test('[D2] what the ledger cannot keep ends it with that very error', async () => {
	const full = new Error('disk full');
	const ledger = new SpyLedger();
	ledger.onCall = () => {
		throw full;
	};
	await expect(runAnalysis(await orderOf(pathOf(await shop())), ledger, never)).rejects.toBe(full);
	expect(children()).toEqual([]);
});

test('[Q7] one that is not heard of any more is ended', async () => {
	const error = await caught((pid) => void process.kill(pid, 'SIGSTOP'), { silenceMs: 1_500 });
	expect(error).toMatchObject({ name: 'AnalysisError', code: 'TIMEOUT' });
	expect(children()).toEqual([]);
});

test('[Q7] one that takes longer than all may is ended, and what it kept stays', async () => {
	const pause = () => new Promise<void>((wait) => setTimeout(wait, 2_500));
	const error = await caught(pause, { mostMs: 500 });
	expect(error).toMatchObject({
		code: 'TIMEOUT',
		message: expect.stringContaining('What is done so far is kept')
	});
	expect(children()).toEqual([]);
});

test('[Q7] one that needs more memory than it may have is ended, and says what to do', async () => {
	const byHeap = await caught(() => undefined, { heapMiB: 8 });
	expect(byHeap).toMatchObject({ code: 'REPO_TOO_LARGE', cause: expect.stringContaining('heap') });
	const pause = () => new Promise<void>((wait) => setTimeout(wait, 1_500));
	const bySize = await caught(pause, { memoryMiB: 8 });
	expect(bySize).toMatchObject({
		code: 'REPO_TOO_LARGE',
		message: expect.stringContaining('part')
	});
});

test('[Q7] a source that is no archive, or a bomb, is refused with a sentence', async () => {
	const folder = await temporaryFolder();
	const zeros = new Uint8Array(1024 * 1024);
	const bomb = Object.fromEntries(Array.from({ length: 64 }, (_, at) => [`f${at}`, zeros]));
	await writeFile(join(folder, 'bomb.zip'), zipSync(bomb));
	const order = await orderOf({
		kind: 'archive',
		file: join(folder, 'bomb.zip'),
		name: 'bomb.zip'
	});
	await expect(runAnalysis(order, new MemoryLedger(), never)).rejects.toMatchObject({
		name: 'AnalysisError',
		code: 'ARCHIVE_INVALID',
		message: expect.stringContaining('200 times')
	});
});

test('[Q7] an empty repository, missing objects and invalid UTF-8 end in reports that say so', async () => {
	const empty = new MemoryLedger();
	await runAnalysis(await orderOf(pathOf(await TestRepository.make())), empty, never);
	expect(empty.stages.project_review.notes.join(' ')).toContain('no commits yet');

	const broken = await shop();
	await broken.commit('Odd', { 'src/odd.js': Buffer.from([0x2f, 0x2f, 0x20, 0xff, 0xfe, 0x0a]) });
	const lost = await broken.git('rev-parse', 'HEAD:src/people.js');
	const object = join(broken.folder, '.git', 'objects', lost.slice(0, 2), lost.slice(2));
	await broken.git('rm', '-q', '--cached', 'src/people.js');
	execFileSync('rm', ['-f', object, join(broken.folder, 'src/people.js')]);
	const partial = new MemoryLedger();
	await runAnalysis(await orderOf(pathOf(broken)), partial, never);
	expect(partial.stages.project_review.notes.join(' ')).toMatch(/missing/);
	expect(partial.stages.intelligence_report.files).toMatchObject({ javascript: 2 });
});

test('[Q6] its process gives way to the server, in all its threads', async () => {
	const niceness: number[] = [];
	await caught((pid) => {
		for (const thread of readdirSync(`/proc/${pid}/task`)) {
			if (existsSync(`/proc/${pid}/task/${thread}`)) niceness.push(getPriority(Number(thread)));
		}
	});
	expect(niceness.length).toBeGreaterThan(4);
	expect(new Set(niceness)).toEqual(new Set([10]));
});

test('[Q7] what the environment of the server holds is not in it', async () => {
	vi.stubEnv('AUTH_SECRET', 'kJ8sd7fKJh3kd92mXq');
	onTestFinished(() => void vi.unstubAllEnvs());
	let environment = '';
	await caught((pid) => void (environment = readFileSync(`/proc/${pid}/environ`, 'utf8')));
	expect(environment).toContain('PATH=');
	expect(environment).not.toContain('kJ8sd7fKJh3kd92mXq');
});
