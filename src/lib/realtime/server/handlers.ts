import type { Transaction } from '../../server/database';
import type { AnswerOf, Catalogue, InboundType, PayloadOf } from '../catalogue';
import type { Connection } from './connection';
import type { Identity } from './identity';

/** What a handler knows of the message it handles. */
export interface MessageContext {
	connection: Connection;
	identity: Identity;
	/** When its turn came; monotonic milliseconds. */
	now: number;
	/**
	 * Rule D3: keeps the answer in the transaction that does what it promises, so that the message
	 * is not done again when it comes again. Whatever handles a message whose entry says `changes`
	 * calls it inside `database.write`, with the payload it will answer.
	 */
	keep: Keep;
	/** What the sender called it; where the answer comes of a later transaction than the change. */
	requestId: string | undefined;
}

export type Keep = (tx: Transaction, answer: object) => void;

/**
 * One handler an inbound message: it returns the payload of the answer that the catalogue names,
 * or throws a UserError. Messages of one connection are handled one after the other.
 */
export type Handlers<C extends Catalogue> = {
	[T in InboundType<C>]: (
		payload: PayloadOf<C, T>,
		context: MessageContext
	) => AnswerOf<C, T> | Promise<AnswerOf<C, T>>;
};

/** A feature's half of the line, as the application hands it to the gateway. */
export interface Feature {
	messages: Catalogue;
	handlers: Record<string, AnyHandler>;
	/** Called when a connection is gone. */
	onGone?: (connection: Connection) => void;
}

export type AnyHandler = (payload: never, context: MessageContext) => object | Promise<object>;

/** Joins a catalogue with its handlers, checking that there is one for every inbound message. */
export function defineFeature<C extends Catalogue>(
	messages: C,
	handlers: Handlers<C>,
	onGone?: (connection: Connection) => void
): Feature {
	return onGone ? { messages, handlers, onGone } : { messages, handlers };
}
