import {
	index,
	integer,
	primaryKey,
	sqliteTable,
	text,
	uniqueIndex
} from 'drizzle-orm/sqlite-core';
import { user } from '../../accounts/server/schema';
import { sharedSession } from '../../sessions/server/schema';
import { typingTest } from '../../typing/server/schema';

/** Who races in which race (rule S7), and the test that he types for it. */
export const raceEntry = sqliteTable(
	'race_entry',
	{
		raceId: text('race_id')
			.notNull()
			.references(() => sharedSession.id, { onDelete: 'cascade' }),
		userId: text('user_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		/** What others call him in this race. */
		personId: text('person_id').notNull(),
		/** Made when the countdown begins. */
		testId: text('test_id').references(() => typingTest.id, { onDelete: 'set null' }),
		joinedAt: integer('joined_at', { mode: 'timestamp_ms' }).notNull()
	},
	(table) => [
		primaryKey({ columns: [table.raceId, table.userId] }),
		uniqueIndex('race_entry_test').on(table.testId),
		index('race_entry_user').on(table.userId)
	]
);
