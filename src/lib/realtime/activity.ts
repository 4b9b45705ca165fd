/** What the line is used for (rule C8), derived from what pages say is open. Pure. */

export type OpenKind = 'subscribed' | 'interview_active' | 'interview_paused';

export type Activity = 'idle' | OpenKind;

export interface Opening {
	readonly kind: OpenKind;
	/** The session or analysis that is open. */
	readonly id: string;
}

/** Of several things that are open, the one that a person would name. */
const foremostFirst = ['interview_active', 'interview_paused', 'subscribed'] as const;

/**
 * @param openings in the order they were opened: of one id the latest counts, so that an interview
 * that goes on is active although the page that showed it paused has not gone yet
 */
export function activityOf(openings: readonly Opening[]): Activity {
	const latest = new Map(openings.map(({ id, kind }) => [id, kind]));
	const kinds = new Set(latest.values());
	return foremostFirst.find((kind) => kinds.has(kind)) ?? 'idle';
}
