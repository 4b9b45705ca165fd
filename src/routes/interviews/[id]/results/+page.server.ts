import { error } from '@sveltejs/kit';
import { UserError } from '$lib/errors';
import { visitor } from '../../../visitor';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	try {
		return { interview: await locals.app.interviews.show(visitor(locals), params.id) };
	} catch (problem) {
		if (problem instanceof UserError) error(problem.status, problem.message);
		throw problem;
	}
};
