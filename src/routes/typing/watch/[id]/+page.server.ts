import { error, redirect } from '@sveltejs/kit';
import { UserError } from '$lib/errors';
import type { WatchedTest } from '$lib/typing/server/watched-kind';
import { loadMe } from '../../../me';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { userId, name, isGuest } = await loadMe(locals);
	const { following, progress } = locals.app.sessions;
	try {
		const leadsTo = following.leadsTo(userId, params.id);
		if (leadsTo !== params.id) redirect(307, `/typing/watch/${leadsTo}`);
		const { state, ...session } = await locals.app.sessions.session(userId, params.id);
		if (state.kind !== 'typing') error(404, 'This is no typing test.');
		return {
			me: { userId, name, isGuest },
			session: { ...session, state: state as object as WatchedTest },
			progress: progress.of(params.id)
		};
	} catch (problem) {
		if (problem instanceof UserError) error(problem.status, problem.message);
		throw problem;
	}
};
