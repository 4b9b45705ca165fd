import type { PublicQuestion } from '../analysis';
import { UserError } from '../errors';
import {
	completeClock,
	expireWhenDue,
	pauseClock,
	resumeClock,
	runsOutAt,
	type SessionClock
} from '../sessions/clock';
import type { FollowUpType, Pace, SessionType, TurnType } from './kinds';
import { limitOf, spentOn, turnClock } from './turn-clock';

/**
 * The rules of interviews (section I): what is asked when, what may be done at which moment, and what
 * the clock does. Each function gives the next state and leaves the one it was given alone. Pure.
 */

/** Not counted among the questions (rule I2). */
export const MOST_FOLLOW_UPS = 2;

export type NextStep = 'ask_on' | 'go_back' | 'ask_next' | 'complete' | 'nothing';

/** What is open: a question, or what is asked on about one. */
export interface OpenTurn {
	/** From 1, in the order of asking. */
	seq: number;
	/** Of the main question, from 1. */
	number: number;
	type: TurnType;
	/** Of a follow-up: the main question. */
	relatedToQuestionId?: string;
	/** 1, and more after a retry; a follow-up's is its question's. */
	attempt: number;
	/** How many follow-ups this attempt has had, this one among them. */
	followUps: number;
	/** A follow-up has its question's code beside it. */
	question: PublicQuestion;
	/** Those given. */
	hints: readonly string[];
	hintsLeft: number;
	/** ISO 8601. */
	askedAt: string;
	/** What the clock gives, in milliseconds; null where it counts up. */
	limitMs: number | null;
}

interface SetAside {
	turn: OpenTurn;
	clock: SessionClock;
}

/** An interview as it is kept; `showInterview` says what of it travels. Nobody's rubric is in it. */
export interface InterviewState {
	kind: 'interview';
	/** Between an answer and its evaluation nobody can answer. */
	phase: 'asking' | 'evaluating' | 'completed' | 'ended';
	/** At any moment before the end: time stands still, and nothing can be said. */
	isPaused: boolean;
	sessionType: SessionType;
	pace: Pace;
	analysisId?: string;
	title: string;
	/** What others call whoever is asked. */
	candidateId: string;
	totalQuestions: number;
	/** How far the questions were asked, from 1; a retry does not change it. */
	number: number;
	/** Open, or being evaluated. */
	turn?: OpenTurn;
	/** What was open when an earlier question was asked again: it goes on after that. */
	setAside?: SetAside;
	/** It was completed, and goes on for a retry alone. */
	isRepeated?: true;
	clock: SessionClock;
	/**
	 * Without a countdown: what the clock shows while what the answer before was worth is being read. Where
	 * the candidate never says that he goes on, time counts since he was asked.
	 */
	standing?: SessionClock;
	/** Of the turn asked last. */
	lastSeq: number;
	/** Grows with each answer, evaluation and claim. */
	transcriptVersion: number;
}

/** A main question about to be asked. */
export interface Asked {
	question: PublicQuestion;
	/** How many hints there are to it. */
	hints: number;
}

/** What the interviewer asks on. */
export interface FollowUpAsked {
	questionId: string;
	type: FollowUpType;
	question: string;
}

export interface Beginning extends Asked {
	sessionType: SessionType;
	pace: Pace;
	analysisId?: string;
	title: string;
	candidateId: string;
	totalQuestions: number;
}

/** @param now milliseconds since the epoch, here and below */
export function begin({ question, hints, ...given }: Beginning, now: number): InterviewState {
	const nothing = { phase: 'asking', isPaused: false, number: 0, lastSeq: 0 } as const;
	const clock = turnClock(null, now);
	const state: InterviewState = {
		...{ kind: 'interview', ...given, ...nothing, clock },
		transcriptVersion: 1
	};
	return asked(state, mainTurn(state, { question, hints }, { number: 1, attempt: 1 }, now), now);
}

/** Whether nothing more is asked. */
export const isOver = ({ phase }: InterviewState) => phase === 'completed' || phase === 'ended';

/** What is open, and may be answered now. @throws UserError INVALID_STATE (rule I5) */
export function demandOpen(state: InterviewState, questionId: string, now: number): OpenTurn {
	demandGoingOn(state);
	if (state.phase === 'evaluating') throw wrongMoment('evaluating');
	const { turn } = state;
	if (turn?.question.questionId !== questionId) {
		throw new UserError(
			'INVALID_STATE',
			'Another question is open. Answer that one, or have this one asked again where you practise.',
			{ state: 'asking', questionId: turn?.question.questionId }
		);
	}
	// Whoever comes after the end, and before the job that says so, is too late all the same.
	if (expireWhenDue(state.clock, now) !== state.clock) throw wrongMoment('expired');
	return turn;
}

/**
 * Rule I2: the answer is there, and time stands still while it is evaluated.
 * @returns the time it took on the clock, too, in milliseconds
 * @throws UserError INVALID_STATE
 */
