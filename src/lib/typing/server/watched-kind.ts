import { randomBytes } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod/mini';
import type { Transaction } from '../../server/database';
import type { SessionKind } from '../../sessions/server/kinds';
import { toldSettings, type FiledSettings, type ToldSettings } from '../settings';
import { toSettings } from './rows';
import { typingResult, typingTest } from './schema';
import type { ResultRow, TestRow } from './store';

export const WATCHED = 'typing';

/** What watchers are shown of a result: the figures, not the keys. */
const result = z.object({
	wpm: z.number(),
	raw: z.number(),
	accuracy: z.number(),
	consistency: z.number(),
	durationMs: z.number(),
	flagged: z.boolean()
});

/** A typing test as whoever watches it sees it (rules T7, A6). */
const watchedTest = z.object({
	kind: z.literal(WATCHED),
	status: z.enum(['waiting', 'typing', 'completed']),
	settings: toldSettings,
	text: z.string(),
	limitMs: z.optional(z.number()),
	/** What its typist is called in this session. */
	typistId: z.string(),
	startedAt: z.optional(z.iso.datetime()),
	result: z.optional(result),
	/** What the typist went on to. */
	nextSessionId: z.optional(z.uuid())
});

export type WatchedTest = z.output<typeof watchedTest>;

export const watchedKind: SessionKind<WatchedTest> = {
	name: WATCHED,
	viewSchema: watchedTest,
	// Whoever may watch it sees all there is to see.
	view: (state) => state,
	adopt(tx, id, userId) {
		const test = tx
			.select()
			.from(typingTest)
			.where(and(eq(typingTest.id, id), eq(typingTest.userId, userId)))
			.get();
		// A race's test is seen in the race.
		if (!test || test.startsAt !== null) return undefined;
		const personId = randomBytes(9).toString('base64url');
		return { state: withResult(tx, test, watchedOf(test, personId)), personId };
	},
	path: (id, role) => (role === 'owner' ? '/typing' : `/typing/watch/${id}`),
	linkRoles: ['watch'],
	movesOn: true
};

/** @param typistId what its typist is called in the session */
export function watchedOf(test: TestRow, typistId: string): WatchedTest {
	return {
		kind: WATCHED,
		status: test.status === 'reserved' ? 'waiting' : 'typing',
		settings: told(toSettings(test)),
		text: test.text,
		...(test.limitMs !== null && { limitMs: test.limitMs }),
		typistId
	};
}

/** Which repository's code it is, and where it stands in it, is its owner's to tell. */
function told(settings: FiledSettings): ToldSettings {
	if (settings.mode !== 'code') return settings;
	const { mode, length, language } = settings;
	return { mode, length, language };
}

export function completed(state: WatchedTest, row: ResultRow): WatchedTest {
	const { wpm, raw, accuracy, consistency, durationMs, flags } = row;
	const figures = { wpm, raw, accuracy, consistency, durationMs, flagged: flags !== '[]' };
	return { ...state, status: 'completed', result: figures };
}

function withResult(tx: Transaction, { id, status }: TestRow, state: WatchedTest): WatchedTest {
	if (status !== 'completed') return state;
	const row = tx.select().from(typingResult).where(eq(typingResult.testId, id)).get();
	return row ? completed(state, row) : { ...state, status: 'completed' };
}
