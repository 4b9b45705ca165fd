import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { startRedis } from './testing/redis';

/** Loads the application, says so, builds it when told to, and says how that went. */
const PROGRAM = `
import { createServer } from 'vite';
const vite = await createServer({ configFile: false, server: { middlewareMode: true }, logLevel: 'silent' });
const { createApp } = await vite.ssrLoadModule('/src/lib/app.server.ts');
const { parseEnv } = await vite.ssrLoadModule('/src/lib/server/env.ts');
console.log('loaded');
process.stdin.once('data', async () => {
	try {
		const app = await createApp(parseEnv(process.env));
		console.log('started ' + app.cluster.state);
		await app.close();
	} catch (error) {
		console.log('failed: ' + error.stack);
	}
	process.exit(0);
});`;

interface Starter {
	line: () => Promise<string>;
	go: () => void;
	end: () => Promise<unknown>;
}

function makeStarter(env: Record<string, string>): Starter {
	const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
		env: { ...process.env, LOG_LEVEL: 'silent', ...env },
		stdio: ['pipe', 'pipe', 'inherit']
	});
	const ended = once(child, 'exit');
	const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
	return {
		line: async () => String((await lines.next()).value),
		go: () => void child.stdin.write('go\n'),
		async end() {
			child.kill('SIGKILL');
			await ended;
		}
	};
}

test(
	'[X5] instances that start at once on an empty folder all start: one migrates, the others wait',
	{ timeout: 60_000 },
	async () => {
		const folder = mkdtempSync(join(tmpdir(), 'greenroom-start-'));
		const redis = await startRedis();
		const env = { DATA_DIR: join(folder, 'data'), REDIS_URL: redis.url };
		const starters = [makeStarter(env), makeStarter(env), makeStarter(env)];
		try {
			for (const { line } of starters) expect(await line()).toBe('loaded');
			for (const { go } of starters) go();
			const outcomes = await Promise.all(starters.map(({ line }) => line()));
			expect(outcomes).toEqual(['started joined', 'started joined', 'started joined']);
		} finally {
			await Promise.all(starters.map(({ end }) => end()));
			await redis.stop();
			rmSync(folder, { recursive: true, force: true });
		}
	}
);
