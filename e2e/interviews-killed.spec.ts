import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { InterviewAnswer } from '../src/lib/interview/formats/answers';
import { RawClient, type Received } from '../src/lib/testing/raw-client';
import { aheadBy, TEST_KEY, TestServer } from './server';
import { expect, test as base } from './test';
import { Caller } from './test-helpers/rest';

/** An endless pause between an answer and its evaluation: a model that never says anything. */
interface Slow {
	server: TestServer;
	model: Server;
}

/** Here each test has a server of its own, since it ends it. */
const test = base.extend<{ mortal: TestServer; slow: Slow }>({
	// eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern.
	mortal: async ({}, use) => {
		const server = await TestServer.startBuilt();
		await use(server);
		await server.dispose();
	},
	// eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern.
	slow: async ({}, use) => {
		const model = createServer(() => undefined);
		await new Promise<void>((ready) => model.listen(0, '127.0.0.1', ready));
		const { port } = model.address() as AddressInfo;
		const server = await TestServer.startBuilt({
			LLM_BASE_URL: `http://127.0.0.1:${port}/v1`,
			LLM_MODEL: 'mute'
		});
		await use({ server, model });
		await server.dispose();
		model.closeAllConnections();
		model.close();
	}
});

/** What a live question gives of this difficulty (rule I1). */
const JUNIOR_MS = 180_000;

/** A server has started by then. */
const STARTS_WITHIN_MS = 4_000;

/** Where the model is asked. */
const hostOf = ({ model }: Slow) => `127.0.0.1:${(model.address() as AddressInfo).port}`;

/** An interview of one question, whose answer is long in being evaluated. */
async function begun(slow: Slow) {
	const line = await onLine(slow.server);
	const wish = { sessionType: 'live', questionCount: 1, agreedHost: hostOf(slow) };
	const { payload } = await line.request('start_interview', wish);
	const { sessionId, firstQuestion } = payload as unknown as {
		sessionId: string;
		firstQuestion: { questionId: string };
	};
	const { questionId } = firstQuestion;
	const answer = 'It depends on what the team knows best.';
	return { line, said: { sessionId, questionId, answer } };
}

async function onLine(server: TestServer): Promise<RawClient> {
	const line = new RawClient(server.lineUrl);
	await line.next('connection_established');
	await line.request('connect', { api_key: TEST_KEY });
	return line;
}

/** Sends something, has the server killed a moment later, and sends it again under its id. */
async function saidAcrossDeath(
	server: TestServer,
	[type, payload]: [type: string, payload: object],
	afterMs: number
): Promise<Received> {
	const requestId = randomUUID();
	const line = await onLine(server);
	line.send(type, payload, requestId);
	await delay(afterMs);
	await server.kill();
	await server.start();
	const next = await onLine(server);
	next.send(type, payload, requestId);
	const deadline = Date.now() + 15_000;
	for (;;) {
		const answer = next.received.find((message) => message.requestId === requestId);
		if (answer) {
			next.close();
			return answer;
		}
		if (Date.now() > deadline) throw new Error(`no answer to ${type}`);
		await delay(20);
	}
}

const shown = async (server: TestServer, id: string) =>
	(await Caller.withKey(server).get(`/api/interviews/${id}`)).body as InterviewAnswer;

const openId = ({ turns }: InterviewAnswer) =>
	turns.findLast(({ answer, isLate }) => answer === null && !isLate)?.questionId;

/** The thread of an interview as REST gives it, oldest first: who spoke, and what. */
async function transcript(server: TestServer, id: string): Promise<unknown[]> {
	const caller = Caller.withKey(server);
	const { items: threads } = (await caller.get('/api/chat/threads')).body as {
		items: { threadId: string; channel: string }[];
	};
	const { threadId } = threads.find(({ channel }) => channel === `session:${id}`)!;
	const { items } = (await caller.get(`/api/chat/threads/${threadId}/messages?after=0&limit=100`))
		.body as { items: { role?: string; text: string }[] };
	return items.map(({ role, text }) => ({ role, text }));
}

const spoken = ({ turns }: InterviewAnswer) =>
	turns.flatMap(({ question, hints, answer }) => [
		...[question, ...hints].map((text) => ({ role: 'interviewer', text })),
		...(answer === null ? [] : [{ role: 'candidate', text: answer }])
	]);

