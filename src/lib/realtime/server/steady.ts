import { UserError } from '../../errors';

/**
 * A request's body, piece by piece, from a client that keeps sending. Whoever stops reading leaves the
 * rest where it is: cancelled, the connection would end before the answer is out.
 *
 * @param idleMs how long nothing may come
 * @throws UserError CONNECTION_TIMEOUT where nothing came for so long, INVALID_MESSAGE_FORMAT where the
 * connection broke
 */
export async function* steadily(
	body: ReadableStream<Uint8Array>,
	idleMs: number
): AsyncGenerator<Uint8Array> {
	const reader = body.getReader();
	try {
		for (;;) {
			const { done, value } = await within(reader.read().catch(brokenOff), idleMs);
			if (done) return;
			yield value;
		}
	} finally {
		reader.releaseLock();
	}
}

function within<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => {
			reject(
				new UserError(
					'CONNECTION_TIMEOUT',
					`Nothing came for ${Math.round(milliseconds / 1000)} seconds. Send it again.`
				)
			);
		}, milliseconds);
		promise.then(resolve, reject).finally(() => clearTimeout(timer));
	});
}

function brokenOff(error: unknown): never {
	// A limit of the server's own says so itself.
	if (error instanceof Error && 'status' in error) throw error;
	throw new UserError('INVALID_MESSAGE_FORMAT', 'The request was cut off. Send it again.', {
		path: ''
	});
}

/** What is read of a refused body before the refusal is out. */
const MOST_DISCARDED_BYTES = 32 * 1024 * 1024;
const MOST_DISCARDED_MS = 3_000;

/**
 * Reads what a client still sends of a body that was refused, and forgets it: a connection that is closed
 * with bytes unread is reset, and the client never hears why. Resolves once the rest is read, or a good
 * part of it; what comes then is read behind the answer.
 */
export async function discardRest(body: ReadableStream<Uint8Array> | null): Promise<void> {
	if (!body || body.locked) return;
	const { promise: isEnough, resolve } = Promise.withResolvers<undefined>();
	const enough = () => resolve(undefined);
	const timer = setTimeout(enough, MOST_DISCARDED_MS);
	let bytes = 0;
	const count = (chunk: Uint8Array) => {
		bytes += chunk.byteLength;
		if (bytes > MOST_DISCARDED_BYTES) enough();
	};
	body.pipeTo(new WritableStream({ write: count })).then(enough, enough);
	await isEnough;
	clearTimeout(timer);
}
