import { stages, type Stage } from '../stages';
import type { StepProgress } from './ledger';

/**
 * Real counts, made one number for the whole. Pure: time is told.
 */

/** What the stages before it are, in percent (rule N3). */
export const doneBefore: Record<Stage, number> = {
	project_review: 0,
	intelligence_report: 33,
	interview_simulation: 66
};

/** The whole, once a stage is done. */
export const doneAfter = (stage: Stage): number => {
	const next = stages[stages.indexOf(stage) + 1];
	return next ? doneBefore[next] : 100;
};

/** How long steps take beside one another, in the order in which they come; others move nothing. */
export type StepWeights = Record<Stage, Readonly<Record<string, number>>>;

/** How far all of it is. */
export interface OverallProgress {
	/** 0–100. */
	progress: number;
	/** Milliseconds until all is done; undefined until that can be told. */
	etaMs?: number;
}

/** An estimate from less than this says nothing. */
const LEAST_MS = 1_000;
const LEAST_SHARE = 0.03;

/** Of one run: it never goes back, and its estimate comes from how fast this run was so far. */
export class ProgressMeter {
	readonly #weights: StepWeights;
	readonly #total: number;
	readonly #startedAt: number;
	#highest: number;
	/** Of the whole work, by weight: at the start of the run, which may go on from somewhere, and now. */
	#workAtStart: number | undefined;
	#work = 0;

	/** @param progress where the run goes on from, 0–100; @param now monotonic milliseconds */
	constructor(weights: StepWeights, progress: number, now: number) {
		this.#weights = weights;
		this.#total = stages.reduce((sum, stage) => sum + sumOf(weights[stage]), 0);
		this.#highest = progress;
		this.#startedAt = now;
	}

	/** @param now monotonic milliseconds */
	see({ stage, step, done, total }: StepProgress, now: number): OverallProgress {
		const steps = this.#weights[stage];
		const names = Object.keys(steps);
		const at = names.indexOf(step);
		if (at >= 0) {
			const before = names.slice(0, at).reduce((sum, name) => sum + (steps[name] ?? 0), 0);
			const inStep = total > 0 ? Math.min(1, done / total) * (steps[step] ?? 0) : 0;
			const ofStage = (before + inStep) / sumOf(steps);
			const from = doneBefore[stage];
			this.#rise(from + ofStage * (doneAfter(stage) - from));
			const stagesBefore = stages.slice(0, stages.indexOf(stage));
			const workBefore = stagesBefore.reduce((sum, name) => sum + sumOf(this.#weights[name]), 0);
			this.#work = Math.max(this.#work, workBefore + before + inStep);
			this.#workAtStart ??= workBefore + before;
		}
		const etaMs = this.#etaMs(now);
		return { progress: this.#highest, ...(etaMs !== undefined && { etaMs }) };
	}

	/** A stage is done. */
	finish(stage: Stage): number {
		this.#rise(doneAfter(stage));
		return this.#highest;
	}

	#rise(progress: number): void {
		// One decimal is more than anybody sees.
		this.#highest = Math.max(this.#highest, Math.round(progress * 10) / 10);
	}

	#etaMs(now: number): number | undefined {
		const elapsed = now - this.#startedAt;
		const done = this.#work - (this.#workAtStart ?? this.#work);
		if (elapsed < LEAST_MS || done < this.#total * LEAST_SHARE) return undefined;
		return Math.round((elapsed / done) * (this.#total - this.#work));
	}
}

const sumOf = (steps: Readonly<Record<string, number>>) =>
	Object.values(steps).reduce((sum, weight) => sum + weight, 0);
