import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { permissionsUpTo } from '../../realtime/permissions';
import { AnalysisError } from '../stages';
import { scriptedHouse, type ScriptedHouse } from './scripted-analyses.fixtures';

/** What is uploaded: to the disk, bounded, and gone again (rules N1, L6). */

const MEBIBYTE = 1024 * 1024;
const someone = (userId: string) => ({
	userId,
	permissions: permissionsUpTo('write'),
	credential: userId
});
const archive = { kind: 'archive', name: 'shop.zip' } as const;

/** A body in pieces; what is not said of its length nobody knows. */
function body(pieces: readonly (Uint8Array | Error | 'hang')[], declaredBytes?: number) {
	const left = [...pieces];
	const content = new ReadableStream<Uint8Array>({
		pull(controller) {
			const next = left.shift();
			if (next === undefined) controller.close();
			else if (next instanceof Error) controller.error(next);
			else if (next !== 'hang') controller.enqueue(next);
			else return new Promise(() => undefined);
			return undefined;
		}
	});
	return { content, declaredBytes };
}

const of = (bytes: number) => new Uint8Array(bytes).fill(7);

async function house(env: Record<string, string> = {}) {
	const made = await scriptedHouse({ env });
	await made.open('ada');
	const root = join(made.line.folder, 'analyses');
	const left = () => (existsSync(root) ? readdirSync(root) : []);
	return Object.assign(made, { root, left });
}

const upload = (to: ScriptedHouse, incoming: ReturnType<typeof body>, kind = archive) =>
	to.service.upload(someone('ada'), kind, incoming);

describe('an upload', () => {
	test('[N1] [D2] lies on the disk, whole and for nobody else, before it is answered', async () => {
		const made = await house();
		const { analysisId } = await upload(made, body([of(1000), of(500)], 1500));
		const folder = join(made.root, analysisId);
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		expect(statSync(join(folder, 'upload')).mode & 0o777).toBe(0o600);
		expect(readFileSync(join(folder, 'upload'))).toEqual(Buffer.from(of(1500)));
		const { order } = await made.nextRun();
		expect(order.request).toEqual({
			kind: 'archive',
			file: join(folder, 'upload'),
			name: 'shop'
		});
	});

	test('[N1] a folder comes packed, under its own name; a name becomes no path', async () => {
		const made = await house();
		const { analysisId } = await made.service.upload(
			someone('ada'),
			{ kind: 'folder', name: '../../etc/\u0007shop' },
			body([of(10)])
		);
		const answer = await made.service.show('ada', analysisId);
		expect(answer).toMatchObject({ sourceKind: 'folder', name: 'shop' });
		expect(answer.sourceAddress).toBeUndefined();
	});

	test('[N1] [R4] nothing in its name turns what stands beside it', async () => {
		const made = await house();
		const { analysisId } = await made.service.upload(
			someone('ada'),
			{ kind: 'archive', name: '\u202eshop' },
			body([of(10)])
		);
		expect(await made.service.show('ada', analysisId)).toMatchObject({ name: '[U+202E]shop' });
	});

	test('[N1] once its content was taken over it is removed', async () => {
		const made = await house();
		const { analysisId } = await upload(made, body([of(10)]));
		const { ledger } = await made.nextRun();
		await ledger.opened({ name: 'shop', bytes: 5 });
		expect(existsSync(join(made.root, analysisId, 'upload'))).toBe(false);
		expect(existsSync(join(made.root, analysisId))).toBe(true);
	});

	const tooMuch = { ANALYSIS_MOST_BYTES: String(MEBIBYTE) };
	const cases = [
		['an empty one', {}, () => body([]), 'INVALID_MESSAGE_FORMAT', /empty/],
		[
			'one that is cut off',
			{},
			() => body([of(5), new Error('aborted')]),
			'INVALID_MESSAGE_FORMAT',
			/cut off/
		],
		[
			'one that is shorter than was said',
			{},
			() => body([of(5)], 6),
			'INVALID_MESSAGE_FORMAT',
			/cut off/
		],
		[
			'one that is said to be too large',
			tooMuch,
			() => body(['hang'], MEBIBYTE + 1),
			'PAYLOAD_TOO_LARGE',
			/1 MiB/
		],
		[
			'one that turns out too large',
			tooMuch,
			() => body([of(MEBIBYTE), of(1), 'hang']),
			'PAYLOAD_TOO_LARGE',
			/1 MiB/
		],
		[
			'one that stops coming',
			{ LIMIT_UPLOAD_IDLE_MS: '100' },
			() => body([of(5), 'hang']),
			'CONNECTION_TIMEOUT',
			/Nothing came/
		]
	] as const;
	for (const [name, env, incoming, code, message] of cases) {
		test(`[L6] ${name} is refused, and leaves nothing`, async () => {
			const made = await house(env);
			const refused = upload(made, incoming());
			await expect(refused).rejects.toMatchObject({
				code,
				message: expect.stringMatching(message) as string
			});
			expect(made.left()).toEqual([]);
			expect((await made.service.list('ada', { limit: 5 })).items).toEqual([]);
		});
	}
});

