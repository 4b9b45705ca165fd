import type { UserError } from '../errors';
import { backoffMs } from '../realtime/backoff';
import type { PayloadOf } from '../realtime/catalogue';
import type { Channel, FeatureLine } from '../realtime/channel';
import type { KeyEvent } from './events';
import type { TypingMessages } from './messages';
import {
	afterEnding,
	afterSending,
	newUpload,
	nextStep,
	remedyFor,
	resumeFrom,
	type Upload
} from './upload';

export type SavedTest = PayloadOf<TypingMessages, 'session_complete'>;

export interface UploaderHooks {
	/** The server keeps the result. The uploader is done. */
	onSaved: (saved: SavedTest) => void;
	/** Another tab types this test; `takeBack` goes on here. */
	onTakenOver: () => void;
	/** The server will not take it. The uploader is done. */
	onRefused: (reason: UserError | LogBehindError) => void;
}

/** The server holds keys that this log lost, so that what follows would not fit. */
export class LogBehindError extends Error {
	override readonly name = 'LogBehindError';

	constructor() {
		super('Some keys of this test were lost, so it cannot go on. Start a new one.');
	}
}

/**
 * Brings one growing log to the server until the result is kept (rules T2–T4, T6): over lost
 * connections and restarts it goes on by itself from what the server says it has.
 */
export class LogUploader {
	readonly #line: FeatureLine;
	readonly #channel: Channel<TypingMessages>;
	readonly #sessionId: string;
	readonly #log: readonly KeyEvent[];
	readonly #hooks: UploaderHooks;
	readonly #stopHearing: () => void;
	#stopReady: (() => void) | undefined;
	#upload: Upload = newUpload;
	/** Only an `open` upload sends; a `yielded` one does not begin again by itself. */
	#phase: 'closed' | 'open' | 'yielded' | 'done' = 'closed';
	#endedAtMs: number | undefined;
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** @param log the test's events; it may grow, `changed` tells so */
	constructor(
		line: FeatureLine,
		sessionId: string,
		log: readonly KeyEvent[],
		hooks: UploaderHooks
	) {
		this.#line = line;
		this.#channel = line.channel<TypingMessages>();
		this.#sessionId = sessionId;
		this.#log = log;
		this.#hooks = hooks;
		this.#stopHearing = this.#channel.on('session_complete', (saved) => {
			if (saved.sessionId !== sessionId) return;
			this.stop();
			hooks.onSaved(saved);
		});
	}

	/** There are more events. The first ones begin the test on the server. */
	changed(): void {
		if (this.#phase === 'done') return;
		this.#stopReady ??= this.#line.onReady(() => {
			if (this.#phase !== 'yielded') void this.#begin();
		});
		this.#pump();
	}

	/** The test is over, by its text or by its clock. `atMs`: milliseconds from its start. */
	end(atMs: number): void {
		this.#endedAtMs = atMs;
		this.changed();
	}

	/** Types here again, whatever another tab does. */
	takeBack(): void {
		if (this.#phase === 'yielded') void this.#begin();
	}

	stop(): void {
		this.#phase = 'done';
		clearTimeout(this.#timer);
		this.#stopHearing();
		this.#stopReady?.();
	}

	async #begin(): Promise<void> {
		clearTimeout(this.#timer);
		this.#phase = 'closed';
		const { round } = (this.#upload = resumeFrom(this.#upload, 0));
		const sessionId = this.#sessionId;
		try {
			const { nextSeq } = await this.#channel.request('start_session', { sessionId });
			if (this.#isStale(round)) return;
			this.#phase = 'open';
			this.#resend(nextSeq);
		} catch (error) {
			this.#mend(round, error);
		}
	}

	#resend(nextSeq: number): void {
		if (nextSeq > this.#log.length) {
			this.#refuse(new LogBehindError());
			return;
		}
		this.#upload = resumeFrom(this.#upload, nextSeq);
		this.#pump();
	}

	/** Sends what is due; in the end there is a timer, an answer to come, or nothing left. */
	#pump(): void {
		// Otherwise the timer is that of the next beginning.
		if (this.#phase === 'open') clearTimeout(this.#timer);
		while (this.#phase === 'open') {
			const now = performance.now();
			const step = nextStep(this.#upload, this.#log, this.#endedAtMs !== undefined, now);
			if (step.do === 'rest') return;
			if (step.do === 'wait') {
				this.#timer = setTimeout(() => this.#pump(), step.ms);
				return;
			}
			const { round } = this.#upload;
			const sessionId = this.#sessionId;
			if (step.do === 'send') {
				const { seq } = step;
				this.#upload = afterSending(this.#upload, step.events.length, now);
				this.#settle(
					round,
					this.#channel.request('input_update', { sessionId, seq, events: [...step.events] })
				);
			} else {
				this.#upload = afterEnding(this.#upload);
				this.#settle(
					round,
					this.#channel.request('end_session', {
						sessionId,
						seq: step.seq,
						t: this.#endedAtMs
					})
				);
			}
		}
	}

	#settle(round: number, answer: Promise<unknown>): void {
		answer.then(
			() => (this.#failures = 0),
			(error: unknown) => this.#mend(round, error)
		);
	}

	#mend(round: number, error: unknown): void {
		if (this.#isStale(round)) return;
		const remedy = remedyFor(error);
		if (remedy.do === 'resend') {
			this.#resend(remedy.nextSeq);
			return;
		}
		this.#upload = resumeFrom(this.#upload, this.#upload.nextSeq);
		this.#phase = 'closed';
		if (remedy.do === 'restart') {
			const waitMs = backoffMs(this.#failures++, Math.random(), remedy.afterMs);
			this.#timer = setTimeout(() => void this.#begin(), waitMs);
		} else if (remedy.do === 'yield') {
			this.#phase = 'yielded';
			this.#hooks.onTakenOver();
		} else if (remedy.do === 'end') {
			const { round } = this.#upload;
			this.#settle(round, this.#channel.request('end_session', { sessionId: this.#sessionId }));
		} else if (remedy.do === 'give up') {
			this.#refuse(remedy.reason);
		}
	}

	#refuse(reason: UserError | LogBehindError): void {
		this.stop();
		this.#hooks.onRefused(reason);
	}

	/** Whether what was sent in this round is answered too late to matter. */
	#isStale(round: number): boolean {
		return this.#phase === 'done' || round !== this.#upload.round;
	}
}
