/**
 * An answer of the size and shape of `metrics_update`, made without any of its work.
 * @param {{ payload: { sessionId: string, seq: number, events: { t: number, text: string }[] } }} message
 */
export function answerTo({ payload: { sessionId, seq, events } }) {
	const typed = events[0]?.text ?? '';
	return {
		type: 'metrics_update',
		timestamp: new Date().toISOString(),
		payload: {
			sessionId,
			nextSeq: seq + 1,
			durableSeq: seq,
			analysis: {
				position: seq,
				correct: seq,
				incorrect: 0,
				extra: 0,
				missed: 0,
				changes: [{ index: seq, expected: typed, typed }]
			},
			metrics: {
				wpm: 63.27,
				raw: 63.27,
				accuracy: 99.83,
				consistency: 81.4,
				elapsedMs: events[0]?.t
			}
		}
	};
}

const id = '7f3e9a52-0c07-4f4b-9a3e-0f7f5f6d2b11';

/** Of the size and shape of `connection_success`. */
export function welcome() {
	return {
		type: 'connection_success',
		timestamp: new Date().toISOString(),
		payload: { message: 'Connected', userId: id, permissions: ['read', 'write'] }
	};
}

/**
 * Of the size and shape of `chat_message`, kept nowhere.
 * @param {{ payload: { channel: string, text: string } }} message
 * @param {number} seq
 */
export function chatMessage({ payload: { channel, text } }, seq) {
	const sentAt = new Date().toISOString();
	const author = { id, name: 'Test key bench' };
	return {
		type: 'chat_message',
		timestamp: sentAt,
		payload: { id, seq, channel, threadId: id, author, text, sentAt }
	};
}
