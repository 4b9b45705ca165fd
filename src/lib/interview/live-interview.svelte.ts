import { SvelteMap } from 'svelte/reactivity';
import { backoffMs } from '../realtime/backoff';
import type { InboundType, SentPayloadOf } from '../realtime/catalogue';
import type { OutboxChannel, OutboxLine, WaitingMessage } from '../realtime/channel';
import type { SessionMessages } from '../sessions/messages';
import { SharedSession, type KnownSession } from '../sessions/shared-session.svelte';
import type { InterviewRest } from './interview-client';
import type { Span } from './evaluation';
import type { InterviewAnswer, InterviewView, ShownTurn } from './formats/answers';
import { interviewerStatus, type InterviewerStatus } from './interviewer';
import type { InterviewMessages } from './messages';
import { isOver } from './words';

/** What a page has of an interview before the line is there. */
export interface KnownInterview {
	session: KnownSession<InterviewView> & { sessionId: string };
	/** Read after the session. */
	interview: InterviewAnswer;
}

/** What it needs of a line; the store's is told what is open and shown besides (rule C8). */
export interface InterviewLine extends OutboxLine {
	open?(kind: 'subscribed' | 'interview_active' | 'interview_paused', id: string): () => void;
	showWaiting?(about: string): () => void;
	/** Milliseconds since the epoch, by the server's clock. */
	serverNow(): number;
}

type Asked = Exclude<InboundType<InterviewMessages>, 'start_interview' | 'submit_answer'>;

/** So much of an answer names it, where it could not be delivered. */
const MOST_WORDS = 80;

/**
 * The browser's half of one interview (section I): its state as everybody is told it, what was said so
 * far, and what the candidate does. An answer that was given is delivered, however the line is.
 */
export class LiveInterview {
	readonly sessionId: string;
	readonly session: SharedSession<InterviewView>;
	interview: InterviewAnswer = $state.raw()!;
	/** What the last wish came to, where that is nothing. */
	problem = $state<string>();

