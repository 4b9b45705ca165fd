import { describe, expect, it } from 'vitest';
import { findingOf, findingsOf, placesIn } from './detectors.fixtures';
import { transactions } from './transactions';

const opened: [string, Record<string, string>, string][] = [
	[
		'TypeScript',
		{ 'a.ts': 'export const f = () => prisma.$transaction(async (tx) => tx.user.create({}));\n' },
		'a.ts:1'
	],
	[
		'Python',
		{ 'a.py': 'from django.db import transaction\n\n@transaction.atomic\ndef f():\n    pass\n' },
		'a.py:3'
	],
	['Java', { 'A.java': 'class A {\n  @Transactional\n  void f() {}\n}\n' }, 'A.java:2'],
	['Go', { 'a.go': 'package a\n\nfunc f() { tx, _ := db.BeginTx(ctx, nil) }\n' }, 'a.go:3'],
	['C#', { 'A.cs': 'class A { void F() { db.Database.BeginTransaction(); } }\n' }, 'A.cs:1'],
	['Ruby', { 'a.rb': 'def f\n  User.transaction do\n    1\n  end\nend\n' }, 'a.rb:2'],
	['PHP', { 'a.php': '<?php\nDB::transaction(function () { });\n' }, 'a.php:2']
];

const twoWrites = (inside: string) =>
	`import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nexport async function pay(id: number) {\n${inside}\n}\n`;

describe('transactions', () => {
	it.each(opened)('[Q2] sees where one is opened: %s', async (_, contents, place) => {
		expect(placesIn(await findingOf(transactions, 'opened', contents))).toContain(place);
	});

	it('[Q2] does not take the question whether one is open for opening one', async () => {
		const ways = async (text: string) =>
			(await findingOf(transactions, 'opened', { 'a.php': `<?php\n${text}\n` }))?.facts['ways'];
		expect(await ways('if (!$pdo->inTransaction()) { $pdo->beginTransaction(); }')).toEqual([
			'beginTransaction'
		]);
		expect(await ways('$db->inTransaction(function () { $this->save(); });')).toEqual([
			'inTransaction'
		]);
	});

	it('[Q2] reads the isolation level where it is said', async () => {
		const found = await findingOf(transactions, 'opened', {
			'A.java':
				'class A {\n  @Transactional(isolation = Isolation.SERIALIZABLE)\n  void f() {}\n}\n'
		});
		expect(found?.facts['isolation']).toEqual(['SERIALIZABLE']);
	});

	it('[Q2] sees two writes to different places in a row', async () => {
		const found = await findingOf(transactions, 'writes-without', {
			'a.ts': twoWrites(
				'\tawait prisma.account.update({ where: { id } });\n\tawait prisma.payment.create({ data: { id } });'
			)
		});
		expect(found).toMatchObject({ kind: 'risk', facts: { functions: ['pay'] } });
		expect(placesIn(found)).toEqual(['a.ts:4']);
	});

	it('[Q2] sees them in Django too', async () => {
		const found = await findingOf(transactions, 'writes-without', {
			'a.py':
				'from django.db import models\nfrom .models import Account\n\ndef pay(account, payment):\n    account.save()\n    payment.save()\n'
		});
		expect(found?.facts['functions']).toEqual(['pay']);
	});

	it.each([
		[
			'in branches that exclude each other',
			'\tif (id) {\n\t\tawait prisma.account.update({});\n\t} else {\n\t\tawait prisma.payment.create({});\n\t}'
		],
		[
			'to the same place',
			'\tawait prisma.account.update({ a: 1 });\n\tawait prisma.account.update({ a: 2 });'
		],
		[
			'in a transaction',
			'\tawait prisma.$transaction(async (tx) => {\n\t\tawait tx.account.update({});\n\t\tawait tx.payment.create({});\n\t});'
		],
		['one to a file', '\tawait prisma.account.update({});\n\timage.remove();\n\tfile.delete();'],
		['one to a map', '\tawait prisma.account.update({});\n\tcache.delete(id);']
	])('[Q2] leaves writes alone that are %s', async (_, inside) => {
		expect(
			await findingOf(transactions, 'writes-without', { 'a.ts': twoWrites(inside) })
		).toBeUndefined();
	});

	it('[Q2] says nothing of sets and deletes without a database', async () => {
		expect(
			await findingsOf(transactions, {
				'a.ts':
					'export function f(a: Set<number>, b: Map<string, string>) {\n\ta.delete(1);\n\tb.delete("x");\n}\n'
			})
		).toEqual([]);
	});

	it('[Q2] takes a model’s transaction, and a function’s body in SQL, for none', async () => {
		expect(
			await findingsOf(transactions, {
				'a.rb': 'class A\n  def f\n    entry.transaction.amount\n  end\nend\n',
				'a.sql':
					'create function f() returns trigger as $$\nbegin\n  return new;\nend;\n$$ language plpgsql;\n'
			})
		).toEqual([]);
	});
});
