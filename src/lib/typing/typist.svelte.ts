import type { FeatureLine } from '../realtime/channel';
import { quantise, type KeyEvent } from './events';
import { LogKeeper } from './log-keeper';
import type { KeptTest } from './log-store';
import { finalMetrics, liveMetrics, type FinalMetrics, type LiveMetrics } from './metrics';
import { applyEvent, endTyping, startTyping, type Change, type TypingState } from './reducer';
import type { ReservedTest } from './results';
import { whileHolding } from './test-lock';
import { prepareText, type PreparedText } from './text';
import { LogBehindError, LogUploader, type SavedTest } from './uploader';

/** `unsaved`: over, and not kept by the server yet; it becomes `saved` by itself when it can. */
export type Outcome = 'typing' | 'saving' | 'saved' | 'unsaved';

const BETWEEN_METRICS_MS = 250;
const SAVING_FOR_MS = 2_500;
/** Keys pressed before the limit may still wait for their handler when it is reached. */
const AFTER_LIMIT_MS = 30;

/**
 * The browser's half of one test (rules T2–T4, T6): applies every key at once for the eye, keeps
 * the log, and brings it to the server. It touches neither window nor line before the first key,
 * so that a page may make one while it is rendered on the server.
 */
export class Typist {
	readonly test: ReservedTest;
	readonly prepared: PreparedText;
	/** The reducer's own, changed with each key; not reactive, `press` says what changed. */
	readonly state: TypingState;
	/** At most four times a second. */
	metrics: LiveMetrics = $state.raw({ wpm: 0, raw: 0, accuracy: 0, consistency: 0, elapsedMs: 0 });
	outcome: Outcome = $state('typing');
	/** Once `saved`. */
	resultId: string | undefined = $state();
	/** Another tab types this test now; see `takeBack` and `giveWay`. */
	takenOver = $state(false);
	/** Why the server will not keep this test: a sentence for the typist. */
	problem: string | undefined = $state();

	readonly #line: FeatureLine;
	readonly #log: KeyEvent[] = [];
	/** When the first key was pressed, or everybody's time began; milliseconds since the epoch. */
	#startedAt: number | undefined;
	#keeper: LogKeeper | undefined;
	#uploader: LogUploader | undefined;
	#unlock: () => void = () => undefined;
	#metricsTimer: ReturnType<typeof setInterval> | undefined;
	#limitTimer: ReturnType<typeof setTimeout> | undefined;
	#savingTimer: ReturnType<typeof setTimeout> | undefined;

	/** @param kept what `resumableTest` gave: the test goes on where the page was reloaded */
	constructor(test: ReservedTest, line: FeatureLine, kept?: KeptTest) {
		this.test = $state.snapshot(test);
		this.#line = line;
		this.prepared = prepareText(test.text);
		this.state = startTyping(this.prepared, { limitMs: test.limitMs });
		if (kept !== undefined && kept.events.length > 0) this.#resume(kept);
	}

	get log(): readonly KeyEvent[] {
		return this.#log;
	}

	/** Whether a first key was pressed. */
	get started(): boolean {
		return this.#log.length > 0;
	}

	/**
	 * When it began, or will, on this page's clock, in milliseconds as `Event.timeStamp` has them: where
	 * a resumed test, and one with a common start, take their `KeyEvent.t` from. Undefined before the
	 * first key of any other.
	 */
	get startStamp(): number | undefined {
		return this.#startedAt && this.#startedAt - performance.timeOrigin;
	}

	/** Whether keys count: a test with a common start waits for it. */
	get isOpen(): boolean {
		const { startStamp } = this;
		if (startStamp !== undefined) return startStamp <= performance.now();
		return this.test.startsAt === undefined;
	}

	/**
	 * Says when everybody's time begins, as well as that is known by now; the first key ends that.
	 * @param at milliseconds since the epoch, by this page's clock
	 */
	expectStart(at: number): void {
		if (!this.started) this.#startedAt = at;
	}

	/** Time runs from now on, whether or not a key is pressed: the common start has come. */
	begin(): void {
		if (this.outcome === 'typing') this.#startClocks();
	}

	/** Applies a key, and sees to it that the server hears of it. @returns what the eye must see */
	press(event: KeyEvent): Change[] {
		if (this.outcome !== 'typing' || this.takenOver || !this.isOpen) return [];
		const { limitMs } = this.test;
		const t = quantise(Math.max(event.t, this.state.lastT));
		if (limitMs !== undefined && t >= limitMs) {
			this.finish(limitMs);
			return [];
		}
		this.#startedAt ??= performance.timeOrigin + performance.now() - t;
		this.#attend();
		const quantised = { ...event, t };
		this.#log.push(quantised);
		const changes = applyEvent(this.state, quantised);
		if (this.state.finished) {
			this.#end();
		} else {
			this.#keeper?.changed();
			this.#uploader?.changed();
		}
		return changes;
	}

