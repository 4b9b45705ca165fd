/**
 * How channels are called (rule H1): `room:<name>` is one owner's own, `session:<id>` that of whoever
 * has a part in the session.
 */

const ROOM = 'room:';
const SESSION = 'session:';
const MOST_NAME_CHARACTERS = 64;
/** What a title without a single letter of ours is filed under. */
const NAMELESS = 'thread';

/** @returns the channel that a thread of this title would have, taken or not */
export function channelOf(title: string): string {
	const name = title
		.normalize('NFKD')
		.toLowerCase()
		// Accents, now characters of their own, leave no gap behind.
		.replace(/\p{M}+/gu, '')
		.replace(/[^a-z0-9_]+/g, '-')
		.slice(0, MOST_NAME_CHARACTERS)
		.replace(/^-+|-+$/g, '');
	return ROOM + (name || NAMELESS);
}

/** @returns the name of a room, which is its first title; undefined for another kind of channel */
export function roomName(channel: string): string | undefined {
	return channel.startsWith(ROOM) ? channel.slice(ROOM.length) : undefined;
}

/** @returns the id of the session that a channel is beside; undefined for another kind of channel */
export function sessionOf(channel: string): string | undefined {
	return channel.startsWith(SESSION) ? channel.slice(SESSION.length) : undefined;
}

export const channelOfSession = (sessionId: string) => SESSION + sessionId;

/** @returns `channel`, or the first of `channel-2`, `channel-3`, … that is not taken */
export function freeChannel(channel: string, isTaken: (channel: string) => boolean): string {
	let free = channel;
	for (let number = 2; isTaken(free); number += 1) {
		const ending = `-${number}`;
		free = channel.slice(0, ROOM.length + MOST_NAME_CHARACTERS - ending.length) + ending;
	}
	return free;
}
