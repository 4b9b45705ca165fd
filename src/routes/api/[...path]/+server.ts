import { UserError } from '$lib/errors';
import { errorResponse } from '$lib/realtime/server/rest';

/** Rule R1: where nothing is, the answer has the form of every other error. */
export const fallback = () =>
	errorResponse(new UserError('NOT_FOUND', 'There is nothing at this address.'));
