import { loadMe } from '../me';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({ me: await loadMe(locals) });
