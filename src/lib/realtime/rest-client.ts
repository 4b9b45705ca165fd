import { UserError } from '../errors';
import { readError } from './requests';

/** REST as the pages call it (rule R1): one way to ask, and one way to hear what is wrong. */

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export interface AskOptions {
	/** Sent as JSON. */
	body?: object;
	timeoutMs?: number;
	/** It carries a password or code: 401 is about that, unless the session itself has ended. */
	isProof?: boolean;
}

const TIMEOUT_MS = 15_000;

/** Why the server did not do what it was asked, in words for the person who asked. */
export class Refusal extends UserError {
	/** The field of the request that is wrong, where it is one. */
	get field(): string | undefined {
		const { path } = this.#details;
		return typeof path === 'string' && path !== '' ? path : undefined;
	}

	/** Of INVALID_STATE and UNAUTHORIZED: which moment it is. */
	get state(): string | undefined {
		const { state } = this.#details;
		return typeof state === 'string' ? state : undefined;
	}

	/** The same, to be shown beside `field`. */
	about(field: string): Refusal {
		return new Refusal(this.code, this.message, { ...this.#details, path: field });
	}

	get #details(): { path?: unknown; state?: unknown } {
		return this.details ?? {};
	}
}

let lookWhoIsHere: (() => Promise<void>) | undefined;

/**
 * Has `handler` called whenever a refusal hints that the browser is not whom the page was made for:
 * nobody, or an account where a guest was expected. The caller gets his refusal once it resolves;
 * never, where the page is left instead.
 *
 * @returns what ends it
 */
export function whenSomebodyElse(handler: () => Promise<void>): () => void {
	lookWhoIsHere = handler;
	return () => {
		if (lookWhoIsHere === handler) lookWhoIsHere = undefined;
	};
}

/** @returns what the server answers, read as JSON; rejects with a `Refusal` */
export async function ask<T>(method: Method, path: string, options?: AskOptions): Promise<T> {
	const answer = await answerTo(method, path, options);
	return (await answer.json().catch(() => {
		throw unreachable();
	})) as T;
}

/** As `ask`, where nothing is answered but that it is done. */
export async function tell(method: Method, path: string, options?: AskOptions): Promise<undefined> {
	await answerTo(method, path, options);
	return undefined;
}

async function answerTo(
	method: Method,
	path: string,
	{ body, timeoutMs = TIMEOUT_MS, isProof = false }: AskOptions = {}
): Promise<Response> {
	const answer = await fetch(path, {
		method,
		cache: 'no-store',
		signal: AbortSignal.timeout(timeoutMs),
		...(body && {
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body)
		})
	}).catch(() => {
		throw unreachable();
	});
	if (answer.ok) return answer;
	const refusal = await refusalOf(answer);
	const isNobody = answer.status === 401 && (!isProof || refusal.state === 'session_ended');
	if (isNobody || refusal.state === 'account') await lookWhoIsHere?.();
	throw refusal;
}

async function refusalOf(answer: Response): Promise<Refusal> {
	const said = (await answer.json().catch(() => ({}))) as { error?: Record<string, unknown> };
	// A proxy in front of no server answers in its own words.
	if (!said.error) return unreachable();
	const { code, message, details } = readError(said.error);
	const refusal = new Refusal(code, message, details);
	const prefix = `${refusal.field}: `;
	if (refusal.field === undefined || !message.startsWith(prefix)) return refusal;
	// The form shows it beside that very field.
	return new Refusal(code, message.slice(prefix.length), details);
}

const unreachable = () =>
	new Refusal(
		'CONNECTION_TIMEOUT',
		'The server cannot be reached. Nothing here is lost: try again once it is back.'
	);
