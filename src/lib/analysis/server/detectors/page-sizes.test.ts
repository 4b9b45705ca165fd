import { expect, test } from 'vitest';
import { findingOf, findingsOf, placesIn } from './detectors.fixtures';
import { paging } from './paging';

test('[Q2] pages of tables in the browser and of the admin site, and other numbers, are none', async () => {
	expect(
		await findingsOf(paging, {
			'src/components/Table.tsx': 'const pageSize = 20;\n',
			'shop/admin.py': 'class A(ModelAdmin):\n    list_per_page = 30\n',
			'a.ts': 'export const chunk = 20;\nexport const pageSizeName = "x";\n'
		})
	).toEqual([]);
});

test.each([
	['a.py', "per_page = min(request.args.get('per_page', 10, type=int), 100)\n", '100'],
	['a.ts', 'const size = Math.min(Number(req.query.limit), 50);\n', '50'],
	['A.java', 'package a;\nclass A { static final int MAX_PAGE_SIZE = 200; }\n', '200'],
	['a.go', 'package a\nconst MaxPageSize = 1000\n', '1000'],
	[
		'b.py',
		'from fastapi import Query\ndef items(limit: int = Query(20, le=100)):\n    return []\n',
		'100'
	]
])('[Q2] the most that a client gets is found in %s', async (path, text, most) => {
	const found = await findingOf(paging, 'largest', { [path]: text });
	expect(found?.facts['largest']).toEqual([most]);
	expect(placesIn(found)).toHaveLength(1);
});

test('[Q2] a smaller number of something else bounds no page', async () => {
	expect(
		await findingOf(paging, 'largest', {
			'a.ts':
				'const a = Math.min(width, 100);\nconst b = Math.min(list.limit.length, 50);\nconst c = Math.max(limit, 100);\n',
			'a.py': 'limit = min(profile.log_limit, 1000)\n'
		})
	).toBeUndefined();
});
