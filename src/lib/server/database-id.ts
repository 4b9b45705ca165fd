import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Database } from './database';
import { houseFact } from './schema';

const NAME = 'databaseId';

/** What tells this database from every other (rule X5); made where it has none yet. */
export async function databaseIdOf(database: Database): Promise<string> {
	const known = database.read.select().from(houseFact).where(eq(houseFact.name, NAME)).get();
	if (known) return known.value;
	return database.write((tx) => {
		// Another instance may have been faster: there is one answer for both.
		tx.insert(houseFact).values({ name: NAME, value: randomUUID() }).onConflictDoNothing().run();
		return tx.select().from(houseFact).where(eq(houseFact.name, NAME)).get()!.value;
	});
}
