import { loadMe } from '../me';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals }) => ({ me: await loadMe(locals) });
