import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { parseEnv } from '../../../server/env';
import type { History, Snapshot } from '../../source';
import { openSource, type SourceEnv, type SourceOptions, type SourceRequest } from './open-source';

const run = promisify(execFile);

/** A folder for as long as the test lasts. */
export async function temporaryFolder(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'greenroom-source-'));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	return folder;
}

/** A real repository, made with a configuration of its own. */
export class TestRepository {
	readonly folder: string;
	#seconds = 0;

	private constructor(folder: string) {
		this.folder = folder;
	}

	static async make(...options: string[]): Promise<TestRepository> {
		const repository = new TestRepository(join(await temporaryFolder(), 'project'));
		await mkdir(repository.folder);
		await repository.git('init', '-q', '-b', 'main', ...options);
		return repository;
	}

	async git(...args: string[]): Promise<string> {
		const at = `2024-03-01T10:00:${String(this.#seconds).padStart(2, '0')}+01:00`;
		const env = {
			PATH: process.env['PATH'],
			HOME: this.folder,
			GIT_CONFIG_NOSYSTEM: '1',
			GIT_AUTHOR_NAME: 'Ada',
			GIT_AUTHOR_EMAIL: 'Ada@Example.org',
			GIT_COMMITTER_NAME: 'Ada',
			GIT_COMMITTER_EMAIL: 'ada@example.org',
			GIT_AUTHOR_DATE: at,
			GIT_COMMITTER_DATE: at
		};
		const { stdout } = await run('git', args, { cwd: this.folder, env });
		return stdout.trim();
	}

	async write(path: string, content: string | Uint8Array): Promise<void> {
		await mkdir(dirname(join(this.folder, path)), { recursive: true });
		await writeFile(join(this.folder, path), content);
	}

	/** Writes and commits. @returns the commit's id */
	async commit(message: string, files: Record<string, string | Uint8Array> = {}): Promise<string> {
		for (const [path, content] of Object.entries(files)) await this.write(path, content);
		await this.git('add', '-A');
		await this.git('commit', '-q', '--allow-empty', '-m', message);
		this.#seconds += 1;
		return this.git('rev-parse', 'HEAD');
	}
}

/** Every file below, without links being followed. */
export async function filesBelow(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
}

export async function* pieces(...content: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
	for (const one of content) yield Buffer.from(one);
}

interface Opening extends Partial<Omit<SourceOptions, 'env'>> {
	env?: Partial<SourceEnv>;
}

/** A source of which all is known, its history too. */
type WholeSource = Omit<Snapshot, 'history'> & { history: History | undefined };

/** Opens a source into a folder of the test's, and disposes of it. */
export async function opened(request: SourceRequest, options: Opening = {}): Promise<WholeSource> {
	const folder = options.folder ?? join(await temporaryFolder(), 'source');
	const { signal } = new AbortController();
	const env = { ...parseEnv({}), ...options.env };
	const snapshot = await openSource(request, { signal, ...options, folder, env });
	onTestFinished(() => snapshot.dispose());
	const history = await snapshot.history();
	return { ...snapshot, history };
}

/** Opens a folder of this machine as an administrator does. */
export const openedPath = (path: string, options: Opening = {}) =>
	opened({ kind: 'path', path }, { ...options, env: { LOCAL_REPO_ROOTS: [path], ...options.env } });

export const pathsOf = ({ files }: Pick<Snapshot, 'files'>) => files.map(({ path }) => path).sort();

export const sentencesOf = ({ truncations }: Pick<Snapshot, 'truncations'>) =>
	truncations.map(({ sentence }) => sentence).join('\n');
