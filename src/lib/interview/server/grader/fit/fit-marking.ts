import { SURE_OF_RUBBISH, TOLERANCE } from '../confidence';
import { marked, RUBBISH_SHARE, sureRow, type Marked, type Marking } from '../marking';
import type { Example, Examples } from './examples';
import { ridge, valueOf } from './linear';
import { logisticRegression } from './logistic';
import { bestThreshold } from './measures';

/** A row's penalty: more where there are more features. */
const PENALTIES = { short: 0.01, paired: 0.03, long: 0.03 };

/** Of the chance that a score is right. */
const PENALTY_OF_SURE = 1e-3;

/** @param areRightOrWrong then a threshold is chosen, for the best macro-F1 on the same examples */
export function fitMarking({ kind, list }: Examples, areRightOrWrong: boolean): Marking {
	const learnt = list.flatMap(({ measured, score }) => (measured ? [{ measured, score }] : []));
	const names = Object.keys(learnt[0]!.measured.row);
	const score = ridge(
		names,
		learnt.map(({ measured }) => names.map((name) => measured.row[name]!)),
		learnt.map(({ score }) => score),
		PENALTIES[kind]
	);
	const plain: Marking = { kind, score, threshold: 0.5, sure: { intercept: 0, weights: {} } };
	const threshold = areRightOrWrong
		? bestThreshold(
				learnt.map(({ measured }) => marked(measured, plain).share),
				learnt.map(({ score }) => score)
			)
		: 0.5;
	const marking = { ...plain, threshold };
	const given = learnt.map(({ measured, score }) => {
		const { share } = marked(measured, marking);
		const isRight = Math.abs(share - score) <= TOLERANCE;
		return { row: sureRow(measured.coverage, share), isRight };
	});
	const sureNames = Object.keys(sureRow(0, 0)) as (keyof ReturnType<typeof sureRow>)[];
	const sure = logisticRegression(
		sureNames,
		given.map(({ row }) => sureNames.map((name) => row[name])),
		given.map(({ isRight }) => Number(isRight)),
		PENALTY_OF_SURE
	);
	return { ...marking, sure };
}

/** Share and confidence, 0–1. */
export const predict = ({ measured }: Example, marking: Marking): Marked =>
	measured ? marked(measured, marking) : { share: RUBBISH_SHARE, confidence: SURE_OF_RUBBISH };

/** The baseline: a line through IDF-weighted recall, its threshold chosen in the same way. */
export function fitBaseline(list: readonly Example[], areRightOrWrong: boolean) {
	const scores = list.map(({ score }) => score);
	const line = ridge(
		['recall'],
		list.map(({ recall }) => [recall]),
		scores,
		0
	);
	const value = ({ recall }: Example) => valueOf(line, { recall });
	const shift = areRightOrWrong ? 0.5 - bestThreshold(list.map(value), scores) : 0;
	return (example: Example) => Math.max(0, Math.min(1, value(example) + shift));
}
