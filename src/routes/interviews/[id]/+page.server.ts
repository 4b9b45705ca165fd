import { error } from '@sveltejs/kit';
import { UserError } from '$lib/errors';
import type { KnownInterview } from '$lib/interview/live-interview.svelte';
import { reachOf } from '$lib/sessions/server/reach';
import { loadMe } from '../../me';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { userId, name, isGuest } = await loadMe(locals);
	const { sessions, interviews, env } = locals.app;
	try {
		const session = await sessions.session(userId, params.id);
		if (session.state.kind !== 'interview') error(404, 'This is no interview.');
		// Behind the session: what its version tells of is in it.
		const interview = await interviews.show(userId, params.id);
		return {
			me: { userId, name, isGuest },
			first: { session: session as object as KnownInterview['session'], interview },
			reach: reachOf(env)
		};
	} catch (problem) {
		if (problem instanceof UserError) error(problem.status, problem.message);
		throw problem;
	}
};
