import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { job } from '../../server/schema';
import { AnalysisError } from '../stages';
import { analysisFile, analysisStep } from './schema';
import {
	findingOf,
	reportOf,
	scriptedHouse,
	type ScriptedHouse
} from './scripted-analyses.fixtures';

/** From waiting to done, and what may come between (rules N4, N6, L6). */

const statusOf = async (house: ScriptedHouse, id: string, userId = 'ada') =>
	(await house.service.show(userId, id)).status;

const file = (path: string, hash = `hash of ${path}`) => ({ path, hash });
const facts = (text: string) => new TextEncoder().encode(text);

describe('a restart', () => {
	test('[N6] goes on with all that was kept, under the same id', async () => {
		const house = await scriptedHouse();
		const analysisId = await house.analyse('ada');
		const run = await house.nextRun();
		await run.ledger.opened({ name: 'ada/shop', commit: 'c'.repeat(40), bytes: 10 });
		await run.ledger.keepOutcome('review', facts('a review'));
		await run.ledger.findings('project_review', [findingOf('a')]);
		await run.ledger.stageDone('project_review', reportOf('project_review'));
		await run.ledger.keepFacts([{ ...file('a.ts'), facts: facts('of a') }], 'reader');

		const next = await scriptedHouse({ beside: house });
		await house.stop();
		const again = await next.nextRun();
		expect(again.order.analysisId).toBe(analysisId);
		expect(await again.ledger.outcomeOf('review')).toEqual(Buffer.from('a review'));
		expect(await again.ledger.outcomeOf('report')).toBeUndefined();
		const known = await again.ledger.knownFacts([file('a.ts'), file('b.ts')], 'reader');
		expect(known).toEqual([Buffer.from('of a'), undefined]);
		await again.ledger.findings('project_review', [findingOf('a'), findingOf('b')]);
		const answer = await next.service.show('ada', analysisId);
		expect(answer).toMatchObject({
			status: 'processing',
			stage: 'intelligence_report',
			completedStages: ['project_review'],
			progress: 33,
			lastSeq: 2
		});
	});

	test('[N4] what ends one process after another fails in the end, and says so', async () => {
		const house = await scriptedHouse();
		const analysisId = await house.analyse('ada');
		const isInHand = () => {
			const planned = house.database.read.select().from(job).get();
			return planned !== undefined && planned.leasedBy !== null;
		};
		for (let attempt = 1; attempt <= 5; attempt++) {
			const run = await house.nextRun();
			run.fail(new Error('no fault of its own'));
			await expect.poll(isInHand).toBe(false);
			house.advance(61_000);
		}
		const { failure } = await house.until('ada', analysisId, ({ status }) => status === 'failed');
		expect(failure).toMatchObject({ errorCode: 'INTERNAL_ERROR', retryable: true });
		expect(failure?.errorMessage).not.toContain('no fault');
	});

	test('[N6] a run that lost its lease writes nothing any more', async () => {
		const house = await scriptedHouse();
		const analysisId = await house.analyse('ada');
		const run = await house.nextRun();
		const taken = { leasedBy: 'another instance', leasedUntil: new Date(Date.now() + 60_000) };
		await house.database.write((tx) =>
			tx.update(job).set(taken).where(eq(job.subject, analysisId)).run()
		);
		await expect(run.ledger.findings('project_review', [findingOf('a')])).rejects.toThrow(
			'begun elsewhere'
		);
		await expect.poll(() => run.signal.aborted, { timeout: 3000 }).toBe(true);
		expect(await statusOf(house, analysisId)).toBe('processing');
	});
});

