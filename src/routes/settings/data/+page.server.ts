import { visitorIdentity } from '../../me';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	holdings: await locals.app.accounts.belongings.list(visitorIdentity(locals))
});
