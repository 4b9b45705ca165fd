import { settingsOf } from '$lib/typing/server/preferred-settings';
import { visitor } from './visitor';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const { typing } = locals.app;
	const { items } = await typing.listResults(visitor(locals), { limit: 3 });
	return { settings: settingsOf(locals.preferences.typing), results: items };
};
