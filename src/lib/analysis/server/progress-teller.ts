import type { Stage } from '../stages';
import type { StepProgress } from './ledger';
import { ProgressMeter } from './progress';
import type { RunningStep } from './state';
import { stepWeights } from '../steps';

/** Rule N3: at most ten a second. */
const TELL_EVERY_MS = 100;

/** What comes later than a restart counts again; a second of it is no loss. */
const KEEP_EVERY_MS = 1_000;

/** Tells how far a run is, and has it kept, not more often than anybody needs. */
export class ProgressTeller {
	readonly #meter: ProgressMeter;
	readonly #tell: Pace<RunningStep>;
	readonly #keep: Pace<RunningStep>;
	#last: RunningStep | undefined;

	/** @param from where the run goes on from, 0–100 */
	constructor(
		from: number,
		to: { tell: (running: RunningStep) => void; keep: (running: RunningStep) => void }
	) {
		this.#meter = new ProgressMeter(stepWeights, from, performance.now());
		this.#tell = new Pace(TELL_EVERY_MS, to.tell);
		this.#keep = new Pace(KEEP_EVERY_MS, to.keep);
	}

	see(step: StepProgress): void {
		const running = { ...step, ...this.#meter.see(step, performance.now()) };
		this.#last = running;
		this.#tell.give(running);
		this.#keep.give(running);
	}

	/** A stage ends: what was to be told of it is told no more. @returns what is to be kept with it */
	finish(stage: Stage): RunningStep {
		this.stop();
		const { step = '', done = 0, total = 0 } = this.#last ?? {};
		return { stage, step, done, total, progress: this.#meter.finish(stage) };
	}

	stop(): void {
		this.#tell.forget();
		this.#keep.forget();
	}
}

/** Passes on the newest of what it is given, at most once in a while: the first at once. */
class Pace<T> {
	#timer: NodeJS.Timeout | undefined;
	#waiting: { value: T } | undefined;

	constructor(
		readonly everyMs: number,
		readonly pass: (value: T) => void
	) {}

	give(value: T): void {
		if (this.#timer) {
			this.#waiting = { value };
			return;
		}
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			const waiting = this.#waiting;
			this.#waiting = undefined;
			if (waiting) this.give(waiting.value);
		}, this.everyMs).unref();
		this.pass(value);
	}

	/** What waits is not passed on; what comes next is, in its time. */
	forget(): void {
		this.#waiting = undefined;
	}
}
