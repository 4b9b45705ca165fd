import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PublicQuestion } from '../analysis';
import { UserError } from '../errors';
import { ALL, remainingAt } from '../sessions/clock';
import {
	answered,
	askNext,
	askOn,
	begin,
	complete,
	dueAt,
	ended,
	goBack,
	hinted,
	isOver,
	MOST_FOLLOW_UPS,
	nextStep,
	paused,
	ranOut,
	recorded,
	resumed,
	retried,
	type InterviewState
} from './interview';
import { paces, sessionTypes, type Pace, type SessionType } from './kinds';
import { showInterview } from './view';

const question = (
	number: number,
	difficulty: PublicQuestion['difficulty'] = 'junior'
): PublicQuestion => ({
	...{ questionId: `q${number}`, question: `Why ${number}?`, category: 'architecture' },
	...{ difficulty, topic: 'caching', fileReferences: [], evidence: [] }
});

const begun = (
	sessionType: SessionType = 'live',
	{ pace = 1 as Pace, totalQuestions = 3, at = 0 } = {}
) =>
	begin(
		{
			...{ sessionType, pace, totalQuestions, title: 'owner/shop', candidateId: 'ann' },
			...{ question: question(1), hints: 2 }
		},
		at
	);

const asked = (number: number) => ({ question: question(number), hints: 2 });

const followUp = (state: InterviewState) =>
	askOn(state, { questionId: `f${state.lastSeq}`, type: 'clarifying', question: 'So?' }, 0);

/** Answers what is open at a moment, and has the next question asked then. */
function throughOne(state: InterviewState, at: number): InterviewState {
	const next = answered(state, state.turn!.question.questionId, at).state;
	const step = nextStep(next, false);
	if (step === 'go_back') return goBack(next, at);
	return step === 'complete' ? complete(next, at) : askNext(next, asked(next.number + 1), at);
}

const refusal = (state: string) =>
	expect.objectContaining({ code: 'INVALID_STATE', details: expect.objectContaining({ state }) });

describe('the course of an interview', () => {
	test('[I1] questions have 180, 240 or 300 s by difficulty, at the pace that the candidate needs', () => {
		const limit = (difficulty: PublicQuestion['difficulty'], pace: Pace) =>
			begin(
				{
					...{ sessionType: 'live', pace, totalQuestions: 1, title: '', candidateId: 'ann' },
					...{ question: question(1, difficulty), hints: 0 }
				},
				0
			).turn?.limitMs;
		expect(limit('junior', 1)).toBe(180_000);
		expect(limit('mid-level', 1)).toBe(240_000);
		expect(limit('senior', 1)).toBe(300_000);
		expect(limit('senior', 1.5)).toBe(450_000);
		expect(limit('junior', 2)).toBe(360_000);
		expect(limit('junior', 'off')).toBeNull();
	});

	test('[I1] a follow-up has 120 s, and practice has no clock that runs down', () => {
		const { state } = answered(begun(), 'q1', 1_000);
		expect(followUp(state).turn).toMatchObject({ limitMs: 120_000, relatedToQuestionId: 'q1' });
		expect(dueAt(begun('practice'))).toBeUndefined();
	});

	test('[I2] an answer is evaluated with the clock standing, and what comes next starts a new one', () => {
		const { state, responseMs } = answered(begun(), 'q1', 45_000);
		expect(responseMs).toBe(45_000);
		expect(dueAt(state)).toBeUndefined();
		const next = askNext(state, asked(2), 50_000);
		expect(next).toMatchObject({ phase: 'asking', number: 2, turn: { seq: 2 } });
		expect(dueAt(next)).toBe(50_000 + 180_000);
	});

	test('[I2] two follow-ups to a question at most, and they are no questions of the total', () => {
		let state = answered(begun(), 'q1', 0).state;
		for (let count = 1; count <= MOST_FOLLOW_UPS; count++) {
			expect(nextStep(state, true)).toBe('ask_on');
			state = followUp(state);
			expect(state).toMatchObject({ number: 1, turn: { followUps: count } });
			state = answered(state, state.turn!.question.questionId, 0).state;
		}
		expect(nextStep(state, true)).toBe('ask_next');
	});

	test('[I4] after the last question it is completed, and nothing is open', () => {
		let state = begun('live', { totalQuestions: 2 });
		state = throughOne(throughOne(state, 1_000), 2_000);
		expect(state).toMatchObject({ phase: 'completed', clock: { status: 'completed' } });
		expect(showInterview(state)).toMatchObject({ status: 'completed', questionNumber: 2 });
		expect(showInterview(state).current).toBeUndefined();
	});

	test('[I9] a clock that runs out takes what is there as the answer, once', () => {
		const state = begun();
		expect(ranOut(state, 179_999)).toBeUndefined();
		const late = ranOut(state, 180_004)!;
		expect(late).toMatchObject({ responseMs: 180_000, state: { phase: 'evaluating' } });
		expect(ranOut(late.state, 190_000)).toBeUndefined();
		expect(() => answered(state, 'q1', 180_001)).toThrow(refusal('expired'));
	});
});