describe('what a person may have on the disk', () => {
	const env = { LIMIT_SOURCE_BYTES_PER_USER: String(2 * MEBIBYTE), ANALYSES_AT_ONCE: '1' };

	test('[L6] counts what waits, and what comes just now', async () => {
		const made = await house(env);
		await upload(made, body([of(MEBIBYTE)]));
		await expect(upload(made, body(['hang'], 2 * MEBIBYTE))).rejects.toMatchObject({
			code: 'CAPACITY_EXCEEDED'
		});
		await expect(upload(made, body([of(MEBIBYTE), of(1), 'hang']))).rejects.toMatchObject({
			code: 'CAPACITY_EXCEEDED'
		});
		expect(made.left()).toHaveLength(1);
		// Refused ones count no more.
		await upload(made, body([of(MEBIBYTE)], MEBIBYTE));
		await made.open('ben');
		await made.service.upload(someone('ben'), archive, body([of(MEBIBYTE)]));
	});

	test('[L6] two at once share it', async () => {
		const made = await house(env);
		const one = upload(made, body(['hang'], 1.5 * MEBIBYTE));
		one.catch(() => undefined);
		await expect(upload(made, body([of(10)], MEBIBYTE))).rejects.toMatchObject({
			code: 'CAPACITY_EXCEEDED'
		});
	});

	test('[L6] what a clone turns out to be is refused where it is too much', async () => {
		const made = await house(env);
		await upload(made, body([of(MEBIBYTE)]));
		const run = await made.nextRun();
		await expect(
			run.ledger.opened({ name: 'shop', bytes: 2 * MEBIBYTE + 1 })
		).rejects.toBeInstanceOf(AnalysisError);
		// Its own upload does not count twice.
		await run.ledger.opened({ name: 'shop', bytes: 2 * MEBIBYTE });
	});

	test('[L6] what is done takes none of it', async () => {
		const made = await house(env);
		const { analysisId } = await upload(made, body([of(2 * MEBIBYTE)]));
		(await made.nextRun()).finish();
		await made.until('ada', analysisId, ({ status }) => status === 'completed');
		await expect.poll(made.left).toEqual([]);
		await upload(made, body([of(2 * MEBIBYTE)]));
	});
});

describe('what nobody comes back to', () => {
	const DAY_MS = 24 * 60 * 60 * 1000;

	test('[L6] of a cancelled one is kept for seven days, after which it is to be brought again', async () => {
		const made = await house();
		const { analysisId } = await upload(made, body([of(10)]));
		await made.nextRun();
		await made.service.cancel('ada', analysisId);
		made.advance(6 * DAY_MS);
		await made.service.sweep();
		expect(made.left()).toEqual([analysisId]);
		made.advance(2 * DAY_MS);
		await made.service.sweep();
		expect(made.left()).toEqual([]);
		await expect(made.service.retry('ada', analysisId)).rejects.toMatchObject({
			code: 'INVALID_STATE',
			message: 'The archive is not kept any longer. Upload it again.'
		});
	});

	test('[L6] of one that cannot succeed goes at once', async () => {
		const made = await house();
		const { analysisId } = await upload(made, body([of(10)]));
		(await made.nextRun()).fail(new AnalysisError('ARCHIVE_INVALID', 'It is none.'));
		await made.until('ada', analysisId, ({ status }) => status === 'failed');
		await expect.poll(made.left).toEqual([]);
	});

	test('[L6] of an upload that a crash broke off goes after an hour, and no younger one', async () => {
		const made = await house();
		const { analysisId } = await upload(made, body([of(10)]));
		await made.nextRun();
		await made.database.write((tx) => tx.run('delete from analysis'));
		await made.service.sweep();
		expect(made.left()).toEqual([analysisId]);
		const hoursAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
		const folder = join(made.root, analysisId);
		for (const path of [join(folder, 'upload'), folder]) utimesSync(path, hoursAgo, hoursAgo);
		await made.service.sweep();
		expect(made.left()).toEqual([]);
	});
});
