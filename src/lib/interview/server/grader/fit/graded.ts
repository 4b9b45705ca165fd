import { TOLERANCE } from '../confidence';
import { gradeByReferences } from '../marking';
import { isRightOrWrong, type GradedAnswer } from './graded-answer';
import { calibrationOf, macroF1, pearson, rootMeanSquare, type Calibration } from './measures';

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
	/** How often people's score lies within 0.15, by confidence. */
	calibration: Calibration;
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
			calibration: calibrationOf(members.map(statedOf))
		};
	});

const statedOf = ({ confidence, predicted, score }: GradedLine) => ({
	chance: confidence,
	isTrue: isWithin(predicted, score)
});

/** Whether a score is as near to people's as the confidence is about. */
export const isWithin = (predicted: number, score: number) =>
	Math.abs(predicted - score) <= TOLERANCE;