describe('at the wrong moment', () => {
	const evaluating = answered(begun(), 'q1', 0).state;
	const states = {
		evaluating,
		paused: paused(begun(), 0),
		ended: ended(begun(), 0),
		completed: complete(answered(begun('live', { totalQuestions: 1 }), 'q1', 0).state, 0)
	};
	for (const [name, state] of Object.entries(states)) {
		test(`[I5] nothing can be answered while ${name}`, () => {
			expect(() => answered(state, 'q1', 1)).toThrow(refusal(name));
		});
	}

	test('[I5] another question than the open one is refused, and which one that is, is said', () => {
		const wrong = { code: 'INVALID_STATE', details: { state: 'asking', questionId: 'q1' } };
		expect(() => answered(begun(), 'q2', 0)).toThrow(expect.objectContaining(wrong));
	});

	test('[I3] [I4] it is paused once, resumed once and ended once', () => {
		expect(() => paused(states.paused, 0)).toThrow(refusal('paused'));
		expect(() => resumed(begun(), 0)).toThrow(refusal('running'));
		expect(() => ended(states.ended, 0)).toThrow(refusal('ended'));
		expect(() => resumed(states.ended, 0)).toThrow(refusal('ended'));
	});

	test('[I7] a live interview has neither hints nor retries', () => {
		expect(() => hinted(begun(), 'q1', 'hint', 0)).toThrow(refusal('live'));
		expect(() => retried(begun(), asked(1), { number: 1, attempt: 2 }, 0)).toThrow(refusal('live'));
	});
});

