import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { TestServer } from './server';
import { expect, test as base } from './test';
import {
	analysisOf,
	analysisThat,
	isCompleted,
	shopTar,
	uploadShop
} from './test-helpers/repositories';
import { answerTo, Caller, type ErrorAnswer } from './test-helpers/rest';

/** What a repository goes through on its way in, at the built server's own HTTP (rules N1, N6, L6, R1). */

const test = base.extend<{ mortal: TestServer }>({
	// eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern.
	mortal: async ({}, use) => {
		const server = await TestServer.startBuilt({
			ANALYSIS_MOST_BYTES: String(4 * 1024 * 1024),
			LIMIT_UPLOAD_IDLE_MS: '1000'
		});
		await use(server);
		await server.dispose();
	}
});

const errorOf = ({ body }: { body: unknown }) => (body as ErrorAnswer).error;
const left = ({ dataDir }: TestServer) => {
	const root = join(dataDir, 'analyses');
	return existsSync(root) ? readdirSync(root) : [];
};

test('[N1] an archive far above the usual length of a body is taken, and analysed', async ({
	server
}) => {
	const caller = await Caller.guest(server);
	const tar = await shopTar();
	// What follows a tar's end is nobody's.
	const content = Buffer.concat([tar, Buffer.alloc(3 * 1024 * 1024)]);
	const answer = await caller.upload('/api/analyses?name=shop.tar', content, 'application/x-tar');
	expect(answer.status).toBe(202);
	const { analysisId } = answer.body as { analysisId: string };
	const done = await analysisThat(caller, analysisId, isCompleted);
	expect(done).toMatchObject({ name: 'shop', sourceKind: 'archive', progress: 100 });
	expect(done.commit).toMatch(/^[0-9a-f]{40}$/);
	expect((await caller.get(`/api/analysis/${analysisId}`)).body).toEqual(done);
});

for (const [what, body, path] of [
	['an address by ssh', { url: 'git@forge.example:ada/shop.git' }, 'url'],
	['an address with a password', { url: 'https://ada:secret@forge.example/shop' }, 'url'],
	['no source at all', {}, 'url'],
	['an empty address', { url: '' }, 'url']
] as const) {
	test(`[N1] [R1] ${what} is answered 400 with the path that failed`, async ({ server }) => {
		const answer = await Caller.withKey(server).post('/api/analyses', body);
		expect(answer.status).toBe(400);
		expect(errorOf(answer)).toMatchObject({
			errorCode: 'INVALID_MESSAGE_FORMAT',
			details: { path }
		});
		expect(errorOf(answer).errorMessage).not.toContain('secret');
	});
}

test('[N1] [A7] a path of the server is for administrators alone', async ({ server }) => {
	const answer = await Caller.withKey(server).post('/api/analyses', { path: '/etc' });
	expect(answer.status).toBe(403);
	expect(errorOf(answer).errorCode).toBe('FORBIDDEN');
});

test('[R1] a body of a type that nobody takes is answered 415', async ({ server }) => {
	const answer = await Caller.withKey(server).upload('/api/analyses', 'x', 'image/png');
	expect(answer.status).toBe(415);
});

test('[N1] an empty upload is answered 400, and one that is no archive fails by itself', async ({
	server
}) => {
	const caller = Caller.withKey(server);
	const empty = await caller.upload('/api/analyses', '');
	expect(empty.status).toBe(400);
	expect(errorOf(empty).errorMessage).toContain('empty');
	const { body } = await caller.upload('/api/analyses?name=x.zip', 'no archive at all');
	const { analysisId } = body as { analysisId: string };
	const { failure } = await analysisThat(caller, analysisId, ({ status }) => status === 'failed');
	expect(failure).toMatchObject({ errorCode: 'ARCHIVE_INVALID', retryable: false });
});

