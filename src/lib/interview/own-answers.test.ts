import { describe, expect, test } from 'vitest';
import type { WaitingMessage } from '../realtime/channel';
import { draftKey } from './leftovers';
import type { InterviewView, ShownTurn } from './formats/answers';
import { LiveInterview, type InterviewLine } from './live-interview.svelte';
import { OwnAnswers } from './own-answers.svelte';
import { interview, turn } from './results.fixtures';

/** What the candidate wrote on this device. */

const sessionId = '00000000-0000-4000-8000-000000000001';

const view = (given: Partial<InterviewView>): InterviewView => ({
	...{ kind: 'interview', status: 'asking', sessionType: 'live', pace: 1, title: 'acme/shop' },
	...{ candidateId: 'p1', totalQuestions: 3, questionNumber: 2, transcriptVersion: 1 },
	current: {
		...{ questionId: 'q2', question: 'Why q2?', category: 'architecture', difficulty: 'junior' },
		...{ topic: 'caching', fileReferences: [], evidence: [], type: 'question', attempt: 1 },
		...{ hints: [], hintsLeft: 0, askedAt: '2026-03-02T10:00:00.000Z' }
	},
	clock: { mode: 'global', status: 'paused', activeId: null, remainingMs: { all: 1 }, since: null },
	...given
});

interface Given {
	state?: Partial<InterviewView>;
	turns?: ShownTurn[];
	waiting?: WaitingMessage[];
	role?: 'owner' | 'watch';
	kept?: Record<string, string>;
}

function ownAnswers({ state = {}, turns = [], waiting = [], role = 'owner', kept = {} }: Given) {
	const entries = new Map(
		Object.entries(kept).map(([questionId, text]) => [
			draftKey(sessionId, questionId),
			JSON.stringify({ text, revision: 0, isKept: false })
		])
	);
	const storage = {
		getItem: (key: string) => entries.get(key) ?? null,
		setItem: (key: string, value: string) => void entries.set(key, value),
		removeItem: (key: string) => void entries.delete(key)
	};
	const discarded: string[] = [];
	const line: InterviewLine = {
		...{ userId: 'u', waiting, channel: () => ({}) as never, onReady: () => () => undefined },
		discard: async (requestId) => void discarded.push(requestId),
		tryAgain: async () => undefined,
		serverNow: () => 0
	};
	const session = { sessionId, version: 1, state: view(state), role, personId: 'p1' };
	const known = { session: { ...session, participants: [] }, interview: interview(turns) };
	const live = new LiveInterview(known, line, { show: async () => known.interview });
	return { own: new OwnAnswers(live, line, () => storage), entries, discarded };
}

const message = (questionId: string, more: Partial<WaitingMessage> = {}): WaitingMessage => ({
	...{ requestId: 'r1', type: 'submit_answer', about: sessionId, at: 0, state: 'waiting' },
	payload: { sessionId, questionId, answer: `To ${questionId}` },
	...more
});

describe('what is written on this device', () => {
	test('[I8] the candidate writes to the open question, and nobody else does', () => {
		expect(ownAnswers({}).own.keeper?.questionId).toBe('q2');
		expect(ownAnswers({}).own.mayAnswer).toBe(true);
		const watching = ownAnswers({ role: 'watch' }).own;
		expect([watching.keeper, watching.mayAnswer]).toEqual([undefined, false]);
		expect(ownAnswers({ state: { status: 'paused' } }).own.mayAnswer).toBe(false);
	});

	test('[D5] an answer to the open question that is on its way is not given twice', () => {
		const { own } = ownAnswers({ waiting: [message('q2')] });
		expect(own.given).toBe('To q2');
		expect(own.mayAnswer).toBe(false);
		expect(ownAnswers({ waiting: [message('q1')] }).own.mayAnswer).toBe(true);
	});

	test('[I2] while it is read it is shown, to whoever looks on as well', () => {
		const turns = [turn('q2', 2, { answer: 'Being read' })];
		const state = { status: 'evaluating' } as const;
		expect(ownAnswers({ state, turns, role: 'watch' }).own.given).toBe('Being read');
	});

	test('[I7] until the answer to a retry is known, that of the attempt before is not shown for it', () => {
		const turns = [turn('q2', 2, { answer: 'The first time', score: 20 })];
		const { current } = view({});
		const retry = { status: 'evaluating', current: { ...current!, attempt: 2 } } as const;
		expect(ownAnswers({ state: retry, turns }).own.given).toBeUndefined();
		const both = [...turns, turn('q2', 3, { answer: 'The second time', attempt: 2 })];
		expect(ownAnswers({ state: retry, turns: both }).own.given).toBe('The second time');
	});

	test('[I5] what was refused is there with the reason until it is let go', () => {
		const refusal = { state: 'set-aside', problem: 'The time is up.' } as const;
		const { own, discarded } = ownAnswers({ waiting: [message('q1', refusal)] });
		expect(own.notTaken).toEqual([
			{ id: 'r1', why: 'This answer was not taken. The time is up.', text: 'To q1' }
		]);
		own.letGo('r1');
		expect(discarded).toEqual(['r1']);
	});

	test('[I8] what was written too late to be sent is found, and let go when it is not wanted', () => {
		const turns = [turn('q1', 1, { answer: 'Half', isLate: true, score: 10 })];
		const { own, entries } = ownAnswers({ turns, kept: { q1: 'Half, and the rest' } });
		own.lookBack();
		expect(own.notTaken).toMatchObject([{ text: 'Half, and the rest' }]);
		own.letGo(own.notTaken[0]!.id);
		expect(own.notTaken).toEqual([]);
		expect(entries.size).toBe(0);
	});
});
