import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { joinMemory, MemoryHub } from '../../realtime/server/cluster/memory';
import type { RawClient } from '../../testing/raw-client';
import { AnalysisError } from '../stages';
import {
	findingOf,
	questionOf,
	reportOf,
	scriptedHouse,
	type ScriptedHouse
} from './scripted-analyses.fixtures';

/** What is heard of an analysis while it goes its way (rules N2–N4), step by step. */

const typesSince = (client: RawClient, from: number) =>
	client.received.slice(from).map(({ type }) => type);

async function follow(house: ScriptedHouse, userId = 'ada') {
	const analysisId = await house.analyse(userId);
	const run = await house.nextRun();
	const client = await house.open(userId);
	const confirmed = await client.request('subscribe_analysis', { analysisId });
	await client.settle();
	return { analysisId, run, client, confirmed };
}

describe('on one instance', () => {
	test('[D2] [N3] what is told is kept already', async () => {
		const house = await scriptedHouse();
		const { analysisId, run, client } = await follow(house);
		await run.ledger.findings('project_review', [findingOf('a'), findingOf('b')]);
		const { payload } = await client.next('analysis_findings');
		const { items } = await house.service.findings('ada', analysisId, { limit: 10 });
		expect(payload['findings']).toEqual(items);
		expect(payload).toMatchObject({ analysisId, stage: 'project_review', seq: 1 });
	});

	test('[N3] findings with long code come in messages that stay small, none left out', async () => {
		const house = await scriptedHouse();
		const { run, client } = await follow(house);
		const evidence = [{ path: 'a.ts', startLine: 1, endLine: 1, snippet: 'é'.repeat(20_000) }];
		const keys = ['a', 'b', 'c', 'd', 'e'];
		const told = keys.map((key) => ({ ...findingOf(key), evidence }));
		await run.ledger.findings('project_review', told);
		for (const [seq, length] of [
			[1, 2],
			[3, 2],
			[5, 1]
		] as const) {
			const { payload } = await client.next('analysis_findings');
			expect(payload).toMatchObject({ seq });
			expect(payload['findings']).toHaveLength(length);
			expect(JSON.stringify(payload).length).toBeLessThan(128 * 1024);
		}
	});

	test('[N3] a finding that is told again, as after a crash, is not told twice', async () => {
		const house = await scriptedHouse();
		const { analysisId, run, client } = await follow(house);
		await run.ledger.findings('project_review', [findingOf('a')]);
		await run.ledger.findings('project_review', [findingOf('a'), findingOf('b'), findingOf('b')]);
		await client.next('analysis_findings');
		const { payload } = await client.next('analysis_findings');
		expect(payload).toMatchObject({ seq: 2, findings: [{ key: 'b', seq: 2 }] });
		const { items } = await house.service.findings('ada', analysisId, { limit: 10 });
		expect(items.map(({ key, seq }) => [key, seq])).toEqual([
			['a', 1],
			['b', 2]
		]);
	});

	test('[N3] findings of several at once have one order without a gap', async () => {
		const house = await scriptedHouse();
		const { run, client } = await follow(house);
		const keys = Array.from({ length: 60 }, (_, index) => `k${index}`);
		await Promise.all(
			keys.map((key) => run.ledger.findings('intelligence_report', [findingOf(key)]))
		);
		await client.settle();
		const seqs = client.received
			.filter(({ type }) => type === 'analysis_findings')
			.map(({ payload }) => payload['seq']);
		expect(seqs).toEqual(keys.map((_, index) => index + 1));
	});

	test('[N3] progress comes at most ten times a second, the newest of it', async () => {
		const house = await scriptedHouse();
		const { analysisId, run, client } = await follow(house);
		const from = performance.now();
		for (let done = 1; done <= 400; done++) {
			run.ledger.progress({ stage: 'intelligence_report', step: 'parse', done, total: 400 });
			if (done % 100 === 0) await delay(100);
		}
		await delay(150);
		const seconds = (performance.now() - from) / 1000;
		await client.settle();
		const told = client.received.filter(({ type }) => type === 'analysis_progress');
		expect(told.length).toBeGreaterThan(1);
		expect(told.length).toBeLessThanOrEqual(Math.ceil(seconds * 10) + 1);
		expect(told.at(-1)?.payload).toMatchObject({ analysisId, step: 'parse', done: 400 });
	});

	test('[N3] progress that is behind the end of its stage is told no more', async () => {
		const house = await scriptedHouse();
		const { run, client } = await follow(house);
		const step = { stage: 'project_review', step: 'files', total: 2 } as const;
		run.ledger.progress({ ...step, done: 1 });
		run.ledger.progress({ ...step, done: 2 });
		await run.ledger.stageDone('project_review', reportOf('project_review'));
		await client.next('stage_completed');
		const from = client.received.length;
		await delay(250);
		await client.settle();
		expect(typesSince(client, from)).toEqual(['pong']);
	});

	test('[N4] a failure is told with its stage, and to whoever comes later behind what is done', async () => {
		const house = await scriptedHouse();
		const { analysisId, run, client } = await follow(house);
		await run.ledger.stageDone('project_review', reportOf('project_review'));
		run.fail(new AnalysisError('TIMEOUT', 'It took too long. Try again.'));
		const failure = {
			analysisId,
			stage: 'intelligence_report',
			errorCode: 'TIMEOUT',
			errorMessage: 'It took too long. Try again.',
			retryable: true
		};
		expect((await client.next('analysis_failed')).payload).toEqual(failure);

		const late = await house.open('ada');
		const from = late.received.length;
		const confirmed = await late.request('subscribe_analysis', { analysisId });
		await late.settle();
		expect(confirmed.payload).toMatchObject({
			currentStatus: 'failed',
			completedStages: ['project_review'],
			progress: 33
		});
		expect(typesSince(late, from)).toEqual([
			'subscription_confirmed',
			'stage_completed',
			'analysis_failed',
			'pong'
		]);
		const answer = await house.service.show('ada', analysisId);
		// Earlier stages stay.
		expect(answer.stages).toEqual({ project_review: { of: 'project_review' } });
	});

	test('[N2] whoever unsubscribed, or went, hears no more', async () => {
		const house = await scriptedHouse();
		const { analysisId, run, client } = await follow(house);
		await client.request('unsubscribe_analysis', { analysisId });
		const from = client.received.length;
		await run.ledger.findings('project_review', [findingOf('a')]);
		await client.settle();
		expect(typesSince(client, from)).toEqual(['pong']);
	});

	test('[A6] two people’s analyses are apart', async () => {
		const house = await scriptedHouse();
		const ada = await follow(house, 'ada');
		const ben = await follow(house, 'ben');
		const from = ben.client.received.length;
		await ada.run.ledger.findings('project_review', [findingOf('secret of ada')]);
		await ada.run.ledger.stageDone('project_review', reportOf('project_review'));
		await ben.client.settle();
		expect(typesSince(ben.client, from)).toEqual(['pong']);
		await expect(house.service.show('ben', ada.analysisId)).rejects.toMatchObject({
			code: 'ANALYSIS_NOT_FOUND'
		});
	});

	test('[A6] what was said not so of one person’s repository is shown to another', async () => {
		const house = await scriptedHouse();
		const ada = await follow(house, 'ada');
		const ben = await follow(house, 'ben');
		for (const { run } of [ada, ben]) await run.ledger.findings('project_review', [findingOf('a')]);
		const [found] = (await house.service.findings('ada', ada.analysisId, { limit: 1 })).items;
		await house.service.dismiss('ada', ada.analysisId, found!.id, true);
		const { items } = await house.service.findings('ben', ben.analysisId, { limit: 1 });
		expect(items).toMatchObject([{ isDismissed: false }]);
	});
});

