import type { z } from 'zod/mini';
import type { Permission } from './permissions';

/**
 * The catalogue (rule E5): one entry a message, from which its type, its parser and its
 * documentation come. A feature's `messages.ts` is one catalogue; the application joins them.
 */

type PayloadSchema = z.ZodMiniType<object>;

/** Which of a connection's buckets a message draws from (rule L2). */
export type BucketName = 'messages' | 'input' | 'ping' | 'none';

export interface InboundEntry {
	direction: 'in';
	summary: string;
	schema: PayloadSchema;
	/** `none`: allowed before authentication (rule A4). */
	permission: Permission | 'none';
	bucket: BucketName;
	/** The type of the one direct answer (rule D1). */
	answeredBy: string;
	/** Whether it changes something kept (rule D3). */
	changes: boolean;
}

export interface OutboundEntry {
	direction: 'out';
	summary: string;
	schema: PayloadSchema;
	/**
	 * Whether a newer one makes an unsent older one pointless (rule L4): the fields of the payload
	 * that must be the same for that, none where the type alone decides.
	 */
	replaces: false | readonly string[];
}

export type Catalogue = Record<string, InboundEntry | OutboundEntry>;

/** Keeps the literal types of the entries, and checks them. */
export function defineMessages<const C extends Catalogue>(catalogue: C): C {
	return catalogue;
}

export type InboundType<C extends Catalogue> = {
	[T in keyof C & string]: C[T] extends InboundEntry ? T : never;
}[keyof C & string];

export type OutboundType<C extends Catalogue> = {
	[T in keyof C & string]: C[T] extends OutboundEntry ? T : never;
}[keyof C & string];

export type PayloadOf<C extends Catalogue, T extends keyof C> = z.output<C[T]['schema']>;

/** What is sent: the schema's input, before defaults are filled in. */
export type SentPayloadOf<C extends Catalogue, T extends keyof C> = z.input<C[T]['schema']>;

/** The payload of the answer that the entry `T` promises. */
export type AnswerOf<C extends Catalogue, T extends InboundType<C>> = C[T] extends {
	answeredBy: infer A extends keyof C;
}
	? PayloadOf<C, A>
	: never;
