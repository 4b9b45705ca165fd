import { describe, expect, it } from 'vitest';
import { findingOf, findingsOf, placesIn } from './detectors.fixtures';
import { schema } from './schema';

const SQL = `create table users (
  id uuid primary key,
  email text not null unique,
  deleted_at timestamptz
);
create table posts (
  id uuid primary key,
  author_id uuid not null references users (id) on delete cascade,
  editor_id uuid references users (id)
);
create table likes (
  user_id uuid references users (id),
  post_id uuid references posts (id),
  primary key (user_id, post_id)
);
create index posts_author on posts (author_id);
`;

describe('schema, of SQL', () => {
	it('[Q2] tells UUIDs from numbers, and composite keys', async () => {
		expect((await findingOf(schema, 'keys', { 'schema.sql': SQL }))?.facts).toMatchObject({
			uuids: 2,
			numbers: 0
		});
		expect((await findingOf(schema, 'composite-keys', { 'schema.sql': SQL }))?.facts).toEqual({
			tables: ['likes'],
			columns: ['user_id', 'post_id']
		});
	});

	it('[Q2] counts no table that a migration makes for the way and drops again', async () => {
		const contents = {
			'migrations/1.sql':
				'create table users (id int primary key);\ncreate table posts (id int primary key);\ncreate table tags (id int primary key);\n',
			'migrations/2.sql': [
				'alter table users rename to bkp_2_users;',
				'create table users (id uuid primary key, name text);',
				'insert into users select id, name from bkp_2_users;',
				'drop table bkp_2_users;',
				'create table copy_of_posts (id int);',
				'drop table posts;',
				'create table posts (id int primary key);',
				'drop table if exists copy_of_posts;',
				'create table made_tags (id int primary key);',
				'drop table tags;',
				'alter table made_tags rename to tags;',
				''
			].join('\n'),
			'migrations/3.sql':
				'-- migrate:up\ncreate table likes (id int primary key);\n-- migrate:down\ndrop table likes;\n'
		};
		const found = await findingOf(schema, 'tables', contents);
		expect((found?.facts['tables'] as string[]).toSorted()).toEqual([
			'likes',
			'posts',
			'tags',
			'users'
		]);
	});

	it('[R4] an index that begins with a part of a foreign key helps it', async () => {
		const table = (more: string) =>
			`create table orders (id int primary key, account int, owner int, note text, foreign key (account, owner) references accounts (id, owner));\n${more}\n`;
		const missing = (more: string) =>
			findingOf(schema, 'foreign-keys-without-index', { 'schema.sql': table(more) });
		expect(await missing('create index a on orders (account);')).toBeUndefined();
		expect(await missing('create index a on orders (note, account);')).toBeDefined();
	});

	it('[R4] knows the column that points at a plural in -sses', async () => {
		const found = await findingOf(schema, 'foreign-keys-without-index', {
			Gemfile: "gem 'rails'\ngem 'pg'\n",
			'db/schema.rb':
				'ActiveRecord::Schema[7.1].define do\n  create_table "events" do |t|\n    t.bigint "ip_address_id"\n    t.bigint "user_id"\n    t.index ["ip_address_id"], name: "i"\n  end\n  add_foreign_key "events", "ip_addresses"\n  add_foreign_key "events", "users"\nend\n'
		});
		expect(found?.facts['columns']).toEqual(['events.user_id']);
	});

	it('[Q2] finds foreign keys that no index begins with, and no others', async () => {
		const found = await findingOf(schema, 'foreign-keys-without-index', { 'schema.sql': SQL });
		expect(found?.facts['columns']).toEqual(['posts.editor_id', 'likes.post_id']);
		expect(placesIn(found)).toEqual(['schema.sql:9', 'schema.sql:13']);
	});

	it('[Q2] misses no index where MySQL makes it, or a later migration does', async () => {
		const mysql = SQL.replace('id uuid primary key', 'id int AUTO_INCREMENT primary key');
		const later = 'create index a on posts (editor_id);\ncreate index b on likes (post_id);\n';
		for (const contents of [
			{ 'schema.sql': mysql },
			{ 'migrations/1.sql': SQL, 'migrations/2.sql': later }
		] as Record<string, string>[]) {
			expect(await findingOf(schema, 'foreign-keys-without-index', contents)).toBeUndefined();
		}
	});

	it('[Q2] counts cascades, unique indexes and soft deletes', async () => {
		const contents = { 'schema.sql': SQL };
		expect((await findingOf(schema, 'cascades', contents))?.facts).toMatchObject({
			foreignKeys: 4,
			cascades: 1
		});
		expect((await findingOf(schema, 'indexes', contents))?.facts).toMatchObject({
			indexes: 2,
			unique: 1
		});
		expect(placesIn(await findingOf(schema, 'soft-deletes', contents))).toEqual(['schema.sql:4']);
	});

	it('[Q2] forgets a table that a later migration drops', async () => {
		const found = await findingOf(schema, 'composite-keys', {
			'migrations/1.sql': SQL,
			'migrations/2.sql': 'drop table likes;\n'
		});
		expect(found).toBeUndefined();
	});
});

