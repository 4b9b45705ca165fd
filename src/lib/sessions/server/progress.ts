import type { PayloadOf } from '../../realtime/catalogue';
import type { Audience } from '../../realtime/server/audience';
import type { SessionMessages } from '../messages';

export type ParticipantProgress = PayloadOf<
	SessionMessages,
	'typing_progress'
>['participants'][number];

/** Rule T7: at most ten messages a second and session. */
const BETWEEN_MS = 100;

/** Nobody types so slowly: what was not reported for so long is over. */
const FORGOTTEN_AFTER_MS = 10 * 60_000;

/** Between instances it travels on topics of its own, which no connection joins. */
const PREFIX = 'progress:';

interface Running {
	participants: Map<string, ParticipantProgress>;
	/** Those whose figures changed here since the other instances were told. */
	changed: Map<string, ParticipantProgress>;
	/** Whether there is anything that listeners here have not been told. */
	isNew: boolean;
	timer: NodeJS.Timeout | undefined;
	/** Monotonic milliseconds. */
	reportedAt: number;
}

/**
 * How far everybody is, for whoever watches (rule T7): gathered from all instances, told at most ten
 * times a second, kept nowhere.
 */
export class Progress {
	readonly #audience: Audience;
	readonly #running = new Map<string, Running>();
	readonly #forgetting: NodeJS.Timeout;

	constructor(audience: Audience) {
		this.#audience = audience;
		this.#forgetting = setInterval(() => this.#forgetOld(), FORGOTTEN_AFTER_MS / 10).unref();
		audience.takeNews(PREFIX, (topic, { payload }) => {
			const { participants } = payload as { participants: ParticipantProgress[] };
			this.#hear(topic.slice(PREFIX.length), participants);
		});
	}

	/** Somebody typed on this instance; cheap enough for every message. */
	report(sessionId: string, progress: ParticipantProgress): void {
		const running = this.#of(sessionId);
		running.participants.set(progress.id, progress);
		running.changed.set(progress.id, progress);
		this.#soon(sessionId, running);
	}

	/** What is known now, for somebody who begins to watch. */
	of(sessionId: string): ParticipantProgress[] {
		return [...(this.#running.get(sessionId)?.participants.values() ?? [])];
	}

	/** The session is over. */
	forget(sessionId: string): void {
		clearTimeout(this.#running.get(sessionId)?.timer);
		this.#running.delete(sessionId);
	}

	close(): void {
		clearInterval(this.#forgetting);
		for (const sessionId of [...this.#running.keys()]) this.forget(sessionId);
	}

	#hear(sessionId: string, news: readonly ParticipantProgress[]): void {
		const running = this.#of(sessionId);
		for (const progress of news) running.participants.set(progress.id, progress);
		this.#soon(sessionId, running);
	}

	#of(sessionId: string): Running {
		const known = this.#running.get(sessionId);
		if (known) {
			known.reportedAt = performance.now();
			return known;
		}
		const running: Running = {
			participants: new Map(),
			changed: new Map(),
			isNew: false,
			timer: undefined,
			reportedAt: performance.now()
		};
		this.#running.set(sessionId, running);
		return running;
	}

	/** At once after a pause, else when the tenth of a second is over. */
	#soon(sessionId: string, running: Running): void {
		running.isNew = true;
		if (running.timer) return;
		this.#tell(sessionId, running);
		running.timer = setTimeout(() => {
			running.timer = undefined;
			if (running.isNew) this.#soon(sessionId, running);
		}, BETWEEN_MS);
	}

	#tell(sessionId: string, running: Running): void {
		running.isNew = false;
		if (running.changed.size > 0) {
			this.#audience.tellOthers(PREFIX + sessionId, {
				type: 'typing_progress',
				payload: { participants: [...running.changed.values()] }
			});
			running.changed.clear();
		}
		const participants = [...running.participants.values()];
		this.#audience.publishHere(`session:${sessionId}`, 'typing_progress', {
			sessionId,
			participants
		});
	}

	#forgetOld(): void {
		const before = performance.now() - FORGOTTEN_AFTER_MS;
		for (const [sessionId, { reportedAt }] of this.#running) {
			if (reportedAt < before) this.forget(sessionId);
		}
	}
}
