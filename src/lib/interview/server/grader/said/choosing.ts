/** A whole number from 0 to 2³² − 1 that is always the same of the same text (FNV-1a, Fowler, Noll, Vo). */
export function hashOf(text: string): number {
	let hash = 0x811c9dc5;
	for (let at = 0; at < text.length; at++) {
		hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
	}
	return hash >>> 0;
}

/** One of the list, always the same for the same key: people say things in more than one way. */
export const chosen = <T>(list: readonly [T, ...T[]], key: string): T =>
	list[hashOf(key) % list.length]!;
