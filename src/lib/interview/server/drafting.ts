import { UserError } from '../../errors';
import type { PayloadOf } from '../../realtime/catalogue';
import { keepDraft } from '../drafts';
import { goneOn } from '../interview';
import type { InterviewMessages } from '../messages';
import type { Asker } from './answering';
import { loseDraft } from './lost-drafts';
import { asCandidate, type InterviewParts } from './parts';
import { isDone } from './showing';
import { draftAt, newestTurnOf, putDraft } from './store';
import type { Telling } from './told';

type Kept = PayloadOf<InterviewMessages, 'draft_kept'>;

/** What the candidate writes before he answers, on all his devices (rule I8). */
export class Drafting {
	readonly #parts: InterviewParts;
	readonly #telling: Telling;

	constructor(parts: InterviewParts, telling: Telling) {
		this.#parts = parts;
		this.#telling = telling;
	}

	/**
	 * Kept for whatever was asked, also while it is paused; what comes after the answer has lost to it.
	 * @throws UserError SESSION_NOT_FOUND, FORBIDDEN, INVALID_STATE for what was never asked
	 */
	async keep(
		{ userId, connection }: Asker,
		{ sessionId: id, questionId, text, revision }: PayloadOf<InterviewMessages, 'draft_update'>
	): Promise<Kept> {
		const about = { sessionId: id, questionId };
		const what = 'write its answers';
		const { answer, isOpen } = await asCandidate(this.#parts, { userId, id, what }, (course) => {
			const { tx, now } = course;
			const turn = newestTurnOf(tx, id, questionId);
			if (!turn) throw neverAsked();
			const { seq } = turn;
			if (isDone(course.state, turn)) {
				const than = turn.answer ?? '';
				const isLost = loseDraft(course, { seq, text, than });
				const answer: Kept = { ...about, text: than, revision, ...(isLost && { lost: text }) };
				return { answer, isOpen: false };
			}
			const { kept, lost } = keepDraft(draftAt(tx, id, seq), { text, revision });
			putDraft(tx, { interviewId: id, seq, ...kept, updatedAt: new Date(now) });
			if (course.state.turn?.seq === seq) course.change((state) => goneOn(state, now));
			if (lost !== undefined) loseDraft(course, { seq, text: lost, than: kept.text });
			const told = { text: kept.text, revision: kept.revision };
			const answer: Kept = { ...about, ...told, ...(lost !== undefined && { lost }) };
			return { answer, isOpen: true };
		});
		this.#telling.follow(id, connection);
		if (isOpen) {
			const { lost: _lost, ...kept } = answer;
			this.#telling.tell(id, ['draft_kept', kept], { except: connection, hearers: 'candidate' });
		}
		return answer;
	}
}

const neverAsked = () =>
	new UserError('INVALID_STATE', 'This question was not asked.', { state: 'not_asked' });
