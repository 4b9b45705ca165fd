import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../server/database';
import { startTestApp, type TestApp } from '../../testing/app';
import { addAnalysedBank, databaseOf, questionsAbout } from './banks.fixtures';
import { Rehearsal } from './rehearsal.fixtures';

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

/** An interview on an analysis whose questions show a line of code, with one question answered. */
async function interviewOnCode(): Promise<Rehearsal & { analysisId: string; code: string }> {
	const { userId } = await house.app.accounts.byToken('alice');
	const code = `const secret_of_${randomUUID().replaceAll('-', '_')} = hash(password);`;
	const evidence = [{ path: 'src/a.ts', startLine: 3, endLine: 3, snippet: `\t${code}` }];
	const questions = questionsAbout(3, { evidence }).map((question) => ({
		...question,
		rubric: question.rubric.map((point) => ({ ...point, evidence }))
	}));
	const analysisId = await addAnalysedBank(database, userId, questions);
	const rehearsal = await Rehearsal.begun(house, { analysisId });
	await rehearsal.answer('We do it some way or other, I do not remember how.');
	return Object.assign(rehearsal, { analysisId, code });
}

const kept = async (rehearsal: Rehearsal) =>
	JSON.stringify([await rehearsal.shown(), rehearsal.view]);

test('[R3] deleting an analysis leaves its code where interviews quote it, unless that is to go, too', async () => {
	const rehearsal = await interviewOnCode();
	const { analysisId, code, userId } = rehearsal;
	expect(await kept(rehearsal)).toContain(code);
	await house.app.analyses.remove(userId, analysisId);
	expect(await kept(rehearsal)).toContain(code);
});

test('[R3] deleted with its quotes, no interview has a line of it any more, and all else stays', async () => {
	const rehearsal = await interviewOnCode();
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

test('[R3] what others’ interviews say is left alone', async () => {
	const [mine, other] = [await interviewOnCode(), await interviewOnCode()];
	await house.app.analyses.remove(mine.userId, mine.analysisId, true);
	expect(await kept(other)).toContain(other.code);
});
