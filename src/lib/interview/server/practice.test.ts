import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app';
import { generalBank } from './bank';
import { goodAnswer, refused, Rehearsal, weakAnswer } from './rehearsal.fixtures';

let house: TestApp;

beforeAll(async () => {
	house = await startTestApp({ LIMIT_MESSAGES_PER_MINUTE: '10000' });
});
afterAll(() => house.stop());

const practice = (questionCount = 3) =>
	Rehearsal.begun(house, { sessionType: 'practice', questionCount });

const hintsOf = (questionId: string) =>
	generalBank.find((question) => question.questionId === questionId)!.hints;

describe('hints', () => {
	test('[I7] come one by one, are kept with the question, and end', async () => {
		const rehearsal = await practice();
		const { openId: questionId } = rehearsal;
		const all = hintsOf(questionId);
		for (const [place, text] of all.entries()) {
			expect(await rehearsal.ask('request_hint', { questionId })).toMatchObject({
				type: 'hint',
				payload: { text, remaining: all.length - place - 1 }
			});
		}
		expect(await rehearsal.ask('request_hint', { questionId })).toMatchObject(
			refused('INVALID_STATE', 'no_hints')
		);
		expect(rehearsal.view.current).toMatchObject({ hints: all, hintsLeft: 0 });
		expect((await rehearsal.shown()).turns[0]).toMatchObject({ hints: all });
	});

	test('[I7] a live interview has none', async () => {
		const rehearsal = await Rehearsal.begun(house);
		const { openId: questionId } = rehearsal;
		expect(rehearsal.view.current?.hintsLeft).toBe(0);
		for (const type of ['request_hint', 'retry_question']) {
			expect(await rehearsal.ask(type, { questionId })).toMatchObject(
				refused('INVALID_STATE', 'live')
			);
		}
	});
});

describe('how long an answer took', () => {
	const tookOf = async (rehearsal: Rehearsal, questionId: string) =>
		(await rehearsal.shown()).turns.find((turn) => turn.questionId === questionId)!.responseMs!;

	test('[I3] leaves out what was read before: it counts from when the candidate goes on', async () => {
		const rehearsal = await practice();
		const watcher = await rehearsal.joinedBy('bob', 'watch');
		await rehearsal.pastQuestion();
		const { openId } = rehearsal;
		house.advance(600_000);
		expect(rehearsal.view.clock).toMatchObject({ status: 'paused', elapsedMs: 0 });
		expect((await rehearsal.ask('resume_interview')).type).toBe('interview_resumed');
		await watcher.next('interview_resumed');
		expect(rehearsal.view.clock.status).toBe('running');
		house.advance(15_000);
		await rehearsal.answer();
		const took = await tookOf(rehearsal, openId);
		expect(took).toBeGreaterThanOrEqual(15_000);
		expect(took).toBeLessThan(60_000);
	});

	test('[I3] [I8] whoever writes has gone on', async () => {
		const rehearsal = await practice();
		await rehearsal.pastQuestion();
		const { openId: questionId } = rehearsal;
		house.advance(600_000);
		await rehearsal.ask('draft_update', { questionId, text: 'A', revision: 1 });
		expect(rehearsal.view.clock.status).toBe('running');
		await rehearsal.answer();
		expect(await tookOf(rehearsal, questionId)).toBeLessThan(60_000);
	});
});

