import { tell } from '../realtime/rest-client';
import type { ClockAction } from './server/clock-kind';

export { Refusal } from '../realtime/rest-client';

/** Bare clocks over REST, as the browser calls it (rule S5). */
export const clockClient = {
	/**
	 * Rejects with a `Refusal`: CONFLICT where somebody was faster.
	 * @param expectedVersion of the state that it is decided by; left out where it is meant whatever others did
	 */
	act: (sessionId: string, action: ClockAction, expectedVersion?: number) =>
		tell('POST', `/api/sessions/${sessionId}/${action}`, {
			body: expectedVersion === undefined ? {} : { expectedVersion }
		})
};
