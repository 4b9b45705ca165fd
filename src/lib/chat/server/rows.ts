import { UserError } from '../../errors';
import type { ChatMessage, ThreadSummary } from '../threads';
import { personIn } from './people';
import type { MessagePosition, MessageRow, ThreadPosition, ThreadRow } from './store';

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
	const { id, seq, threadId, authorId, text, sentAt } = row;
	const name = authorId === null ? undefined : names.get(authorId);
	const author =
		authorId === null || name === undefined
			? null
			: { id: personIn({ threadId, channel }, authorId), name };
	return { id, seq, channel, threadId, author, text, sentAt: sentAt.toISOString() };
}

export function writeThreadCursor({ updatedAt, id }: ThreadPosition): string {
	return encode(`${updatedAt.getTime()}.${id}`);
}

/** @throws UserError INVALID_MESSAGE_FORMAT */
export function readThreadCursor(cursor: string): ThreadPosition {
	const [, time, id] = decode(cursor, /^(\d{1,15})\.([0-9a-f-]{36})$/);
	return { updatedAt: new Date(Number(time)), id: id! };
}

/** A page of messages goes on in the direction it began in. */
export function writeMessageCursor(direction: 'before' | 'after', seq: number): string {
	return encode(`${direction}.${seq}`);
}

/** @throws UserError INVALID_MESSAGE_FORMAT */
export function readMessageCursor(cursor: string): MessagePosition {
	const [, direction, seq] = decode(cursor, /^(before|after)\.(\d{1,15})$/);
	return direction === 'after' ? { after: Number(seq) } : { before: Number(seq) };
}

const encode = (text: string) => Buffer.from(text).toString('base64url');

function decode(cursor: string, pattern: RegExp): RegExpExecArray {
	const match = pattern.exec(Buffer.from(cursor, 'base64url').toString());
	if (match) return match;
	throw new UserError(
		'INVALID_MESSAGE_FORMAT',
		'This cursor is none of ours. Begin again without one.',
		{ path: 'cursor' }
	);
}