describe('what its owner says is not so', () => {
	test('[N6] is hidden with its questions, told to other pages, and can be taken back', async () => {
		const house = await scriptedHouse();
		const { analysisId, run, client } = await follow(house);
		await run.ledger.findings('intelligence_report', [findingOf('a'), findingOf('b')]);
		await run.ledger.questions([questionOf('q1', 'a'), questionOf('q2', 'b'), questionOf('q3')]);
		const questions = async () =>
			(await house.service.questions('ada', analysisId)).items.map(({ questionId }) => questionId);
		expect(await questions()).toEqual(['q1', 'q2', 'q3']);
		const [found] = (await house.service.findings('ada', analysisId, { limit: 1 })).items;
		expect((await client.next('analysis_questions')).payload).toEqual({ analysisId, count: 3 });
		await client.next('analysis_findings');

		await house.service.dismiss('ada', analysisId, found!.id, true);
		expect(await questions()).toEqual(['q2', 'q3']);
		expect((await client.next('analysis_findings')).payload).toMatchObject({
			seq: 1,
			findings: [{ key: 'a', isDismissed: true }]
		});
		expect((await client.next('analysis_questions')).payload).toEqual({ analysisId, count: 2 });
		const [listed] = (await house.service.list('ada', { limit: 1 })).items;
		expect(listed).toMatchObject({ findings: 1, questions: 2 });

		await house.service.dismiss('ada', analysisId, found!.id, false);
		expect(await questions()).toEqual(['q1', 'q2', 'q3']);
	});

	test('[N6] is so in the next analysis of the repository, too', async () => {
		const house = await scriptedHouse();
		const { analysisId, run } = await follow(house);
		await run.ledger.findings('project_review', [findingOf('a')]);
		const [found] = (await house.service.findings('ada', analysisId, { limit: 1 })).items;
		await house.service.dismiss('ada', analysisId, found!.id, true);
		run.finish();
		await house.until('ada', analysisId, ({ status }) => status === 'completed');

		const again = await house.analyse('ada', 'https://forge.example/ada/shop.git');
		const second = await house.nextRun();
		await second.ledger.findings('project_review', [findingOf('a')]);
		await second.ledger.questions([questionOf('q1', 'a')]);
		const { items } = await house.service.findings('ada', again, { limit: 1 });
		expect(items).toMatchObject([{ key: 'a', isDismissed: true }]);
		expect((await house.service.questions('ada', again)).items).toEqual([]);
	});
});

