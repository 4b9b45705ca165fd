import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownedTables } from '../app.server';
import type { Database } from '../server/database';
import { startTestApp, type TestApp } from '../testing/app';
import { ownedByInterviews } from './owned';
import { databaseOf } from './server/banks.fixtures';
import { Rehearsal, weakAnswer } from './server/rehearsal.fixtures';
import {
	interview,
	interviewClaim,
	interviewDraft,
	interviewLostDraft,
	interviewQuestion,
	interviewTurn
} from './server/schema';

let house: TestApp;
let database: Database;

beforeAll(async () => {
	house = await startTestApp({ LIMIT_MESSAGES_PER_MINUTE: '10000' });
	database = databaseOf(house);
});
afterAll(async () => {
	await database.close();
	await house.stop();
});

/** An interview with something in each table, and a question open. */
async function rich(key: string): Promise<Rehearsal> {
	const wish = { sessionType: 'practice', questionCount: 2 };
	const rehearsal = await Rehearsal.begun(house, wish, key);
	const { openId: questionId } = rehearsal;
	await rehearsal.ask('draft_update', { questionId, text: `lost of ${key}`, revision: 1 });
	await rehearsal.pastQuestion(weakAnswer);
	const [turn] = (await rehearsal.shown()).turns;
	const { pointId } = turn!.evaluation!.points[0]!;
	await rehearsal.ask('claim_point', { questionId, pointId, span: { start: 0, end: 2 } });
	const open = { questionId: rehearsal.openId, text: `draft of ${key}`, revision: 1 };
	await rehearsal.ask('draft_update', open);
	return rehearsal;
}

test('[R3] [I11] an export has what was asked, answered, written and claimed, and nothing of others', async () => {
	const { userId, sessionId } = await rich('alice');
	await rich('bob');
	const exported = Object.fromEntries(
		ownedByInterviews.map((table) => [table.name, [...table.export(database.read, userId)]])
	);
	expect(exported).toMatchObject({
		interview: [{ id: sessionId, wish: { sessionType: 'practice' } }],
		interview_claim: [{ start: 0, end: 2 }],
		interview_draft: [{ text: 'draft of alice' }],
		interview_lost_draft: [{ text: 'lost of alice' }],
		interview_question: []
	});
	const turns = exported['interview_turn']!;
	expect(turns[0]).toMatchObject({
		...{ answer: weakAnswer, modelAnswer: expect.any(String) },
		evaluation: { points: expect.any(Array) }
	});
	expect(turns.at(-1)).toMatchObject({ answer: null });
	expect(turns.at(-1)).not.toHaveProperty('modelAnswer');
	expect(JSON.stringify(exported)).not.toMatch(/of bob|"rubric"|"pointId":null/);
});

test('[A1] a guest’s interviews become the account’s, who may have been with him', async () => {
	const rehearsal = await rich('chief');
	const { userId: account } = await house.app.accounts.byToken('reader');
	await house.app.sessions.engine.write((sessions) =>
		sessions.join(rehearsal.sessionId, account, 'participate')
	);
	const before = await rehearsal.shown();
	await database.write((tx) => {
		for (const table of ownedTables) table.move(tx, rehearsal.userId, account);
	});
	expect(await rehearsal.shown(account)).toEqual(before);
	const { member } = house.app.sessions.engine.see(account, rehearsal.sessionId);
	expect(member).toMatchObject({ role: 'owner', personId: rehearsal.view.candidateId });
	await expect(rehearsal.shown()).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' });
});

test('[R3] whoever is deleted leaves no row of his interviews, and others’ stay', async () => {
	const { userId } = await house.app.accounts.byToken('alice');
	const bob = await house.app.accounts.byToken('bob');
	const { items } = await house.app.interviews.list(bob.userId, { limit: 10 });
	await database.write((tx) => {
		for (const table of ownedTables) table.remove(tx, userId);
	});
	const { read } = database;
	const left = [
		...read.select({ id: interviewTurn.interviewId }).from(interviewTurn).all(),
		...read.select({ id: interviewQuestion.interviewId }).from(interviewQuestion).all(),
		...read.select({ id: interviewDraft.interviewId }).from(interviewDraft).all(),
		...read.select({ id: interviewLostDraft.interviewId }).from(interviewLostDraft).all(),
		...read.select({ id: interviewClaim.interviewId }).from(interviewClaim).all()
	];
	const known = new Set(
		read
			.select({ id: interview.id, userId: interview.userId })
			.from(interview)
			.all()
			.map((row) => {
				expect(row.userId).not.toBe(userId);
				return row.id;
			})
	);
	for (const { id } of left) expect(known.has(id)).toBe(true);
	expect((await house.app.interviews.list(bob.userId, { limit: 10 })).items).toEqual(items);
});