describe('asked again', () => {
	test('[I7] a question is open again, the latest attempt counts, and both are shown', async () => {
		const rehearsal = await practice();
		const { openId: questionId } = rehearsal;
		await rehearsal.pastQuestion(weakAnswer);
		const { openId: second } = rehearsal;
		const before = (await rehearsal.shown()).questions[0]!.score!;
		expect(await rehearsal.ask('retry_question', { questionId })).toMatchObject({
			type: 'question_again',
			payload: { questionId, attempt: 2 }
		});
		await rehearsal.pastQuestion();
		expect(rehearsal.openId).toBe(second);
		const { turns, questions } = await rehearsal.shown();
		const mains = turns.filter((turn) => turn.questionId === questionId);
		expect(mains.map(({ attempt, answer }) => ({ attempt, answer }))).toEqual([
			{ attempt: 1, answer: weakAnswer },
			{ attempt: 2, answer: goodAnswer(questionId) }
		]);
		expect(questions[0]?.score).toBeGreaterThan(before);
		expect(mains[0]?.evaluation).toBeDefined();
	});

	test('[I7] a question is asked twenty times at most, and the error says what to do', async () => {
		const rehearsal = await practice();
		const { openId: questionId } = rehearsal;
		await rehearsal.pastQuestion(weakAnswer);
		for (let attempt = 2; attempt <= 20; attempt += 1) {
			await rehearsal.ask('retry_question', { questionId });
			await rehearsal.pastQuestion('no idea');
		}
		expect(await rehearsal.ask('retry_question', { questionId })).toMatchObject(
			refused('INVALID_STATE', 'attempts_full')
		);
	});

	test('[I7] the last question may be tried again after all is done, and it is done again', async () => {
		const rehearsal = await practice(1);
		const { openId: questionId } = rehearsal;
		await rehearsal.pastQuestion(weakAnswer);
		const { overallScore } = await rehearsal.shown();
		await rehearsal.ask('retry_question', { questionId });
		expect(await rehearsal.shown()).toMatchObject({ status: 'asking' });
		await rehearsal.toTheEnd();
		const again = await rehearsal.shown();
		expect(again.status).toBe('completed');
		expect(again.overallScore).toBeGreaterThan(overallScore!);
	});

	test('[I7] a retry that was given up for another may be asked for again', async () => {
		const rehearsal = await practice();
		const { openId: first } = rehearsal;
		await rehearsal.pastQuestion();
		const { openId: second } = rehearsal;
		await rehearsal.pastQuestion();
		const { openId: third } = rehearsal;
		for (const questionId of [first, second, first])
			expect((await rehearsal.ask('retry_question', { questionId })).type).toBe('question_again');
		expect(rehearsal.view.current).toMatchObject({ questionId: first, attempt: 3 });
		await rehearsal.pastQuestion();
		expect(rehearsal.openId).toBe(third);
	});

	test('[I7] what was not answered yet cannot be, and nothing changes', async () => {
		const rehearsal = await practice();
		const { openId: questionId } = rehearsal;
		const before = await rehearsal.kept();
		for (const id of [questionId, 'general/none/such']) {
			expect(await rehearsal.ask('retry_question', { questionId: id })).toMatchObject(
				refused('INVALID_STATE', 'not_answered')
			);
		}
		expect(await rehearsal.kept()).toEqual(before);
	});
});

