import {
	index,
	integer,
	primaryKey,
	sqliteTable,
	text,
	uniqueIndex
} from 'drizzle-orm/sqlite-core';
import { sessionRoles } from '../roles';

/** A versioned state that any number of clients may watch (section S). */
export const sharedSession = sqliteTable(
	'shared_session',
	{
		id: text('id').primaryKey(),
		/** Its owner. */
		userId: text('user_id').notNull(),
		/** Which room knows what the state means: `clock`, `typing`, `race`. */
		kind: text('kind').notNull(),
		/** 1 at first; every change adds one (rule D4). */
		version: integer('version').notNull(),
		/** JSON of the kind's whole state. */
		state: text('state').notNull(),
		createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
		updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull()
	},
	(table) => [
		index('shared_session_user').on(table.userId, table.updatedAt),
		index('shared_session_updated').on(table.updatedAt)
	]
);

/** Who has a part in a session, its owner among them. */
export const sessionMember = sqliteTable(
	'session_member',
	{
		sessionId: text('session_id')
			.notNull()
			.references(() => sharedSession.id, { onDelete: 'cascade' }),
		userId: text('user_id').notNull(),
		/** What others call this person; good in this session only (rule S6). */
		personId: text('person_id').notNull(),
		role: text('role', { enum: sessionRoles }).notNull(),
		/** The link that let this person in; with it the membership ends. */
		linkId: text('link_id').references(() => shareLink.id, { onDelete: 'cascade' }),
		joinedAt: integer('joined_at', { mode: 'timestamp_ms' }).notNull()
	},
	(table) => [
		primaryKey({ columns: [table.sessionId, table.userId] }),
		uniqueIndex('session_member_person').on(table.sessionId, table.personId),
		index('session_member_user').on(table.userId),
		index('session_member_link').on(table.linkId)
	]
);

/** A link that gives whoever opens it a role in one session (rule A6); withdrawn, it is gone. */
export const shareLink = sqliteTable(
	'share_link',
	{
		id: text('id').primaryKey(),
		/** Who made it. */
		userId: text('user_id').notNull(),
		/** Of one that follows its maker: what he typed last. */
		sessionId: text('session_id')
			.notNull()
			.references(() => sharedSession.id, { onDelete: 'cascade' }),
		/** SHA-256 of the token, which nobody keeps. */
		hash: text('hash').notNull(),
		role: text('role', { enum: ['participate', 'watch'] }).notNull(),
		/** Which participant of the session it makes whoever redeems it; anybody where null. */
		personId: text('person_id'),
		/** Whether it leads to its maker's next test once that begins. */
		follows: integer('follows', { mode: 'boolean' }).notNull(),
		createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
		expiresAt: integer('expires_at', { mode: 'timestamp_ms' })
	},
	(table) => [
		uniqueIndex('share_link_hash').on(table.hash),
		index('share_link_user').on(table.userId, table.createdAt),
		index('share_link_session').on(table.sessionId)
	]
);
