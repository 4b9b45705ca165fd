import { visitor } from '../../visitor';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	keys: await locals.app.accounts.keys.list(visitor(locals))
});
