import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../source/source.fixtures';
import type { WorkOrder } from './order';
import { orderOf, shop } from './work.fixtures';

const script = fileURLToPath(new URL('./server.fixtures.js', import.meta.url));

function start(file: string, order: WorkOrder) {
	const server = spawn(process.execPath, [script, file, JSON.stringify(order)], {
		stdio: ['ignore', 'ignore', 'inherit']
	});
	onTestFinished(() => void server.kill('SIGKILL'));
	return { server, ended: new Promise((resolve) => server.once('exit', resolve)) };
}

/** What was kept, in order: `review keepOutcome`. */
const keptIn = (file: string): string[] =>
	existsSync(file)
		? readFileSync(file, 'utf8')
				.split('\n')
				.slice(0, -1)
				.map((line) => line.slice(0, line.lastIndexOf(' ')).trim())
		: [];

const childrenOf = (pid: number): number[] =>
	execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
		.split('\n')
		.filter(Boolean)
		.map(Number);

const isAlive = (pid: number) => existsSync(`/proc/${pid}`);

test('[N6] the server is killed: its process ends, and the next server goes on behind what was kept', async () => {
	const order = await orderOf({ kind: 'path', path: (await shop()).folder });
	const file = join(await temporaryFolder(), 'kept');
	const { server, ended } = start(file, order);
	const began = { timeout: 20_000, interval: 1 };
	await vi.waitFor(() => expect(keptIn(file)).toContain('review keepOutcome'), began);
	const children = childrenOf(server.pid!);
	expect(children).toHaveLength(1);
	server.kill('SIGKILL');
	await ended;
	await vi.waitFor(() => expect(children.filter(isAlive)).toEqual([]), { timeout: 5_000 });

	const before = keptIn(file);
	expect(before).not.toContain('interview keepOutcome');
	expect(await start(file, order).ended).toBe(0);
	const after = keptIn(file).slice(before.length);
	expect(after).not.toContain('review keepOutcome');
	expect(after).toContain('interview keepOutcome');
	expect(after.at(-1)).toBe('interview_simulation stageDone');
});
