import { visitorIdentity } from '../../me';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	devices: await locals.app.accounts.devices.list(visitorIdentity(locals))
});