describe('on two instances over one database', () => {
	async function two() {
		const hub = new MemoryHub();
		const here = await scriptedHouse({ cluster: joinMemory(hub) });
		const there = await scriptedHouse({ cluster: joinMemory(hub), beside: here });
		return [here, there] as const;
	}

	test('[X1] what one carries out is heard on the other', async () => {
		const [here, there] = await two();
		const analysisId = await here.analyse('ada');
		const run = await Promise.race([here.nextRun(), there.nextRun()]);
		const clients = [await here.open('ada'), await there.open('ada')];
		for (const client of clients) await client.request('subscribe_analysis', { analysisId });
		await run.ledger.findings('project_review', [findingOf('a')]);
		await run.ledger.stageDone('project_review', reportOf('project_review'));
		for (const client of clients) {
			await client.next('analysis_findings');
			expect((await client.next('stage_completed')).payload).toMatchObject({ progress: 33 });
		}
	});

	test('[N1] what is cancelled on one ends at once on the other', async () => {
		const [here, there] = await two();
		const analysisId = await here.analyse('ada');
		const run = await Promise.race([here.nextRun(), there.nextRun()]);
		const others = here.running() === 1 ? there : here;
		const from = performance.now();
		await others.service.cancel('ada', analysisId);
		await expect.poll(() => run.signal.aborted).toBe(true);
		expect(performance.now() - from).toBeLessThan(500);
		await expect(run.ledger.findings('project_review', [findingOf('a')])).rejects.toThrow();
		expect(await here.service.show('ada', analysisId)).toMatchObject({
			status: 'cancelled',
			lastSeq: 0
		});
	});
});

describe('where news was lost', () => {
	/** Ada listens on one instance, which hears nothing of the other, where it is carried out. */
	async function deaf() {
		const house = await scriptedHouse();
		const analysisId = await house.analyse('ada');
		const run = await house.nextRun();
		const other = await scriptedHouse({ beside: house });
		const client = await other.open('ada');
		await client.request('subscribe_analysis', { analysisId });
		await client.settle();
		const heard = async () => {
			const from = client.received.length;
			other.service.subscriptions.catchUp();
			await client.settle();
			return client.received.slice(from).filter(({ type }) => type !== 'pong');
		};
		return { house, other, analysisId, run, client, heard };
	}

	test('[X2] [X4] whoever is behind is told all that the database knows, once', async () => {
		const { run, analysisId, heard } = await deaf();
		expect(await heard()).toEqual([]);
		await run.ledger.findings('project_review', [findingOf('a'), findingOf('b')]);
		await run.ledger.stageDone('project_review', reportOf('project_review'));
		await run.ledger.questions([questionOf('q1')]);
		expect((await heard()).map(({ type, payload }) => [type, payload])).toEqual([
			[
				'subscription_confirmed',
				{
					analysisId,
					currentStatus: 'processing',
					completedStages: ['project_review'],
					progress: 33,
					lastSeq: 2
				}
			],
			['stage_completed', expect.objectContaining({ stage: 'project_review', progress: 33 })],
			['analysis_questions', { analysisId, count: 1 }]
		]);
		expect(await heard()).toEqual([]);
		run.fail(new AnalysisError('TIMEOUT', 'Too long.'));
		await expect
			.poll(async () => (await heard()).map(({ type }) => type))
			.toEqual([
				'subscription_confirmed',
				'stage_completed',
				'analysis_questions',
				'analysis_failed'
			]);
	});

	test('[X2] what was deleted is said to be, and nothing more comes', async () => {
		const { house, analysisId, heard } = await deaf();
		await house.service.remove('ada', analysisId);
		expect((await heard()).map(({ type, payload }) => [type, payload])).toEqual([
			['analysis_status', { analysisId, status: 'deleted' }]
		]);
		expect(await heard()).toEqual([]);
	});

	test('[A6] what has become somebody else’s is not heard any more', async () => {
		const { house, run, analysisId, heard } = await deaf();
		await house.open('ben');
		await run.ledger.stageDone('project_review', reportOf('project_review'));
		await house.database.write((tx) =>
			tx.run(`update analysis set user_id = 'ben' where id = '${analysisId}'`)
		);
		expect(await heard()).toEqual([]);
	});
});
