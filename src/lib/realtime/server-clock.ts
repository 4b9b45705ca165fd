/** How many of the latest samples are looked at: an offset drifts, and one sample may be unlucky. */
const SAMPLES = 8;

interface Sample {
	/** Server's time minus this clock's, milliseconds. */
	offsetMs: number;
	roundTripMs: number;
}

/**
 * The server's clock as it is known here (rule S5): from a question and its answer, whose time the
 * server stamped somewhere in between. The quickest of the latest questions is wrong by half its
 * round trip at the most (Cristian's algorithm). Pure.
 */
export class ServerClock {
	#samples: Sample[] = [];

	/** What is known is of another connection, or another server. */
	reset(): void {
		this.#samples = [];
	}

	/**
	 * @param sentAt when the question went, in milliseconds on a clock that never jumps
	 * @param serverTime what the answer was stamped with, milliseconds since the epoch
	 * @param receivedAt when the answer came, on the clock of `sentAt`
	 */
	sample(sentAt: number, serverTime: number, receivedAt: number): void {
		const roundTripMs = receivedAt - sentAt;
		if (!(roundTripMs >= 0) || !Number.isFinite(serverTime)) return;
		const offsetMs = serverTime - (sentAt + receivedAt) / 2;
		this.#samples = [...this.#samples, { offsetMs, roundTripMs }].slice(-SAMPLES);
	}

	/**
	 * The server's time, milliseconds since the epoch.
	 * @param at now on the clock of `sentAt`
	 * @returns undefined before the first sample
	 */
	at(at: number): number | undefined {
		const best = this.#samples.reduce<Sample | undefined>(
			(quickest, one) => (quickest && quickest.roundTripMs <= one.roundTripMs ? quickest : one),
			undefined
		);
		return best && at + best.offsetMs;
	}
}
