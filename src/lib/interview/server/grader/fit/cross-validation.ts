import type { Example, Examples } from './examples';
import { fitBaseline, fitMarking, predict } from './fit-marking';
import { macroF1, pearson, rootMeanSquare } from './measures';
import { seeded, shuffled } from './random';

/** How answers to questions are graded that the fit has not seen. */

const FOLDS = 10;

/** Predictions of one repetition, in the examples' order, all for questions not seen. */
export interface Repetition {
	ours: number[];
	/** How probable it was held that each is within 0.15 of people's score. */
	sure: number[];
	baseline: number[];
}

/** Ten folds grouped by question, as often as is said, baseline and grader on the same folds. */
export function crossValidate(
	{ kind, list }: Examples,
	areRightOrWrong: boolean,
	repeats: number,
	seed = 1
): Repetition[] {
	return Array.from({ length: repeats }, (_, repeat) => {
		const foldOf = foldsOf(list, seed + repeat);
		const ours = list.map(() => 0);
		const sure = list.map(() => 0);
		const baseline = list.map(() => 0);
		for (let fold = 0; fold < FOLDS; fold++) {
			const seen = list.filter(({ qid }) => foldOf.get(qid) !== fold);
			const marking = fitMarking({ kind, list: seen }, areRightOrWrong);
			const base = fitBaseline(seen, areRightOrWrong);
			list.forEach((example, index) => {
				if (foldOf.get(example.qid) !== fold) return;
				const { share, confidence } = predict(example, marking);
				ours[index] = share;
				sure[index] = confidence;
				baseline[index] = base(example);
			});
		}
		return { ours, sure, baseline };
	});
}

function foldsOf(list: readonly Example[], seed: number): Map<string, number> {
	const questions = [...new Set(list.map(({ qid }) => qid))];
	const order = shuffled(questions, seeded(seed));
	return new Map(order.map((qid, index) => [qid, index % FOLDS]));
}

export interface Figures {
	r: number;
	rmse: number;
	f1: number;
}

export interface Compared {
	/** By repetition. */
	each: { ours: Figures; baseline: Figures }[];
	/** 95 % of the grader's own figures. */
	intervals: Record<keyof Figures, [number, number]>;
	/** 95 % of ours less the baseline's, of the same questions. */
	differences: Record<keyof Figures, [number, number]>;
}

const figuresOf = (predicted: readonly number[], scores: readonly number[]): Figures => ({
	r: pearson(predicted, scores),
	rmse: rootMeanSquare(predicted, scores),
	f1: macroF1(predicted, scores)
});

const names = ['r', 'rmse', 'f1'] as const;

const SAMPLES = 1000;

/** Intervals by a bootstrap over questions (Efron 1979), percentiles. */
export function compared(
	list: readonly Example[],
	repetitions: readonly Repetition[],
	seed = 1
): Compared {
	const scores = list.map(({ score }) => score);
	const byQuestion = [...Map.groupBy(list.keys(), (index) => list[index]!.qid).values()];
	const random = seeded(seed);
	const samples = Array.from({ length: SAMPLES }, (_, sample) => {
		const { ours, baseline } = repetitions[sample % repetitions.length]!;
		const drawn = byQuestion.flatMap(() => byQuestion[Math.floor(random() * byQuestion.length)]!);
		const of = (values: readonly number[]) => drawn.map((index) => values[index]!);
		return {
			ours: figuresOf(of(ours), of(scores)),
			baseline: figuresOf(of(baseline), of(scores))
		};
	});
	const between = (value: (sample: (typeof samples)[number], name: keyof Figures) => number) =>
		Object.fromEntries(
			names.map((name) => [name, middle95(samples.map((sample) => value(sample, name)))])
		) as Compared['intervals'];
	return {
		each: repetitions.map(({ ours, baseline }) => ({
			ours: figuresOf(ours, scores),
			baseline: figuresOf(baseline, scores)
		})),
		intervals: between((sample, name) => sample.ours[name]),
		differences: between((sample, name) => sample.ours[name] - sample.baseline[name])
	};
}

function middle95(values: readonly number[]): [number, number] {
	const sorted = values.toSorted((one, other) => one - other);
	return [
		sorted[Math.floor(0.025 * (sorted.length - 1))]!,
		sorted[Math.ceil(0.975 * (sorted.length - 1))]!
	];
}