	readonly #line: InterviewLine;
	readonly #rest: InterviewRest;
	readonly #channel: OutboxChannel<InterviewMessages>;
	readonly #first: InterviewView;
	/** The wishes that are on their way, by what each of them says. */
	readonly #underWay = new SvelteMap<string, Asked>();
	/** What the line was told that is open here (rule C8). */
	#opened: { kind: string; close: () => void } | undefined;
	/** What the interviewer said he does, since the state last said it (rule I6). */
	#interviewerSaid: InterviewerStatus | undefined = $state();
	/** The transcript's version when it was last asked for. */
	#asked: number = $state(0);
	#isFetching = false;
	#isClosed = true;
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	readonly view: InterviewView = $derived.by(() => this.session.state ?? this.#first);
	readonly isOver: boolean = $derived.by(() => isOver(this.view));
	/** What the interviewer does. */
	readonly interviewer: InterviewerStatus = $derived.by(
		() => this.#interviewerSaid ?? interviewerStatus(this.view.status)
	);
	readonly isCandidate: boolean = $derived.by(() => this.session.role === 'owner');
	/** Answers that wait to be delivered, and those that were refused. */
	readonly #answers: readonly WaitingMessage[] = $derived.by(() =>
		this.#line.waiting.filter(
			({ about, type }) => about === this.sessionId && type === 'submit_answer'
		)
	);
	/** The answer to the open question, while it is on its way. */
	readonly onItsWay: string | undefined = $derived.by(() => {
		const mine = this.#answers.find(
			({ state, payload }) =>
				state === 'waiting' && payload['questionId'] === this.view.current?.questionId
		);
		return mine && String(mine.payload['answer']);
	});
	readonly refused: readonly WaitingMessage[] = $derived.by(() =>
		this.#answers.filter(({ state }) => state === 'set-aside')
	);
	/** In the order of asking. */
	readonly turns: readonly ShownTurn[] = $derived.by(() =>
		this.interview.turns.toSorted((one, other) => one.seq - other.seq)
	);
	/** Whether more was said than is known here. */
	readonly isBehind: boolean = $derived.by(() => this.view.transcriptVersion > this.#asked);
	/** Those that nothing more comes of, or all once it is over: what is open is in the state. */
	readonly closed: readonly ShownTurn[] = $derived.by(() =>
		this.turns.filter((turn) => this.isOver || turn.evaluation !== undefined || this.#isPast(turn))
	);

	constructor({ session, interview }: KnownInterview, line: InterviewLine, rest: InterviewRest) {
		this.sessionId = session.sessionId;
		this.session = new SharedSession<InterviewView>(session.sessionId, line, session);
		this.interview = interview;
		this.#first = session.state;
		this.#asked = session.state.transcriptVersion;
		this.#line = line;
		this.#rest = rest;
		this.#channel = line.channel<InterviewMessages>();
	}

	/** Whether it went on without an evaluation: nothing was written, or the grader failed. */
	#isPast({ answer, isLate, questionId, attempt }: ShownTurn): boolean {
		if (answer === null) return isLate;
		const { current } = this.view;
		return !this.isBehind && (current?.questionId !== questionId || current.attempt !== attempt);
	}

	/** Follows it, now and after each reconnection. @returns what ends it */
	open(): () => void {
		this.#isClosed = false;
		const states = this.#line.channel<SessionMessages>();
		const isMine = ({ sessionId }: { sessionId: string }) => sessionId === this.sessionId;
		const follow = (told: { sessionId: string }) => {
			if (!isMine(told)) return;
			this.#interviewerSaid = undefined;
			this.#follow();
		};
		const endings = [
			this.session.open(),
			// Behind the session, which takes them first.
			states.on('state_sync', follow),
			states.on('state_update', follow),
			this.#channel.on('agent_status', (told) => {
				if (isMine(told)) this.#interviewerSaid = told.status;
			}),
			// What was written on another device meanwhile is told to who was there.
			this.#line.onReady(() => void this.#fetch()),
			this.#line.showWaiting?.(this.sessionId) ?? (() => undefined)
		];
		this.#follow();
		return () => {
			this.#isClosed = true;
			clearTimeout(this.#timer);
			this.#opened?.close();
			this.#opened = undefined;
			for (const end of endings) end();
		};
	}

	/** Answers the question that is open. Kept in this browser until it is delivered (rule D5). */
	answer(questionId: string, answer: string): void {
		this.problem = undefined;
		const said = { sessionId: this.sessionId, questionId, answer };
		const words = answer.replace(/\s+/g, ' ').slice(0, MOST_WORDS);
		void this.#channel.say('submit_answer', said, { about: this.sessionId, words }).catch(
			// What was refused is shown in its place, from what waits.
			() => undefined
		);
	}

	/** A refused answer need not be shown any more. */
	letGo({ requestId }: WaitingMessage): void {
		void this.#line.discard(requestId);
	}

	pause = () => this.#ask('pause_interview', { sessionId: this.sessionId });

	resume = () => this.#ask('resume_interview', { sessionId: this.sessionId });

	/** What the answer before was worth is read: time counts from now on, if it did not before (rule I3). */
	goOn(): void {
		const { status, clock } = this.view;
		if (status !== 'asking' || clock.status !== 'paused') return;
		this.#channel
			.request('resume_interview', { sessionId: this.sessionId }, { retry: true })
			// Another device was faster, or the draft says so.
			.catch(() => undefined);
	}

	hint = (questionId: string) =>
		this.#ask('request_hint', { sessionId: this.sessionId, questionId });

	again = (questionId: string) =>
		this.#ask('retry_question', { sessionId: this.sessionId, questionId });

	/** “I said this” (rule I10). */
	claim = (questionId: string, pointId: string, span: Span) =>
		this.#ask('claim_point', { sessionId: this.sessionId, questionId, pointId, span });

	/** @throws UserError */
	async end(): Promise<void> {
		await this.#channel.request('end_interview', { sessionId: this.sessionId }, { retry: true });
	}

	/** Whether a wish of this type is on its way. */
	isAsking(type: Asked): boolean {
		return [...this.#underWay.values()].includes(type);
	}

	/** The same wish is not sent twice at a time. @returns whether it was done; `problem` says why not */
	async #ask<T extends Asked>(
		type: T,
		payload: SentPayloadOf<InterviewMessages, T>
	): Promise<boolean> {
		const wish = JSON.stringify([type, payload]);
		if (this.#underWay.has(wish)) return false;
		this.#underWay.set(wish, type);
		this.problem = undefined;
		try {
			await this.#channel.request(type, payload, { retry: true });
			return true;
		} catch (error) {
			this.problem = (error as Error).message;
			return false;
		} finally {
			this.#underWay.delete(wish);
		}
	}

	/** The state is another one. */
	#follow(): void {
		const { status, transcriptVersion } = this.view;
		const activity = status === 'paused' ? 'interview_paused' : 'interview_active';
		const kind = this.isOver ? undefined : activity;
		if (kind !== this.#opened?.kind) {
			const before = this.#opened;
			this.#opened = kind && {
				kind,
				close: this.#line.open?.(kind, this.sessionId) ?? (() => undefined)
			};
			before?.close();
		}
		// What was said comes over REST (rule D4): the state only tells that there is more.
		if (transcriptVersion > this.#asked) void this.#fetch();
	}

	async #fetch(): Promise<void> {
		if (this.#isFetching || this.#isClosed) return;
		clearTimeout(this.#timer);
		this.#isFetching = true;
		const { transcriptVersion } = this.view;
		try {
			this.interview = await this.#rest.show(this.sessionId);
			this.#asked = transcriptVersion;
			this.#failures = 0;
			this.#isFetching = false;
			if (this.isBehind) void this.#fetch();
		} catch {
			this.#isFetching = false;
			if (this.#isClosed || this.session.ended !== undefined) return;
			const wait = backoffMs(this.#failures++, Math.random());
			this.#timer = setTimeout(() => void this.#fetch(), wait);
		}
	}
}
