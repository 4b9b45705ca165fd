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
