import { error } from '@sveltejs/kit';
import { settingsOf } from '$lib/typing/server/preferred-settings';
import { visitor } from '../visitor';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const settings = settingsOf(locals.preferences.typing);
	const [first] = await locals.app.typing.reserveTests(visitor(locals), settings, 1);
	return { settings, first: first ?? error(500, 'No test could be made.') };
};
