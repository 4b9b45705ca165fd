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
}

export interface Channel<C extends Catalogue> {
	/**
	 * Sends a message and waits for its one direct answer (rule D1); before authentication it waits
	 * for that first.
	 * @throws UserError what the server answered with `error`; `CONNECTION_TIMEOUT` when it did not
	 * answer in time; `CAPACITY_EXCEEDED` when too many requests wait already
	 * @throws LineLostError the connection closed first, so that nobody knows what became of it
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

/** What a feature needs of a line: the browser's store and the bare client both give it. */
export interface FeatureLine {
	channel<C extends Catalogue>(): Channel<C>;
	/** Calls back after each authentication, and at once when there is one. @returns what ends it */
	onReady(handler: () => void): () => void;
}
