import type { Question } from '$lib/analysis';
import type { Evaluation } from '../../evaluation';
import type { FollowUpFound } from '../judge';
import { modelLimit, type Judged, type OutsideModel } from './outside-model';

/** One answered turn, and what may come after it. */
export interface Step extends Judged {
	/** The main question of the turn. */
	main: Question;
	/** What to ask on after such an evaluation. */
	followUpTo(evaluation: Evaluation): FollowUpFound | undefined;
	/** The question that is asked where nothing is asked on. */
	next: Question | undefined;
}

export interface Consulted {
	evaluation: Evaluation;
	followUp: FollowUpFound | undefined;
	/** The next question in other words, where there are any. */
	nextText?: string;
}

/**
 * What comes of an answer with a model's help, as far as there is any within `limit`: a second opinion,
 * then other words for what is asked next. Without a model, or a yes to it, what the built-in grader and
 * interviewer say.
 */
export async function consult(
	model: OutsideModel | undefined,
	step: Step,
	limit?: AbortSignal
): Promise<Consulted> {
	const { builtin, followUpTo, main, answer, agreedHost, next } = step;
	if (!model?.mayBeAsked(step)) return { evaluation: builtin, followUp: followUpTo(builtin) };
	const within = limit ?? modelLimit();
	const evaluation = (await model.secondOpinion(step, within)) ?? builtin;
	const followUp = followUpTo(evaluation);
	if (followUp) {
		const asked = { ...followUp, question: main, answer, agreedHost };
		const text = (await model.phraseFollowUp(asked, within)) ?? followUp.text;
		return { evaluation, followUp: { ...followUp, text } };
	}
	const nextText = next && (await model.phraseQuestion({ question: next, agreedHost }, within));
	return { evaluation, followUp, ...(nextText !== undefined && { nextText }) };
}