describe('the analysis of a newer commit', () => {
	test('[N6] knows the files that did not change, as the same reader read them', async () => {
		const house = await scriptedHouse();
		const first = await house.analyse('ada');
		const run = await house.nextRun();
		await run.ledger.keepFacts(
			['same', 'changed', 'gone'].map((path) => ({ ...file(path), facts: facts(path) })),
			'reader 1'
		);
		await run.ledger.keepOutcome('report', facts('x'));
		run.finish();
		await house.until('ada', first, ({ status }) => status === 'completed');

		const second = await house.analyse('ada');
		const again = await house.nextRun();
		const files = [file('same'), file('changed', 'another hash'), file('new')];
		expect(await again.ledger.knownFacts(files, 'reader 1')).toEqual([
			Buffer.from('same'),
			undefined,
			undefined
		]);
		expect(await again.ledger.knownFacts(files, 'reader 2')).toEqual([
			undefined,
			undefined,
			undefined
		]);
		expect(await again.ledger.outcomeOf('report')).toBeUndefined();
		again.finish();
		await house.until('ada', second, ({ status }) => status === 'completed');
		// Only the newest is gone on from.
		const { read } = house.database;
		const kept = read.select().from(analysisFile).all();
		expect(kept.map(({ analysisId, path }) => [analysisId, path])).toEqual([[second, 'same']]);
		expect(read.select().from(analysisStep).all()).toEqual([]);
	});

	test('[A6] knows nothing of somebody else’s analysis of the same repository', async () => {
		const house = await scriptedHouse();
		const first = await house.analyse('ada');
		const run = await house.nextRun();
		await run.ledger.keepFacts([{ ...file('a'), facts: facts('of a') }], 'reader');
		run.finish();
		await house.until('ada', first, ({ status }) => status === 'completed');
		await house.analyse('ben');
		const others = await house.nextRun();
		expect(await others.ledger.knownFacts([file('a')], 'reader')).toEqual([undefined]);
	});
});

describe('several at once', () => {
	test('[L6] nobody runs more than two, and the others take their turns', async () => {
		const house = await scriptedHouse({ env: { ANALYSES_AT_ONCE: '3' } });
		const ofAda: string[] = [];
		for (let count = 0; count < 4; count++) ofAda.push(await house.analyse('ada'));
		const ofBen = await house.analyse('ben');
		const runs = [await house.nextRun(), await house.nextRun(), await house.nextRun()];
		const begun = runs.map(({ order }) => order.analysisId);
		expect(begun).toContain(ofBen);
		expect(begun.filter((id) => ofAda.includes(id))).toHaveLength(2);
		runs.find(({ order }) => order.analysisId === ofBen)?.finish();
		await house.until('ben', ofBen, ({ status }) => status === 'completed');
		await delay(600);
		expect(house.running()).toBe(2);
		runs.find(({ order }) => order.analysisId !== ofBen)?.finish();
		expect(ofAda).toContain((await house.nextRun()).order.analysisId);
	});

	test('[L6] more than twenty that wait are refused until one is over', async () => {
		const house = await scriptedHouse({ env: { LIMIT_WAITING_ANALYSES: '2' } });
		const first = await house.analyse('ada');
		await house.analyse('ada');
		await expect(house.analyse('ada')).rejects.toMatchObject({
			code: 'RATE_LIMIT_EXCEEDED',
			details: { retryAfterMs: expect.any(Number) as number }
		});
		await house.analyse('ben');
		await house.service.cancel('ada', first);
		await house.analyse('ada');
	});
});

