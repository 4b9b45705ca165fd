import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals }) => ({
	user: { id: locals.identity?.userId ?? '', preferences: locals.preferences }
});
