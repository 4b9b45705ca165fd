import { describe, expect, it } from 'vitest';
import { concurrency } from './concurrency';
import { findingOf, placesIn } from './detectors.fixtures';

const claimed: [string, Record<string, string>, string][] = [
	[
		'SQL in Go',
		{
			'a.go':
				"package a\n\nfunc f() {\n\tres, _ := db.Exec(\"update jobs set status = 'running' where id = $1 and status = 'new'\")\n\tif n, _ := res.RowsAffected(); n == 0 {\n\t\treturn\n\t}\n\taffected := n == 1\n}\n"
		},
		'a.go:4'
	],
	[
		'SQL that gives the row back',
		{
			'a.ts':
				'db.query(`update jobs set locked_at = now() where id = $1 and locked_at is null returning id`);\n'
		},
		'a.ts:1'
	],
	[
		'Django, in two lines',
		{
			'a.py':
				'def f(flip):\n    q = Flip.objects.filter(id=flip.id, processed=None)\n    num_updated = q.update(processed=now())\n    if num_updated != 1:\n        return\n'
		},
		'a.py:3'
	]
];

describe('claims', () => {
	it.each(claimed)('[Q2] sees updates that claim a row: %s', async (_, contents, place) => {
		expect(placesIn(await findingOf(concurrency, 'claims', contents))).toEqual([place]);
	});

	it('[Q2] says nothing of changes of many rows, of plain changes, and where nobody asks', async () => {
		expect(
			await findingOf(concurrency, 'claims', {
				'a.go':
					'package a\n\nfunc f() {\n\tdb.Exec("update entries set status = $1 where user_id = $2 and status = $3")\n\tif count == 0 {\n\t}\n}\n',
				'b.go':
					'package b\n\nfunc f() { db.Exec("update jobs set status = 1 where id = 2 and status = 0") }\n',
				'c.py':
					'def f(j):\n    n = Job.objects.filter(id=j.id).update(status="done")\n    if n == 0:\n        return\n'
			})
		).toBeUndefined();
	});
});