test('[L6] a body that is too long is answered 413, said beforehand or not', async ({ mortal }) => {
	const caller = Caller.withKey(mortal);
	const content = Buffer.alloc(5 * 1024 * 1024);
	expect((await caller.upload('/api/analyses', content)).status).toBe(413);
	const unsaid = caller.begin('POST', '/api/analyses', { 'content-type': 'application/zip' });
	unsaid.end(content);
	expect((await answerTo(unsaid)).status).toBe(413);
	expect(left(mortal)).toEqual([]);
	const json = await caller.post('/api/analyses', { url: 'x'.repeat(5 * 1024 * 1024) });
	expect(json.status).toBe(413);
});

test('[L6] an upload that stands still is answered 408, one that breaks off leaves nothing', async ({
	mortal
}) => {
	const caller = Caller.withKey(mortal);
	const said = { 'content-type': 'application/zip', 'content-length': 1000 };
	const still = caller.begin('POST', '/api/analyses', said);
	still.write('PK');
	expect((await answerTo(still)).status).toBe(408);
	still.destroy();
	const broken = caller.begin('POST', '/api/analyses', said);
	broken.on('error', () => undefined);
	broken.write('PK');
	await expect.poll(() => left(mortal)).toHaveLength(1);
	broken.destroy();
	await expect.poll(() => left(mortal)).toEqual([]);
	expect((await caller.get('/api/analyses')).body).toEqual({ items: [] });
});

for (const when of ['queued', 'processing'] as const) {
	test(`[N6] [D2] a server killed while an analysis is ${when} goes on with it`, async ({
		mortal
	}) => {
		const caller = await Caller.guest(mortal);
		const analysisId = await uploadShop(caller);
		if (when === 'processing') {
			await analysisThat(caller, analysisId, ({ completedStages }) => completedStages.length > 0);
		}
		await mortal.kill();
		await mortal.start();
		const done = await analysisThat(caller, analysisId, isCompleted);
		expect(done.completedStages).toHaveLength(3);
		const { body } = await caller.get(`/api/analyses/${analysisId}/findings?limit=200`);
		const { items } = body as { items: { seq: number; key: string }[] };
		expect(items.map(({ seq }) => seq)).toEqual(items.map((_, index) => index + 1));
		expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
		await expect.poll(() => left(mortal)).toEqual([]);
	});
}

test('[N6] a server that is stopped gives an analysis back, and the next one takes it at once', async ({
	mortal
}) => {
	const caller = await Caller.guest(mortal);
	const analysisId = await uploadShop(caller);
	await analysisThat(caller, analysisId, ({ status }) => status === 'processing');
	expect(await mortal.kill('SIGTERM')).toBe(0);
	await mortal.start();
	await analysisThat(caller, analysisId, isCompleted);
});

test('[N1] cancelled while it runs, it is retried and done', async ({ mortal }) => {
	const caller = await Caller.guest(mortal);
	const analysisId = await uploadShop(caller);
	await analysisThat(caller, analysisId, ({ status }) => status === 'processing');
	const cancelled = await caller.post(`/api/analyses/${analysisId}/cancel`, undefined);
	expect(cancelled.body).toMatchObject({ status: 'cancelled' });
	await delay(200);
	expect((await analysisOf(caller, analysisId)).status).toBe('cancelled');
	const again = await caller.post(`/api/analyses/${analysisId}/retry`, undefined);
	expect(again.body).toMatchObject({ status: 'queued' });
	await analysisThat(caller, analysisId, isCompleted);
});

test('[R3] with everything of a person his sources go from the disk', async ({ mortal }) => {
	const caller = await Caller.guest(mortal);
	const analysisId = await uploadShop(caller);
	await caller.post(`/api/analyses/${analysisId}/cancel`, undefined);
	expect(left(mortal)).toEqual([analysisId]);
	expect((await caller.ask('DELETE', '/api/me', { confirm: 'delete everything' })).status).toBe(
		204
	);
	await expect.poll(() => left(mortal)).toEqual([]);
});
