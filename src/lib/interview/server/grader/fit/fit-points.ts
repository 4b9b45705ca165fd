import type { Question } from '$lib/analysis';
import { signalNames } from '../points/signals';
import type { Linear } from './linear';
import { logisticRegression } from './logistic';
import { pointExamples } from './point-examples';

const PENALTY = 1e-4;

/** The chance that a point was said, by its signals; in logits. */
export function fitPoints(bank: readonly Question[]): Linear {
	const examples = pointExamples(bank);
	return logisticRegression(
		signalNames,
		examples.map(({ row }) => row),
		examples.map(({ said }) => said),
		PENALTY
	);
}
