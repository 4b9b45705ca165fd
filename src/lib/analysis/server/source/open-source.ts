import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Env } from '../../../server/env';
import type { Snapshot } from '../../source';
import { AnalysisError } from '../../stages';
import { takeArchive } from './archive';
import { clone } from './clone';
import { clearFolder, ContentStore, readRecord, REPOSITORIES, writeRecord } from './content-store';
import { FolderIntake } from './folder-intake';
import { sourceLimits, type SourceLimits } from './limits';
import { LocalFolder, pathBelowRoots } from './local-path';
import { systemResolve, type Resolve } from './public-address';
import { openSnapshot } from './snapshot';

/** What a person brings (rule N1). */
export type SourceRequest =
	| { kind: 'git'; url: string }
	/** `file`: where the upload lies on this machine; `name`: what it was called. */
	| { kind: 'archive'; file: string; name: string }
	/** What a FolderIntake took into the same folder, and finished. */
	| { kind: 'folder' }
	/** Of an administrator's; below LOCAL_REPO_ROOTS. */
	| { kind: 'path'; path: string };

export type SourceStep = 'receive' | 'resolve' | 'files' | 'history';

export type SourceEnv = Pick<
	Env,
	| 'GIT_ALLOWED_HOSTS'
	| 'GIT_CA_FILE'
	| 'LOCAL_REPO_ROOTS'
	| 'ANALYSIS_MOST_BYTES'
	| 'ANALYSIS_MOST_FILES'
	| 'ANALYSIS_SOURCE_TIMEOUT_MS'
>;

export interface SourceOptions {
	/** Of this source alone; made where absent, and removed by the snapshot's `dispose`. */
	folder: string;
	env: SourceEnv;
	/** Ends everything that was started for it. */
	signal: AbortSignal;
	/** Real counts; a `total` of 0 is not known yet. */
	onProgress?: (step: SourceStep, done: number, total: number) => void;
	/** Who knows the addresses of hosts; the system, unless a test says otherwise. */
	resolve?: Resolve;
}

/**
 * Brings a source onto this machine and opens it. What was brought already, before a restart, is
 * opened again. Nothing of it is ever run, and no name in it becomes a path of this machine.
 *
 * @throws AnalysisError with a sentence for its owner; the signal's reason where that aborts
 */
export async function openSource(
	request: SourceRequest,
	options: SourceOptions
): Promise<Snapshot> {
	const { folder, env, onProgress = () => undefined } = options;
	const limits = sourceLimits(env);
	const signal = AbortSignal.any([options.signal, deadlineAfter(limits.milliseconds)]);
	try {
		if ((await readRecord(folder)) === undefined) {
			await bring(request, { ...options, limits, signal, onProgress });
		}
		const record = await readRecord(folder);
		if (record === undefined) throw unfinished();
		return await openSnapshot(folder, record, { limits, signal, onProgress });
	} catch (error) {
		signal.throwIfAborted();
		throw error;
	}
}

function deadlineAfter(milliseconds: number): AbortSignal {
	const deadline = new AbortController();
	const seconds = Math.round(milliseconds / 1000);
	const late = new AnalysisError(
		'TIMEOUT',
		`The repository was not here and read within ${seconds} seconds. Try again, or bring the part of it that matters.`
	);
	setTimeout(() => deadline.abort(late), milliseconds).unref();
	return deadline.signal;
}

const unfinished = () =>
	new AnalysisError('UNSUPPORTED_SOURCE', 'The upload did not end. Pick the folder again.');

interface Bringing extends SourceOptions {
	limits: SourceLimits;
	onProgress: (step: SourceStep, done: number, total: number) => void;
}

async function bring(request: SourceRequest, options: Bringing): Promise<void> {
	// A large upload takes its time; what is in it nobody knows before it is read to the end.
	if (request.kind === 'archive') options.onProgress('resolve', 0, 0);
	switch (request.kind) {
		case 'git':
			return bringClone(request.url, options);
		case 'archive':
			return bringArchive(request, options);
		case 'path':
			return bringPath(request.path, options);
		case 'folder':
			throw unfinished();
	}
}

async function bringClone(url: string, options: Bringing): Promise<void> {
	const { folder, resolve = systemResolve } = options;
	await clearFolder(folder);
	const { name } = await clone(url, { ...options, resolve }).catch(async (error: unknown) => {
		await clearFolder(folder);
		throw error;
	});
	const store = await ContentStore.create(folder);
	await store.finish(folder, '');
	await store.close();
	const repository = REPOSITORIES.cloned;
	await writeRecord(folder, { name, truncations: [], repository, isPartialClone: true });
}

async function bringArchive(
	{ file, name }: { file: string; name: string },
	{ folder, limits, signal }: Bringing
): Promise<void> {
	const packedBytes = (await stat(file)).size;
	const intake = await FolderIntake.begin(folder, { name, limits, signal, packedBytes });
	await orAbandon(intake, () => takeArchive(file, intake));
}

async function bringPath(path: string, { folder, env, limits, signal }: Bringing): Promise<void> {
	const root = await pathBelowRoots(path, env.LOCAL_REPO_ROOTS);
	const options = { name: basename(root), limits, signal, stripsTop: false };
	const intake = await FolderIntake.begin(folder, options);
	await orAbandon(intake, async () => {
		const local = new LocalFolder(root, intake);
		await local.takeGit();
		if (!(await intake.hasWholeHead())) await local.takeFiles();
	});
}

async function orAbandon(intake: FolderIntake, take: () => Promise<void>): Promise<void> {
	try {
		await take();
		await intake.finish();
	} catch (error) {
		await intake.abandon();
		throw error;
	}
}
