import { newRequestId } from './requests';

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
	readonly #ping: (requestId?: string) => void;
	readonly #died: () => void;
	readonly #timing: HeartbeatTiming;
	#unanswered = false;
	#interval: ReturnType<typeof setInterval> | undefined;
	/** The ping that must be answered, and until when. */
	#probe: { requestId: string; timer: ReturnType<typeof setTimeout> } | undefined;

	/**
	 * @param ping sends one, which is answered with the same id where it has one
	 * @param died called once, when nothing came for two intervals or a probe's time-out
	 */
	constructor(ping: (requestId?: string) => void, died: () => void, timing: HeartbeatTiming) {
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
		this.#unanswered = false;
		clearTimeout(this.#probe?.timer);
		this.#probe = undefined;
	}

	/**
	 * Something came from the server. It may have been on its way when the connection died, so it proves
	 * nothing to a probe but its own answer, for which there is time again: a slow line may be full.
	 */
	heard(requestId: string | undefined): void {
		this.#unanswered = false;
		if (this.#probe === undefined) return;
		clearTimeout(this.#probe.timer);
		if (this.#probe.requestId === requestId) this.#probe = undefined;
		else this.#probe.timer = this.#untilDeath();
	}

	/** Asks at once whether anybody is there: after a sleep, or when the page is looked at again. */
	probe(): void {
		if (this.#probe !== undefined) return;
		this.#probe = { requestId: newRequestId(), timer: this.#untilDeath() };
		this.#sendPing(this.#probe.requestId);
	}

	#untilDeath(): ReturnType<typeof setTimeout> {
		return setTimeout(() => this.#die(), this.#timing.probeTimeoutMs);
	}

	#sendPing(requestId?: string): void {
		this.#unanswered = true;
		this.#ping(requestId);
	}

	#die(): void {
		this.stop();
		this.#died();
	}
}
