import { describe, expect, test } from 'vitest';
import { asked, placesIn } from '../questions.fixtures';
import { countQuestions } from './counts';
import { bank, service, shop } from './data.fixtures';
import { isolationQuestions } from './isolation';
import { lookThenInsertQuestions } from './look-then-insert';
import { ownRowsQuestions } from './own-rows';
import { slowTransactionQuestions } from './slow-transactions';
import { transactionQuestions } from './transactions';
import { writesApartQuestions } from './writes-apart';

describe('questions about changes', () => {
	test('[Q3] two writes on their own are shown beside a function with a transaction', async () => {
		const [question] = await asked(writesApartQuestions, service);
		expect(question).toMatchObject({ difficulty: 'senior', isRelated: true });
		expect(question!.question).toContain('account.save');
		expect(question!.question).toContain('settle');
		expect(placesIn(question!).slice(0, 2)).toEqual(['app/views.py:7', 'app/views.py:11']);
	});

	test('[Q3] writes within a transaction are no such question', async () => {
		const within = {
			...service,
			'app/views.py': service['app/views.py']!.replace('def pay(', '@transaction.atomic\ndef pay(')
		};
		expect(await asked(writesApartQuestions, within)).toEqual([]);
	});

	test('[Q3] of two isolation levels the stricter comes first', async () => {
		const [question] = await asked(isolationQuestions, bank);
		expect(question!.question).toContain('SERIALIZABLE');
		expect(placesIn(question!)).toEqual([
			'src/main/java/a/Rates.java:15',
			'src/main/java/a/Rates.java:18'
		]);
	});

	test('[Q3] a call to another server inside of a transaction is found', async () => {
		const [question] = await asked(slowTransactionQuestions, shop);
		expect(question!.question).toContain('axios.post');
		expect(placesIn(question!)[0]).toBe('src/articles.ts:28');
		expect(await asked(slowTransactionQuestions, service)).toEqual([]);
	});

	test('[Q3] a transaction is shown with who calls it', async () => {
		const [question] = await asked(transactionQuestions, service);
		expect(question!.question).toContain('close');
		expect(placesIn(question!)).toEqual(['app/views.py:11', 'app/views.py:16']);
	});

	test('[Q3] looking first is shown with the index that decides', async () => {
		const [question] = await asked(lookThenInsertQuestions, shop);
		expect(placesIn(question!).slice(0, 2)).toEqual([
			'src/articles.ts:4',
			'db/migrations/001_tables.sql:10'
		]);
		expect(question!.rubric[1]!.contradictions).toContain(
			'the check before the insert is enough to prevent duplicates'
		);
	});

	test('[Q3] a look that no insert follows is no race', async () => {
		expect(
			await asked(lookThenInsertQuestions, {
				'a.ts': `import { PrismaClient } from '@prisma/client';
export async function f(id: string) {
	await prisma.article.findUnique({ where: { id } });
	await prisma.comment.create({ data: { id } });
}
`
			})
		).toEqual([]);
	});

	test('[Q3] a number that is changed in memory and saved is asked about', async () => {
		const [question] = await asked(countQuestions, shop);
		expect(question!.question).toContain('favoriteCount');
		expect(question!.rubric[0]).toMatchObject({ isEssential: true });
	});

	test('[Q3] a route that names nobody is shown beside one that does', async () => {
		const [question] = await asked(ownRowsQuestions, shop);
		expect(question!.question).toContain('DELETE /articles/:id');
		expect(question!.question).toContain('rename');
		expect(question!.fileReferences).toEqual([
			'src/articles.ts',
			'src/web/routes.ts',
			'db/migrations/001_tables.sql'
		]);
	});

	test('[Q3] the session of a database says nothing of who asks', async () => {
		const items = (body: string[]) => ({
			'app/items.py': [
				'from fastapi import APIRouter, HTTPException',
				'from sqlmodel import Session',
				'router = APIRouter()',
				'@router.put("/items/{id}")',
				'def update_item(',
				...body,
				'    session.commit()',
				'    return item'
			].join('\n')
		});
		const [named] = await asked(
			ownRowsQuestions,
			items([
				'    session: SessionDep,',
				'    current_user: CurrentUser,',
				'    id: int,',
				'):',
				'    item = session.get(Item, id)'
			])
		);
		expect(named!.question).toContain('line 7');
		const [silent] = await asked(
			ownRowsQuestions,
			items([
				'    id: int, session: Session = Depends(get_session)',
				'):',
				'    item = session.get(Item, id)'
			])
		);
		expect(silent!.question).not.toMatch(/line \d/);
	});
});
