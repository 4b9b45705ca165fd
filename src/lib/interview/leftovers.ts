import type { InterviewAnswer, ShownTurn } from './formats/answers';

/** What this browser keeps of drafts, and what is left of it once a question is closed. */

/** What the browser keeps things in; `localStorage` where it is allowed. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** A draft as this browser keeps it. */
export interface LocalDraft {
	text: string;
	/** Of the draft that it was written from. */
	revision: number;
	/** Whether the server has it too. */
	isKept: boolean;
	/** What was sent, and not answered yet. */
	sent?: string;
}

export const draftKey = (sessionId: string, questionId: string): string =>
	`greenroom:interview:${sessionId}:${questionId}`;

/** @returns undefined where nothing is kept, or something else */
export function readDraft(storage: DraftStorage, key: string): LocalDraft | undefined {
	const kept = storage.getItem(key);
	if (kept === null) return undefined;
	const found = JSON.parse(kept) as Partial<LocalDraft> | null;
	const { text, revision, isKept = false, sent } = found ?? {};
	if (typeof text !== 'string' || typeof revision !== 'number') return undefined;
	return { text, revision, isKept, ...(sent !== undefined && { sent }) };
}

/** What was written to a question and is in no answer: the clock was faster than the line. */
export interface Leftover {
	questionId: string;
	question: string;
	text: string;
}

/** A turn that can be answered no more. */
type ClosedTurn = Pick<ShownTurn, 'questionId' | 'question' | 'answer'>;

/** Those of the texts that no answer to a question says; none while the question is not closed. */
export function inNoAnswer(
	closed: readonly ClosedTurn[],
	questionId: string,
	texts: readonly string[]
): Leftover[] {
	const turns = closed.filter((turn) => turn.questionId === questionId);
	const question = turns[0]?.question;
	if (question === undefined) return [];
	const isSaid = (text: string) => turns.some(({ answer }) => answer?.includes(text));
	return texts.flatMap((written) => {
		const text = written.trim();
		return text === '' || isSaid(text) ? [] : [{ questionId, question, text }];
	});
}

/** A draft that the server kept, though another one or nothing became the answer. */
export interface LostDraft extends Leftover {
	/** ISO 8601. */
	at: string;
}

/** Lost drafts of questions that are closed, the newest last (rule I8). */
export const lostDraftsOf = (
	closed: readonly ClosedTurn[],
	drafts: InterviewAnswer['lostDrafts']
): LostDraft[] =>
	drafts.flatMap(({ questionId, text, at }) =>
		inNoAnswer(closed, questionId, [text]).map((leftover) => ({ ...leftover, at }))
	);

/**
 * Looks what is left in this browser, and forgets what is in the answers.
 *
 * @param openId the question that is open
 */
export function leftoversOf(
	storage: DraftStorage,
	{
		sessionId,
		closed,
		openId
	}: { sessionId: string; closed: readonly ClosedTurn[]; openId: string | undefined }
): Leftover[] {
	const ids = new Set(closed.map(({ questionId }) => questionId));
	return [...ids].flatMap((questionId) => {
		if (questionId === openId) return [];
		const key = draftKey(sessionId, questionId);
		const left = inNoAnswer(closed, questionId, [readDraft(storage, key)?.text ?? '']);
		if (left.length === 0) storage.removeItem(key);
		return left;
	});
}
