import type { ChatMessage } from './threads';

/**
 * What a page knows of a thread: messages without a gap, in the order of `seq` (rule D4), and those
 * heard already that lie beyond one.
 */
export interface Transcript {
	readonly messages: readonly ChatMessage[];
	/** In order, with something missing before them. */
	readonly ahead: readonly ChatMessage[];
}

export const emptyTranscript: Transcript = { messages: [], ahead: [] };

/** The `seq` up to which everything newer is known; 0 before the first message. */
export function lastSeqOf({ messages }: Transcript): number {
	return messages.at(-1)?.seq ?? 0;
}

/** Whether something was missed that must be fetched. */
export function hasGap({ ahead }: Transcript): boolean {
	return ahead.length > 0;
}

/** Whether a message is there, be it beyond a gap. */
export function isKnown(transcript: Transcript, { seq }: ChatMessage): boolean {
	return seq <= lastSeqOf(transcript) || transcript.ahead.some((other) => other.seq === seq);
}

/** With a message that was just told; it may come twice, early, or late. */
export function withTold(transcript: Transcript, message: ChatMessage): Transcript {
	if (isKnown(transcript, message)) return transcript;
	const ahead = [...transcript.ahead, message].sort((a, b) => a.seq - b.seq);
	return closingUp({ messages: transcript.messages, ahead });
}

/** With what the server gave for everything after the last known one: nothing lies between. */
export function withNewer(transcript: Transcript, newer: readonly ChatMessage[]): Transcript {
	const last = lastSeqOf(transcript);
	const added = newer.filter(({ seq }) => seq > last);
	return closingUp({
		messages: [...transcript.messages, ...added],
		ahead: transcript.ahead
	});
}

/** With a page from before the first known one. @param older newest first, as lists come */
export function withOlder(transcript: Transcript, older: readonly ChatMessage[]): Transcript {
	const first = transcript.messages[0]?.seq ?? Infinity;
	const added = older.filter(({ seq }) => seq < first).toReversed();
	return { ...transcript, messages: [...added, ...transcript.messages] };
}

/** What lies ahead moves over as far as nothing is missing before it. */
function closingUp({ messages, ahead }: Transcript): Transcript {
	const closed = [...messages];
	let last = closed.at(-1)?.seq ?? 0;
	const beyond: ChatMessage[] = [];
	for (const message of ahead) {
		if (message.seq === last + 1) {
			closed.push(message);
			last = message.seq;
		} else if (message.seq > last) {
			beyond.push(message);
		}
	}
	return { messages: closed, ahead: beyond };
}
