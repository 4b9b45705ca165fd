import type {
	AnswerOf,
	Catalogue,
	InboundType,
	OutboundType,
	PayloadOf,
	SentPayloadOf
} from './catalogue';

/**
 * The line as one feature sees it. Types only: a catalogue's schemas stay on the server, and the
 * browser carries none of their weight.
 */

export interface RequestOptions {
	/** How long to wait for the answer, authentication included. 10 s unless told. */
	timeoutMs?: number;
	/**
	 * Whether it outlives a lost connection: it is sent again, under the same id, as soon as somebody
	 * is authenticated again, until `timeoutMs`. For what changes nothing or is kept by rule D3.
	 */
	retry?: boolean;
	/** Up to 64 characters; a fresh one unless told. Under the same id nothing is done twice (D3). */
	requestId?: string;
}

export interface SayOptions {
	/** What it belongs to, a thread's id for example: pages find their own by it. */
	about?: string;
	/** The message in a few words for a person, shown where it could not be delivered. */
	words?: string;
}

/** A message of the outbox, as pages show it. */
export interface WaitingMessage {
	readonly requestId: string;
	readonly type: string;
	readonly payload: Record<string, unknown>;
	readonly about?: string;
	readonly words?: string;
	/** When it was said, milliseconds since the epoch. */
	readonly at: number;
	/** `set-aside`: it is not sent by itself any more; `problem` says why. */
	readonly state: 'waiting' | 'set-aside';
	/** A sentence for the person. */
	readonly problem?: string;
}

export interface Channel<C extends Catalogue> {
	/**
	 * Sends a message and waits for its one direct answer (rule D1); before authentication it waits
	 * for that first.
	 * @throws UserError what the server answered with `error`; `CONNECTION_TIMEOUT` when it did not
	 * answer in time; `CAPACITY_EXCEEDED` when too many requests wait already
	 * @throws LineLostError the connection closed first, so that nobody knows what became of it, or
	 * came back as another user's
	 */
	request<T extends InboundType<C>>(
		type: T,
		payload: SentPayloadOf<C, T>,
		options?: RequestOptions
	): Promise<AnswerOf<C, T>>;
	/** Sends without waiting. @returns whether it could be sent: only when authenticated */
	send<T extends InboundType<C>>(type: T, payload: SentPayloadOf<C, T>): boolean;
	/** Hears every message of a type, direct answers too. @returns what ends it */
	on<T extends OutboundType<C>>(type: T, handler: (payload: PayloadOf<C, T>) => void): () => void;
}

/** A channel that has the outbox (rule D5) behind it. */
export interface OutboxChannel<C extends Catalogue> extends Channel<C> {
	/**
	 * Says something that must arrive: it is kept in this browser first, then sent in its turn, once
	 * somebody is authenticated, as often as it takes. For messages that rule D3 keeps, so that it is
	 * done once. Whoever needs no answer may leave the promise alone; after a reload nobody has it.
	 * @throws UserError `PAYLOAD_TOO_LARGE` at once; what the server refused it with when it is set
	 * aside; `INVALID_STATE` when the person discards it
	 */
	say<T extends InboundType<C>>(
		type: T,
		payload: SentPayloadOf<C, T>,
		options?: SayOptions
	): Promise<AnswerOf<C, T>>;
}

/** What a feature needs of a line: the browser's store and the bare client both give it. */
export interface FeatureLine {
	channel<C extends Catalogue>(): Channel<C>;
	/** Calls back after each authentication, and at once when there is one. @returns what ends it */
	onReady(handler: () => void): () => void;
}

/** What a feature that uses the outbox needs of a line: only the browser's store gives it. */
export interface OutboxLine extends FeatureLine {
	channel<C extends Catalogue>(): OutboxChannel<C>;
	/** Whoever is asking; undefined until that is known. */
	readonly userId: string | undefined;
	/** The person's messages that are not delivered, in the order they were said. Reactive. */
	readonly waiting: readonly WaitingMessage[];
	/** Takes a message back. What is on its way already may arrive all the same. */
	discard(requestId: string): Promise<void>;
	/** Sends what was set aside, in its old place, under its old id. Resolves once it waits again. */
	tryAgain(requestId: string): Promise<void>;
}
