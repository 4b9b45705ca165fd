import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Question } from '../../analysis';
import type { Reader } from '../../server/database';
import { startTestApp, type TestApp } from '../../testing/app';
import { ownedByInterviews } from '../owned';
import { generalBank } from './bank';
import { seeded } from './grader/fit/random';
import { Rehearsal, weakAnswer } from './rehearsal.fixtures';
import { turnsOf } from './store';

let house: TestApp;
let sqlite: SQLite.Database;
let read: Reader;

beforeAll(async () => {
	house = await startTestApp({ LIMIT_MESSAGES_PER_MINUTE: '10000' });
	sqlite = new SQLite(join(house.folder, 'greenroom.sqlite'), { readonly: true });
	read = drizzle(sqlite);
});
afterAll(async () => {
	sqlite.close();
	await house.stop();
});
afterEach(() => void vi.restoreAllMocks());

const question = (questionId: string): Question =>
	generalBank.find((one) => one.questionId === questionId)!;

/** What a rubric says, in whatever words. */
const wordsOf = (rubric: Question['rubric']): string[] =>
	rubric.flatMap(({ claim, wordings, contradictions = [] }) => [
		claim,
		...wordings,
		...contradictions
	]);

/** All that nobody may read of a question before it is answered. */
const secretsOf = ({ rubric, hints, modelAnswer, followUps }: Question): string[] => [
	...wordsOf(rubric),
	...followUps.flatMap((followUp) => [followUp.question, ...wordsOf(followUp.rubric)]),
	...hints,
	modelAnswer
];

/**
 * Those of the secrets that stand in a text. What is said in a few words may be said by chance.
 * @param done questions that are done, which may say the same
 */
const foundIn = (text: string, secrets: readonly string[], done = ''): string[] =>
	secrets.filter((secret) => {
		const inside = JSON.stringify(secret).slice(1, -1);
		return secret.split(' ').length > 3 && text.includes(inside) && !done.includes(inside);
	});

test('[I11] before a question is answered nobody is told its rubric, hints, follow-ups or model answer', async () => {
	vi.spyOn(Math, 'random').mockImplementation(seeded(11));
	const rehearsal = await Rehearsal.begun(house, { sessionType: 'practice', questionCount: 4 });
	const lines = [
		rehearsal.line,
		await rehearsal.joinedBy('bob', 'participate'),
		await rehearsal.joinedBy('chief', 'watch')
	];
	const ids = await Promise.all(
		['alice', 'bob', 'chief'].map(async (key) => (await house.app.accounts.byToken(key)).userId)
	);
	const { threadId } = (
		await lines[2]!.request('join_channel', { channel: `session:${rehearsal.sessionId}` })
	).payload as unknown as { threadId: string };
	const exported = () =>
		JSON.stringify(ownedByInterviews.map((table) => [...table.export(read, ids[0]!)]));
	/** All that anybody was ever told, on the line, over REST or by an export. */
	const told = async () => {
		await Promise.all(lines.map((line) => line.settle()));
		const rest = await Promise.all(ids.map((id) => rehearsal.shown(id)));
		const sessions = await Promise.all(
			ids.map((id) => house.app.sessions.session(id, rehearsal.sessionId))
		);
		const { items: thread } = await house.app.chat.messages(ids[2]!, threadId, { limit: 500 });
		const said = JSON.stringify([lines.map(({ received }) => received), rest, sessions, thread]);
		return said + exported();
	};
	const seen = new Set<string>();
	const modelAnswerOf = (id: string) => [question(id).modelAnswer];
	while (rehearsal.view.current) {
		const { type, questionId, relatedToQuestionId: main = questionId } = rehearsal.view.current;
		const all = await told();
		const done = JSON.stringify([...seen].filter((id) => id !== main).map(question));
		for (const one of generalBank) {
			if (!seen.has(one.questionId)) expect(foundIn(all, secretsOf(one), done)).toEqual([]);
		}
		expect(foundIn(all, modelAnswerOf(main))).toEqual([]);
		if (type !== 'question') {
			// What the follow-up leads to, and what a good answer to it says.
			const { pointId, rubric } = turnsOf(read, rehearsal.sessionId).at(-1)!;
			const points = question(main).rubric.filter((point) => point.pointId === pointId);
			const secrets = wordsOf([...points, ...(JSON.parse(rubric!) as Question['rubric'])]);
			expect(secrets.length).toBeGreaterThan(0);
			expect(foundIn(all, secrets, done)).toEqual([]);
		}
		await rehearsal.answer(weakAnswer);
		seen.add(main);
	}
	expect(seen.size).toBe(4);
	const after = await told();
	for (const id of seen) expect(foundIn(after, modelAnswerOf(id))).toEqual(modelAnswerOf(id));
});
