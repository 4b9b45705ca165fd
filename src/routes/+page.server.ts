import { settingsOf } from '$lib/typing/server/preferred-settings';
import { visitor } from './visitor';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const userId = visitor(locals);
	const { typing, analyses } = locals.app;
	const [results, lately] = await Promise.all([
		typing.listResults(userId, { limit: 3 }),
		analyses.list(userId, { limit: 3 })
	]);
	return {
		settings: settingsOf(locals.preferences.typing),
		results: results.items,
		analyses: lately.items
	};
};
