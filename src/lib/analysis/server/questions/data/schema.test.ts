import { describe, expect, test } from 'vitest';
import { commitOf, historyOf } from '../../../analysis.fixtures';
import { asked, placesIn } from '../questions.fixtures';
import { compositeKeyQuestions } from './composite-keys';
import { relay, shop } from './data.fixtures';
import { deleteRuleQuestions } from './delete-rules';
import { deletingQuestions } from './deleting';
import { keyQuestions } from './keys';
import { migrationQuestions } from './migrations';
import { missingIndexQuestions } from './missing-indexes';
import { schemaAtStartQuestions } from './schema-at-start';
import { softDeleteQuestions } from './soft-deletes';
import { treeQuestions } from './trees';
import { uniqueIndexQuestions } from './unique-indexes';

const TABLES = 'db/migrations/001_tables.sql';

describe('questions about tables', () => {
	test('[Q3] a delete is shown with the foreign key that takes rows along', async () => {
		const [question] = await asked(deletingQuestions, shop);
		expect(question!.question).toContain('prisma.article.delete');
		expect(placesIn(question!).slice(0, 2)).toEqual(['src/articles.ts:11', `${TABLES}:14`]);
		expect(question!.rubric[0]!.claim).toContain('comments and favorites');
	});

	test('[Q3] of rules for deleting that differ both are shown', async () => {
		const [question] = await asked(deleteRuleQuestions, shop);
		expect(placesIn(question!)).toEqual([`${TABLES}:8`, `${TABLES}:9`]);
		expect(question!.question).toContain('articles.editor_id');
	});

	test('[Q3] rules for deleting that are all alike are no question', async () => {
		expect(
			await asked(deleteRuleQuestions, {
				'a.sql':
					'create table a (id int primary key);\ncreate table b (a_id int references a (id) on delete cascade);\n'
			})
		).toEqual([]);
	});

	test('[Q3] keys of two kinds are compared', async () => {
		const [question] = await asked(keyQuestions, shop);
		expect(question).toMatchObject({ category: 'tradeoffs', isRelated: true });
		expect(question!.question).toMatch(/UUID/);
	});

	test('[Q3] keys that are alike are asked about where a path shows one', async () => {
		const [question] = await asked(keyQuestions, {
			'a.sql': 'create table notes (id serial primary key);\n',
			'src/routes.ts':
				"import { Router } from 'express';\nconst router = Router();\nrouter.get('/notes/:id', show);\n"
		});
		expect(question!.question).toContain('GET /notes/:id');
		expect(placesIn(question!)).toEqual(['a.sql:1', 'src/routes.ts:3']);
	});

	test('[Q3] the second column of a composite key is what is asked about', async () => {
		const [question] = await asked(compositeKeyQuestions, shop);
		expect(question!.question).toContain('favorites');
		expect(question!.rubric[1]!.claim).toContain('article_id alone');
	});

	test('[Q3] a foreign key without an index is shown beside one that has it', async () => {
		const [question] = await asked(missingIndexQuestions, shop);
		expect(placesIn(question!)).toContain(`${TABLES}:14`);
		expect(question).toMatchObject({ category: 'scalability', isRelated: true });
	});

	test('[Q3] a unique index is shown with the code that asks by it', async () => {
		const [question] = await asked(uniqueIndexQuestions, {
			'a.sql': 'create table articles (id serial primary key, slug text unique);\n',
			'src/a.ts':
				"import { PrismaClient } from '@prisma/client';\nexport const find = (slug: string) => prisma.article.findUnique({ where: { slug } });\n"
		});
		expect(placesIn(question!)).toEqual(['a.sql:1', 'src/a.ts:2']);
	});

	test('[Q3] marked rows and a unique column of the same table belong together', async () => {
		const [question] = await asked(softDeleteQuestions, shop);
		expect(question!.question).toMatch(/deleted_at.*email|email.*deleted_at/);
	});

	test('[Q3] rows that point at their own table make a tree', async () => {
		const [question] = await asked(treeQuestions, shop);
		expect(question!.question).toContain('parent_id');
	});

	test('[Q3] a migration that takes something away is shown with the commit that brought it', async () => {
		const path = 'db/migrations/002_names.sql';
		const id = 'a'.repeat(40);
		const [question] = await asked(
			migrationQuestions,
			shop,
			historyOf([commitOf({ id, at: '2024-05-01T00:00:00Z', subject: 'Take nicknames out' }, path)])
		);
		expect(placesIn(question!).slice(0, 2)).toEqual([`${path}:1`, `${path}@${id}`]);
		expect(question).toMatchObject({ difficulty: 'senior', isRelated: true });
	});

	test('[Q3] a schema that the program changes itself is told from one with migrations', async () => {
		expect((await asked(schemaAtStartQuestions, relay))[0]!.question).toContain('AutoMigrate');
		expect(await asked(schemaAtStartQuestions, shop)).toEqual([]);
	});
});
