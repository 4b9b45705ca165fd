/** Two numbers of 32 bits as one of 52, which JSON and doubles keep exactly. */
export const fingerprint = (one: number, two: number) =>
	(mixed(one) >>> 0) * 0x100000 + (mixed(two) >>> 12);

/** The finaliser of MurmurHash3, so that neighbouring sums lie far apart (Appleby, public domain). */
export function mixed(value: number): number {
	let hash = value;
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return hash ^ (hash >>> 16);
}

/** FNV-1a over UTF-16 units of a slice (Fowler, Noll, Vo). */
export function hashOf(text: string, start: number, end: number): number {
	let hash = 0x811c9dc5;
	for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
	return hash;
}
