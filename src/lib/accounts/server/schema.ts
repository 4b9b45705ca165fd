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
	(table) => [index('session_user').on(table.userId)]
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
