import { SvelteSet } from 'svelte/reactivity';
import { UserError } from '../errors';
import { backoffMs } from '../realtime/backoff';
import type { OutboxChannel, OutboxLine, WaitingMessage } from '../realtime/channel';
import { LineLostError } from '../realtime/requests';
import type { ChatHistory } from './chat-client';
import type { ChatMessages } from './messages';
import { tidyText } from './text';
import { isInMargin, type Agent, type ChatMessage, type Member, type MessagePage } from './threads';
import {
	emptyTranscript,
	hasGap,
	isKnown,
	lastSeqOf,
	withNewer,
	withOlder,
	withTold,
	type Transcript
} from './transcript';

/** `gone`: it was deleted, or never was. */
export type ThreadPhase = 'loading' | 'open' | 'gone';

/** After this long an operation has failed and is tried again (rule H1). */
const OPERATION_MS = 5_000;
/** A message in a few words. */
const WORDS = 60;

/**
 * The browser's half of one thread (rules H1, H2, D4): its history, what is being said, and what
 * waits to be sent. Over lost connections it goes on by itself.
 */
export class LiveThread {
	readonly threadId: string;
	phase = $state<ThreadPhase>('loading');
	/** Once `gone`: whether it stands for others, and this person lost the part in its session. */
	isWithdrawn = $state(false);
	/** What keeps it from being up to date, for the reader. */
	problem = $state<string>();
	/** One entry a person; only while this page is a member itself. */
	members = $state.raw<readonly Member[]>([]);
	/** How many messages are in the margin; undefined before the server has said it. */
	inMargin = $state<number>();
	/** What the thread calls this person, where that is not his own id. */
	me = $state<string>();
	/** Those that are not idle. */
	agents = $state.raw<readonly Agent[]>([]);
	isLoadingOlder = $state(false);
	/** Why the last attempt to fetch what is older failed. */
	olderProblem = $state<string>();

	readonly #line: OutboxLine;
	readonly #channel: OutboxChannel<ChatMessages>;
	readonly #history: ChatHistory;
	#transcript = $state.raw<Transcript>(emptyTranscript);
	#olderCursor = $state<string>();
	/** Those of the outbox that are in the transcript already. */
	readonly #arrived = new SvelteSet<string>();
	/** One a connection: what was asked on an earlier one is answered too late to matter. */
	#round = 0;
	#isClosed = true;
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#fetching: Promise<void> | undefined;
	#isBehind = false;

	/** Own messages that the server has not confirmed, in the order they were said. */
	readonly unsent: readonly WaitingMessage[] = $derived.by(() =>
		this.#line.waiting.filter(
			({ about, type, requestId, state }) =>
				about === this.threadId &&
				type === 'send_message' &&
				(state === 'set-aside' || !this.#arrived.has(requestId))
		)
	);

	/** @param first its newest messages, where the page has them already */
	constructor(threadId: string, line: OutboxLine, history: ChatHistory, first?: MessagePage) {
		this.threadId = threadId;
		this.#line = line;
		this.#channel = line.channel<ChatMessages>();
		this.#history = history;
		if (first) this.#begin(first);
	}

	/** In order, without a gap. */
	get messages(): readonly ChatMessage[] {
		return this.#transcript.messages;
	}

	get hasOlder(): boolean {
		return this.#olderCursor !== undefined;
	}

