import { afterAll, describe, expect, test } from 'vitest';
import { ReaderPool, type FileToRead } from './reader-pool';

const pool = new ReaderPool({ size: 1 });
afterAll(() => pool.close());

const python = (name: string): FileToRead => ({
	path: `${name}.py`,
	language: 'python',
	content: Buffer.from(`def ${name}():\n    return 1\n`)
});

describe('readers in worker threads', () => {
	test('[Q6] files come back in their order, from text and from bytes', async () => {
		const files = Array.from({ length: 60 }, (_, place) => python(`f${place}`));
		files.push({ path: 'a.go', language: 'go', content: 'package a\nfunc F() {}\n' });
		let done = 0;
		const facts = await pool.read(files, { onRead: (count) => (done += count) });
		expect(facts.map(({ path }) => path)).toEqual(files.map(({ path }) => path));
		expect(facts.at(-1)!.symbols[0]!.name).toBe('F');
		expect(done).toBe(61);
	});

	test('[Q6] an aborted request ends with the reason, and the next one is served', async () => {
		const control = new AbortController();
		const files = Array.from({ length: 200 }, (_, place) => python(`f${place}`));
		const reading = pool.read(files, { signal: control.signal, onRead: () => control.abort() });
		await expect(reading).rejects.toThrow(/abort/i);
		expect(await pool.read([python('next')])).toHaveLength(1);
	});

	test('[Q6] two requests take turns', async () => {
		const order: string[] = [];
		const many = (name: string) =>
			pool.read(
				Array.from({ length: 120 }, () => python(name)),
				{ onRead: () => void order.push(name) }
			);
		await Promise.all([many('first'), many('second')]);
		expect(order.indexOf('second')).toBeLessThan(order.lastIndexOf('first'));
	});

	test('[Q7] a worker that hangs is ended, and what it had is counted as failed', async () => {
		const hasty = new ReaderPool({ size: 1, batchTimeoutMs: 1 });
		const [facts] = await hasty.read([python('slow')]);
		await hasty.close();
		expect(facts).toMatchObject({ path: 'slow.py', skipped: 'failed', lines: 2 });
	});

	test('[Q6] workers are replaced, so that their memory does not grow for ever', async () => {
		const frugal = new ReaderPool({ size: 1, recycleAfter: 10 });
		expect(await frugal.read([python('one')])).toHaveLength(1);
		expect(await frugal.read([python('two')])).toHaveLength(1);
		await frugal.close();
	});

	test('[Q6] a closed pool refuses', async () => {
		const closed = new ReaderPool({ size: 1 });
		await closed.close();
		await expect(closed.read([python('late')])).rejects.toThrow(/closed/);
	});
});
