import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** What is true of this database as a whole. */
export const houseFact = sqliteTable('house_fact', {
	/** `databaseId`: made with the database, and registered in Redis (rule X5). */
	name: text('name').primaryKey(),
	value: text('value').notNull()
});

/**
 * What is to be done at a time, or as soon as somebody can: taken by one instance at a time, for as
 * long as its lease lasts; a crash hands it to whoever comes next.
 */
export const job = sqliteTable(
	'job',
	{
		id: text('id').primaryKey(),
		/** Which runner does it, such as `session_expiry`. */
		kind: text('kind').notNull(),
		/** What it is about: there is one job of a kind about one thing. */
		subject: text('subject').notNull(),
		dueAt: integer('due_at', { mode: 'timestamp_ms' }).notNull(),
		/** The instance that does it now. */
		leasedBy: text('leased_by'),
		leasedUntil: integer('leased_until', { mode: 'timestamp_ms' }),
		/** How often it was begun. */
		attempts: integer('attempts').notNull().default(0)
	},
	(table) => [
		uniqueIndex('job_subject').on(table.kind, table.subject),
		index('job_due').on(table.dueAt)
	]
);
