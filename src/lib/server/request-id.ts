import { randomUUID } from 'node:crypto';

/** As most who make them do: UUIDs, numbers, traces; nothing that could mean something in a log. */
const WELL_FORMED = /^[\w.:-]{1,64}$/;

/**
 * What a REST request is called in the log and in its answer's `x-request-id`.
 * @param proposed the caller's own, taken where it is well formed
 */
export function requestIdFrom(proposed: string | null): string {
	return proposed !== null && WELL_FORMED.test(proposed) ? proposed : randomUUID();
}
