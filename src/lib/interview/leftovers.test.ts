import { expect, test } from 'vitest';
import { draftKey, inNoAnswer, leftoversOf } from './leftovers';

const sessionId = 's1';

function storageOf(drafts: Record<string, string>) {
	const entries = new Map(
		Object.entries(drafts).map(([questionId, text]) => [
			draftKey(sessionId, questionId),
			JSON.stringify({ text, revision: 1, isKept: false })
		])
	);
	const storage = {
		getItem: (key: string) => entries.get(key) ?? null,
		setItem: (key: string, value: string) => void entries.set(key, value),
		removeItem: (key: string) => void entries.delete(key)
	};
	return { storage, entries };
}

const closed = (questionId: string, answer: string | null) => ({
	...{ questionId, question: `Why ${questionId}?`, answer }
});

test('[I8] what was written while the line was away, and the clock ran out, is found again', () => {
	const { storage } = storageOf({ q1: 'All that I know', q2: 'Being written' });
	const turns = [closed('q1', 'All')];
	expect(leftoversOf(storage, { sessionId, closed: turns, openId: 'q2' })).toEqual([
		{ questionId: 'q1', question: 'Why q1?', text: 'All that I know' }
	]);
});

test('[I8] what is in the answer is forgotten, what is being written is not', () => {
	const { storage, entries } = storageOf({ q1: 'Said ', q2: 'Again' });
	const turns = [closed('q1', 'Said, and more'), closed('q2', 'First attempt')];
	expect(leftoversOf(storage, { sessionId, closed: turns, openId: 'q2' })).toEqual([]);
	expect([...entries.keys()]).toEqual([draftKey(sessionId, 'q2')]);
});

test('[I8] what lost is shown once its question is closed, unless an answer says it', () => {
	const turns = [closed('q1', 'We cache pages for a minute.')];
	const lost = ['We cache pages ', 'We cache nothing', ' '];
	expect(inNoAnswer(turns, 'q1', lost).map(({ text }) => text)).toEqual(['We cache nothing']);
	expect(inNoAnswer(turns, 'q2', lost)).toEqual([]);
});
