import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../server/database';
import { startTestApp, type TestApp } from '../../testing/app';
import { addAnalysedBank, databaseOf, questionsAbout } from './banks.fixtures';
import { failing, ModelService } from './model/model-service.fixtures';
import { Rehearsal } from './rehearsal.fixtures';

let house: TestApp;
let database: Database;
let service: ModelService;

beforeAll(async () => {
	service = await ModelService.start(failing(503));
	house = await startTestApp({ LIMIT_MESSAGES_PER_MINUTE: '10000', ...service.settings });
	database = databaseOf(house);
});
afterAll(async () => {
	await database.close();
	await house.stop();
	await service.stop();
});

const VAGUE = 'We do it some way or other, I do not remember how.';

/** An interview on an analysis whose questions show a line of code. */
async function interviewOnCode(
	wish: object = {}
): Promise<Rehearsal & { analysisId: string; code: string }> {
	const { userId } = await house.app.accounts.byToken('alice');
	const code = `const secret_of_${randomUUID().replaceAll('-', '_')} = hash(password);`;
	const around = { startLine: 2, snippet: `function keep() {\n\t${code}\n}` };
	const evidence = [{ path: 'src/a.ts', startLine: 3, endLine: 3, snippet: `\t${code}`, around }];
	const questions = questionsAbout(3, { evidence }).map((question) => ({
		...question,
		rubric: question.rubric.map((point) => ({ ...point, evidence }))
	}));
	const analysisId = await addAnalysedBank(database, userId, questions);
	const rehearsal = await Rehearsal.begun(house, { analysisId, ...wish });
	return Object.assign(rehearsal, { analysisId, code });
}

const kept = async (rehearsal: Rehearsal) =>
	JSON.stringify([await rehearsal.shown(), rehearsal.view, await threadOf(rehearsal)]);

async function threadOf({ sessionId, userId, line }: Rehearsal): Promise<unknown> {
	const joined = await line.request('join_channel', { channel: `session:${sessionId}` });
	const threadId = String(joined.payload['threadId']);
	const { items } = await house.app.chat.messages(userId, threadId, { limit: 100 });
	return items.map(({ text }) => text);
}

test('[R3] deleting an analysis leaves its code where interviews quote it, unless that is to go, too', async () => {
	const rehearsal = await interviewOnCode();
	await rehearsal.answer(VAGUE);
	const { analysisId, code, userId } = rehearsal;
	expect(await kept(rehearsal)).toContain(code);
	expect(rehearsal.view.analysisId).toBe(analysisId);
	await house.app.analyses.remove(userId, analysisId);
	expect(await kept(rehearsal)).toContain(code);
	expect(rehearsal.view).not.toHaveProperty('analysisId');
});

test('[R3] deleted with its quotes, no interview has a line of it any more, and all else stays', async () => {
	const rehearsal = await interviewOnCode();
	await rehearsal.answer(VAGUE);
	const { analysisId, code, userId, line } = rehearsal;
	const before = await rehearsal.shown();
	await house.app.analyses.remove(userId, analysisId, true);
	expect(await kept(rehearsal)).not.toContain(code);
	const { payload } = await line.next('state_update', (message) =>
		JSON.stringify(message).includes('"snippet":""')
	);
	expect(JSON.stringify(payload)).not.toContain(code);
	const after = await rehearsal.shown();
	expect(after.turns.map(({ answer }) => answer)).toEqual(before.turns.map(({ answer }) => answer));
	expect(after.turns[0]?.evaluation?.score).toBe(before.turns[0]?.evaluation?.score);
	expect(after.turns[0]?.evidence).toMatchObject([{ path: 'src/a.ts', startLine: 3, snippet: '' }]);
	await rehearsal.toTheEnd('Some way or other.');
	expect(await kept(rehearsal)).not.toContain(code);
	expect(rehearsal.view.status).toBe('completed');
});

test('[R3] an answer that is evaluated while they go brings none of them back', async () => {
	let letGo: (() => void) | undefined;
	service.behaviour = (received, response) => {
		letGo = () => failing(503)(received, response);
	};
	const rehearsal = await interviewOnCode({ agreedHost: service.host });
	const { analysisId, code, userId, line, sessionId, openId: questionId } = rehearsal;
	line.send('submit_answer', { sessionId, questionId, answer: VAGUE });
	await expect.poll(() => letGo).toBeDefined();
	await house.app.analyses.remove(userId, analysisId, true);
	letGo?.();
	await line.next('answer_evaluated');
	await rehearsal.ask('end_interview');
	const [turn] = (await rehearsal.shown()).turns;
	expect(turn?.evaluation?.points.length).toBeGreaterThan(0);
	expect(await kept(rehearsal)).not.toContain(code);
});

test('[R3] [D3] what was answered before is answered again without them', async () => {
	const rehearsal = await interviewOnCode();
	const { analysisId, code, userId, line, sessionId } = rehearsal;
	await rehearsal.ask('pause_interview');
	const resume = async () => {
		line.send('resume_interview', { sessionId }, 'resumed once');
		return JSON.stringify(await line.next('interview_resumed'));
	};
	expect(await resume()).toContain(code);
	await house.app.analyses.remove(userId, analysisId, true);
	expect(await resume()).not.toContain(code);
});

test('[R3] what others’ interviews say is left alone', async () => {
	const [mine, other] = [await interviewOnCode(), await interviewOnCode()];
	await house.app.analyses.remove(mine.userId, mine.analysisId, true);
	expect(await kept(other)).toContain(other.code);
});

test('[R3] [H3] what was asked in its thread has no line of it either', async () => {
	const { userId } = await house.app.accounts.byToken('alice');
	const code = 'const digest = md5(password + salt);';
	const evidence = [{ path: 'src/a.ts', startLine: 3, endLine: 3, snippet: code }];
	const questions = questionsAbout(3, { evidence, question: `Why is it “${code}”?` });
	const analysisId = await addAnalysedBank(database, userId, questions);
	const rehearsal = await Rehearsal.begun(house, { analysisId });
	expect(await threadOf(rehearsal)).toEqual([`Why is it “${code}”?`]);
	await house.app.analyses.remove(userId, analysisId, true);
	expect(await threadOf(rehearsal)).toEqual(['Why is it “…”?']);
});