	/** Ends the test at `t` milliseconds; time limits end it without being told. */
	finish(t: number): void {
		if (this.outcome !== 'typing' || !this.started) return;
		endTyping(this.state, quantise(t));
		this.#end();
	}

	/** The browser's own figures: the server's verdict is the one that counts (rule T5). */
	finalMetrics(): FinalMetrics {
		const { endedAtMs, lastT } = this.state;
		return finalMetrics(this.state, this.#log, endedAtMs ?? lastT);
	}

	/** Types here again after another tab took over a test of one's own. */
	takeBack(): void {
		this.takenOver = false;
		this.#uploader?.takeBack();
	}

	/**
	 * Another tab types it. That tab goes on with a test with a common start, so that what was typed
	 * here may not be all of it: here it takes a new `Typist`, with the log that `takeUp` gives.
	 */
	giveWay(): void {
		if (this.outcome === 'saved') return;
		this.takenOver = true;
		if (this.test.startsAt === undefined) return;
		this.#stopClocks();
		this.#uploader?.stop();
		this.#keeper?.release();
		this.#unlock();
	}

	/** The page turns to something else: a test without an end is forgotten, a finished one kept. */
	leave(): void {
		this.#stopClocks();
		if (this.outcome !== 'typing') return;
		this.#uploader?.stop();
		this.#unlock();
		// The record is the other tab's.
		if (this.takenOver) return;
		// A race goes on without him, and he may come back to it.
		if (this.test.startsAt !== undefined) this.#keeper?.leave();
		else this.#keeper?.drop();
	}

	#resume(kept: KeptTest): void {
		this.#startedAt = kept.startedAt;
		for (const event of kept.events) {
			this.#log.push(event);
			applyEvent(this.state, event);
		}
		this.#attend();
		this.#uploader?.changed();
		if (this.state.finished) this.#end();
	}

	/** With the first key: keeps the log, opens the upload, starts the clocks. */
	#attend(): void {
		if (this.#uploader !== undefined) return;
		const { sessionId } = this.test;
		this.#keeper = new LogKeeper(() => ({
			sessionId,
			test: this.test,
			events: this.#log,
			startedAt: this.#startedAt ?? 0,
			endedAtMs: this.state.endedAtMs
		}));
		this.#uploader = new LogUploader(this.#line, sessionId, this.#log, {
			onSaved: (saved) => this.#save(saved),
			onTakenOver: () => this.giveWay(),
			onRefused: (reason) => {
				// What is missing here was typed in another tab.
				if (reason instanceof LogBehindError && this.test.startsAt !== undefined) {
					this.giveWay();
					return;
				}
				this.problem = reason.message;
				this.#giveUp();
			}
		});
		void whileHolding(sessionId, () => new Promise((resolve) => (this.#unlock = resolve)));
		this.#startClocks();
	}

	#startClocks(): void {
		if (this.#metricsTimer !== undefined) return;
		const { limitMs } = this.test;
		this.#metricsTimer = setInterval(() => this.#measure(), BETWEEN_METRICS_MS);
		if (limitMs !== undefined) {
			this.#limitTimer = setTimeout(
				() => this.finish(limitMs),
				Math.max(0, limitMs - this.#elapsedMs()) + AFTER_LIMIT_MS
			);
		}
	}

	#elapsedMs(): number {
		const { startStamp } = this;
		return startStamp === undefined ? 0 : Math.max(0, performance.now() - startStamp);
	}

	#measure(): void {
		this.metrics = liveMetrics(this.state, this.#elapsedMs());
	}

	#end(): void {
		this.#stopClocks();
		this.#measure();
		this.outcome = 'saving';
		this.#keeper?.keepNow();
		this.#savingTimer = setTimeout(() => this.#giveUp(), SAVING_FOR_MS);
		this.#uploader?.end(this.state.endedAtMs ?? this.state.lastT);
		if (this.problem !== undefined) this.#giveUp();
	}

	#save({ resultId }: SavedTest): void {
		this.#stopClocks();
		clearTimeout(this.#savingTimer);
		this.resultId = resultId;
		this.problem = undefined;
		this.outcome = 'saved';
		this.#keeper?.drop();
		this.#unlock();
	}

	/** Does not make the typist wait any longer; the upload goes on where it can. */
	#giveUp(): void {
		if (this.outcome === 'saving') this.outcome = 'unsaved';
		if (this.problem !== undefined) this.#unlock();
	}

	#stopClocks(): void {
		clearInterval(this.#metricsTimer);
		clearTimeout(this.#limitTimer);
	}
}
