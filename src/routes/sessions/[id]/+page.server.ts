import { error, redirect } from '@sveltejs/kit';
import { UserError } from '$lib/errors';
import type { ClockState } from '$lib/sessions/server/clock-kind';
import { visitor } from '../../visitor';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { sessions } = locals.app;
	try {
		const { state, ...session } = await sessions.session(visitor(locals), params.id);
		const path = sessions.sharing.pathOf({ id: params.id, kind: state.kind }, session.role);
		// Other kinds have pages of their own.
		if (path !== url.pathname) redirect(307, path);
		if (state.kind !== 'clock') error(404, 'This session has no page.');
		return { session: { ...session, state: state as object as ClockState }, madeAt: Date.now() };
	} catch (problem) {
		if (problem instanceof UserError) error(problem.status, problem.message);
		throw problem;
	}
};
