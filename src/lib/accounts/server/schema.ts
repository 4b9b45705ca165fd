import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Who there is. `user` and `session` have the columns that better-auth asks for. */

export const user = sqliteTable('user', {
	id: text('id').primaryKey(),
	name: text('name').notNull(),
	email: text('email').notNull().unique(),
	emailVerified: integer('email_verified', { mode: 'boolean' }).notNull().default(false),
	image: text('image'),
	isAnonymous: integer('is_anonymous', { mode: 'boolean' }).default(false),
	/** JSON, see `preferences.ts`. */
	preferences: text('preferences').notNull().default('{}'),
	/** Whoever opened an administrator's link; those in ADMIN_EMAILS need no mark (rule A7). */
	isAdmin: integer('is_admin', { mode: 'boolean' }).notNull().default(false),
	/** Exact to a day; empty for who has not come since this column exists. */
	lastSeenAt: integer('last_seen_at', { mode: 'timestamp_ms' }),
	/** How long a guest had been away who came back shortly before expiring; until it is dismissed. */
	wasAwayDays: integer('was_away_days'),
	createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
	updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull()
});

export const session = sqliteTable(
	'session',
	{
		id: text('id').primaryKey(),
		token: text('token').notNull().unique(),
		userId: text('user_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		expiresAt: integer('expires_at', { mode: 'timestamp_ms' }).notNull(),
		ipAddress: text('ip_address'),
		userAgent: text('user_agent'),
		createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
		updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull()
	},
	(table) => [index('session_user').on(table.userId), index('session_expires').on(table.expiresAt)]
);

/** How somebody with an e-mail address proves to be it. */
export const password = sqliteTable('password', {
	userId: text('user_id')
		.primaryKey()
		.references(() => user.id, { onDelete: 'cascade' }),
	/** scrypt, with its salt, as better-auth writes it. */
	hash: text('hash').notNull(),
	changedAt: integer('changed_at', { mode: 'timestamp_ms' }).notNull()
});

/** One-time codes for a forgotten password; a used one is deleted. */
export const recoveryCode = sqliteTable(
	'recovery_code',
	{
		/** SHA-256 of the code, hexadecimal. */
		hash: text('hash').primaryKey(),
		userId: text('user_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull()
	},
	(table) => [index('recovery_code_user').on(table.userId)]
);

/** What a link carries that works once: deleted when it is used. */
export const oneTimeToken = sqliteTable(
	'one_time_token',
	{
		/** SHA-256 of the token, hexadecimal. */
		hash: text('hash').primaryKey(),
		/** `device` joins another device to the user, `recovery` sets a password, `admin` is for whoever opens it. */
		purpose: text('purpose', { enum: ['device', 'recovery', 'admin'] }).notNull(),
		userId: text('user_id').references(() => user.id, { onDelete: 'cascade' }),
		expiresAt: integer('expires_at', { mode: 'timestamp_ms' }).notNull(),
		createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull()
	},
	(table) => [
		index('one_time_token_user').on(table.userId),
		index('one_time_token_expires').on(table.expiresAt)
	]
);

/**
 * Credentials that ended before their time, in order, so that every instance hears of it within a
 * second (rule A5). Triggers write it whenever a row of `session` or `api_key` is deleted, by
 * whatever way.
 */
export const endedCredential = sqliteTable(
	'ended_credential',
	{
		seq: integer('seq').primaryKey({ autoIncrement: true }),
		/** The id of the session or key, or what stands for somebody's tokens. */
		credential: text('credential').notNull(),
		/** The session that took its place, where its bearer became somebody else. */
		successor: text('successor'),
		endedAt: integer('ended_at', { mode: 'timestamp_ms' }).notNull()
	},
	(table) => [index('ended_credential_ended').on(table.endedAt)]
);

/** Rule A7: the key itself is shown once and never kept. */
export const apiKey = sqliteTable(
	'api_key',
	{
		id: text('id').primaryKey(),
		userId: text('user_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		name: text('name').notNull(),
		/** The first characters, to recognise it by. */
		prefix: text('prefix').notNull(),
		/** SHA-256 of the whole key, hexadecimal. */
		hash: text('hash').notNull().unique(),
		permission: text('permission', { enum: ['read', 'write', 'admin'] }).notNull(),
		expiresAt: integer('expires_at', { mode: 'timestamp_ms' }),
		lastUsedAt: integer('last_used_at', { mode: 'timestamp_ms' }),
		createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull()
	},
	(table) => [index('api_key_user').on(table.userId)]
);
