import type { Snapshot } from '../../source';

/** What waits to be taken over, in bytes; beyond it a file is read twice. */
const MOST_WAITING_BYTES = 32 * 1024 * 1024;

/**
 * One source for two who read all of it side by side: what the first has read the second, behind it,
 * takes over. Files that only the first reads need not be told apart: they are few, and bounded.
 */
export function handedOn(
	source: Snapshot,
	mostBytes = MOST_WAITING_BYTES
): { first: Snapshot; second: Snapshot } {
	const waiting = new Map<string, Promise<Buffer>>();
	const passed = new Set<string>();
	const sizes = new Map(source.files.map(({ path, bytes }) => [path, bytes]));
	let bytes = 0;
	const first = (path: string): Promise<Buffer> => {
		const reading = source.read(path);
		const size = sizes.get(path) ?? 0;
		if (passed.has(path) || waiting.has(path) || bytes + size > mostBytes) return reading;
		bytes += size;
		waiting.set(path, reading);
		return reading;
	};
	const second = (path: string): Promise<Buffer> => {
		passed.add(path);
		const reading = waiting.get(path);
		if (!reading) return source.read(path);
		waiting.delete(path);
		bytes -= sizes.get(path) ?? 0;
		return reading;
	};
	return { first: readBy(source, first), second: readBy(source, second) };
}

/** What else a source tells may change while it is read. */
const readBy = (source: Snapshot, read: Snapshot['read']): Snapshot =>
	Object.create(source, { read: { value: read } }) as Snapshot;
