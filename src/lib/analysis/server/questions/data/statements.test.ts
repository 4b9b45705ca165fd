import { describe, expect, test } from 'vitest';
import { asked, faultsOf, placesIn } from '../questions.fixtures';
import { notes, shop } from './data.fixtures';
import { dataLayerQuestions } from './data-layers';
import { documentQuestions } from './documents';
import { joinedSqlQuestions } from './joined-sql';
import { loopQuestions } from './queries-in-loops';
import { statementsMadeQuestions } from './statements-made';
import { twoWaysQuestions } from './two-ways-to-data';

describe('questions about how data is reached', () => {
	test('[Q3] a query in a loop is asked about with who calls the function', async () => {
		const [question] = await asked(loopQuestions, {
			...shop,
			'src/web/show.ts':
				"import { commentsOf } from '../articles';\nexport const show = (ids: string[]) => commentsOf(ids);\n"
		});
		expect(question).toMatchObject({ category: 'scalability', isRelated: true });
		expect(placesIn(question!)).toEqual(
			expect.arrayContaining(['src/articles.ts:20', 'src/web/show.ts:2'])
		);
		expect(faultsOf(question!)).toEqual([]);
	});

	test('[Q3] a query before the loop is no reason to ask', async () => {
		const found = await asked(loopQuestions, {
			'src/a.ts': `import { PrismaClient } from '@prisma/client';
export async function all(prisma: PrismaClient) {
	const users = await prisma.user.findMany({});
	for (const user of users) {
		show(user);
	}
}
`
		});
		expect(found).toEqual([]);
	});

	test('[Q3] values in the text of a statement are shown beside a statement that binds them', async () => {
		const [question] = await asked(joinedSqlQuestions, shop);
		expect(placesIn(question!).slice(0, 2)).toEqual(['src/reports.ts:6', 'src/reports.ts:4']);
		expect(question!.rubric.some(({ contradictions }) => contradictions?.length)).toBe(true);
	});

	test('[Q3] a mapper and statements by hand are held side by side', async () => {
		const [question] = await asked(twoWaysQuestions, shop);
		expect(question).toMatchObject({ category: 'tradeoffs', isRelated: true });
		expect(question!.fileReferences).toContain('src/articles.ts');
		expect(question!.fileReferences).toContain('src/reports.ts');
	});

	test('[Q3] a call beside the folder that holds the others is the exception', async () => {
		const store = (name: string) =>
			`import { PrismaClient } from '@prisma/client';\nexport const ${name} = () => prisma.${name}.findMany({});\nexport const one${name} = () => prisma.${name}.findFirst({});\n`;
		const [question] = await asked(dataLayerQuestions, {
			'src/store/users.ts': store('user'),
			'src/store/posts.ts': store('post'),
			'src/store/tags.ts': store('tag'),
			'src/store/likes.ts': store('like'),
			'src/web/routes.ts':
				"import { PrismaClient } from '@prisma/client';\nexport const tops = () => prisma.post.findMany({});\n"
		});
		expect(question!.question).toContain('src/store');
		expect(question!.question).toContain('prisma.post.findMany');
		expect(placesIn(question!)).toEqual([
			'src/web/routes.ts:2',
			expect.stringContaining('src/store/')
		]);
	});

	test('[Q3] what a mapper reads is shown with the table behind it', async () => {
		const [question] = await asked(statementsMadeQuestions, shop);
		expect(question).toMatchObject({ difficulty: 'junior', isRelated: true });
		expect(question!.fileReferences).toContain('db/migrations/001_tables.sql');
	});

	test('[Q3] documents are asked about by the schema in the code', async () => {
		const [question] = await asked(documentQuestions, notes);
		expect(question!.fileReferences[0]).toBe('src/models/note.js');
		expect(await asked(documentQuestions, shop)).toEqual([]);
	});
});
