import type { ChatMessage } from './threads';

/** What was said on one day. */
export interface Day {
	/** Such as 2026-08-03, in the reader's time zone. */
	date: string;
	entries: Entry[];
}

export interface Entry {
	message: ChatMessage;
	/** Whether somebody else said the one before, or it was on another day. */
	beginsTurn: boolean;
}

/**
 * @param messages in order
 * @param timeZone the reader's; that of the machine where it is left out
 */
export function byDay(messages: readonly ChatMessage[], timeZone?: string): Day[] {
	// The Canadian order of a date is the one that sorts.
	const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
	const days: Day[] = [];
	for (const message of messages) {
		const date = format.format(new Date(message.sentAt));
		let day = days.at(-1);
		if (day?.date !== date) days.push((day = { date, entries: [] }));
		const before = day.entries.at(-1);
		const beginsTurn = before === undefined || !isSameSpeaker(before.message, message);
		day.entries.push({ message, beginsTurn });
	}
	return days;
}

/** In a transcript nobody speaks in the margin: the same person does both. */
const isSameSpeaker = (one: ChatMessage, other: ChatMessage) =>
	one.author?.id === other.author?.id && one.role === other.role;
