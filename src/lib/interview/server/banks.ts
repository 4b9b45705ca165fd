import { UserError } from '../../errors';
import { topicName } from '../../question-words';
import type { PayloadOf } from '../../realtime/catalogue';
import type { Reader } from '../../server/database';
import type { Question } from '../../analysis';
import type { InterviewMessages } from '../messages';
import { choose, LEAST_WHILE_GROWING } from '../selection';
import { generalBank, topicsOfBank } from './bank';
import { askedBefore } from './store';

/** What somebody wants to be asked. */
export type InterviewWish = PayloadOf<InterviewMessages, 'start_interview'>;

/**
 * The questions of an analysis of this person's.
 * @throws UserError ANALYSIS_NOT_FOUND
 */
export type AnalysedBankOf = (
	from: Pick<Reader, 'select'>,
	userId: string,
	analysisId: string
) => { name: string; isFinished: boolean; questions: readonly Question[] };

/** Where questions come from. */
export interface Bank {
	/** For people. */
	title: string;
	/** Whether more may come while the interview goes on. */
	isGrowing: boolean;
	questions: readonly Question[];
}

const DEFAULT_COUNT = 10;

export const countOf = ({ questionCount, questionIds }: InterviewWish) =>
	questionIds?.length ?? questionCount ?? DEFAULT_COUNT;

/** @throws UserError ANALYSIS_NOT_FOUND; INVALID_MESSAGE_FORMAT for a topic that there is not */
export function bankFor(
	from: Pick<Reader, 'select'>,
	userId: string,
	{ analysisId, topic, questionIds }: InterviewWish,
	analysedBankOf: AnalysedBankOf
): Bank {
	const analysed = analysisId === undefined ? undefined : analysedBankOf(from, userId, analysisId);
	if (topic !== undefined && !topicsOfBank.includes(topic)) {
		const known = topicsOfBank.join(', ');
		throw new UserError('INVALID_MESSAGE_FORMAT', `topic: must be one of ${known}`, {
			path: 'payload.topic'
		});
	}
	// Whoever names questions may name any; else an analysis alone is asked about.
	const isGeneral = topic !== undefined || analysed === undefined || questionIds !== undefined;
	const general = generalBank.filter((question) => topic === undefined || question.topic === topic);
	const questions = [...(analysed?.questions ?? []), ...(isGeneral ? general : [])];
	const known = new Set(questions.map(({ questionId }) => questionId));
	const others = questionIds?.filter((id) => !known.has(id)) ?? [];
	const about = { questionIds: others, analysisId };
	const kept = others.length > 0 ? askedBefore(from, userId, about) : [];
	return {
		title: (analysed ? undefined : kept[0]?.title) ?? titleOf(analysed?.name, topic),
		isGrowing: analysed?.isFinished === false,
		questions: [...questions, ...kept.map(({ question }) => question)]
	};
}

function titleOf(name: string | undefined, topic: string | undefined): string {
	const words = topic === undefined ? undefined : topicName(topic);
	if (name !== undefined) return words === undefined ? name : `${name}, ${words}`;
	return words ?? 'General';
}

/**
 * What is asked, from the first question on; more may follow where the bank still grows.
 *
 * @throws UserError INVALID_STATE where there are too few; INVALID_MESSAGE_FORMAT for a question that
 * there is not
 */
export function firstChoice(
	bank: Bank,
	wish: InterviewWish,
	timesAsked: ReadonlyMap<string, number>
): Question[] {
	if (wish.questionIds) return named(bank, wish.questionIds);
	const { difficulty, category } = wish;
	if (bank.isGrowing && bank.questions.length < LEAST_WHILE_GROWING) throw tooFewYet(bank);
	const chosen = choose(
		bank.questions,
		{ count: countOf(wish), difficulty, category },
		{ timesAsked, random: Math.random }
	);
	if (chosen.length > 0) return chosen;
	throw bank.isGrowing ? tooFewYet(bank) : noneSuch();
}

/**
 * What comes after those that were chosen, where the bank has grown; of the general bank where it still
 * grows and has nothing more yet.
 */
export function laterChoice(
	bank: Bank,
	wish: InterviewWish,
	taken: readonly string[],
	timesAsked: ReadonlyMap<string, number>
): Question | undefined {
	if (wish.questionIds) return undefined;
	const { difficulty, category } = wish;
	const known = new Set(taken);
	const from = (questions: readonly Question[]) => {
		const before = questions.filter(({ questionId }) => known.has(questionId));
		const how = { taken: before, timesAsked, random: Math.random };
		return choose(questions, { count: 1, difficulty, category }, how)[0];
	};
	// Whoever is faster than the analysis is not to be done before it is.
	return from(bank.questions) ?? (bank.isGrowing ? from(generalBank) : undefined);
}

function named({ questions }: Bank, ids: readonly string[]): Question[] {
	const known = new Map(questions.map((question) => [question.questionId, question]));
	return [...new Set(ids)].map((id) => {
		const question = known.get(id);
		if (question) return question;
		throw new UserError(
			'INVALID_MESSAGE_FORMAT',
			'One of these questions is not there, or not any more, and you were never asked it.',
			{ path: 'payload.questionIds' }
		);
	});
}

const tooFewYet = ({ questions }: Bank) =>
	new UserError(
		'INVALID_STATE',
		'This analysis has not found enough questions yet. Begin once there are three.',
		{ state: 'too_few_questions', questions: questions.length }
	);

const noneSuch = () =>
	new UserError('INVALID_STATE', 'There is no question of this kind. Choose another one.', {
		state: 'no_questions'
	});
