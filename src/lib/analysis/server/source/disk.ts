import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What lies in a folder, in bytes; what vanishes meanwhile counts nothing. */
export async function bytesBelow(folder: string): Promise<number> {
	const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
	let bytes = 0;
	for (const entry of entries) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) bytes += await bytesBelow(path);
		else bytes += (await lstat(path).catch(() => undefined))?.size ?? 0;
	}
	return bytes;
}