export function answered(
	state: InterviewState,
	questionId: string,
	now: number
): { state: InterviewState; responseMs: number } {
	const { limitMs } = demandOpen(state, questionId, now);
	const clock = pauseClock(state.clock, now);
	return { state: evaluating(state, clock), responseMs: spentOn(clock, limitMs) };
}

/**
 * Rule I9: the clock has run out, and what is there counts as the answer.
 * @returns undefined where it has not
 */
export function ranOut(
	state: InterviewState,
	now: number
): { state: InterviewState; turn: OpenTurn; responseMs: number } | undefined {
	const { turn } = state;
	const clock = expireWhenDue(state.clock, now);
	if (!turn || clock === state.clock) return undefined;
	return { state: evaluating(state, clock), turn, responseMs: spentOn(clock, turn.limitMs) };
}

/** When that is to be looked at, milliseconds since the epoch. */
export const dueAt = ({ clock }: InterviewState) => runsOutAt(clock);

/**
 * What comes once the open turn is done; `nothing` where the interview is over already.
 * @param hasFollowUp whether the interviewer has something to ask on
 */
export function nextStep(state: InterviewState, hasFollowUp: boolean): NextStep {
	if (isOver(state)) return 'nothing';
	const { turn, setAside, number, totalQuestions } = state;
	if (hasFollowUp && turn && turn.followUps < MOST_FOLLOW_UPS) return 'ask_on';
	if (setAside) return 'go_back';
	return number < totalQuestions ? 'ask_next' : 'complete';
}

/** The interviewer asks on about what was just answered. */
export function askOn(state: InterviewState, followUp: FollowUpAsked, now: number): InterviewState {
	const { number, attempt, followUps, question, relatedToQuestionId } = evaluatedTurn(state);
	const turn: OpenTurn = {
		...{ seq: state.lastSeq + 1, number, attempt, followUps: followUps + 1 },
		type: followUp.type,
		relatedToQuestionId: relatedToQuestionId ?? question.questionId,
		question: { ...question, questionId: followUp.questionId, question: followUp.question },
		...{ hints: [], hintsLeft: 0, askedAt: iso(now) },
		limitMs: limitOf(state, { ...question, type: followUp.type })
	};
	return behindEvaluation(asked(state, turn, now), now);
}

/** The next question of those that were planned. */
export function askNext(state: InterviewState, next: Asked, now: number): InterviewState {
	evaluatedTurn(state);
	const turn = mainTurn(state, next, { number: state.number + 1, attempt: 1 }, now);
	return behindEvaluation(asked(state, turn, now), now);
}

/** Back to what a retry set aside. */
export function goBack(state: InterviewState, now: number): InterviewState {
	evaluatedTurn(state);
	const { setAside, ...rest } = state;
	if (!setAside) throw new Error('Nothing was set aside.');
	const { turn, clock: standing } = setAside;
	const clock = state.isPaused ? standing : resumeClock(standing, now);
	return { ...rest, phase: 'asking', turn, clock, standing, ...told(state) };
}

/** Rule I4: nothing more is to be asked. */
export function complete(state: InterviewState, now: number): InterviewState {
	evaluatedTurn(state);
	return over(state, 'completed', now);
}

/** What was evaluated after the end changes the transcript alone; so does a claim. */
export const recorded = (state: InterviewState): InterviewState => ({ ...state, ...told(state) });

/** Fewer questions than were wished for are there (rule I1). */
export const shortened = (state: InterviewState): InterviewState => ({
	...state,
	totalQuestions: state.number
});

/** Rule I3. @throws UserError INVALID_STATE */
export function paused(state: InterviewState, now: number): InterviewState {
	demandGoingOn(state);
	const isRunning = state.clock.status === 'running';
	if (isRunning && expireWhenDue(state.clock, now) !== state.clock) throw wrongMoment('expired');
	const clock = isRunning ? pauseClock(state.clock, now) : state.clock;
	return { ...state, isPaused: true, clock };
}

/**
 * Rule I3: it goes on, from a pause or from what the answer before was worth.
 * @throws UserError INVALID_STATE where it does so already
 */
export function resumed(state: InterviewState, now: number): InterviewState {
	demandNotOver(state);
	if (!state.isPaused && state.standing) return goneOn(state, now);
	if (!state.isPaused) throw wrongMoment('running');
	const clock = state.phase === 'asking' ? resumeClock(state.clock, now) : state.clock;
	return { ...state, isPaused: false, clock };
}

/** Rule I3: what the answer before was worth is read, and time counts; the same where it did already. */
export function goneOn(state: InterviewState, now: number): InterviewState {
	const { standing, ...rest } = state;
	if (!standing || state.isPaused) return state;
	return { ...rest, clock: resumeClock(standing, now) };
}

/**
 * Rule I4, before the last question. Where all were answered before, only a retry ends.
 * @throws UserError INVALID_STATE where it is over already
 */
export function ended(state: InterviewState, now: number): InterviewState {
	demandNotOver(state);
	return over(state, state.isRepeated ? 'completed' : 'ended', now);
}

