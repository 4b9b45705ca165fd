import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Question } from '../../analysis';
import { addQuestions } from '../../analysis/server/questions-store';
import { addAnalysis, changeAnalysis } from '../../analysis/server/store';
import { openDatabase, type Database } from '../../server/database';
import { parseEnv } from '../../server/env';
import { createLog } from '../../server/log';
import type { TestApp } from '../../testing/app';
import { generalBank } from './bank';

/** The database of a house, by a connection of the test's own. */
export function databaseOf({ folder }: TestApp): Database {
	const log = createLog(parseEnv({ LOG_LEVEL: 'silent' }));
	return openDatabase(join(folder, 'greenroom.sqlite'), resolve('drizzle'), log);
}

/** Questions of a repository, each one of the general bank under an id of its own. */
export const questionsAbout = (count: number, given: Partial<Question> = {}): Question[] =>
	generalBank.slice(0, count).map((question, index) => ({
		...question,
		questionId: `shop/${index}/${randomUUID()}`,
		...given
	}));

/** An analysis that has found these questions so far. @returns its id */
export async function addAnalysedBank(
	database: Database,
	userId: string,
	questions: readonly Question[],
	status: 'processing' | 'completed' = 'completed'
): Promise<string> {
	const id = randomUUID();
	const source = { sourceKind: 'archive', sourceAddress: null, bytes: 0 } as const;
	await database.write((tx) => {
		const row = { id, userId, ...source, name: 'owner/shop', repository: id };
		addAnalysis(tx, row, new Date());
		changeAnalysis(tx, id, { status }, new Date());
		addQuestions(tx, id, questions);
	});
	return id;
}