describe('practice', () => {
	test('[I7] hints come one after the other, until there are no more', () => {
		let state = hinted(begun('practice'), 'q1', 'one', 0);
		state = hinted(state, 'q1', 'two', 0);
		expect(state.turn).toMatchObject({ hints: ['one', 'two'], hintsLeft: 0 });
		expect(() => hinted(state, 'q1', 'three', 0)).toThrow(refusal('no_hints'));
	});

	test('[I7] a question asked again sets the open one aside, with its time, until it is done', () => {
		const open = resumed(throughOne(begun('practice'), 10_000), 10_000);
		let state = retried(open, asked(1), { number: 1, attempt: 2 }, 15_000);
		expect(showInterview(state)).toMatchObject({
			questionNumber: 1,
			current: { questionId: 'q1', attempt: 2 }
		});
		state = throughOne(state, 40_000);
		expect(state).toMatchObject({ number: 2, turn: { question: { questionId: 'q2' }, seq: 2 } });
		expect(answered(resumed(state, 45_000), 'q2', 46_000).responseMs).toBe(6_000);
	});

	test('[I3] time counts once what the answer before was worth is read', () => {
		const state = throughOne(begun('practice'), 10_000);
		const still = { mode: 'count_up', status: 'paused', elapsedMs: 0 };
		expect(showInterview(state).clock).toMatchObject(still);
		const read = resumed(state, 60_000);
		expect(showInterview(read).clock).toMatchObject({ status: 'running', elapsedMs: 0 });
		expect(answered(read, 'q2', 75_000).responseMs).toBe(15_000);
		expect(() => resumed(read, 61_000)).toThrow(refusal('running'));
	});

	test('[I3] a hint says so as well, and of who says nothing time counts since he was asked', () => {
		const state = throughOne(begun('practice'), 10_000);
		expect(answered(hinted(state, 'q2', 'one', 30_000), 'q2', 31_000).responseMs).toBe(1_000);
		expect(answered(state, 'q2', 31_000).responseMs).toBe(21_000);
	});

	test('[I3] what was paused while it was read is read on, and then counts', () => {
		let state = resumed(paused(throughOne(begun('practice'), 10_000), 20_000), 90_000);
		expect(showInterview(state).clock.status).toBe('paused');
		state = resumed(state, 100_000);
		expect(answered(state, 'q2', 103_000).responseMs).toBe(3_000);
	});

	test('[I3] what is set aside while the evaluation before it is read has taken no time', () => {
		let state = throughOne(begun('practice'), 10_000);
		state = retried(state, asked(1), { number: 1, attempt: 2 }, 50_000);
		state = resumed(throughOne(state, 60_000), 70_000);
		expect(answered(state, 'q2', 72_000).responseMs).toBe(2_000);
	});

	test('[I3] [I9] a clock that runs down does so while the evaluation is read, too', () => {
		const state = throughOne(begun('live'), 10_000);
		expect(showInterview(state).clock.status).toBe('running');
		expect(() => resumed(state, 20_000)).toThrow(refusal('running'));
	});

	test('[I7] of a retry that is retried nothing is set aside twice', () => {
		let state = throughOne(throughOne(begun('practice'), 0), 0);
		state = retried(state, asked(1), { number: 1, attempt: 2 }, 0);
		state = retried(state, asked(2), { number: 2, attempt: 2 }, 0);
		state = throughOne(state, 0);
		expect(state).toMatchObject({ phase: 'asking', turn: { question: { questionId: 'q3' } } });
		expect(state.setAside).toBeUndefined();
	});

	test('[I7] a completed one goes on for a retry, and completes again', () => {
		const done = throughOne(begun('practice', { totalQuestions: 1 }), 0);
		const state = retried(done, asked(1), { number: 1, attempt: 2 }, 0);
		expect(state.phase).toBe('asking');
		expect(throughOne(state, 0)).toMatchObject({ phase: 'completed', number: 1 });
	});

	test('[I7] to end the retry of a completed one leaves it completed, and it may be retried again', () => {
		const done = throughOne(begun('practice', { totalQuestions: 1 }), 0);
		const state = ended(retried(done, asked(1), { number: 1, attempt: 2 }, 0), 0);
		expect(state.phase).toBe('completed');
		expect(retried(state, asked(1), { number: 1, attempt: 3 }, 0).phase).toBe('asking');
		const early = throughOne(begun('practice', { totalQuestions: 2 }), 0);
		expect(ended(retried(early, asked(1), { number: 1, attempt: 2 }, 0), 0).phase).toBe('ended');
	});

	test('[I7] a question asked again takes the place of its own follow-up that was set aside', () => {
		let state = throughOne(begun('practice'), 0);
		state = followUp(answered(state, 'q2', 0).state);
		state = retried(state, asked(1), { number: 1, attempt: 2 }, 0);
		expect(state.setAside?.turn).toMatchObject({ number: 2, type: 'clarifying' });
		state = retried(state, asked(2), { number: 2, attempt: 2 }, 0);
		expect(throughOne(state, 0).turn).toMatchObject({ number: 3, attempt: 1 });
	});
});

/** What may happen to an interview, in any order. */
type Event =
	| { kind: 'wait'; ms: number }
	| { kind: 'answer'; follows: boolean }
	| { kind: 'answerOther' | 'evaluated' | 'pause' | 'resume' | 'end' | 'hint' | 'look' }
	| { kind: 'retry'; number: number };

