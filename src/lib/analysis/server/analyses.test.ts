import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnalysisAnswer } from '../answers';
import type { AnalysisMessages } from '../messages';
import type { OutboundType, PayloadOf } from '../../realtime/catalogue';
import { permissionsUpTo } from '../../realtime/permissions';
import { startTestApp, type TestApp } from '../../testing/app';
import type { RawClient } from '../../testing/raw-client';
import { makeShop, untilOver, type TestShop } from './analyses.fixtures';

/** One repository, analysed for real: in a process of its own, heard over a real socket. */

let shop: TestShop;
let house: TestApp;
let chief: RawClient;
let chiefId: string;
let bobId: string;
let analysisId: string;
let done: AnalysisAnswer;

const folders = () => {
	const root = join(house.folder, 'analyses');
	return existsSync(root) ? readdirSync(root) : [];
};
const admin = () => ({ userId: chiefId, permissions: permissionsUpTo('admin'), credential: 'x' });
const told = <T extends OutboundType<AnalysisMessages>>(type: T) =>
	chief.received
		.filter((message) => message.type === type)
		.map(({ payload }) => payload as unknown as PayloadOf<AnalysisMessages, T>);

beforeAll(async () => {
	shop = await makeShop();
	house = await startTestApp({
		LOCAL_REPO_ROOTS: shop.root,
		LIMIT_MESSAGES_PER_MINUTE: '10000'
	});
	chief = await house.openAs('chief');
	chiefId = (await house.app.accounts.byToken('chief')).userId;
	bobId = (await house.app.accounts.byToken('bob')).userId;
	({ analysisId } = await house.app.analyses.create(admin(), { path: shop.path }));
	await chief.request('subscribe_analysis', { analysisId });
	done = await untilOver(house, chiefId, analysisId);
	await chief.settle();
}, 90_000);
afterAll(async () => {
	await house.stop();
	await shop.remove();
});

describe('an analysis from its beginning to its end', () => {
	test('[N1] a path below LOCAL_REPO_ROOTS is analysed for an administrator', () => {
		expect(done.failure).toBeUndefined();
		expect(done).toMatchObject({ status: 'completed', name: 'shop', progress: 100 });
		expect(done.commit).toMatch(/^[0-9a-f]{40}$/);
	});

	test('[N3] the stages end in their order, at 33, 66 and 100', () => {
		expect(told('stage_completed')).toEqual([
			{
				analysisId,
				stage: 'project_review',
				completedStages: ['project_review'],
				progress: 33,
				dataAvailable: true
			},
			{
				analysisId,
				stage: 'intelligence_report',
				completedStages: ['project_review', 'intelligence_report'],
				progress: 66,
				dataAvailable: true
			},
			{
				analysisId,
				stage: 'interview_simulation',
				completedStages: ['project_review', 'intelligence_report', 'interview_simulation'],
				progress: 100,
				dataAvailable: true
			}
		]);
		expect(Object.keys(done.stages)).toEqual([
			'project_review',
			'intelligence_report',
			'interview_simulation'
		]);
	});

	test('[N3] progress has real counts and never goes back', () => {
		const steps = told('analysis_progress');
		expect(steps.length).toBeGreaterThan(0);
		const progress = steps.map((step) => step.progress);
		expect(progress).toEqual(progress.toSorted((a, b) => a - b));
		for (const { analysisId: of, step, done: counted } of steps) {
			expect(of).toBe(analysisId);
			expect(step).not.toBe('');
			expect(counted).toBeGreaterThanOrEqual(0);
		}
	});

	test('[N3] findings come as they are found, their seq without a gap, and the same over REST', async () => {
		const heard = told('analysis_findings').flatMap(({ seq, findings }) => {
			expect(seq).toBe(findings[0]?.seq);
			return findings;
		});
		const { items, hasMore } = await house.app.analyses.findings(chiefId, analysisId, {
			limit: 200
		});
		expect(hasMore).toBe(false);
		expect(items.length).toBeGreaterThan(3);
		expect(items.map(({ seq }) => seq)).toEqual(items.map((_, index) => index + 1));
		// Those found before the subscription are not told again.
		expect(items.slice(-heard.length)).toEqual(heard);
		expect(done.lastSeq).toBe(items.length);
	});

	test('[N3] what is missing comes after a seq, some at a time', async () => {
		const { analyses } = house.app;
		const first = await analyses.findings(chiefId, analysisId, { limit: 2 });
		const second = await analyses.findings(chiefId, analysisId, { after: 2, limit: 1 });
		expect(first.items.map(({ seq }) => seq)).toEqual([1, 2]);
		expect(first.hasMore).toBe(true);
		expect(second.items.map(({ seq }) => seq)).toEqual([3]);
	});

	test('[I1] questions are told of by their number as they are kept', async () => {
		const counts = told('analysis_questions').map(({ count }) => count);
		expect(counts.length).toBeGreaterThan(0);
		expect(counts).toEqual(counts.toSorted((a, b) => a - b));
		expect(counts.at(-1)).toBe(done.questions);
	});

	test('[N2] it is said to be done last of all', () => {
		expect(told('analysis_status').at(-1)?.status).toBe('completed');
	});

	test('[L6] its source lies on the disk no longer', async () => {
		await expect.poll(folders).toEqual([]);
	});
});

