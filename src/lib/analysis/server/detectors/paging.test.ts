import { expect, test } from 'vitest';
import { findingOf, findingsOf } from './detectors.fixtures';
import { paging } from './paging';

test.each([
	[
		'offset',
		'a.ts',
		"import { PrismaClient } from '@prisma/client';\nprisma.post.findMany({ skip: offset, take: 20 });\n"
	],
	['offset', 'a.go', 'package a\nfunc f() { db.Offset(offset).Limit(limit).Find(&x) }\n'],
	[
		'offset',
		'A.cs',
		'using Microsoft.EntityFrameworkCore;\nclass A { void B() { q.Skip(offset).Take(20); } }'
	],
	[
		'offset',
		'settings.py',
		"REST_FRAMEWORK = {\n    'DEFAULT_PAGINATION_CLASS': 'rest_framework.pagination.LimitOffsetPagination',\n}\n"
	],
	['offset', 'a.rb', 'def index\n  Post.order(:id).offset(params[:offset]).limit(20)\nend\n'],
	[
		'offset',
		'A.java',
		'package a;\nimport org.springframework.data.domain.PageRequest;\nclass A { void f() { PageRequest.of(0, 5); } }'
	],
	['offset', 'a.php', '<?php\n$posts = Post::query()->paginate(20);\n'],
	['cursor', 'b.ts', 'prisma.post.findMany({ cursor: { id }, take: 20 });\n'],
	['cursor', 'b.php', '<?php\n$posts = Post::query()->cursorPaginate(20);\n']
])('[Q2] paging by %s is found in %s', async (subject, path, text) => {
	expect(await findingOf(paging, subject, { [path]: text })).toBeDefined();
});

test('[Q2] one place that skips is one list, and not all', async () => {
	const found = await findingOf(paging, 'offset', {
		'a.rb': 'def index\n  Post.order(:id).offset(params[:offset]).limit(20)\nend\n'
	});
	expect(found?.title).toBe('At least one list is paged by offset.');
});

test('[Q2] a limit as the client says it is a risk, unless something bounds it', async () => {
	const found = await findingOf(paging, 'size-of-the-clients', {
		'a.ts': 'query.limit(Number(req.query.limit));\n'
	});
	expect(found?.kind).toBe('risk');
	expect(
		await findingOf(paging, 'size-of-the-clients', {
			'a.ts': 'query.limit(Math.min(Number(req.query.limit), 100));\n'
		})
	).toBeUndefined();
});

test('[Q2] skipping and limiting elsewhere is no paging', async () => {
	expect(
		await findingsOf(paging, {
			'a.ts': 'stream.skip(3);\nconst offset = buffer.offset(2);\n',
			'b.go': 'package b\nfunc f() { tx.Order("x").Limit(1).Find(&y); pos.Offset() }\n',
			'c.php': '<?php\n$this->transformer->paginate($x);\n'
		})
	).toEqual([]);
});

test('[Q2] what is skipped behind a cursor is the cursor’s own row', async () => {
	const found = await findingsOf(paging, {
		'a.ts': 'prisma.post.findMany({ cursor: { id }, skip: 1, take: 20 });\n'
	});
	expect(found.map(({ key }) => key)).toEqual(['paging:cursor']);
});
