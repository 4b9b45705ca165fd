import { UserError } from '../../errors';
import type { Log } from '../../server/log';
import type { InboundEntry, PayloadOf } from '../catalogue';
import { closeCodes, parseEnvelope } from '../envelope';
import { lineMessages, type LineMessages } from '../messages';
import type { Connection } from './connection';
import type { LineCounters, TypeCounts } from './counters';
import type { AnyHandler, Feature, Keep } from './handlers';
import type { Identification } from './identification';
import { firstIssue } from './issues';
import type { KeptRequests } from './kept-requests';

interface Parts {
	features: readonly Feature[];
	identification: Identification;
	/** Rule D3. */
	kept: KeptRequests;
	counters: LineCounters;
	log: Log;
}

interface Route {
	type: string;
	entry: InboundEntry;
	/** None for the line's own messages. */
	handler: AnyHandler | undefined;
	counts: TypeCounts;
}

/** One message on its way to its answer. */
interface Turn {
	connection: Connection;
	route: Route;
	payload: object;
	requestId: string | undefined;
	/** When its turn came; monotonic milliseconds. */
	now: number;
}

/** For messages that change nothing, or that nobody could send again. */
const keepNothing: Keep = () => undefined;

/** From the text of a message to its answer: the catalogue decides, the features' handlers do. */
export class Dispatcher {
	readonly #parts: Parts;
	readonly #routes = new Map<string, Route>();

	constructor(parts: Parts) {
		this.#parts = parts;
		this.#addRoutes({ messages: lineMessages, handlers: {} });
		for (const feature of parts.features) this.#addRoutes(feature);
	}

	#addRoutes({ messages, handlers }: Pick<Feature, 'messages' | 'handlers'>): void {
		for (const [type, entry] of Object.entries(messages)) {
			if (entry.direction !== 'in') continue;
			const counts = this.#parts.counters.declare(type);
			this.#routes.set(type, { type, entry, handler: handlers[type], counts });
		}
	}

	/** One message from text to answer; never throws. */
	readonly handle = (connection: Connection, text: string): void | Promise<void> => {
		if (connection.closing) return;
		// Of messages that waited, the moment their turn came.
		const now = performance.now();
		const parsed = parseEnvelope(text);
		if (!parsed.ok) {
			this.#parts.counters.received();
			const where = parsed.path === '' ? 'The message' : parsed.path;
			const message = `${where} ${parsed.reason}.`;
			return connection.refuseInvalid(message, { path: parsed.path }, now, parsed.requestId);
		}
		const { type, requestId, payload } = parsed.envelope;
		const route = this.#routes.get(type);
		if (!route) {
			this.#parts.counters.received();
			const message = `There is no message type "${type.slice(0, 64)}".`;
			return connection.refuseInvalid(message, { path: 'type' }, now, requestId);
		}
		const { entry } = route;
		route.counts.received += 1;
		if (!connection.admit(entry.bucket, now, requestId)) return;
		if (entry.permission !== 'none') {
			if (!connection.identity) return connection.refuseUnauthenticated(requestId);
			if (!connection.identity.permissions.includes(entry.permission)) {
				const message = `Your credential does not have the permission "${entry.permission}".`;
				return connection.sendError('FORBIDDEN', message, undefined, requestId);
			}
		}
		const read = entry.schema.safeParse(payload);
		if (!read.success) {
			const { path, message } = firstIssue(read.error.issues);
			const details = { path: path === '' ? 'payload' : `payload.${path}` };
			return connection.refuseInvalid(`${details.path}: ${message}`, details, now, requestId);
		}
		const turn: Turn = { connection, route, payload: read.data, requestId, now };
		return route.handler ? this.#serve(turn, route.handler, false) : this.#serveOwn(turn);
	};

	/** @param isAgain whether it was refused to whoever the connection was of before */
	#serve(turn: Turn, handler: AnyHandler, isAgain: boolean): void | Promise<void> {
		const { connection, route, payload, requestId, now } = turn;
		try {
			const identity = connection.identity!;
			const { type, entry } = route;
			const answer =
				entry.changes && requestId !== undefined
					? this.#parts.kept.once({ userId: identity.userId, requestId, type, payload }, (keep) =>
							Promise.resolve(
								handler(payload as never, { connection, identity, now, keep, requestId })
							)
						)
					: handler(payload as never, { connection, identity, now, keep: keepNothing, requestId });
			if (!(answer instanceof Promise)) return this.#answer(turn, answer);
			return answer.then(
				(settled: object) => this.#answer(turn, settled),
				(error: unknown) => this.#failOrServeAgain(turn, handler, isAgain, error)
			);
		} catch (error) {
			return this.#failOrServeAgain(turn, handler, isAgain, error);
		}
	}

	/**
	 * Between a guest's move into an account and the moment the line hears of it, what is the guest's
	 * already belongs to the account: whoever is refused then is asked again as who he is now.
	 */
	#failOrServeAgain(
		turn: Turn,
		handler: AnyHandler,
		isAgain: boolean,
		error: unknown
	): void | Promise<void> {
		const refreshed = isAgain ? undefined : this.#parts.identification.refresh(turn.connection);
		if (!refreshed) return this.#fail(turn, error);
		return refreshed.then((goesOn) =>
			goesOn ? this.#serve(turn, handler, true) : this.#fail(turn, error)
		);
	}

	/** The line's own messages. */
	#serveOwn(turn: Turn): void | Promise<void> {
		const { connection, route, payload, requestId, now } = turn;
		if (route.type === 'ping') return this.#answer(turn, {});
		const [way, token] =
			route.type === 'connect'
				? (['connect', (payload as PayloadOf<LineMessages, 'connect'>).api_key] as const)
				: (['authenticate', (payload as PayloadOf<LineMessages, 'authenticate'>).token] as const);
		return this.#parts.identification.authenticate(connection, way, token, requestId).then(
			() => route.counts.answered.add(performance.now() - now),
			(error: unknown) => {
				this.#fail(turn, error);
				// Nobody knows yet who this is: coming back is better than waiting for the time-out.
				if (!connection.identity) connection.disconnect(closeCodes.serverError, 'Server error');
			}
		);
	}

	#answer({ connection, route, requestId, now }: Turn, answer: object): void {
		connection.send(route.entry.answeredBy, answer, requestId);
		route.counts.answered.add(performance.now() - now);
	}

	#fail({ connection, route, requestId }: Turn, error: unknown): void {
		if (error instanceof UserError) {
			return connection.sendError(error.code, error.message, error.details, requestId);
		}
		this.#parts.log.error(
			{ err: error, type: route.type, connectionId: connection.id, requestId },
			'a message could not be handled'
		);
		connection.sendError(
			'INTERNAL_ERROR',
			'Something went wrong on the server. Try again.',
			undefined,
			requestId
		);
	}
}
