import { testModes } from '$lib/typing';
import { visitor } from '../../visitor';
import type { PageServerLoad } from './$types';

const PAGE = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
	const { typing } = locals.app;
	const userId = visitor(locals);
	const mode = testModes.find((known) => known === url.searchParams.get('mode'));
	const [list, bests] = await Promise.all([
		typing.listResults(userId, { limit: PAGE, mode }),
		typing.personalBests(userId)
	]);
	return { ...list, bests, mode };
};
