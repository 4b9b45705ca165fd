import { error } from '@sveltejs/kit';
import type { Me } from '$lib/accounts/account-client';
import { UserError } from '$lib/errors';
import type { Identity } from '$lib/realtime/server/identity';
import { visitor } from './visitor';

/** Who looks at a page, with what he may. */
export function visitorIdentity(locals: App.Locals): Identity {
	visitor(locals);
	return locals.identity!;
}

/** Who looks at a page, as the person sees it himself. */
export async function loadMe(locals: App.Locals): Promise<Me> {
	try {
		return await locals.app.accounts.me(visitorIdentity(locals));
	} catch (problem) {
		if (problem instanceof UserError) error(problem.status, problem.message);
		throw problem;
	}
}