describe('I said this', () => {
	test('[I10] marks the words beside the point, and leaves the score as it was', async () => {
		const rehearsal = await practice(1);
		const { openId: questionId, line } = rehearsal;
		await rehearsal.pastQuestion(weakAnswer);
		const [turn] = (await rehearsal.shown()).turns;
		const { pointId } = turn!.evaluation!.points.find(({ verdict }) => verdict === 'missing')!;
		const watcher = await rehearsal.joinedBy('bob', 'watch');
		const span = { start: 3, end: 10 };
		const { transcriptVersion } = rehearsal.view;
		expect(await rehearsal.ask('claim_point', { questionId, pointId, span })).toMatchObject({
			type: 'point_claimed',
			payload: { questionId, pointId, span }
		});
		expect((await watcher.next('point_claimed')).payload).toMatchObject({ pointId, span });
		const again = { start: 0, end: 2 };
		await rehearsal.ask('claim_point', { questionId, pointId, span: again });
		const [claimed] = (await rehearsal.shown()).turns;
		expect(claimed).toEqual({
			...turn,
			claims: [{ pointId, span: again, at: expect.any(String) }]
		});
		expect(rehearsal.view.transcriptVersion).toBeGreaterThan(transcriptVersion);
		line.close();
	});

	test('[I10] all claims come as lines for the grader, to who made them', async () => {
		const rehearsal = await Rehearsal.begun(
			house,
			{ sessionType: 'practice', questionCount: 1 },
			'chief'
		);
		const { openId: questionId, userId } = rehearsal;
		await rehearsal.pastQuestion(weakAnswer);
		const [turn] = (await rehearsal.shown()).turns;
		const { pointId, claim } = turn!.evaluation!.points.find(({ verdict }) => verdict !== 'said')!;
		await rehearsal.ask('claim_point', { questionId, pointId, span: { start: 0, end: 2 } });
		expect(house.app.interviews.claims(userId)).toEqual([
			{
				...{ dataset: 'claims', qid: `${questionId}#${pointId}`, question: turn!.question },
				...{ reference: [claim], answer: weakAnswer, score: 1 }
			}
		]);
	});

	test('[I10] what was said needs no claim', async () => {
		const rehearsal = await practice(1);
		const { openId: questionId } = rehearsal;
		await rehearsal.pastQuestion();
		const { points } = (await rehearsal.shown()).turns[0]!.evaluation!;
		const { pointId } = points.find(({ verdict }) => verdict === 'said')!;
		const span = { start: 0, end: 4 };
		const refusal = await rehearsal.ask('claim_point', { questionId, pointId, span });
		expect(refusal.payload).toMatchObject({ details: { path: 'payload.pointId' } });
		expect((await rehearsal.shown()).turns[0]!.claims).toEqual([]);
	});

	test('[I10] points and words that are not there are none', async () => {
		const rehearsal = await practice(1);
		const { openId: questionId } = rehearsal;
		const span = { start: 0, end: 4 };
		expect(await rehearsal.ask('claim_point', { questionId, pointId: 'p1', span })).toMatchObject(
			refused('INVALID_STATE', 'not_answered')
		);
		await rehearsal.pastQuestion(weakAnswer);
		const { length } = weakAnswer;
		for (const [wrong, path] of [
			[{ pointId: 'p99', span }, 'payload.pointId'],
			[{ pointId: 'p1', span: { start: 4, end: 4 } }, 'payload.span'],
			[{ pointId: 'p1', span: { start: 0, end: length + 1 } }, 'payload.span']
		] as const) {
			expect((await rehearsal.ask('claim_point', { questionId, ...wrong })).payload).toMatchObject({
				errorCode: 'INVALID_MESSAGE_FORMAT',
				details: { path }
			});
		}
	});
});

