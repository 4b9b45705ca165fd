import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Rule D3: what was answered to messages that changed something, for a day. */
export const keptRequest = sqliteTable(
	'kept_request',
	{
		userId: text('user_id').notNull(),
		requestId: text('request_id').notNull(),
		/** SHA-256 of type and payload: the same id with another payload is a conflict. */
		hash: text('hash').notNull(),
		/** The payload of the answer, JSON. */
		answer: text('answer').notNull(),
		createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull()
	},
	(table) => [
		primaryKey({ columns: [table.userId, table.requestId] }),
		index('kept_request_created').on(table.createdAt)
	]
);
