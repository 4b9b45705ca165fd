import { error } from '@sveltejs/kit';
import { reachOf } from '$lib/sessions/server/reach';
import { settingsAmong, settingsOf } from '$lib/typing/server/preferred-settings';
import { visitor } from '../visitor';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const { env, sessions, typing } = locals.app;
	const userId = visitor(locals);
	const code = await typing.codeOffers(userId);
	const settings = settingsAmong(settingsOf(locals.preferences.typing), code);
	const [first] = await typing.reserveTests(userId, settings, 1);
	return {
		settings,
		code,
		first: first ?? error(500, 'No test could be made.'),
		links: sessions.following
			.living(userId, 'typing')
			.filter(({ follows }) => follows)
			.map(({ id: linkId, sessionId }) => ({ linkId, sessionId })),
		reach: reachOf(env)
	};
};