describe('drafts', () => {
	test('[I8] the higher revision wins on all devices, and what lost is shown', async () => {
		const rehearsal = await practice();
		const { openId: questionId } = rehearsal;
		const phone = await house.openAs('alice');
		await rehearsal.ask('subscribe_session', {}, phone);
		const watcher = await rehearsal.joinedBy('bob', 'watch');
		const write = (text: string, revision: number, line = rehearsal.line) =>
			rehearsal.ask('draft_update', { questionId, text, revision }, line);

		expect((await write('A cache', 1)).payload).toMatchObject({ text: 'A cache', revision: 1 });
		expect((await phone.next('draft_kept')).payload).toMatchObject({ text: 'A cache' });
		expect((await write('A queue', 1, phone)).payload).toMatchObject({
			...{ text: 'A cache', revision: 1, lost: 'A queue' }
		});
		await write('A cache, then a lock', 2);
		const offline = await write('Written on the train', 9, phone);
		expect(offline.payload).toMatchObject({
			text: 'Written on the train',
			lost: 'A cache, then a lock'
		});
		const { draft, lostDrafts } = await rehearsal.shown();
		expect(draft).toEqual({ questionId, text: 'Written on the train', revision: 9 });
		expect(lostDrafts.map(({ text }) => text)).toEqual(['A queue', 'A cache, then a lock']);

		await watcher.settle();
		expect(watcher.received.map(({ type }) => type)).not.toContain('draft_kept');
		const { userId } = await house.app.accounts.byToken('bob');
		const theirs = await rehearsal.shown(userId);
		expect(theirs).toMatchObject({ lostDrafts: [] });
		expect(theirs).not.toHaveProperty('draft');
		expect(JSON.stringify([theirs, watcher.received])).not.toContain('train');
	});

	test('[I8] who writes on loses nothing, whatever he takes out', async () => {
		const rehearsal = await practice();
		const { openId: questionId } = rehearsal;
		const texts = ['A', 'A cache', 'Something else', 'Something'];
		for (const [index, text] of texts.entries()) {
			const kept = await rehearsal.ask('draft_update', { questionId, text, revision: index + 1 });
			expect(kept.payload).toEqual({
				...{ sessionId: rehearsal.sessionId, questionId, text, revision: index + 1 }
			});
		}
		expect((await rehearsal.shown()).lostDrafts).toEqual([]);
	});

	test('[I8] what was written elsewhere when the answer came is shown, and so is what comes behind it', async () => {
		const rehearsal = await practice();
		const { openId: questionId } = rehearsal;
		const phone = await house.openAs('alice');
		const elsewhere = { questionId, text: 'Half a thought', revision: 1 };
		await rehearsal.ask('draft_update', elsewhere, phone);
		await rehearsal.answer('A whole one.');
		const behind = { questionId, text: 'Half a thought more', revision: 2 };
		expect((await rehearsal.ask('draft_update', behind, phone)).payload).toMatchObject({
			text: 'A whole one.',
			lost: 'Half a thought more'
		});
		const { lostDrafts } = await rehearsal.shown();
		expect(lostDrafts).toMatchObject([{ questionId, text: 'Half a thought more' }]);
	});

	test('[I8] what was being written when the interview was ended is shown', async () => {
		const rehearsal = await practice();
		const { openId: questionId } = rehearsal;
		await rehearsal.ask('draft_update', { questionId, text: 'Half a thought', revision: 1 });
		await rehearsal.ask('end_interview');
		const { draft, lostDrafts } = await rehearsal.shown();
		expect(draft).toBeUndefined();
		expect(lostDrafts).toMatchObject([{ questionId, text: 'Half a thought' }]);
	});

	test('[I8] what was being written is there again when a retry of another question is done', async () => {
		const rehearsal = await practice();
		const { openId: first } = rehearsal;
		await rehearsal.pastQuestion();
		const { openId: questionId } = rehearsal;
		await rehearsal.ask('draft_update', { questionId, text: 'Half a thought', revision: 1 });
		await rehearsal.ask('retry_question', { questionId: first });
		await rehearsal.pastQuestion();
		expect(await rehearsal.shown()).toMatchObject({
			draft: { questionId, text: 'Half a thought', revision: 1 },
			lostDrafts: []
		});
	});

	test('[I8] [D3] a draft is told apart by its revision, whatever its requestId', async () => {
		const rehearsal = await practice();
		const { openId: questionId, line, sessionId } = rehearsal;
		for (const [index, text] of ['One', 'One, two', 'One, two'].entries()) {
			const draft = { sessionId, questionId, text, revision: Math.min(2, index + 1) };
			line.send('draft_update', draft, 'always the same');
			expect((await line.next('draft_kept')).payload).toMatchObject({ text });
		}
		expect(await rehearsal.shown()).toMatchObject({
			draft: { questionId, text: 'One, two', revision: 2 },
			lostDrafts: []
		});
	});

	test('[I8] of what was never asked there is no draft', async () => {
		const rehearsal = await practice();
		const draft = { questionId: 'general/none/such', text: 'A', revision: 1 };
		expect(await rehearsal.ask('draft_update', draft)).toMatchObject(
			refused('INVALID_STATE', 'not_asked')
		);
	});
});
