import type { Category } from '../analysis';
import { categoryNames } from '../question-words';
import { askedQuestions, type Attempt } from './asked';
import type { InterviewAnswer, ShownTurn, Summary } from './formats/answers';
import { improvementAreas, keyStrengths, keyWeaknesses } from './key-points';
import { duration } from './words';

/**
 * How an interview comes out (rule I4). What was not answered has no score and lowers none; how much
 * was answered is said beside. Pure: the server keeps it, and a page shows the same of what is known
 * so far.
 */

/** What scores need of a turn; `ShownTurn` has it all. */
export type ScoredTurn = Pick<
	ShownTurn,
	| 'questionId'
	| 'type'
	| 'relatedToQuestionId'
	| 'seq'
	| 'attempt'
	| 'question'
	| 'category'
	| 'difficulty'
	| 'answer'
	| 'responseMs'
	| 'isLate'
	| 'evaluation'
>;

export type QuestionScore = InterviewAnswer['questions'][number];

/** In tenths: 0.7 and 0.3 are no binary fractions, and a half must round up wherever it is computed. */
const FIRST = 7;
const FOLLOW_UPS = 3;

/**
 * A question's score, 0–100 and not rounded: 0.7 of the first answer's and 0.3 of the mean of its
 * follow-ups', or the first alone where no follow-up was answered.
 *
 * @returns null where it was not answered, or is being evaluated
 */
export function attemptScore({ main, followUps }: Attempt<ScoredTurn>): number | null {
	const first = scoreOf(main);
	if (first === null) return null;
	const scores = followUps.map(scoreOf).filter((score) => score !== null);
	if (scores.length === 0) return first;
	return (FIRST * first * scores.length + FOLLOW_UPS * sum(scores)) / (10 * scores.length);
}

const categoriesInOrder = Object.keys(categoryNames) as Category[];

const scoreOf = ({ answer, evaluation }: ScoredTurn) =>
	answer === null ? null : (evaluation?.score ?? null);

/** How each question came out, in the order of asking; of several attempts the latest answered counts (rule I7). */
export function questionScores(turns: readonly ScoredTurn[]): QuestionScore[] {
	return askedQuestions(turns).map(({ questionId, counted }) => {
		const { category, difficulty } = counted.main;
		return { questionId, category, difficulty, score: rounded(attemptScore(counted)) };
	});
}

/** How it went: of an interview that is over, or so far. */
export function summarise(turns: readonly ScoredTurn[]): Summary {
	const counted = askedQuestions(turns).map((question) => question.counted);
	const scored = counted.flatMap((attempt) => {
		const score = attemptScore(attempt);
		return score === null ? [] : [{ score, category: attempt.main.category }];
	});
	const ofCategory = (name: Category) => scored.filter(({ category }) => category === name);
	const inCategory = (name: Category) => rounded(mean(ofCategory(name).map(({ score }) => score)));
	const times = counted
		.flatMap(({ main, followUps }) => [main, ...followUps])
		.flatMap(({ answer, responseMs }) =>
			answer === null || responseMs === undefined ? [] : [responseMs]
		);
	const averageResponseTimeMs = rounded(mean(times)) ?? 0;
	return {
		overallScore: rounded(mean(scored.map(({ score }) => score))),
		categoryScores: Object.fromEntries(
			categoriesInOrder.map((name) => [name, inCategory(name)])
		) as Summary['categoryScores'],
		keyStrengths: keyStrengths(counted),
		keyWeaknesses: keyWeaknesses(counted),
		improvementAreas: improvementAreas(counted, scored),
		questionsAnswered: counted.filter(({ main }) => main.answer !== null).length,
		averageResponseTime: duration(averageResponseTimeMs),
		averageResponseTimeMs
	};
}

/**
 * Who gave the scores that count, and how sure he was of them on average.
 *
 * @returns undefined where nothing was evaluated
 */
export function gradedBy(
	turns: readonly ScoredTurn[]
): { evaluators: string[]; confidence: number } | undefined {
	const evaluations = askedQuestions(turns)
		.flatMap(({ counted: { main, followUps } }) => [main, ...followUps])
		.flatMap(({ answer, evaluation }) => (answer === null ? [] : (evaluation ?? [])));
	const confidence = mean(evaluations.map((evaluation) => evaluation.confidence));
	if (confidence === null) return undefined;
	return { evaluators: [...new Set(evaluations.map(({ evaluator }) => evaluator))], confidence };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

const mean = (numbers: readonly number[]) =>
	numbers.length === 0 ? null : sum(numbers) / numbers.length;

const rounded = (number: number | null) => (number === null ? null : Math.round(number));
