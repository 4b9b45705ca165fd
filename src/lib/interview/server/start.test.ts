import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Difficulty, Question } from '../../analysis';
import { addQuestions } from '../../analysis/server/questions-store';
import { changeAnalysis, removeAnalysis } from '../../analysis/server/store';
import type { Database } from '../../server/database';
import { startTestApp, type TestApp } from '../../testing/app';
import { generalBank } from './bank';
import { addAnalysedBank, databaseOf, questionsAbout } from './banks.fixtures';
import { refused, Rehearsal } from './rehearsal.fixtures';

let house: TestApp;
let database: Database;
let aliceId: string;

beforeAll(async () => {
	house = await startTestApp({ LIMIT_MESSAGES_PER_MINUTE: '10000' });
	database = databaseOf(house);
	aliceId = (await house.app.accounts.byToken('alice')).userId;
});
afterAll(async () => {
	await database.close();
	await house.stop();
});

/** An analysis of Alice's. */
const analysis = (questions: readonly Question[], status?: 'processing') =>
	addAnalysedBank(database, aliceId, questions, status);

async function refusal(wish: object, key = 'alice') {
	const line = await house.openAs(key);
	return line.request('start_interview', { sessionType: 'live', ...wish });
}

describe('what is asked', () => {
	test('[I1] ten questions of the general bank, of all categories, from the easy to the hard', async () => {
		const rehearsal = await Rehearsal.begun(house);
		expect(rehearsal.view).toMatchObject({ totalQuestions: 10, title: 'General' });
		const { questions } = await asked(rehearsal);
		expect(new Set(questions.map(({ category }) => category)).size).toBe(4);
		const ranks: Difficulty[] = ['junior', 'mid-level', 'senior'];
		const levels = questions.map(({ difficulty }) => ranks.indexOf(difficulty));
		expect(levels).toEqual(levels.toSorted());
	});

	test('[I1] a topic, a category and a difficulty are those that were asked for', async () => {
		const wish = { topic: 'caching', difficulty: 'junior', questionCount: 40 };
		const rehearsal = await Rehearsal.begun(house, wish);
		expect(rehearsal.view.title).toBe('Caching');
		const { questions } = await asked(rehearsal);
		const all = generalBank.filter(
			({ topic, difficulty }) => topic === 'caching' && difficulty === 'junior'
		);
		expect(questions.map(({ questionId }) => questionId).sort()).toEqual(
			all.map(({ questionId }) => questionId).sort()
		);
	});

	test('[I1] what was not asked before comes first', async () => {
		const wish = { topic: 'caching', questionCount: 2 };
		const seen = new Set<string>();
		const count = generalBank.filter(({ topic }) => topic === 'caching').length;
		for (let round = 0; round < Math.floor(count / 2); round++) {
			const rehearsal = await Rehearsal.begun(house, wish, 'chief');
			await rehearsal.toTheEnd();
			for (const { questionId } of (await rehearsal.shown()).questions) {
				expect(seen.has(questionId)).toBe(false);
				seen.add(questionId);
			}
		}
	});

	test('[I1] an analysis is asked about, and with a topic of the general bank besides', async () => {
		const analysisId = await analysis(questionsAbout(12));
		// What was asked before comes later: by chance one of these may have been.
		const both = await Rehearsal.begun(house, { analysisId, topic: 'testing' });
		expect(both.view.title).toBe('owner/shop, Testing');
		const { questions } = await asked(both);
		const general = questions.filter(({ questionId }) => questionId.startsWith('general/'));
		expect(general.length).toBeGreaterThanOrEqual(3);
		expect(general.length).toBeLessThanOrEqual(6);
		const alone = await Rehearsal.begun(house, { analysisId });
		expect(alone.view).toMatchObject({ analysisId, title: 'owner/shop', totalQuestions: 10 });
	});

	test('[I1] those that were named are asked, in that order, and no others', async () => {
		const questionIds = generalBank.slice(3, 6).map(({ questionId }) => questionId);
		const rehearsal = await Rehearsal.begun(house, { questionIds: questionIds.toReversed() });
		const { questions } = await asked(rehearsal);
		expect(questions.map(({ questionId }) => questionId)).toEqual(questionIds.toReversed());
	});
});