const keyed: [string, Record<string, string>, Record<string, number>][] = [
	[
		'Django',
		{
			'app/models.py':
				'from django.db import models\n\nclass A(models.Model):\n    id = models.UUIDField(primary_key=True)\n\nclass B(models.Model):\n    a = models.ForeignKey(A, on_delete=models.CASCADE)\n'
		},
		{ uuids: 1, numbers: 1 }
	],
	[
		'TypeORM',
		{
			'a.entity.ts':
				"import { Entity, PrimaryGeneratedColumn } from 'typeorm';\n\n@Entity()\nexport class A {\n\t@PrimaryGeneratedColumn('uuid')\n\tid: string;\n}\n"
		},
		{ uuids: 1, numbers: 0 }
	],
	[
		'JPA',
		{
			'A.java':
				'import jakarta.persistence.*;\n\n@Entity\nclass A {\n  @Id\n  @GeneratedValue\n  private Long id;\n}\n'
		},
		{ uuids: 0, numbers: 1 }
	],
	[
		'GORM',
		{ 'a.go': 'package a\n\nimport "gorm.io/gorm"\n\ntype A struct {\n\tgorm.Model\n}\n' },
		{ uuids: 0, numbers: 1 }
	],
	[
		'Rails',
		{
			'db/schema.rb':
				'ActiveRecord::Schema.define(version: 1) do\n  create_table "as", id: :uuid do |t|\n    t.string "x"\n  end\nend\n'
		},
		{ uuids: 1, numbers: 0 }
	],
	[
		'Laravel',
		{
			'database/migrations/2020_01_01_000000_create_as_table.php':
				"<?php\nclass A extends Migration {\n  function up() {\n    Schema::create('as', function (Blueprint $table) {\n      $table->increments('id');\n    });\n  }\n}\n"
		},
		{ uuids: 0, numbers: 1 }
	],
	[
		'Entity Framework',
		{
			'Db.cs':
				'class Db : DbContext { public DbSet<A> As { get; set; } }\nclass A { public Guid Id { get; set; } }\n'
		},
		{ uuids: 1, numbers: 0 }
	],
	[
		'SQLAlchemy',
		{
			'a.py':
				'from sqlalchemy import Column, Integer\n\nclass A(Base):\n    id = Column(Integer, primary_key=True)\n'
		},
		{ uuids: 0, numbers: 1 }
	],
	[
		'Drizzle',
		{
			'schema.ts':
				"import { pgTable, serial } from 'drizzle-orm/pg-core';\n\nexport const as = pgTable('as', {\n\tid: serial('id').primaryKey()\n});\n"
		},
		{ uuids: 0, numbers: 1 }
	]
];

