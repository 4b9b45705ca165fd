import { reachOf } from '$lib/sessions/server/reach';
import { visitor } from '../../visitor';
import type { PageServerLoad } from './$types';

const PAGE = 50;

export const load: PageServerLoad = async ({ locals }) => {
	const { env, sessions } = locals.app;
	return {
		links: await sessions.sharing.list(visitor(locals), { limit: PAGE }),
		reach: reachOf(env)
	};
};
