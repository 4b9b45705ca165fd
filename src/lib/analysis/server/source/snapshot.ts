import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UnreadableFile, type History, type Snapshot, type SourceFile } from '../../source';
import { BlobReader } from './blob-reader';
import { ContentStore, type IntakeRecord } from './content-store';
import { assertGit, git } from './git-process';
import { readHistory } from './history';
import { LeftOut } from './left-out';
import { listTree, type RepositoryRead } from './tree';

export type OpenOptions = Pick<RepositoryRead, 'limits' | 'signal' | 'onProgress'>;

/**
 * Opens what an intake left: the tree of the newest commit and its history where there is a
 * repository that tells them, else the files as they came.
 *
 * @param folder removed when the snapshot is disposed of
 */
export async function openSnapshot(
	folder: string,
	record: IntakeRecord,
	options: OpenOptions
): Promise<Snapshot> {
	const store = await ContentStore.open(folder);
	const ending = new AbortController();
	const signal = AbortSignal.any([options.signal, ending.signal]);
	try {
		const leftOut = new LeftOut();
		const opened = await openRepository(folder, record, { ...options, signal, leftOut });
		// Where they are no worse, the files as committed: evidence then names a commit that has them.
		const usesTree = opened !== undefined && (opened.isWhole || store.count === 0);
		if (opened !== undefined) sayWhichFiles(leftOut, { ...record, ...opened, usesTree });
		const blobs = new BlobReader({ repository: join(folder, record.repository ?? ''), folder });
		const tree = new Map(opened?.files.map(({ path, hash }) => [path, hash]));
		const files = usesTree ? opened.files : store.files;
		// What was said of files that came beside a repository does not concern its tree.
		const said = record.truncations.filter(({ what }) => !usesTree || what === 'history');
		if (!usesTree) options.onProgress('files', files.length, files.length);
		const close = async () => {
			ending.abort(new Error('The source was closed.'));
			await opened?.history.catch(() => undefined);
			blobs.close();
			await store.close();
		};
		return {
			name: record.name,
			...(opened !== undefined && { commit: opened.commit }),
			files,
			get truncations() {
				return [...said, ...leftOut.truncations];
			},
			history: async () => opened?.history,
			read: async (path) => {
				const hash = tree.get(path);
				const content = usesTree
					? hash === undefined
						? undefined
						: await blobs.read(hash)
					: await store.read(path);
				if (content === undefined) throw new UnreadableFile(path);
				return content;
			},
			close,
			dispose: async () => {
				await close();
				await rm(folder, { recursive: true, force: true });
			}
		};
	} catch (error) {
		ending.abort(error);
		await store.close();
		throw error;
	}
}

interface OpenRepository {
	commit: string;
	files: SourceFile[];
	isWhole: boolean;
	history: Promise<History | undefined>;
}

async function openRepository(
	folder: string,
	{ repository: name, isPartialClone, truncations }: IntakeRecord,
	options: OpenOptions & { leftOut: LeftOut }
): Promise<OpenRepository | undefined> {
	const { leftOut } = options;
	if (name === null) {
		if (!truncations.some(({ what }) => what === 'history')) sayNoHistory(leftOut);
		return undefined;
	}
	const repository = join(folder, name);
	const read: RepositoryRead = { ...options, repository, folder, isPartialClone };
	const commit = await headOf(read);
	if (commit === undefined) return undefined;
	const history = readHistory(commit, read);
	void Promise.allSettled([history]);
	const { files, isWhole } = await listTree(commit, read);
	return { commit, files, isWhole, history };
}

/** The commit that HEAD names; without one it is said why. */
async function headOf(read: RepositoryRead): Promise<string | undefined> {
	const { repository, folder, signal, leftOut } = read;
	const args = ['rev-parse', '--verify', '-q', '--end-of-options', 'HEAD^{commit}'];
	const head = await git(args, { repository, folder, signal });
	const id = head.output.trim().split('\n').at(-1) ?? '';
	if (head.code === 0 && /^[0-9a-f]{40,64}$/.test(id)) return id;
	await assertGit({ folder, signal });
	const any = await git(['rev-parse', '--verify', '-q', 'HEAD'], { repository, folder, signal });
	leftOut.say({
		what: 'history',
		sentence:
			any.code === 0
				? 'The newest commit is missing from the repository or damaged, so that there is no history.'
				: 'The repository has no commits yet: there are neither files nor a history.'
	});
	return undefined;
}

function sayNoHistory(leftOut: LeftOut): void {
	leftOut.say({
		what: 'history',
		sentence:
			'There is no repository in it (no .git), so that its history is missing: people, ages, what changes often and together, reverts.'
	});
}

function sayWhichFiles(
	leftOut: LeftOut,
	told: { commit: string; isWhole: boolean; isPartialClone: boolean; usesTree: boolean }
): void {
	const short = told.commit.slice(0, 10);
	if (!told.usesTree) {
		leftOut.say({
			what: 'files',
			sentence: `Files of commit ${short} are missing from the repository or damaged: those beside it are looked at instead.`
		});
	} else if (!told.isWhole) {
		leftOut.say({
			what: 'files',
			sentence: `A part of commit ${short} is missing from the repository or damaged: what is left of it is looked at.`
		});
	} else if (!told.isPartialClone) {
		leftOut.say({
			what: 'files',
			sentence: `Looked at is commit ${short}; what is not committed is not.`
		});
	}
}