describe('schema, of mapped classes and migrations', () => {
	it.each(keyed)('[Q2] knows the keys of %s', async (_, contents, counts) => {
		expect((await findingOf(schema, 'keys', contents))?.facts).toMatchObject(counts);
	});

	it('[Q2] reads what Django says in Meta, a condition included', async () => {
		const found = await findingOf(schema, 'indexes', {
			'models.py':
				'from django.db import models\n\nclass A(models.Model):\n    class Meta:\n        indexes = [\n            models.Index(fields=["owner", "-created"], name="a"),\n            models.Index(fields=["done"], condition=models.Q(done=None), name="b"),\n        ]\n        constraints = [models.UniqueConstraint(fields=["slug"], name="c")]\n'
		});
		expect(found?.facts).toMatchObject({ indexes: 3, unique: 1, partial: 1, composite: 1 });
		expect(found?.facts['examples']).toContain('A (owner, created)');
	});

	it('[Q2] reads the indexes that Entity Framework is told', async () => {
		const found = await findingOf(schema, 'indexes', {
			'C.cs':
				'class C : DbContext {\n  public DbSet<User> Users { get; set; }\n}\nclass User { public int Id { get; set; } }\nclass M : IEntityTypeConfiguration<User> {\n  public void Configure(EntityTypeBuilder<User> b) {\n    b.HasIndex(u => u.Email).IsUnique();\n    b.HasIndex(u => new { u.A, u.B });\n  }\n}\n'
		});
		expect(placesIn(found)).toEqual(['C.cs:8', 'C.cs:7']);
		expect(found?.facts).toMatchObject({ indexes: 2, unique: 1, composite: 1 });
	});

	it('[Q2] reads the tables that Knex makes', async () => {
		const contents = {
			'a.js':
				"await knex.schema.createTable('beat', (table) => {\n\ttable.increments('id');\n\ttable.integer('monitor_id').references('id').inTable('monitor').onDelete('CASCADE');\n\ttable.string('token').unique();\n\ttable.index(['monitor_id', 'time'], 'a');\n});\n"
		};
		expect((await findingOf(schema, 'keys', contents))?.facts).toMatchObject({ numbers: 1 });
		expect((await findingOf(schema, 'indexes', contents))?.facts['examples']).toEqual([
			'beat (monitor_id, time)',
			'beat (token)'
		]);
		expect(placesIn(await findingOf(schema, 'cascades', contents))).toEqual(['a.js:3']);
	});

	it('[Q2] passes over a table that is made to be renamed', async () => {
		const found = await findingOf(schema, 'keys', {
			'a.sql':
				'create table monitor (id integer primary key);\ncreate table monitor_dg_tmp (id integer primary key);\n'
		});
		expect(found?.facts['tables']).toBe(1);
	});

	it('[Q2] knows the soft deletes of libraries', async () => {
		const found = await findingOf(schema, 'soft-deletes', {
			'a.go': 'package a\n\nimport "gorm.io/gorm"\n\ntype A struct {\n\tgorm.Model\n}\n',
			'b.entity.ts':
				"import { Entity, DeleteDateColumn, PrimaryGeneratedColumn } from 'typeorm';\n\n@Entity()\nexport class B {\n\t@PrimaryGeneratedColumn() id: number;\n\t@DeleteDateColumn() gone: Date;\n}\n"
		});
		expect(found?.facts['tables']).toEqual(['B', 'A']);
	});

	it('[Q2] says nothing of classes that no table stands behind', async () => {
		expect(
			await findingsOf(schema, {
				'a.ts': 'export class User { id: string; deletedAt: Date; }\n',
				'b.py': 'class A:\n    id = 1\n',
				'C.java': 'class C { private Long id; }\n'
			})
		).toEqual([]);
	});

	it('[Q2] forgets what a later migration drops or renames, and what a rollback makes', async () => {
		const found = await findingOf(schema, 'indexes', {
			'migrations/1/up.sql':
				'create table a (id integer primary key, b integer, c integer);\ncreate unique index a_b on a (b);\ncreate index a_c on a (c);\n',
			'migrations/2/up.sql': 'drop index if exists a_b;\nalter table a rename to d;\n',
			'migrations/2/down.sql': 'create table gone (id integer primary key, x integer unique);\n'
		});
		expect(found?.facts['examples']).toEqual(['d (c)']);
	});

	it('[Q1] names what is kept, what others point at first', async () => {
		const found = await findingOf(schema, 'tables', {
			'a.sql':
				'create table tags (id integer primary key);\ncreate table users (id integer primary key);\ncreate table articles (id integer primary key, author integer references users (id));\n'
		});
		expect(found?.title).toContain('users, tags and articles');
		expect(placesIn(found)).toEqual(['a.sql:2', 'a.sql:1', 'a.sql:3']);
	});
});
