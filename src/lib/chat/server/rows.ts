import { unknownCursor } from '../../server/newest-first';
import type { ChatMessage, ThreadSummary } from '../threads';
import { personIn } from './people';
import type { MessagePosition, MessageRow, ThreadRow } from './store';

export function toThread(row: ThreadRow): ThreadSummary {
	return {
		threadId: row.id,
		channel: row.channel,
		title: row.title,
		lastSeq: row.lastSeq,
		createdAt: row.createdAt.toISOString(),
		updatedAt: row.updatedAt.toISOString()
	};
}

/** @param names what people call themselves, by their ids; whoever is missing is a deleted person */
export function toMessage(
	row: MessageRow,
	{ channel }: Pick<ThreadRow, 'channel'>,
	names: ReadonlyMap<string, string>
): ChatMessage {
	const { id, seq, threadId, authorId, role, text, sentAt } = row;
	const name = authorId === null ? undefined : names.get(authorId);
	const author =
		authorId === null || name === undefined
			? null
			: { id: personIn({ threadId, channel }, authorId), name };
	const about = { id, seq, channel, threadId, author, ...(role !== null && { role }) };
	return { ...about, text, sentAt: sentAt.toISOString() };
}

/** A page of messages goes on in the direction it began in. */
export function writeMessageCursor(direction: 'before' | 'after', seq: number): string {
	return Buffer.from(`${direction}.${seq}`).toString('base64url');
}

/** @throws UserError INVALID_MESSAGE_FORMAT */
export function readMessageCursor(cursor: string): MessagePosition {
	const text = Buffer.from(cursor, 'base64url').toString();
	const match = /^(before|after)\.(\d{1,15})$/.exec(text);
	if (!match) throw unknownCursor();
	const seq = Number(match[2]);
	return match[1] === 'after' ? { after: seq } : { before: seq };
}
