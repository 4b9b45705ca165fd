import { visitor } from '../visitor';
import type { PageServerLoad } from './$types';

/** Enough for a line over months at a first look. */
const PAGE = 50;

export const load: PageServerLoad = async ({ locals }) => ({
	first: await locals.app.interviews.list(visitor(locals), { limit: PAGE })
});
