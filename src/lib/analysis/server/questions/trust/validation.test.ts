import { expect, test } from 'vitest';
import { asked } from '../questions.fixtures';
import { about, express, falseIn } from './trust.fixtures';
import { validationQuestions } from './validation';

const checked = {
	'src/posts/post.schema.ts':
		"import { z } from 'zod';\nexport const post = z.object({ title: z.string() });\n",
	...express("router.post('/posts', create);", 'src/posts/posts.routes.ts')
};

test('[Q3] an unknown field is followed from the route to what checks it', async () => {
	const question = about(await asked(validationQuestions, checked), 'unknown-fields');
	expect(question.isRelated).toBe(true);
	expect(question.fileReferences).toEqual([
		'src/posts/post.schema.ts',
		'src/posts/posts.routes.ts'
	]);
});

test('[Q3] what only the database can keep is asked about apart', async () => {
	const question = about(await asked(validationQuestions, checked), 'two-at-once');
	expect(question.category).toBe('tradeoffs');
});

test('[Q3] a whole body that is written is held against the checks elsewhere', async () => {
	const question = about(
		await asked(validationQuestions, {
			...checked,
			'src/users.ts':
				'export const create = (req: Request) => prisma.user.create({ data: req.body });\n'
		}),
		'whole-body'
	);
	expect(question.fileReferences).toEqual(['src/users.ts', 'src/posts/post.schema.ts']);
	expect(falseIn(question)).toEqual(['Only chosen fields are copied from the request.']);
});

test('[Q3] a library that only the manifest names is not asked about', async () => {
	const drafts = await asked(validationQuestions, {
		'package.json': JSON.stringify({ dependencies: { zod: '^4.0.0' } }),
		...express("router.post('/posts', create);")
	});
	expect(drafts).toEqual([]);
});
