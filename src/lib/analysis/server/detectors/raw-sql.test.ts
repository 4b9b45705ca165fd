import { describe, expect, it } from 'vitest';
import { findingOf, findingsOf, placesIn } from './detectors.fixtures';
import { rawSql } from './raw-sql';

const risky: [string, Record<string, string>, string][] = [
	[
		'JavaScript',
		{ 'a.js': "db.query(`select * from users where name = '${req.query.name}'`);\n" },
		'a.js:1'
	],
	[
		'Python',
		{ 'a.py': 'cursor.execute(f"SELECT * FROM users WHERE name = \'{name}\'")\n' },
		'a.py:1'
	],
	[
		'Java',
		{
			'A.java':
				'class A { void a(String id) { st.executeQuery("select * from users where id = " + id); } }\n'
		},
		'A.java:1'
	],
	[
		'Go',
		{
			'a.go':
				'package a\n\nfunc a() { db.Query(fmt.Sprintf("select * from users where name = \'%s\'", name)) }\n'
		},
		'a.go:3'
	],
	[
		'PHP',
		{ 'a.php': '<?php\n$db->query("select * from users where name = \'$name\'");\n' },
		'a.php:2'
	],
	[
		'Ruby',
		{ 'a.rb': 'User.find_by_sql("select * from users where name = \'#{params[:name]}\'")\n' },
		'a.rb:1'
	],
	[
		'C#',
		{
			'A.cs':
				'class A { void M() { cmd.Text = $"select * from users where name = \'{name}\'"; } }\n'
		},
		'A.cs:1'
	]
];

describe('raw SQL', () => {
	it.each(risky)('[Q2] sees a value in the text of a statement: %s', async (_, contents, place) => {
		const found = await findingOf(rawSql, 'values-in-statements', contents);
		expect(found?.kind).toBe('risk');
		expect(placesIn(found)).toEqual([place]);
	});

	it('[Q2] does not take placeholders, constants, names of tables and tagged templates for it', async () => {
		const found = await findingOf(rawSql, 'values-in-statements', {
			'a.ts': [
				'db.query("select * from users where name = $1", [name]);',
				'db.query(`select * from ${table} where id = ?`, [id]);',
				'db.query(`select * from users where kind = ${KIND_ADMIN}`);',
				'await prisma.$queryRaw`select * from users where id = ${id}`;',
				'await sql`select * from users where id = ${id}`;',
				'db.query(`select * from users where id = ${mysql.escape(id)}`);'
			].join('\n'),
			'a.py': 'cursor.execute("select * from users where id = %s", (id,))\n',
			'A.cs':
				'class A { void M() { db.Users.FromSqlInterpolated($"select * from users where id = {id}"); } }\n'
		});
		expect(found).toBeUndefined();
	});

	it('[Q2] counts statements, and leaves migrations out', async () => {
		const contents = {
			'a.go': 'package a\n\nfunc a() { db.Query("select id from users") }\n',
			'b.py': 'x = "delete from users where id = 1"\n'
		};
		const found = await findingOf(rawSql, 'written', contents);
		expect(found?.facts).toEqual({ statements: 2, files: 2 });
		expect(
			await findingsOf(rawSql, { 'migrations/a.py': 'x = "delete from users where id = 1"\n' })
		).toEqual([]);
	});
});

it('[R4] the longest query of a mapper is none of SQL; a native one beside it is', async () => {
	const query = (text: string, more = '') => [
		`  @Query(value = "select a from Article a where a.id = :id "`,
		...Array.from({ length: 5 }, (_, index) => `      + "and a.field${index} = :field${index} "`),
		`      + "and a.last = :last",`,
		`      countQuery = "select count(a.id) ${text} Article a where a.id = :id"${more})`,
		'  Page<Article> find(@Param("id") Long id);'
	];
	const repository = (lines: readonly string[]) =>
		[
			'package a;',
			'import org.springframework.data.jpa.repository.Query;',
			'interface Articles {',
			...lines,
			'}',
			''
		].join('\n');
	const written = (lines: readonly string[]) =>
		findingOf(rawSql, 'written', { 'Articles.java': repository(lines) });
	expect(await written(query('from'))).toBeUndefined();
	expect(await written(query('from', ', nativeQuery = true'))).toBeDefined();
});
