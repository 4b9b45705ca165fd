import { expect, test } from 'vitest';
import { asked } from '../questions.fixtures';
import { interfaceQuestions } from './interface';
import { pagingQuestions } from './paging';
import { about, express, falseIn, saidIn } from './trust.fixtures';

const routes = (prefix: string) =>
	express(
		['posts', 'people', 'tags', 'comments', 'places']
			.flatMap((name) => [
				`router.get('${prefix}/${name}', list);`,
				`router.post('${prefix}/${name}', add);`
			])
			.join('\n')
	);

test('[Q3] an interface without a version is asked how it changes', async () => {
	const question = about(await asked(interfaceQuestions, routes('')), 'changing');
	expect(falseIn(question)).toContain('There is a v1 in the paths.');
	expect(saidIn(question)).toContain('Without a version');
});

test('[Q3] one with a version is asked what the version promises', async () => {
	const question = about(await asked(interfaceQuestions, routes('/v1')), 'changing');
	expect(falseIn(question)).toEqual(['There is no version in the interface.']);
});

test('[Q3] a verb in one path is held against the methods of the others', async () => {
	const question = about(
		await asked(
			interfaceQuestions,
			express("router.post('/posts/create', add);\nrouter.put('/tags/:id', change);")
		),
		'two-ways'
	);
	expect(question.evidence.map(({ startLine }) => startLine)).toEqual([3, 4]);
	expect(question.modelAnswer).toContain('POST /posts/create and PUT /tags/:id');
});

test('[Q3] interfaces of one style are not asked for a second', async () => {
	const drafts = await asked(
		interfaceQuestions,
		express("router.post('/posts', add);\nrouter.put('/tags/:id', change);")
	);
	expect(drafts).toEqual([]);
});

const byOffset = {
	'src/posts.ts':
		"import { Repository } from 'typeorm';\nexport const page = (n: number) => posts.createQueryBuilder().skip(n * 20).take(20);\n"
};

test('[Q3] pages by offset are asked about at their last page', async () => {
	const question = about(
		await asked(pagingQuestions, { ...byOffset, ...express("router.get('/posts', list);") }),
		'late-pages'
	);
	expect(question.isRelated).toBe(true);
	expect(falseIn(question)).toEqual([
		'Every page costs the same.',
		'The lists are paged by a cursor.'
	]);
});

test('[Q3] a page as large as the client wants is worth the most', async () => {
	const drafts = await asked(pagingQuestions, {
		...byOffset,
		'src/all.ts':
			'export const all = (req: Request) => posts.find().limit(Number(req.query.limit));\n'
	});
	expect(about(drafts, 'size').worth).toBeGreaterThan(about(drafts, 'late-pages').worth);
});
