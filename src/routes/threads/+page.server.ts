import { visitor } from '../visitor';
import type { PageServerLoad } from './$types';

const PAGE = 50;

export const load: PageServerLoad = async ({ locals }) =>
	locals.app.chat.listThreads(visitor(locals), { limit: PAGE });
