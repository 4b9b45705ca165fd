import { createHash } from 'node:crypto';
import type { FileFacts } from './facts';
import { Project } from './project';
import { languageOf } from './server/read/language-of';
import { readFacts } from './server/read/read-facts';
import { readManifests } from './server/review/manifests';
import { UnreadableFile, type Commit, type History, type Snapshot } from './source';

/** A repository in memory, as a source hands it over. */
export function snapshotOf(
	contents: Record<string, string | Buffer>,
	{
		history,
		...parts
	}: Partial<Pick<Snapshot, 'name' | 'commit' | 'truncations'>> & { history?: History } = {}
): Snapshot {
	const buffers = new Map(
		Object.entries(contents).map(([path, content]) => [path, Buffer.from(content)])
	);
	return {
		name: 'fixture',
		truncations: [],
		history: async () => history,
		files: Array.from(buffers, ([path, content]) => ({
			path,
			bytes: content.length,
			hash: createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex')
		})),
		async read(path) {
			const content = buffers.get(path);
			if (!content) throw new UnreadableFile(path);
			return content;
		},
		close: async () => undefined,
		dispose: async () => undefined,
		...parts
	};
}

/** A commit by one person at one time, of the files that it names. */
export const commitOf = (
	parts: Partial<Commit> & Pick<Commit, 'id' | 'at'>,
	...paths: string[]
): Commit => ({
	parents: [],
	author: 'ann',
	authorName: 'Ann',
	subject: 'Change',
	body: '',
	files: paths.map((path) => ({ path })),
	...parts
});

/** @param commits newest first */
export const historyOf = (commits: Commit[], tags: History['tags'] = []): History => ({
	commits,
	total: commits.length,
	branch: 'main',
	tags
});

/** A project read from the texts of its files, as the reader and the manifests' readers tell it. */
export async function projectOf(
	contents: Record<string, string>,
	history?: History
): Promise<Project> {
	const texts = Object.entries(contents);
	const files = await Promise.all(
		texts.map(async ([path, text]): Promise<FileFacts[]> => {
			const language = languageOf(path, text.slice(0, 1_000));
			return language ? [await readFacts(path, language, text)] : [];
		})
	);
	return new Project({
		files: files.flat(),
		manifests: readManifests(texts.map(([path, text]) => ({ path, text }))).manifests,
		history,
		paths: Object.keys(contents),
		lines: (path) => contents[path]?.split('\n') ?? []
	});
}
