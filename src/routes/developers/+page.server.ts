import { LINE_PATH } from '$lib/realtime/envelope';
import { serverAt } from '$lib/developers/server/asyncapi';
import { examplesAt } from '$lib/developers/server/examples';
import { limitRows } from '$lib/developers/server/limits';
import { reference } from '$lib/developers/server/reference';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const { host, protocol } = serverAt(url.origin);
	return {
		address: `${protocol}://${host}${LINE_PATH}`,
		examples: examplesAt(url.origin),
		limits: limitRows(locals.app.env),
		reference
	};
};
