import { TOLERANCE } from '../confidence';
import { gradeByReferences } from '../marking';
import { isRightOrWrong, type GradedAnswer } from './graded-answer';
import { macroF1, pearson, rootMeanSquare } from './measures';

/** A graded answer beside what the grader says. */
export type GradedLine = Pick<GradedAnswer, 'dataset' | 'qid' | 'answer' | 'score'> & {
	/** 0–1. */
	predicted: number;
	/** 0–1. */
	confidence: number;
};

export const gradeAll = (answers: readonly GradedAnswer[]): GradedLine[] =>
	answers.map(({ dataset, qid, question, reference, answer, score }) => {
		const { share, confidence } = gradeByReferences(question, reference, answer, dataset);
		return { dataset, qid, answer, score, predicted: share, confidence };
	});

export interface Agreement {
	dataset: string;
	answers: number;
	questions: number;
	r: number;
	/** Scores from 0 to 1. */
	rmse: number;
	/** For right-or-wrong sets. */
	f1?: number;
	/** Where the grader says so: how often people's score lies within 0.15, by confidence. */
	calibration: { from: number; answers: number; stated: number; right: number }[];
}

/** How well the grader agrees with people, set by set. */
export const agreement = (lines: readonly GradedLine[]): Agreement[] =>
	[...Map.groupBy(lines, ({ dataset }) => dataset)].map(([dataset, members]) => {
		const predicted = members.map((line) => line.predicted);
		const scores = members.map(({ score }) => score);
		return {
			dataset,
			answers: members.length,
			questions: new Set(members.map(({ qid }) => qid)).size,
			r: pearson(predicted, scores),
			rmse: rootMeanSquare(predicted, scores),
			...(isRightOrWrong(members) && { f1: macroF1(predicted, scores) }),
			calibration: calibrationOf(members)
		};
	});

const STEP = 0.2;

function calibrationOf(lines: readonly GradedLine[]): Agreement['calibration'] {
	const bins = Map.groupBy(lines, ({ confidence }) => Math.min(4, Math.floor(confidence / STEP)));
	return [...bins]
		.sort(([one], [other]) => one - other)
		.map(([bin, members]) => ({
			from: bin * STEP,
			answers: members.length,
			stated: members.reduce((sum, { confidence }) => sum + confidence, 0) / members.length,
			right:
				members.filter(({ predicted, score }) => Math.abs(predicted - score) <= TOLERANCE).length /
				members.length
		}));
}
