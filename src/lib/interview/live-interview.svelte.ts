import { backoffMs } from '../realtime/backoff';
import type { InboundType, SentPayloadOf } from '../realtime/catalogue';
import type { OutboxChannel, OutboxLine, WaitingMessage } from '../realtime/channel';
import type { SessionMessages } from '../sessions/messages';
import { SharedSession, type KnownSession } from '../sessions/shared-session.svelte';
import type { InterviewRest } from './components/interview-client';
import type { Span } from './evaluation';
import type { InterviewAnswer, InterviewView, ShownTurn } from './formats/answers';
import type { InterviewMessages } from './messages';

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
	/** Whether a wish is on its way. */
	isBusy = $state(false);

	readonly #line: InterviewLine;
	readonly #rest: InterviewRest;
	readonly #channel: OutboxChannel<InterviewMessages>;
	readonly #first: InterviewView;
	/** What the line was told that is open here (rule C8). */
	#opened: { kind: string; close: () => void } | undefined;
	/** The transcript's version when it was last asked for. */
	#asked: number = $state(0);
	#isFetching = false;
	#isClosed = true;
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	readonly view: InterviewView = $derived.by(() => this.session.state ?? this.#first);
	readonly isOver: boolean = $derived.by(
		() => this.view.status === 'completed' || this.view.status === 'ended'
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
	/** Those that nothing more comes of, or all once it is over: what is open is in the state. */
	readonly closed: readonly ShownTurn[] = $derived.by(() =>
		this.turns.filter(
			({ answer, isLate, evaluation }) =>
				this.isOver || evaluation !== undefined || (isLate && answer === null)
		)
	);
	/** Whether more was said than is known here. */
	readonly isBehind: boolean = $derived.by(() => this.view.transcriptVersion > this.#asked);

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

	/** Follows it, now and after each reconnection. @returns what ends it */
	open(): () => void {
		this.#isClosed = false;
		const states = this.#line.channel<SessionMessages>();
		const isMine = ({ sessionId }: { sessionId: string }) => sessionId === this.sessionId;
		const follow = (told: { sessionId: string }) => {
			if (isMine(told)) this.#follow();
		};
		const endings = [
			this.session.open(),
			// Behind the session, which takes them first.
			states.on('state_sync', follow),
			states.on('state_update', follow),
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

	/** @returns whether it was done; `problem` says why not */
	async #ask<T extends Asked>(
		type: T,
		payload: SentPayloadOf<InterviewMessages, T>
	): Promise<boolean> {
		this.isBusy = true;
		this.problem = undefined;
		try {
			await this.#channel.request(type, payload, { retry: true });
			return true;
		} catch (error) {
			this.problem = (error as Error).message;
			return false;
		} finally {
			this.isBusy = false;
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
