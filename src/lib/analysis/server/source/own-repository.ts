import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type ObjectFormat = 'sha1' | 'sha256';

/** Replaces whatever configuration a bare repository has with what ours need, hooks and all. */
export async function writeRepositoryConfig(
	repository: string,
	format: ObjectFormat
): Promise<void> {
	const extension = format === 'sha256' ? '[extensions]\n\tobjectformat = sha256\n' : '';
	const version = format === 'sha256' ? 1 : 0;
	const config = `[core]\n\trepositoryformatversion = ${version}\n\tbare = true\n${extension}`;
	await writeFile(join(repository, 'config'), config);
	await rm(join(repository, 'hooks'), { recursive: true, force: true });
	await rm(join(repository, 'info'), { recursive: true, force: true });
}

/** A bare repository without anything in it, made without git. */
export async function makeRepository(repository: string): Promise<void> {
	await mkdir(join(repository, 'objects', 'pack'), { recursive: true });
	await mkdir(join(repository, 'refs', 'heads'), { recursive: true });
}

/** What a repository knows of itself, as strangers wrote it, checked. */
export interface RepositoryState {
	format: ObjectFormat;
	/** `ref: refs/heads/main`, or an id. */
	head: string;
	/** Names to ids. */
	refs: ReadonlyMap<string, string>;
	/** Commits whose parents are not there. */
	shallow: readonly string[];
}

/** Writes in our own words what was read in a stranger's. */
export async function writeRepositoryState(
	repository: string,
	{ format, head, refs, shallow }: RepositoryState
): Promise<void> {
	await writeRepositoryConfig(repository, format);
	await writeFile(join(repository, 'HEAD'), `${head}\n`);
	const lines = Array.from(refs, ([name, id]) => ({ name: Buffer.from(name), id }))
		.sort((a, b) => Buffer.compare(a.name, b.name))
		.map(({ name, id }) => `${id} ${name.toString()}\n`);
	await writeFile(join(repository, 'packed-refs'), `# pack-refs with: sorted\n${lines.join('')}`);
	if (shallow.length > 0) await writeFile(join(repository, 'shallow'), `${shallow.join('\n')}\n`);
}
