import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseEnv } from '../../server/env';
import { analyse, type Analysis, type PipelineEvents } from './pipeline';
import { ReaderPool } from './read/reader-pool';
import { openSource, type SourceRequest } from './source/open-source';

/**
 * `npm run analyse`: the same pipeline without a server. What is named is a path of this machine, an
 * archive or a git URL.
 *
 * @throws AnalysisError with a sentence; ConfigurationError for a wrong environment
 */
export async function analyseFrom(
	source: string,
	signal: AbortSignal,
	events: PipelineEvents = {}
): Promise<Analysis> {
	const folder = await mkdtemp(join(tmpdir(), 'greenroom-analysis-'));
	const readers = new ReaderPool();
	try {
		const request = requestFor(source);
		// Whoever runs the command may read what it names.
		const roots = request.kind === 'path' ? dirname(request.path) : '';
		const env = parseEnv({ ...process.env, LOCAL_REPO_ROOTS: roots });
		const snapshot = await openSource(request, { folder, env, signal });
		try {
			return await analyse(snapshot, { readers, signal, ...events });
		} finally {
			await snapshot.dispose();
		}
	} finally {
		await readers.close();
		await rm(folder, { recursive: true, force: true });
	}
}

function requestFor(source: string): SourceRequest {
	if (/^[a-z][a-z0-9+.-]*:\/\//i.test(source)) return { kind: 'git', url: source };
	const path = resolve(source);
	if (/\.(zip|tar|tgz|tar\.gz)$/i.test(path)) return { kind: 'archive', file: path, name: source };
	return { kind: 'path', path };
}
