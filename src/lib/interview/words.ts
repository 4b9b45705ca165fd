import type { Rubbish, Verdict } from './evaluation';
import type { InterviewAnswer, ShownTurn } from './formats/answers';

/** Interviews in words. Pure. */

export const verdictNames: Record<Verdict, string> = {
	said: 'Said',
	partly: 'Partly',
	missing: 'Missing',
	contradicted: 'Contradicted',
	unsure: 'Not sure'
};

export const turnNames: Record<ShownTurn['type'], string> = {
	question: 'Question',
	clarifying: 'Clarifying follow-up',
	deeper_technical: 'Deeper follow-up'
};

/** Why an answer counted as none, as a sentence to whoever gave it. */
export const rubbishSentences: Record<Rubbish, string> = {
	empty: 'There was nothing in it.',
	letters: 'These are letters, not words.',
	question_repeated: 'It repeats the question.',
	off_topic: 'It is about something else.',
	word_heap: 'These are words, not sentences: nothing is said with them.',
	dont_know: 'You said that you do not know.',
	instructions: 'It gives instructions instead of an answer.'
};

/** `Live, no clock`: what kind of interview, and how much longer than usual it gave. */
export function describeKind({ sessionType, pace }: Pick<InterviewAnswer, 'sessionType' | 'pace'>) {
	if (sessionType === 'practice') return 'Practice';
	if (pace === 'off') return 'Live, no clock';
	return pace === 1 ? 'Live' : `Live, ${pace} times the usual time`;
}

/** Who graded: the built-in grader and its version, or the model by its name. */
export function describeEvaluator(evaluator: string): string {
	const [, kind, name] = /^(builtin@|model:)(.+)$/.exec(evaluator) ?? [];
	if (name === undefined) return evaluator;
	return kind === 'model:'
		? `with a second opinion by ${name}`
		: `built-in grader, version ${name}`;
}

/** How far an interview is, as a list says it; nothing of one that was gone through. */
export const statusNames: Record<InterviewAnswer['status'], string | undefined> = {
	asking: 'Going on',
	evaluating: 'Going on',
	paused: 'Paused',
	completed: undefined,
	ended: 'Ended early'
};

/** Whether nothing more is asked. */
export const isOver = ({ status }: Pick<InterviewAnswer, 'status'>) =>
	status === 'completed' || status === 'ended';

/** @param share 0–1 */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Who gave a whole interview's scores, as a sentence. @param confidence 0–1 */
export function describeGrading({
	evaluators,
	confidence
}: {
	evaluators: readonly string[];
	confidence: number;
}): string {
	const who = evaluators.map(describeEvaluator).join('; ');
	return `Graded by: ${who}. ${percent(confidence)} sure on average.`;
}

/** A claim among others: it ends as a sentence does. */
export const asSentence = (claim: string): string =>
	/[.!?…]$/.test(claim.trim()) ? claim.trim() : `${claim.trim()}.`;

/** `45 seconds`, `2 minutes 5 seconds`, `1 hour 3 minutes`; @param ms milliseconds */
export function duration(ms: number): string {
	const seconds = Math.round(ms / 1000);
	const minutes = Math.floor(seconds / 60);
	if (minutes === 0) return counted(seconds, 'second');
	if (minutes < 60) return joined(counted(minutes, 'minute'), seconds % 60, 'second');
	return joined(counted(Math.floor(minutes / 60), 'hour'), minutes % 60, 'minute');
}

const joined = (whole: string, rest: number, unit: string) =>
	rest === 0 ? whole : `${whole} ${counted(rest, unit)}`;

/** `1 question`, `3 questions` */
export const counted = (number: number, one: string): string =>
	`${number} ${number === 1 ? one : `${one}s`}`;
