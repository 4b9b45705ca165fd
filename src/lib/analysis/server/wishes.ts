import { basename } from 'node:path';
import { UserError } from '../../errors';
import type { Identity } from '../../realtime/server/identity';
import { AnalysisError } from '../stages';
import { visibleLine } from '../visible-text';
import { parseGitAddress } from './source/git-url';
import { pathBelowRoots } from './source/local-path';
import type { NewAnalysis } from './store';

/** What a person may name as the source of an analysis (rule N1); uploads come another way. */
export type SourceWish = { url: string } | { path: string };

export type KnownSource = Pick<NewAnalysis, 'sourceKind' | 'sourceAddress' | 'name' | 'repository'>;

/**
 * @param roots below which administrators may name a path
 * @throws UserError INVALID_MESSAGE_FORMAT naming the field, FORBIDDEN
 */
export async function sourceOf(
	{ permissions }: Pick<Identity, 'permissions'>,
	wish: SourceWish,
	roots: readonly string[]
): Promise<KnownSource> {
	if ('url' in wish) return await refused('url', () => gitSource(wish.url));
	if (!permissions.includes('admin')) {
		throw new UserError(
			'FORBIDDEN',
			'Only administrators name a folder of the server. Bring yours as an upload.'
		);
	}
	return await refused('path', async () => {
		const path = await pathBelowRoots(wish.path, roots);
		const repository = `path:${path}`;
		return { sourceKind: 'path', sourceAddress: path, name: basename(path), repository };
	});
}

function gitSource(text: string): KnownSource {
	const { url, name } = parseGitAddress(text);
	// Forges give both out for the same repository.
	const repository = `git:${url.replace(/\.git$/, '')}`;
	return { sourceKind: 'git', sourceAddress: url, name, repository };
}

const MOST_NAME_CHARACTERS = 200;

/** @param said what the page or the client calls it */
export function uploadSource(kind: 'archive' | 'folder', said: string): KnownSource {
	const clean = basename(said.replace(/\p{Cc}/gu, '').replaceAll('\\', '/')).trim();
	// The same folder may come packed another time.
	const bare = clean.replace(/\.(zip|tar|tgz|tar\.gz)$/i, '');
	const name = visibleLine(bare, MOST_NAME_CHARACTERS) || kind;
	return { sourceKind: kind, sourceAddress: null, name, repository: `name:${name}` };
}

async function refused<T>(path: string, make: () => T | Promise<T>): Promise<T> {
	try {
		return await make();
	} catch (error) {
		if (!(error instanceof AnalysisError)) throw error;
		throw new UserError('INVALID_MESSAGE_FORMAT', error.message, { path });
	}
}