describe('cancelled', () => {
	test('[N1] ends its run, keeps what was found, and is told', async () => {
		const house = await scriptedHouse();
		const analysisId = await house.analyse('ada');
		const run = await house.nextRun();
		await run.ledger.findings('project_review', [findingOf('a')]);
		const client = await house.open('ada');
		await client.request('subscribe_analysis', { analysisId });
		const answer = await house.service.cancel('ada', analysisId);
		expect(answer).toMatchObject({ status: 'cancelled', lastSeq: 1 });
		expect((await client.next('analysis_status')).payload).toEqual({
			analysisId,
			status: 'cancelled'
		});
		expect(run.signal.aborted).toBe(true);
		expect((await house.service.cancel('ada', analysisId)).status).toBe('cancelled');
	});

	test('[N1] before its turn it never runs', async () => {
		const house = await scriptedHouse({ env: { ANALYSES_AT_ONCE: '1' } });
		await house.analyse('ada');
		const run = await house.nextRun();
		const second = await house.analyse('ada');
		await house.service.cancel('ada', second);
		run.finish();
		await delay(600);
		expect(house.running()).toBe(0);
		expect(await statusOf(house, second)).toBe('cancelled');
	});

	test('[N6] and retried goes on behind what was done', async () => {
		const house = await scriptedHouse();
		const analysisId = await house.analyse('ada');
		const run = await house.nextRun();
		await run.ledger.stageDone('project_review', reportOf('project_review'));
		await run.ledger.keepOutcome('review', facts('a review'));
		await house.service.cancel('ada', analysisId);
		const waiting = await house.service.retry('ada', analysisId);
		expect(waiting).toMatchObject({ status: 'queued', completedStages: ['project_review'] });
		expect(waiting.finishedAt).toBeUndefined();
		house.advance(5_000);
		const again = await house.nextRun();
		expect(await again.ledger.outcomeOf('review')).toEqual(Buffer.from('a review'));
		// What is late of the run before changes nothing.
		again.finish();
		await house.until('ada', analysisId, ({ status }) => status === 'completed');
	});

	test('[N1] once it is over there is nothing to cancel', async () => {
		const house = await scriptedHouse();
		const analysisId = await house.analyse('ada');
		(await house.nextRun()).finish();
		await house.until('ada', analysisId, ({ status }) => status === 'completed');
		await expect(house.service.cancel('ada', analysisId)).rejects.toMatchObject({
			code: 'INVALID_STATE',
			details: { state: 'completed' }
		});
		await expect(house.service.retry('ada', analysisId)).rejects.toMatchObject({
			code: 'INVALID_STATE'
		});
	});
});

describe('failed', () => {
	async function failed(house: ScriptedHouse, error: AnalysisError): Promise<string> {
		const analysisId = await house.analyse('ada');
		(await house.nextRun()).fail(error);
		await house.until('ada', analysisId, ({ status }) => status === 'failed');
		return analysisId;
	}

	test('[N4] what may succeed another time is tried again', async () => {
		const house = await scriptedHouse();
		const id = await failed(house, new AnalysisError('REPO_NOT_FOUND', 'There is none there.'));
		expect((await house.service.retry('ada', id)).failure).toBeUndefined();
		expect((await house.nextRun()).order.analysisId).toBe(id);
	});

	test('[N4] what would fail again is not, and the sentence says why', async () => {
		const house = await scriptedHouse();
		const id = await failed(house, new AnalysisError('REPO_TOO_LARGE', 'Bring less of it.'));
		await expect(house.service.retry('ada', id)).rejects.toMatchObject({
			code: 'INVALID_STATE',
			message: expect.stringContaining('Bring less of it.') as string,
			details: { state: 'failed' }
		});
	});
});

describe('deleted', () => {
	test('[R3] its run ends, its source goes, and whoever listens is told', async () => {
		const house = await scriptedHouse();
		const analysisId = await house.analyse('ada');
		const run = await house.nextRun();
		await mkdir(join(run.order.folder, 'clone.git'));
		await writeFile(join(run.order.folder, 'clone.git', 'HEAD'), 'x');
		const client = await house.open('ada');
		await client.request('subscribe_analysis', { analysisId });
		await house.service.remove('ada', analysisId);
		expect((await client.next('analysis_status')).payload).toEqual({
			analysisId,
			status: 'deleted'
		});
		expect(run.signal.aborted).toBe(true);
		await expect.poll(() => existsSync(run.order.folder)).toBe(false);
		const { payload } = await client.request('subscribe_analysis', { analysisId });
		expect(payload['errorCode']).toBe('ANALYSIS_NOT_FOUND');
		expect(house.database.read.select().from(job).all()).toEqual([]);
	});

	test('[R3] with everything of its owner: its run ends, too, and its source goes', async () => {
		const house = await scriptedHouse();
		await house.analyse('ada');
		const run = await house.nextRun();
		const tell = house.service.leaving('ada');
		await house.database.write((tx) => tx.run(`delete from user where id = 'ada'`));
		tell();
		await expect.poll(() => run.signal.aborted).toBe(true);
		await expect.poll(() => existsSync(run.order.folder)).toBe(false);
	});
});
