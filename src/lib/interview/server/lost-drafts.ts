import { says } from '../drafts';
import type { Course } from './course';
import { addLostDraft, draftAt, lostDraftsOf, removeDraft, removeLostDrafts } from './store';

/** Of one interview; the oldest go first. */
const MOST_LOST = 50;

type Place = Pick<Course, 'id' | 'tx' | 'now'>;

/**
 * Keeps a draft that lost, for its writer to see; not where the winner, or another one that lost, says
 * all of it.
 * @returns whether anything was lost
 */
export function loseDraft(
	{ id, tx, now }: Place,
	{ seq, text, than }: { seq: number; text: string; than: string }
): boolean {
	if (says(than, text)) return false;
	const lost = lostDraftsOf(tx, id);
	const ofTurn = lost.filter((other) => other.seq === seq);
	if (ofTurn.some((other) => says(other.text, text))) return true;
	const shorter = ofTurn.filter((other) => says(text, other.text));
	const others = lost.filter((other) => !shorter.includes(other));
	const oldest = others.slice(0, Math.max(0, others.length - MOST_LOST + 1));
	removeLostDrafts(
		tx,
		[...shorter, ...oldest].map((other) => other.id)
	);
	addLostDraft(tx, { interviewId: id, seq, text, lostAt: new Date(now) });
	return true;
}

/**
 * Nothing is written to a turn any more: a draft of it that there still is has lost.
 * @param than its answer; empty where there is none
 */
export function closeDraft(place: Place, seq: number, than: string): void {
	const draft = draftAt(place.tx, place.id, seq);
	if (!draft) return;
	loseDraft(place, { seq, text: draft.text, than });
	removeDraft(place.tx, place.id, seq);
}
