import { setTimeout as delay } from 'node:timers/promises';
import type { ChatMessages } from '../../src/lib/chat/messages';
import type { ChatMessage, ThreadSummary } from '../../src/lib/chat/threads';
import type { LineClient } from '../../src/lib/realtime/client';
import type { Outbox } from '../../src/lib/realtime/outbox';
import { outboxOver } from '../../src/lib/realtime/outbox-client';
import { MemoryOutboxStore } from '../../src/lib/realtime/outbox-store';
import type { WaitingMessage } from '../../src/lib/realtime/channel';
import { lineOf, restOf, type PersonOptions } from './people';

const CHANNEL = 'room:load';
const SLOWEST_WORD_MS = 40;
/** Beyond these it waits for the server to come back. */
const MOST_WAITING = 20;
const LOOK_MS = 50;
const DELIVERED_WITHIN_MS = 60_000;

interface Kept {
	id: string;
	seq: number;
}

/** Somebody who says one thing after the other in a room, through the outbox, and listens. */
export class Talker {
	/** Everything it has said. */
	readonly said: string[] = [];
	readonly #name: string;
	readonly #options: PersonOptions;
	readonly #line: LineClient;
	readonly #outbox: Outbox;
	/** By text, what was promised of it. */
	readonly #answered = new Map<string, Kept>();
	/** By `seq`, what the room was told. */
	readonly #heard = new Map<number, ChatMessage>();
	#waiting: readonly WaitingMessage[] = [];

	/** @param name distinguishes what it says from what others do */
	constructor(name: string, options: PersonOptions) {
		this.#name = name;
		this.#options = options;
		this.#line = lineOf(options);
		this.#outbox = outboxOver(this.#line, {
			store: new MemoryOutboxStore(),
			tabs: { exclusively: (work) => work(), tell: () => undefined, hear: () => undefined },
			onChange: (waiting) => (this.#waiting = waiting)
		});
		this.#line.onReady(() => void this.#join());
		this.#line.channel<ChatMessages>().on('chat_message', (message) => {
			const before = this.#heard.get(message.seq);
			if (before && before.id !== message.id) {
				options.complain(`[H2] ${message.seq} was "${before.text}", then "${message.text}"`);
			}
			this.#heard.set(message.seq, message);
		});
	}

	/** Talks until it is told to stop, and waits until all of it has arrived. */
	async run(isOver: () => boolean): Promise<void> {
		const { random, complain } = this.#options;
		this.#line.connect();
		while (!isOver()) {
			if (this.#waiting.length < MOST_WAITING && this.#line.state.userId !== undefined) this.#say();
			await delay(random() * SLOWEST_WORD_MS);
		}
		const deadline = performance.now() + DELIVERED_WITHIN_MS;
		while (this.#waiting.length > 0 && performance.now() < deadline) {
			for (const { requestId, state } of this.#waiting) {
				if (state === 'set-aside') await this.#outbox.tryAgain(requestId);
			}
			await delay(LOOK_MS);
		}
		if (this.#waiting.length > 0) complain(`[D5] ${this.#waiting.length} were not delivered`);
		this.#line.close();
	}

	/** What all who talk in one room have said is there, once, as it was promised and told. */
	static async check(talkers: readonly Talker[]): Promise<number> {
		const { complain, ...options } = talkers[0]!.#options;
		const rest = restOf({ ...options, complain });
		const threads = await rest.list<ThreadSummary>('/api/chat/threads');
		const rooms = threads.filter(({ channel }) => channel === CHANNEL);
		if (rooms.length !== 1) complain(`[H1] ${rooms.length} rooms of one name`);
		const path = `/api/chat/threads/${rooms[0]?.threadId}/messages`;
		const kept = rooms.length === 0 ? [] : (await rest.list<ChatMessage>(path)).reverse();
		kept.forEach(({ seq }, index) => {
			if (seq !== index + 1) complain(`[H2] ${seq} is where ${index + 1} should be`);
		});
		const times = new Map<string, number>();
		for (const { text } of kept) times.set(text, (times.get(text) ?? 0) + 1);
		for (const text of talkers.flatMap(({ said }) => said)) {
			if (times.get(text) !== 1) complain(`[D3] "${text}" is there ${times.get(text) ?? 0} times`);
			times.delete(text);
		}
		if (times.size > 0) complain(`[D3] nobody said ${[...times.keys()]}`);
		const bySeq = new Map(kept.map((message) => [message.seq, message]));
		for (const talker of talkers) talker.#checkPromises(bySeq);
		return kept.length;
	}

	/** How many it was not told of, between the first and the last that it was told of. */
	get missed(): number {
		const seqs = [...this.#heard.keys()];
		return seqs.length === 0 ? 0 : Math.max(...seqs) - Math.min(...seqs) + 1 - seqs.length;
	}

	#checkPromises(kept: ReadonlyMap<number, ChatMessage>): void {
		const { complain } = this.#options;
		for (const [text, { id, seq }] of this.#answered) {
			const there = kept.get(seq);
			if (there?.id !== id || there.text !== text) complain(`[D2] ${seq} "${text}" is lost`);
		}
		for (const [seq, { id, text }] of this.#heard) {
			if (kept.get(seq)?.id !== id) complain(`[D2] ${seq} "${text}" was told, and is lost`);
		}
	}

	#say(): void {
		const text = `${this.#name} ${this.said.length + 1}`;
		this.said.push(text);
		this.#outbox.say('send_message', { channel: CHANNEL, text }).then(
			(answer) => this.#answered.set(text, answer as unknown as Kept),
			// Set aside: tried again in the end.
			() => undefined
		);
	}

	async #join(): Promise<void> {
		const channel = this.#line.channel<ChatMessages>();
		await channel.request('join_channel', { channel: CHANNEL }).catch(() => undefined);
	}
}
