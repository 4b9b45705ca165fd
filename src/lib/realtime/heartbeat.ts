/** Milliseconds. */
export interface HeartbeatTiming {
	pingIntervalMs: number;
	probeTimeoutMs: number;
}

export const heartbeatTiming: HeartbeatTiming = { pingIntervalMs: 30_000, probeTimeoutMs: 5_000 };

/**
 * The client's half of rule C5: pings at an interval, and notices a connection that died without
 * saying so. It counts unanswered pings and not time, because timers sleep with the machine.
 */
export class Heartbeat {
	readonly #ping: () => void;
	readonly #died: () => void;
	readonly #timing: HeartbeatTiming;
	#unanswered = false;
	#interval: ReturnType<typeof setInterval> | undefined;
	#probe: ReturnType<typeof setTimeout> | undefined;

	/** @param died called once, when nothing came for two intervals or a probe's time-out */
	constructor(ping: () => void, died: () => void, timing: HeartbeatTiming) {
		this.#ping = ping;
		this.#died = died;
		this.#timing = timing;
	}

	start(): void {
		this.stop();
		this.#interval = setInterval(() => {
			if (this.#unanswered) this.#die();
			else this.#sendPing();
		}, this.#timing.pingIntervalMs);
	}

	stop(): void {
		clearInterval(this.#interval);
		this.heard();
	}

	/** Something came from the server. */
	heard(): void {
		this.#unanswered = false;
		clearTimeout(this.#probe);
		this.#probe = undefined;
	}

	/** Asks at once whether anybody is there: after a sleep, or when the page is looked at again. */
	probe(): void {
		if (this.#probe !== undefined) return;
		this.#probe = setTimeout(() => this.#die(), this.#timing.probeTimeoutMs);
		this.#sendPing();
	}

	#sendPing(): void {
		this.#unanswered = true;
		this.#ping();
	}

	#die(): void {
		this.stop();
		this.#died();
	}
}
