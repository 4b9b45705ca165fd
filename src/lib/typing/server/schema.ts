import {
	blob,
	index,
	integer,
	primaryKey,
	real,
	sqliteTable,
	text,
	uniqueIndex
} from 'drizzle-orm/sqlite-core';
import { user } from '../../accounts/server/schema';

/** A test from its reservation on (rule T1). */
export const typingTest = sqliteTable(
	'typing_test',
	{
		id: text('id').primaryKey(),
		userId: text('user_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		/** JSON of FiledSettings. */
		settings: text('settings').notNull(),
		/** Cut to what was typed once a timed test is over. */
		text: text('text').notNull(),
		limitMs: integer('limit_ms'),
		status: text('status', { enum: ['reserved', 'running', 'completed'] }).notNull(),
		/** The connection that types it, on whatever instance (rule T3). */
		typist: text('typist'),
		/** Keys before it count for nothing: a race's common start. */
		startsAt: integer('starts_at', { mode: 'timestamp_ms' }),
		createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
		expiresAt: integer('expires_at', { mode: 'timestamp_ms' }).notNull()
	},
	(table) => [
		index('typing_test_user').on(table.userId),
		index('typing_test_expiry').on(table.status, table.expiresAt)
	]
);

/** Key events of a running test, as they became durable (rule T3); gone with its result. */
export const typingCheckpoint = sqliteTable(
	'typing_checkpoint',
	{
		testId: text('test_id')
			.notNull()
			.references(() => typingTest.id, { onDelete: 'cascade' }),
		/** The sequence number of its first event. */
		seq: integer('seq').notNull(),
		/** A chunk of `log.ts`'s coding. */
		log: blob('log', { mode: 'buffer' }).notNull()
	},
	(table) => [primaryKey({ columns: [table.testId, table.seq] })]
);

export const typingResult = sqliteTable(
	'typing_result',
	{
		id: text('id').primaryKey(),
		testId: text('test_id')
			.notNull()
			.references(() => typingTest.id, { onDelete: 'cascade' }),
		userId: text('user_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		mode: text('mode').notNull(),
		/** Mode, length, language and punctuation; null where no record can be made. */
		recordClass: text('record_class'),
		isRecord: integer('is_record', { mode: 'boolean' }).notNull(),
		/** The best of its class before it; null where there was none. */
		previousBest: real('previous_best'),
		wpm: real('wpm').notNull(),
		raw: real('raw').notNull(),
		accuracy: real('accuracy').notNull(),
		consistency: real('consistency').notNull(),
		durationMs: real('duration_ms').notNull(),
		/** JSON of what only the result page shows. */
		details: text('details').notNull(),
		/** JSON of ShownFlag[]; `[]` for a result that stands. */
		flags: text('flags').notNull(),
		/** The whole key log, in `log.ts`'s coding; empty for a simple client's. */
		log: blob('log', { mode: 'buffer' }).notNull(),
		finishedAt: integer('finished_at', { mode: 'timestamp_ms' }).notNull()
	},
	(table) => [
		uniqueIndex('typing_result_test').on(table.testId),
		index('typing_result_newest').on(table.userId, table.finishedAt, table.id),
		index('typing_result_best').on(table.userId, table.recordClass, table.wpm)
	]
);