const event: fc.Arbitrary<Event> = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.nat(250_000) }) },
	{ weight: 4, arbitrary: fc.record({ kind: fc.constant('answer'), follows: fc.boolean() }) },
	{ weight: 4, arbitrary: fc.constant({ kind: 'evaluated' }) },
	{ weight: 2, arbitrary: fc.constantFrom({ kind: 'pause' }, { kind: 'resume' }) },
	{ weight: 2, arbitrary: fc.constantFrom({ kind: 'hint' }, { kind: 'look' }) },
	{ weight: 1, arbitrary: fc.constantFrom({ kind: 'end' }, { kind: 'answerOther' }) },
	{
		weight: 1,
		arbitrary: fc.record({ kind: fc.constant('retry'), number: fc.integer({ min: 1, max: 3 }) })
	}
) as fc.Arbitrary<Event>;

/** An interview with a wall clock beside it, and time kept the simple way: by adding up. */
class Rehearsal {
	now = 1_000_000;
	state: InterviewState;
	follows = false;
	/** Milliseconds that each turn was open and not paused, by its seq. */
	readonly open = new Map<number, number>();
	/** What the open turn had when it came behind an evaluation that is still being read. */
	unread: number | undefined;
	/** What the machine says that each answer took, by the turn's seq. */
	readonly took = new Map<number, number>();
	readonly attempts = new Map<number, number>([[1, 1]]);

	constructor(sessionType: SessionType, pace: Pace) {
		this.state = freeze(begun(sessionType, { pace, at: this.now }));
	}

	/** @returns whether it was refused */
	happens(event: Event): boolean {
		try {
			this.state = freeze(this.#next(event));
			return false;
		} catch (error) {
			if (error instanceof UserError) return true;
			throw error;
		}
	}

	#next(event: Event): InterviewState {
		const { state, now } = this;
		const openId = state.turn?.question.questionId ?? 'q1';
		switch (event.kind) {
			case 'wait':
				this.#wait(event.ms);
				return this.state;
			case 'look':
				return this.#look();
			case 'answer': {
				const { state: next, responseMs } = answered(state, openId, now);
				this.took.set(state.turn!.seq, responseMs);
				this.unread = undefined;
				this.follows = event.follows;
				return next;
			}
			case 'answerOther':
				return answered(state, 'another', now).state;
			case 'evaluated':
				return this.#evaluated();
			case 'pause':
				return paused(state, now);
			case 'resume': {
				const next = resumed(state, now);
				if (!state.isPaused) this.#read();
				return next;
			}
			case 'end':
				return ended(state, now);
			case 'hint': {
				const next = hinted(state, openId, 'hint', now);
				this.#read();
				return next;
			}
			case 'retry': {
				if (event.number > state.number) return state;
				const attempt = (this.attempts.get(event.number) ?? 1) + 1;
				const next = retried(state, asked(event.number), { number: event.number, attempt }, now);
				this.attempts.set(event.number, attempt);
				this.#read();
				return next;
			}
		}
	}

	/** As the job does that looks at clocks. */
	#look(): InterviewState {
		const late = ranOut(this.state, this.now);
		if (!late) return this.state;
		this.took.set(late.turn.seq, late.responseMs);
		this.follows = false;
		return late.state;
	}

	#evaluated(): InterviewState {
		const { state } = this;
		if (state.phase !== 'evaluating') return state;
		const next = this.#goneOn();
		const { turn } = next;
		if (turn?.limitMs === null) this.unread = this.open.get(turn.seq) ?? 0;
		return next;
	}

	/** Time before that is not the open turn's. */
	#read(): void {
		const seq = this.state.turn?.seq;
		if (this.unread !== undefined && seq !== undefined) this.open.set(seq, this.unread);
		this.unread = undefined;
	}

	#goneOn(): InterviewState {
		const { state, now } = this;
		switch (nextStep(state, this.follows)) {
			case 'ask_on': {
				const questionId = `f${state.lastSeq}`;
				return askOn(state, { questionId, type: 'deeper_technical', question: 'And?' }, now);
			}
			case 'go_back':
				return goBack(state, now);
			case 'ask_next':
				return askNext(state, asked(state.number + 1), now);
			default:
				return complete(state, now);
		}
	}

	#wait(ms: number): void {
		const { phase, isPaused, turn } = this.state;
		if (phase === 'asking' && !isPaused && turn) {
			const before = this.open.get(turn.seq) ?? 0;
			this.open.set(turn.seq, Math.min(before + ms, turn.limitMs ?? Infinity));
		}
		this.now += ms;
	}
}