/** Which hint comes next, from 0. @throws UserError INVALID_STATE (rule I7) */
export function nextHint(state: InterviewState, questionId: string, now: number): number {
	demandPractice(state, 'Hints');
	const { hints, hintsLeft } = demandOpen(state, questionId, now);
	if (hintsLeft > 0) return hints.length;
	throw new UserError('INVALID_STATE', 'There are no more hints to this question.', {
		state: 'no_hints'
	});
}

/** Rule I7. @throws UserError INVALID_STATE */
export function hinted(
	state: InterviewState,
	questionId: string,
	text: string,
	now: number
): InterviewState {
	nextHint(state, questionId, now);
	const turn = state.turn!;
	const { hints, hintsLeft } = turn;
	return {
		...goneOn(state, now),
		turn: { ...turn, hints: [...hints, text], hintsLeft: hintsLeft - 1 }
	};
}

/**
 * Rule I7: asks a question again that was answered already. What is open is set aside until that is
 * done, unless it is about the same question or a retry itself: then it is given up, as is what was set
 * aside about the same question.
 *
 * @param at the question's number, and which attempt this is
 * @throws UserError INVALID_STATE
 */
export function retried(
	state: InterviewState,
	again: Asked,
	at: { number: number; attempt: number },
	now: number
): InterviewState {
	demandRetry(state);
	const { turn, setAside: before, standing, ...rest } = state;
	const isFirst = turn?.attempt === 1;
	const setAside = isFirst ? { turn, clock: standing ?? pauseClock(state.clock, now) } : before;
	const open: InterviewState = {
		...rest,
		...(setAside && setAside.turn.number !== at.number && { setAside }),
		...(state.phase === 'completed' && { isRepeated: true })
	};
	return asked(open, mainTurn(state, again, at, now), now);
}

/** Whether questions may be asked again now. @throws UserError INVALID_STATE */
export function demandRetry(state: InterviewState): void {
	demandPractice(state, 'Retries');
	if (state.phase === 'completed') return;
	demandGoingOn(state);
	if (state.phase === 'evaluating') throw wrongMoment('evaluating');
}

function mainTurn(
	state: InterviewState,
	{ question, hints }: Asked,
	{ number, attempt }: { number: number; attempt: number },
	now: number
): OpenTurn {
	return {
		...{ seq: state.lastSeq + 1, number, type: 'question', attempt, followUps: 0, question },
		hints: [],
		hintsLeft: state.sessionType === 'practice' ? hints : 0,
		askedAt: iso(now),
		limitMs: limitOf(state, { ...question, type: 'question' })
	};
}

function asked(state: InterviewState, turn: OpenTurn, now: number): InterviewState {
	const running = turnClock(turn.limitMs, now);
	return {
		...state,
		phase: 'asking',
		turn,
		number: Math.max(state.number, turn.number),
		lastSeq: turn.seq,
		clock: state.isPaused ? pauseClock(running, now) : running,
		...told(state)
	};
}

/** Where no time runs out, the evaluation is read first. */
function behindEvaluation(state: InterviewState, now: number): InterviewState {
	if (state.turn?.limitMs !== null) return state;
	return { ...state, standing: pauseClock(turnClock(null, now), now) };
}

function evaluating(state: InterviewState, clock: SessionClock): InterviewState {
	const { standing: _standing, ...rest } = state;
	return { ...rest, phase: 'evaluating', clock, ...told(state) };
}

function over(state: InterviewState, phase: 'completed' | 'ended', now: number): InterviewState {
	const { turn: _turn, setAside: _setAside, isRepeated: _isRepeated, ...open } = state;
	const { standing: _standing, clock, ...rest } = open;
	const ended = clock.status === 'expired' ? clock : completeClock(clock, now);
	return { ...rest, phase, isPaused: false, clock: ended, ...told(state) };
}

const told = ({ transcriptVersion }: InterviewState) => ({
	transcriptVersion: transcriptVersion + 1
});

/** A mistake of the caller's, not of a person's. */
function evaluatedTurn({ phase, turn }: InterviewState): OpenTurn {
	if (phase === 'evaluating' && turn) return turn;
	throw new Error('Nothing is being evaluated.');
}

function demandNotOver({ phase }: InterviewState): void {
	if (phase === 'completed' || phase === 'ended') throw wrongMoment(phase);
}

function demandGoingOn(state: InterviewState): void {
	demandNotOver(state);
	if (state.isPaused) throw wrongMoment('paused');
}

function demandPractice({ sessionType }: InterviewState, what: string): void {
	if (sessionType === 'practice') return;
	throw new UserError('INVALID_STATE', `${what} are for practice: this interview is live.`, {
		state: 'live'
	});
}

const sentences = {
	evaluating: 'The answer before is being evaluated. Wait for that.',
	expired: 'The time for this question is up.',
	paused: 'This interview is paused. Resume it first.',
	running: 'This interview is not paused.',
	completed: 'This interview is completed. Begin a new one.',
	ended: 'This interview was ended. Begin a new one.'
};

const wrongMoment = (state: keyof typeof sentences) =>
	new UserError('INVALID_STATE', sentences[state], { state });

const iso = (time: number) => new Date(time).toISOString();
