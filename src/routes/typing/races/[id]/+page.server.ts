import { error } from '@sveltejs/kit';
import { UserError } from '$lib/errors';
import { reachOf } from '$lib/sessions/server/reach';
import { loadMe } from '../../../me';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { userId, name, isGuest } = await loadMe(locals);
	try {
		const race = await locals.app.races.race(userId, params.id);
		return { me: { name, isGuest }, race, reach: reachOf(locals.app.env) };
	} catch (problem) {
		if (problem instanceof UserError) error(problem.status, problem.message);
		throw problem;
	}
};
