import { UserError } from '../../errors';
import type { PayloadOf } from '../../realtime/catalogue';
import type { Reader } from '../../server/database';
import type { Question } from '../../analysis';
import type { InterviewMessages } from '../messages';
import { choose } from '../selection';
import { topicName } from '../words';
import { generalBank, topicsOfBank } from './bank';

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

/** An analysis that still runs has enough from the third on (rule I1). */
const LEAST_WHILE_GROWING = 3;

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
	return {
		title: titleOf(analysed?.name, topic),
		isGrowing: analysed?.isFinished === false,
		questions: [...(analysed?.questions ?? []), ...(isGeneral ? general : [])]
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

/** What comes after those that were chosen, where the bank has grown. */
export function laterChoice(
	bank: Bank,
	wish: InterviewWish,
	taken: readonly string[],
	timesAsked: ReadonlyMap<string, number>
): Question | undefined {
	if (wish.questionIds) return undefined;
	const { difficulty, category } = wish;
	const known = new Set(taken);
	const before = bank.questions.filter(({ questionId }) => known.has(questionId));
	const how = { taken: before, timesAsked, random: Math.random };
	return choose(bank.questions, { count: 1, difficulty, category }, how)[0];
}

function named({ questions }: Bank, ids: readonly string[]): Question[] {
	const known = new Map(questions.map((question) => [question.questionId, question]));
	return [...new Set(ids)].map((id) => {
		const question = known.get(id);
		if (question) return question;
		throw new UserError(
			'INVALID_MESSAGE_FORMAT',
			'One of these questions is not there any more: its analysis was deleted or made anew.',
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
