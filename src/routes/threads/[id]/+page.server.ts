import { error } from '@sveltejs/kit';
import { UserError } from '$lib/errors';
import { loadMe } from '../../me';
import type { PageServerLoad } from './$types';

const PAGE = 50;

export const load: PageServerLoad = async ({ locals, params }) => {
	const { userId, name, isGuest } = await loadMe(locals);
	const { chat } = locals.app;
	try {
		const [thread, first] = await Promise.all([
			chat.thread(userId, params.id),
			chat.messages(userId, params.id, { limit: PAGE })
		]);
		return { me: { userId, name, isGuest }, thread, first };
	} catch (problem) {
		if (problem instanceof UserError) error(problem.status, problem.message);
		throw problem;
	}
};
