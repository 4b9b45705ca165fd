import { gradeByReferences } from '../marking';
import { contraryPairs, type ContraryPair } from './contrary-cases';
import type { GradedAnswer } from './graded-answer';
import { seeded } from './random';
import { rubbishCases, rubbishClasses, type RubbishClass } from './rubbish-cases';

/** What rubbish gets, by class (G3). */
export interface RubbishTrial {
	kind: RubbishClass;
	dataset: string;
	cases: number;
	/** 0–1: how many got 10 of 100 at most. */
	atMostTen: number;
	/** 0–100: the most that one got. */
	most: number;
}

/** @param count of each class and data set */
export function rubbishTrials(
	answers: readonly GradedAnswer[],
	count: number,
	seed: number
): RubbishTrial[] {
	return [...Map.groupBy(answers, ({ dataset }) => dataset)].flatMap(([dataset, members]) =>
		rubbishClasses.map((kind, index) => {
			const cases = rubbishCases(members, kind, count, seeded(seed + index));
			const scores = cases.map(
				({ task, answer }) =>
					100 * gradeByReferences(task.question, task.reference, answer, dataset).share
			);
			return {
				...{ kind, dataset, cases: cases.length },
				atMostTen: scores.filter((score) => score <= 10).length / Math.max(1, scores.length),
				most: Math.max(0, ...scores)
			};
		})
	);
}

/** How often the true claim gets more than its contrary (G4). */
export interface ContraryTrial {
	dataset: string;
	rule: ContraryPair['rule'];
	pairs: number;
	/** 0–1. */
	truthHigher: number;
}

/** Pairs made from every reference, each once. */
export function contraryTrials(answers: readonly GradedAnswer[]): ContraryTrial[] {
	const tasks = new Map(
		answers.flatMap(({ dataset, question, reference }) =>
			reference.map((text) => [`${dataset}\n${text}`, { dataset, question, text }] as const)
		)
	);
	const tried = [...tasks.values()].flatMap(({ dataset, question, text }) =>
		contraryPairs(text).map(({ truth, contrary, rule }) => {
			const shareOf = (answer: string) =>
				gradeByReferences(question, [text], answer, dataset).share;
			return {
				key: `${dataset} ${rule}`,
				dataset,
				rule,
				isRight: shareOf(truth) > shareOf(contrary)
			};
		})
	);
	return [...Map.groupBy(tried, ({ key }) => key).values()].map((members) => ({
		dataset: members[0]!.dataset,
		rule: members[0]!.rule,
		pairs: members.length,
		truthHigher: members.filter(({ isRight }) => isRight).length / members.length
	}));
}