describe('an analysis that still runs', () => {
	test('[I1] has enough from the third question on, and not before', async () => {
		const analysisId = await analysis(questionsAbout(2), 'processing');
		expect(await refusal({ analysisId })).toMatchObject({
			payload: {
				errorCode: 'INVALID_STATE',
				details: { state: 'too_few_questions', questions: 2 }
			}
		});
		await database.write((tx) => addQuestions(tx, analysisId, questionsAbout(1)));
		expect((await Rehearsal.begun(house, { analysisId })).view.totalQuestions).toBe(10);
	});

	test('[I1] what it finds meanwhile is asked, too', async () => {
		const analysisId = await analysis(questionsAbout(3), 'processing');
		const rehearsal = await Rehearsal.begun(house, { analysisId, questionCount: 4 });
		const [later] = questionsAbout(1);
		await database.write((tx) => addQuestions(tx, analysisId, [later!]));
		for (let done = 0; done < 3; done++) await rehearsal.pastQuestion('Nothing.');
		expect(rehearsal.view).toMatchObject({ questionNumber: 4, totalQuestions: 4 });
		expect(rehearsal.openId).toBe(later!.questionId);
	});

	test('[I1] it is shorter where the finished bank is smaller than was wished for', async () => {
		const analysisId = await analysis(questionsAbout(4));
		expect((await Rehearsal.begun(house, { analysisId })).view.totalQuestions).toBe(4);
		const running = await analysis(questionsAbout(3), 'processing');
		const rehearsal = await Rehearsal.begun(house, { analysisId: running });
		for (let done = 0; done < 2; done++) await rehearsal.pastQuestion('Nothing.');
		await database.write((tx) => changeAnalysis(tx, running, { status: 'completed' }, new Date()));
		await rehearsal.pastQuestion('Nothing.');
		expect(rehearsal.view).toMatchObject({ status: 'completed', totalQuestions: 3 });
	});

	test('[I1] who is faster than it is asked of the general bank meanwhile', async () => {
		const running = await analysis(questionsAbout(3), 'processing');
		const rehearsal = await Rehearsal.begun(house, { analysisId: running, questionCount: 6 });
		for (let done = 0; done < 3; done++) await rehearsal.pastQuestion('Nothing.');
		expect(rehearsal.openId).toMatch(/^general\//);
		const [later] = questionsAbout(1);
		await database.write((tx) => addQuestions(tx, running, [later!]));
		await rehearsal.pastQuestion('Nothing.');
		expect(rehearsal.openId).toBe(later!.questionId);
		await database.write((tx) => changeAnalysis(tx, running, { status: 'completed' }, new Date()));
		await rehearsal.pastQuestion('Nothing.');
		expect(rehearsal.view).toMatchObject({ status: 'completed', totalQuestions: 5 });
	});
});

describe('what cannot be asked', () => {
	test('[A6] somebody else’s analysis is answered as one that does not exist', async () => {
		const analysisId = await analysis(questionsAbout(4));
		const foreign = await refusal({ analysisId }, 'bob');
		const unknown = await refusal({ analysisId: randomUUID() }, 'bob');
		expect(foreign).toMatchObject(refused('ANALYSIS_NOT_FOUND'));
		expect(foreign.payload).toEqual(unknown.payload);
	});

	test('[E2] a topic or a question that there is not is named by its path', async () => {
		for (const [wish, path] of [
			[{ topic: 'astrology' }, 'payload.topic'],
			[{ questionIds: ['general/none/such'] }, 'payload.questionIds'],
			[{ questionCount: 41 }, 'payload.questionCount']
		] as const) {
			expect((await refusal(wish)).payload).toMatchObject({
				errorCode: 'INVALID_MESSAGE_FORMAT',
				details: { path }
			});
		}
	});

	test('[I1] of a kind that there is none of there is no interview', async () => {
		const analysisId = await analysis(questionsAbout(4, { difficulty: 'junior' }));
		expect(await refusal({ analysisId, difficulty: 'senior' })).toMatchObject(
			refused('INVALID_STATE', 'no_questions')
		);
	});
});

test('[I1] an analysis that is deleted meanwhile leaves the interview as it is', async () => {
	const analysisId = await analysis(questionsAbout(3), 'processing');
	const rehearsal = await Rehearsal.begun(house, { analysisId });
	await database.write((tx) => removeAnalysis(tx, analysisId));
	for (let done = 0; done < 3; done++) await rehearsal.pastQuestion('Nothing.');
	expect(await rehearsal.shown()).toMatchObject({ status: 'completed', totalQuestions: 3 });
	expect(await rehearsal.shown()).not.toHaveProperty('analysisId');
});

test('[I7] what was asked once may be practised again, also once its analysis is deleted', async () => {
	const analysisId = await analysis(questionsAbout(3));
	const { questions } = await asked(await Rehearsal.begun(house, { analysisId }));
	const questionIds = questions.map(({ questionId }) => questionId);
	// While it is there, an interview on its questions names it.
	expect(await refusal({ questionIds })).toMatchObject(refused('INVALID_MESSAGE_FORMAT'));
	await house.app.analyses.remove(aliceId, analysisId, true);
	const again = await Rehearsal.begun(house, { sessionType: 'practice', questionIds });
	expect(again.view).toMatchObject({ title: 'owner/shop', totalQuestions: 3 });
	expect(again.openId).toBe(questionIds[0]);
	expect(await refusal({ questionIds }, 'bob')).toMatchObject(refused('INVALID_MESSAGE_FORMAT'));
});

/** All of its questions, once it is over. */
async function asked(rehearsal: Rehearsal) {
	const { totalQuestions } = rehearsal.view;
	for (let done = 0; done < totalQuestions; done++) await rehearsal.pastQuestion('Nothing.');
	return rehearsal.shown();
}