/** Whoever changes a state instead of making the next one fails. */
function freeze<T>(value: T): T {
	if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
		Object.freeze(value);
		Object.values(value).forEach(freeze);
	}
	return value;
}

const rehearsals = fc.tuple(
	fc.constantFrom(...sessionTypes),
	fc.constantFrom(...paces),
	fc.array(event, { maxLength: 60 })
);

describe('whatever happens, in whatever order', () => {
	test('[I5] what is refused changes nothing, and every state is one that makes sense', () => {
		fc.assert(
			fc.property(rehearsals, ([sessionType, pace, events]) => {
				const rehearsal = new Rehearsal(sessionType, pace);
				for (const happening of events) {
					const before = rehearsal.state;
					if (rehearsal.happens(happening)) expect(rehearsal.state).toBe(before);
					const { state } = rehearsal;
					const { phase, isPaused, turn, clock } = state;
					expect(state.number).toBeLessThanOrEqual(state.totalQuestions);
					expect(state.transcriptVersion).toBeGreaterThanOrEqual(before.transcriptVersion);
					expect(turn === undefined).toBe(isOver(state));
					expect(turn?.followUps ?? 0).toBeLessThanOrEqual(MOST_FOLLOW_UPS);
					expect(turn?.seq ?? 0).toBeLessThanOrEqual(state.lastSeq);
					expect(clock.status === 'running').toBe(phase === 'asking' && !isPaused);
					expect(isPaused && isOver(state)).toBe(false);
					if (sessionType === 'practice' || pace === 'off') expect(dueAt(state)).toBeUndefined();
				}
			})
		);
	});

	test('[I3] [S5] an answer took as long as its question was open, pauses and set-asides left out', () => {
		fc.assert(
			fc.property(rehearsals, ([sessionType, pace, events]) => {
				const rehearsal = new Rehearsal(sessionType, pace);
				for (const happening of events) rehearsal.happens(happening);
				for (const [seq, responseMs] of rehearsal.took) {
					expect(responseMs).toBe(rehearsal.open.get(seq) ?? 0);
				}
			})
		);
	});

	test('[I3] a pause of any length, anywhere, changes nothing but when things happen', () => {
		fc.assert(
			fc.property(rehearsals, fc.nat(1e9), fc.nat(60), ([type, pace, events], ms, place) => {
				const straight = new Rehearsal(type, pace);
				const interrupted = new Rehearsal(type, pace);
				for (const [index, happening] of events.entries()) {
					const { state } = interrupted;
					if (index === place && !state.isPaused && !interrupted.happens({ kind: 'pause' })) {
						interrupted.happens({ kind: 'wait', ms });
						expect(interrupted.happens({ kind: 'resume' })).toBe(false);
					}
					expect(interrupted.happens(happening)).toBe(straight.happens(happening));
				}
				expect(withoutTimes(interrupted)).toEqual(withoutTimes(straight));
			})
		);
	});
});

/** What is left on the clock is the same, since when it runs is not. */
function withoutTimes({ state, now, took }: Rehearsal): unknown {
	const { clock, turn, setAside: _setAside, ...rest } = state;
	const { askedAt: _askedAt, ...open } = turn ?? { askedAt: '' };
	return {
		...rest,
		open,
		left: remainingAt(clock, ALL, now),
		status: clock.status,
		took: [...took]
	};
}

test('[I4] what is evaluated after the end is recorded, and nothing else changes', () => {
	const over = ended(answered(begun(), 'q1', 0).state, 0);
	expect(nextStep(over, true)).toBe('nothing');
	expect(recorded(over)).toEqual({ ...over, transcriptVersion: over.transcriptVersion + 1 });
});