	/** Becomes a member, now and after each reconnection. @returns what ends it */
	open(): () => void {
		this.#isClosed = false;
		const mine = (threadId: string) => threadId === this.threadId;
		const endings = [
			this.#channel.on('chat_message', (message) => {
				if (mine(message.threadId)) this.#take(message);
			}),
			this.#channel.on('channel_members', ({ threadId, members }) => {
				if (mine(threadId)) this.members = members;
			}),
			this.#channel.on('agent_status', ({ sessionId, agentId, status }) => {
				if (!mine(sessionId)) return;
				const others = this.agents.filter((agent) => agent.agentId !== agentId);
				this.agents = status === 'idle' ? others : [...others, { agentId, status }];
			}),
			this.#channel.on('channel_left', ({ threadId, reason }) => {
				if (!mine(threadId) || reason === undefined) return;
				this.isWithdrawn = reason === 'withdrawn';
				this.#vanish();
			}),
			this.#line.onReady(() => void this.#join())
		];
		return () => {
			this.#isClosed = true;
			this.#round += 1;
			clearTimeout(this.#timer);
			for (const end of endings) end();
			this.#channel.send('leave_channel', { threadId: this.threadId });
		};
	}

	/** Keeps it in the outbox, which sees to the rest. */
	say(text: string): void {
		const { threadId } = this;
		const said = { threadId, text: tidyText(text) };
		const words = Array.from(said.text.replace(/\s+/g, ' ')).slice(0, WORDS).join('');
		this.#channel.say('send_message', said, { about: threadId, words }).then(
			({ id, seq, channel, sentAt }) => {
				const me = this.me ?? this.#line.userId;
				if (!id || !seq || !channel || !sentAt || !me) return;
				const name = this.members.find((member) => member.id === me)?.name ?? '';
				this.#take({ id, seq, channel, sentAt, ...said, author: { id: me, name } });
			},
			// It stands among the unsent ones, with what is wrong.
			() => undefined
		);
	}

	/** Sends what was set aside once more. */
	sayAgain({ requestId }: WaitingMessage): void {
		this.#line.tryAgain(requestId);
	}

	/** @returns what it said, to be said in other words */
	takeBack({ requestId, payload }: WaitingMessage): string {
		this.#line.discard(requestId);
		return String(payload['text']);
	}

	/** Tries at once what would be tried again by itself. */
	retry(): void {
		this.problem = undefined;
		void this.#join();
	}

	async loadOlder(): Promise<void> {
		const cursor = this.#olderCursor;
		if (this.isLoadingOlder || cursor === undefined) return;
		this.isLoadingOlder = true;
		this.olderProblem = undefined;
		try {
			const { items, nextCursor } = await this.#history.messages(this.threadId, cursor);
			this.#transcript = withOlder(this.#transcript, items);
			this.#olderCursor = nextCursor;
		} catch (error) {
			this.olderProblem = (error as Error).message;
		} finally {
			this.isLoadingOlder = false;
		}
	}

	async #join(): Promise<void> {
		const round = (this.#round += 1);
		clearTimeout(this.#timer);
		const { threadId } = this;
		try {
			const { lastSeq, inMargin, me, members, agents } = await this.#channel.request(
				'join_channel',
				{ threadId },
				{ timeoutMs: OPERATION_MS }
			);
			if (round !== this.#round) return;
			this.me = me;
			this.inMargin = inMargin;
			this.members = members;
			this.agents = agents;
			if (this.phase !== 'open' || lastSeq > lastSeqOf(this.#transcript)) this.#catchUp();
			else this.#recovered();
		} catch (error) {
			// A lost connection is joined anew when it is back.
			if (round === this.#round && !(error instanceof LineLostError)) this.#fail(error);
		}
	}

	/** Fetches what is missing; asked again meanwhile, it looks once more. */
	#catchUp(): void {
		this.#isBehind = true;
		this.#fetching ??= this.#fetch().finally(() => (this.#fetching = undefined));
	}

	async #fetch(): Promise<void> {
		try {
			while (this.#isBehind && !this.#isClosed) {
				this.#isBehind = false;
				if (this.phase === 'loading') {
					this.#begin(await this.#history.messages(this.threadId));
				} else {
					const after = lastSeqOf(this.#transcript);
					const page = await this.#history.messagesAfter(this.threadId, after);
					this.#transcript = withNewer(this.#transcript, page.items);
					this.#isBehind ||= page.nextCursor !== undefined;
				}
			}
			this.#recovered();
		} catch (error) {
			this.#fail(error);
		}
	}

	#begin({ items, nextCursor }: MessagePage): void {
		const { ahead } = this.#transcript;
		const first = withOlder(emptyTranscript, items);
		this.#transcript = ahead.reduce(withTold, first);
		this.#olderCursor = nextCursor;
		this.phase = 'open';
	}

	#take(message: ChatMessage): void {
		if (isKnown(this.#transcript, message)) return;
		const isMine = message.author?.id === (this.me ?? this.#line.userId);
		if (isMine && isInMargin(message)) this.#meet(message);
		if (this.phase === 'loading') {
			const { ahead } = this.#transcript;
			this.#transcript = { messages: [], ahead: [...ahead, message] };
			return;
		}
		this.#transcript = withTold(this.#transcript, message);
		if (hasGap(this.#transcript)) this.#catchUp();
	}

	/** What has arrived need not be shown as waiting until its answer has. */
	#meet({ text }: ChatMessage): void {
		const waiting = this.unsent.find(
			({ state, payload }) => state === 'waiting' && payload['text'] === text
		);
		if (waiting) this.#arrived.add(waiting.requestId);
	}

	#recovered(): void {
		this.#failures = 0;
		this.problem = undefined;
	}

	#fail(error: unknown): void {
		if (this.#isClosed) return;
		const code = error instanceof UserError ? error.code : undefined;
		if (code === 'CHANNEL_NOT_FOUND' || code === 'NOT_FOUND') {
			this.#vanish();
			return;
		}
		this.problem = (error as Error).message;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#join(), backoffMs(this.#failures++, Math.random()));
	}

	#vanish(): void {
		this.phase = 'gone';
		this.members = [];
		this.agents = [];
		this.problem = undefined;
	}
}
