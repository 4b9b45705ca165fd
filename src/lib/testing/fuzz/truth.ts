import { asc, eq } from 'drizzle-orm';
import { chatMessage, chatThread } from '../../chat/server/schema';
import type { Database } from '../../server/database';
import type { KeyEvent } from '../../typing/events';
import { decodeLog } from '../../typing/log';
import { typingCheckpoint, typingResult } from '../../typing/server/schema';

/** How something said is known. */
export interface SaidAs {
	id: string;
	seq: number;
	text: string;
}

/** What is kept, read behind the server's back at the very moment somebody asks. */
export class Truth {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Everything said in a person's channel, by `seq`. */
	said(userId: string): SaidAs[] {
		return this.#database.read
			.select({ seq: chatMessage.seq, id: chatMessage.id, text: chatMessage.text })
			.from(chatMessage)
			.innerJoin(chatThread, eq(chatThread.id, chatMessage.threadId))
			.where(eq(chatThread.userId, userId))
			.orderBy(asc(chatMessage.seq))
			.all();
	}

	hasSaid({ id, seq, text }: SaidAs): boolean {
		const row = this.#database.read.select().from(chatMessage).where(eq(chatMessage.id, id)).get();
		return row?.seq === seq && row.text === text;
	}

	/** How many keys of a test under way a crash would leave. */
	durableKeys(testId: string): number {
		return this.#database.read
			.select({ log: typingCheckpoint.log })
			.from(typingCheckpoint)
			.where(eq(typingCheckpoint.testId, testId))
			.all()
			.reduce((sum, { log }) => sum + decodeLog(log).length, 0);
	}

	/** The results of a test, of which there may be one. */
	results(testId: string): { id: string; log: KeyEvent[] }[] {
		return this.#database.read
			.select({ id: typingResult.id, log: typingResult.log })
			.from(typingResult)
			.where(eq(typingResult.testId, testId))
			.all()
			.map(({ id, log }) => ({ id, log: decodeLog(log) }));
	}
}
