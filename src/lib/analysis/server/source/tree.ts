import { MOST_READ_BYTES, type SourceFile } from '../../source';
import { GitProcess } from './git-process';
import type { LeftOut, Reason } from './left-out';
import type { SourceLimits } from './limits';
import { nulTokens } from './nul-tokens';
import { cleanTreePath, utf8 } from './paths';

export interface RepositoryRead {
	/** The bare repository, ours. */
	repository: string;
	folder: string;
	signal: AbortSignal;
	limits: SourceLimits;
	leftOut: LeftOut;
	/** What is missing was too large to be fetched: it was cloned that way. */
	isPartialClone: boolean;
	onProgress: (step: 'files' | 'history', done: number, total: number) => void;
}

const PROGRESS_EVERY = 1000;

/**
 * The files of a commit, by its tree: nothing is checked out, so that no name can become a path of
 * this machine.
 *
 * @returns `isWhole`: false where a part of the tree, or of its files, is missing or damaged
 */
export async function listTree(
	commit: string,
	{ repository, folder, signal, limits, leftOut, isPartialClone, onProgress }: RepositoryRead
): Promise<{ files: SourceFile[]; isWhole: boolean }> {
	const args = ['ls-tree', '-r', '-z', '-l', '--full-tree', commit];
	const listing = new GitProcess(args, { repository, folder, signal });
	listing.stdin.end();
	const files: SourceFile[] = [];
	let seen = 0;
	let missing = 0;
	for await (const tokens of nulTokens(listing.stdout)) {
		for (const token of tokens) {
			seen += 1;
			if (seen > limits.files) break;
			const entry = parseEntry(token, isPartialClone ? 'large' : 'missing');
			if (entry === undefined) continue;
			if (!('refused' in entry)) files.push(entry);
			else {
				leftOut.add(entry.refused, entry.path);
				if (entry.refused === 'missing') missing += 1;
			}
		}
		if (seen > limits.files) break;
		if (files.length % PROGRESS_EVERY < tokens.length) onProgress('files', files.length, 0);
	}
	if (seen > limits.files) {
		listing.stop();
		leftOut.say({
			what: 'files',
			sentence: `There are more files than are looked at: only the first ${limits.files.toLocaleString('en')} were.`
		});
	}
	const { code } = await listing.ended;
	signal.throwIfAborted();
	onProgress('files', files.length, files.length);
	return { files, isWhole: missing === 0 && (seen > limits.files || code === 0) };
}

/** "100644 blob <id>    1234\tsrc/a.ts" */
function parseEntry(
	token: Buffer,
	missing: Reason
): SourceFile | { refused: Reason; path: string } | undefined {
	const tab = token.indexOf(0x09);
	const [mode, type, id, size] = token.toString('latin1', 0, Math.max(0, tab)).split(/ +/);
	if (mode === undefined || id === undefined || size === undefined) return undefined;
	const name = token.subarray(tab + 1);
	const clean = cleanTreePath(name);
	const path = 'path' in clean ? clean.path : (utf8(name) ?? name.toString('latin1'));
	if (mode === '120000') return { refused: 'link', path };
	if (mode === '160000') return { refused: 'submodule', path };
	if (type !== 'blob') return { refused: 'special', path };
	if ('refused' in clean) return { refused: clean.refused, path };
	const bytes = Number(size);
	if (!Number.isInteger(bytes)) return { refused: missing, path };
	if (bytes > MOST_READ_BYTES) return { refused: 'large', path };
	return { path, bytes, hash: id };
}