describe('whoever subscribes later', () => {
	test('[N2] hears the stages that are done behind the direct answer', async () => {
		const late = await house.openAs('chief');
		const from = late.received.length;
		const confirmed = await late.request('subscribe_analysis', { analysisId });
		await late.settle();
		expect(confirmed).toMatchObject({
			type: 'subscription_confirmed',
			payload: {
				analysisId,
				currentStatus: 'completed',
				completedStages: ['project_review', 'intelligence_report', 'interview_simulation'],
				progress: 100,
				lastSeq: done.lastSeq
			}
		});
		expect(late.received.slice(from).map(({ type }) => type)).toEqual([
			'subscription_confirmed',
			'stage_completed',
			'stage_completed',
			'stage_completed',
			'analysis_questions',
			'pong'
		]);
		late.close();
	});

	test('[N2] many subscriptions share a connection, and each ends by itself', async () => {
		const late = await house.openAs('chief');
		const { analysisId: second } = await house.app.analyses.create(admin(), { path: shop.path });
		await late.request('subscribe_analysis', { analysisId });
		await late.request('subscribe_analysis', { analysisId: second });
		const ended = await late.request('unsubscribe_analysis', { analysisId });
		expect(ended).toMatchObject({ type: 'unsubscription_confirmed', payload: { analysisId } });
		await house.app.analyses.remove(chiefId, second);
		await late.next('analysis_status', ({ payload }) => payload['analysisId'] === second);
		late.close();
	});

	test('[N2] an id that nobody has is ANALYSIS_NOT_FOUND, a malformed one is invalid', async () => {
		const bob = await house.openAs('bob');
		const code = async (id: string) =>
			(await bob.request('subscribe_analysis', { analysisId: id })).payload['errorCode'];
		expect(await code('none-such_1')).toBe('ANALYSIS_NOT_FOUND');
		expect(await code(analysisId)).toBe('ANALYSIS_NOT_FOUND');
		expect(await code('no id')).toBe('INVALID_MESSAGE_FORMAT');
		bob.close();
	});
});

describe('what only its owner may', () => {
	test('[A6] [F6] somebody else finds nothing, whatever he asks', async () => {
		const { analyses } = house.app;
		const [finding] = (await analyses.findings(chiefId, analysisId, { limit: 1 })).items;
		const asked = [
			analyses.show(bobId, analysisId),
			analyses.findings(bobId, analysisId, { limit: 1 }),
			analyses.questions(bobId, analysisId),
			analyses.dismiss(bobId, analysisId, finding!.id, true),
			analyses.cancel(bobId, analysisId),
			analyses.retry(bobId, analysisId),
			analyses.remove(bobId, analysisId)
		];
		for (const answer of await Promise.allSettled(asked)) {
			expect(answer).toMatchObject({ reason: { code: 'ANALYSIS_NOT_FOUND' } });
		}
		expect((await analyses.list(bobId, { limit: 20 })).items).toEqual([]);
	});

	test('[I11] nothing that is answered or told holds a rubric, a hint or a model answer', async () => {
		const { items } = await house.app.analyses.questions(chiefId, analysisId);
		expect(items.length).toBe(done.questions);
		expect(items.length).toBeGreaterThan(2);
		for (const item of items) {
			expect(Object.keys(item).toSorted()).toEqual([
				'category',
				'difficulty',
				'evidence',
				'fileReferences',
				'question',
				'questionId',
				'topic'
			]);
		}
		const heard = JSON.stringify([items, done, chief.received]);
		expect(heard).not.toMatch(/"(rubric|hints|modelAnswer|followUps|wordings)"/);
	});

	test('[R2] a list goes on where it ended, newest first', async () => {
		const { analyses } = house.app;
		const { analysisId: newer } = await analyses.create(admin(), { path: shop.path });
		const first = await analyses.list(chiefId, { limit: 1 });
		expect(first.items.map((item) => item.analysisId)).toEqual([newer]);
		const second = await analyses.list(chiefId, { limit: 1, cursor: first.nextCursor });
		expect(second.items).toMatchObject([
			{ analysisId, mainLanguage: 'JavaScript', findings: done.lastSeq, questions: done.questions }
		]);
		expect(second.nextCursor).toBeUndefined();
		await analyses.remove(chiefId, newer);
		await expect(analyses.list(chiefId, { limit: 1, cursor: 'x' })).rejects.toMatchObject({
			code: 'INVALID_MESSAGE_FORMAT'
		});
	});
});
