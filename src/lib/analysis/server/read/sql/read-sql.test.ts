import { describe, expect, test } from 'vitest';
import { readFacts } from '../read-facts';

const sqlOf = async (text: string) => (await readFacts('schema.sql', 'sql', text)).sql!;

describe('facts of SQL', () => {
	test('[Q4] tables, keys and indexes of PostgreSQL', async () => {
		const sql = await sqlOf(`-- users
create table if not exists public.users (
  id uuid default gen_random_uuid() primary key,
  email varchar(200) not null unique,
  team_id int references teams (id) on delete set null,
  check (length(email) > 3)
);
create unique index concurrently if not exists users_email
  on users using btree (lower(email), team_id desc) where team_id is not null;
alter table only public.users add constraint fk foreign key (a, b) references c (d, e), add column x int;
`);
		expect(sql.notUnderstood).toBe(0);
		expect(sql.tables).toEqual([
			{
				name: 'public.users',
				startLine: 2,
				endLine: 7,
				columns: [
					{ name: 'id', type: 'UUID', isNullable: false, isUnique: false, line: 3 },
					{ name: 'email', type: 'VARCHAR', isNullable: false, isUnique: true, line: 4 },
					{ name: 'team_id', type: 'INT', isNullable: true, isUnique: false, line: 5 },
					{ name: 'x', type: 'INT', isNullable: true, isUnique: false, line: 10 }
				],
				primaryKey: ['id'],
				foreignKeys: [
					{
						columns: ['team_id'],
						line: 5,
						table: 'teams',
						references: ['id'],
						onDelete: 'SET NULL'
					},
					{ columns: ['a', 'b'], line: 10, table: 'c', references: ['d', 'e'] }
				],
				unique: [],
				checks: 1
			}
		]);
		expect(sql.indexes).toEqual([
			{
				name: 'users_email',
				table: 'users',
				columns: ['email', 'team_id'],
				isUnique: true,
				isPartial: true,
				line: 8
			}
		]);
	});

	test('[Q4] tables of MySQL, SQLite and SQL Server', async () => {
		const sql = await sqlOf(`CREATE TABLE \`a\` (
  \`id\` int(11) NOT NULL AUTO_INCREMENT,
  \`key\` varchar(9) DEFAULT 'it''s; fine',
  PRIMARY KEY (\`id\`), KEY \`ix\` (\`key\`), UNIQUE KEY \`u\` (\`key\`, \`id\`)
) ENGINE=InnoDB;
create table b (id integer primary key autoincrement, key text);
GO
CREATE TABLE [dbo].[c] ([id] [int] NOT NULL)
GO
`);
		expect(sql.tables.map(({ name, columns }) => [name, columns.map((one) => one.name)])).toEqual([
			['a', ['id', 'key']],
			['b', ['id', 'key']],
			['dbo.c', ['id']]
		]);
		expect(sql.tables[0]).toMatchObject({ primaryKey: ['id'], unique: [['key', 'id']] });
		expect(sql.indexes).toMatchObject([{ name: 'ix', columns: ['key'] }]);
		expect(sql.tables[2]!.columns[0]!.type).toBe('INT');
	});

	test('[Q4] semicolons in routines, literals and rows of a dump end nothing', async () => {
		const sql =
			await sqlOf(`create function f() returns int as $$ begin; select 1; end $$ language sql;
create trigger t after insert on a begin update b set x = 1; delete from c; end;
copy users (id) from stdin;
1	; drop table x;
\\.
DELIMITER //
create procedure p() begin select 1; end//
DELIMITER ;
select * from a join b on a.id = b.id;
`);
		expect(sql.statements.map(({ kind }) => kind)).toEqual([
			'CREATE FUNCTION',
			'CREATE TRIGGER',
			'COPY',
			'CREATE PROCEDURE',
			'SELECT'
		]);
		expect(sql.statements.at(-1)).toMatchObject({ line: 9, tables: ['a', 'b'] });
	});

	test('[Q7] what is not understood is counted, and the rest goes on', async () => {
		const sql = await sqlOf('create table ;\n{{ template }};\ncreate table a (b int);\n');
		expect(sql.notUnderstood).toBe(2);
		expect(sql.tables).toHaveLength(1);
	});

	test('[Q4] lines of comments are no code', async () => {
		const facts = await readFacts(
			'a.sql',
			'sql',
			'-- one\n/* two\n three */\nselect 1\n  from a;\n\n'
		);
		expect(facts).toMatchObject({ lines: 6, codeLines: 2 });
	});
});
