import { isOver } from '$lib/interview/words';
import { settingsOf } from '$lib/typing/server/preferred-settings';
import { visitor } from './visitor';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const userId = visitor(locals);
	const { typing, analyses, interviews } = locals.app;
	const [results, lately, rehearsed] = await Promise.all([
		typing.listResults(userId, { limit: 3 }),
		analyses.list(userId, { limit: 3 }),
		interviews.list(userId, { limit: 3 })
	]);
	return {
		settings: settingsOf(locals.preferences.typing),
		results: results.items,
		analyses: lately.items,
		/** The newest one that is not over. */
		interview: rehearsed.items.find((one) => !isOver(one))
	};
};
