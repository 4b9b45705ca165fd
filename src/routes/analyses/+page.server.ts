import { loadMe } from '../me';
import type { PageServerLoad } from './$types';

const PAGE = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
	const { userId, permissions } = await loadMe(locals);
	const { analyses, env } = locals.app;
	return {
		first: await analyses.list(userId, { limit: PAGE }),
		mostBytes: env.ANALYSIS_MOST_BYTES,
		mayNamePaths: permissions.includes('admin') && env.LOCAL_REPO_ROOTS.length > 0,
		url: url.searchParams.get('url') ?? ''
	};
};