for (const afterMs of [0, 2, 5, 15]) {
	test(`[D2] [D3] [H3] killed ${afterMs} ms after each step, an interview takes every step once`, async ({
		mortal
	}) => {
		test.setTimeout(120_000);
		const wish = { sessionType: 'practice', questionCount: 2 };
		const started = await saidAcrossDeath(mortal, ['start_interview', wish], afterMs);
		expect(started.type).toBe('interview_started');
		const { sessionId } = started.payload as unknown as { sessionId: string };
		const { items } = (await Caller.withKey(mortal).get('/api/interviews')).body as {
			items: unknown[];
		};
		expect(items).toHaveLength(1);
		const step = async (type: string, answeredBy: string, more: object = {}) => {
			const answer = await saidAcrossDeath(mortal, [type, { sessionId, ...more }], afterMs);
			expect(answer, type).toMatchObject({ type: answeredBy });
			return shown(mortal, sessionId);
		};
		const questionId = openId(await shown(mortal, sessionId));
		await step('pause_interview', 'interview_paused');
		await step('resume_interview', 'interview_resumed');
		await step('request_hint', 'hint', { questionId });
		await step('draft_update', 'draft_kept', { questionId, text: 'A part', revision: 1 });
		const answer = 'A part of it depends on what the team knows.';
		let now = await step('submit_answer', 'answer_evaluated', { questionId, answer });
		expect(now.turns.filter(({ answer: given }) => given !== null)).toHaveLength(1);
		expect(now.turns[0]).toMatchObject({ answer });
		expect(now.turns[0]?.hints).toHaveLength(1);
		while (openId(now) !== undefined) {
			const open = openId(now);
			const before = now.turns.length;
			const said = { questionId: open, answer: `I do not know more about ${open}.` };
			now = await step('submit_answer', 'answer_evaluated', said);
			expect(now.turns.length - before).toBeLessThanOrEqual(1);
			expect(now.turns.find((turn) => turn.questionId === open)).toMatchObject({
				answer: said.answer,
				evaluation: { score: expect.any(Number) }
			});
		}
		expect(now.status).toBe('completed');
		expect(now.turns.map(({ seq }) => seq)).toEqual(now.turns.map((_, index) => index + 1));
		const { points } = now.turns[0]!.evaluation!;
		const { pointId } = points.find(({ verdict }) => verdict !== 'said')!;
		const span = { start: 0, end: 6 };
		now = await step('claim_point', 'point_claimed', { questionId, pointId, span });
		expect(now.turns[0]?.claims).toMatchObject([{ pointId, span }]);
		now = await step('retry_question', 'question_again', { questionId });
		expect(now.turns.filter((turn) => turn.questionId === questionId)).toHaveLength(2);
		now = await step('end_interview', 'interview_ended');
		expect(now.status).toBe('completed');
		expect(await transcript(mortal, sessionId)).toEqual(spoken(now));
	});
}

test('[D2] [I2] killed between an answer and its evaluation, it is evaluated after the restart, once', async ({
	slow
}) => {
	test.setTimeout(60_000);
	const { server } = slow;
	const { line, said } = await begun(slow);
	const { sessionId } = said;
	line.send('submit_answer', said, randomUUID());
	await expect.poll(async () => (await shown(server, sessionId)).status).toBe('evaluating');
	await server.kill();
	await server.start();
	const ear = await onLine(server);
	await ear.request('subscribe_session', { sessionId });
	expect(await shown(server, sessionId)).toMatchObject({
		status: 'evaluating',
		turns: [{ answer: said.answer }]
	});
	await expect
		.poll(async () => (await shown(server, sessionId)).turns[0]?.evaluation?.evaluator, {
			timeout: 20_000
		})
		.toMatch(/^builtin@/);
	const { turns } = await shown(server, sessionId);
	expect(turns.filter((turn) => turn.questionId === said.questionId)).toHaveLength(1);
	await ear.settle();
	expect(ear.received.filter(({ type }) => type === 'answer_evaluated')).toHaveLength(1);
});

for (const afterMs of [0, 20, 200]) {
	test(`[D2] [I9] killed ${afterMs} ms after its clock ran out, an interview takes the draft as the answer, once`, async ({
		mortal
	}) => {
		test.setTimeout(60_000);
		const line = await onLine(mortal);
		const wish = { sessionType: 'live', difficulty: 'junior', questionCount: 1 };
		const { payload } = await line.request('start_interview', wish);
		const { sessionId } = payload as unknown as { sessionId: string };
		const [asked] = (await shown(mortal, sessionId)).turns;
		const { questionId, askedAt } = asked!;
		const draft = { questionId, text: 'It depends on what the team knows.', revision: 1 };
		await line.request('draft_update', { sessionId, ...draft });
		await mortal.kill();
		const dueAt = Date.now() + STARTS_WITHIN_MS;
		await mortal.start(aheadBy(Date.parse(askedAt) + JUNIOR_MS - dueAt));
		await delay(Math.max(0, dueAt + afterMs - Date.now()));
		await mortal.kill();
		await mortal.start();
		await expect
			.poll(async () => (await shown(mortal, sessionId)).turns[0]?.evaluation, { timeout: 20_000 })
			.toBeDefined();
		const { turns } = await shown(mortal, sessionId);
		expect(turns.filter(({ isLate }) => isLate)).toMatchObject([{ seq: 1, answer: draft.text }]);
		expect(turns.map(({ seq }) => seq)).toEqual(turns.map((_, index) => index + 1));
	});
}

test('[D3] [I2] the answer sent again after such a death is answered, and not given twice', async ({
	slow
}) => {
	test.setTimeout(60_000);
	const { server } = slow;
	const { said } = await begun(slow);
	const { sessionId, questionId } = said;
	const answer = await saidAcrossDeath(server, ['submit_answer', said], 500);
	expect(answer).toMatchObject({ type: 'answer_evaluated', payload: { questionId } });
	const { turns } = await shown(server, sessionId);
	expect(turns.filter((turn) => turn.questionId === questionId)).toHaveLength(1);
});
