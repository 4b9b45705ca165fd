import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { user } from '../../accounts/server/schema';
import { transcriptRoles } from '../messages';

/** Rules H1–H3: a thread and its channel are one thing, named twice. */
export const chatThread = sqliteTable(
	'chat_thread',
	{
		id: text('id').primaryKey(),
		userId: text('user_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		/** `room:<name>`, unique among its owner's. */
		channel: text('channel').notNull(),
		title: text('title').notNull(),
		/** The `seq` of its last message; 0 before the first. */
		lastSeq: integer('last_seq').notNull().default(0),
		/** How many of its messages are a transcript's. */
		inTranscript: integer('in_transcript').notNull().default(0),
		createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
		/** When something was last said in it, or it was made. */
		updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull()
	},
	(table) => [
		uniqueIndex('chat_thread_channel').on(table.userId, table.channel),
		index('chat_thread_updated').on(table.userId, table.updatedAt)
	]
);

export const chatMessage = sqliteTable(
	'chat_message',
	{
		id: text('id').primaryKey(),
		threadId: text('thread_id')
			.notNull()
			.references(() => chatThread.id, { onDelete: 'cascade' }),
		/** Gapless within its thread, from 1 (rule D4). */
		seq: integer('seq').notNull(),
		/** Who spoke, where it is part of the transcript of what the thread stands beside (rule H3). */
		role: text('role', { enum: transcriptRoles }),
		/** Empty once its author has deleted everything: a deleted person; and where an interviewer spoke. */
		authorId: text('author_id').references(() => user.id, { onDelete: 'set null' }),
		text: text('text').notNull(),
		sentAt: integer('sent_at', { mode: 'timestamp_ms' }).notNull()
	},
	(table) => [
		uniqueIndex('chat_message_seq').on(table.threadId, table.seq),
		index('chat_message_author').on(table.authorId)
	]
);
