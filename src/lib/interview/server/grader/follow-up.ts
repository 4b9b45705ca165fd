import type { Evidence, Question } from '$lib/analysis';
import type { Evaluation, PointVerdict } from '../../evaluation';
import { MOST_FOLLOW_UPS } from '../../interview';
import type { FollowUpFound } from '../judge';
import { chosen, hashOf } from './said/choosing';
import { quoted, quotedCode } from './said/quoting';
import { clauseSpan } from './points/signals';
import { TextIndex } from './text-index';

export interface FollowUpInput {
	question: Question;
	/** What its first answer was worth. */
	evaluation: Evaluation;
	answer: string;
	/** Points that were asked on about already. */
	asked: readonly string[];
}

const GOOD = 70;

/** What an essential point, or one that was contradicted, is worth more. */
const ESSENTIAL = 1.5;
const CONTRADICTED = 1.5;

const FAIR = 40;

/** A written question of the other kind than the answer calls for is worth less: for a vague answer much less. */
const UNFITTING = { vague: 0.4, fair: 0.8, good: 0.6 };

/** One that nobody wrote is less to the point. */
const UNWRITTEN = 0.6;

/** Where nothing is missing a good answer may still be taken further. */
const FURTHER = 0.2;

/** What is worth less is not asked about. */
const LEAST_VALUE = 0.03;

interface Candidate extends Omit<FollowUpFound, 'text'> {
	value: number;
	point: PointVerdict;
	/** What is asked, after the words that lead to it. */
	asks: string;
}

/**
 * What an interviewer would ask on: about the most valuable point that is missing, clarifying where the
 * answer was vague and deeper where it was good (rule I2). It quotes the answer's own words, or the code that
 * contradicts them, and leaves the point itself to be found.
 */
export function followUpTo(input: FollowUpInput): FollowUpFound | undefined {
	const { evaluation, asked, answer } = input;
	const most = evaluation.rubbish ? 1 : MOST_FOLLOW_UPS;
	if (asked.length >= most) return undefined;
	const [best] = candidatesOf(input).sort((one, other) => other.value - one.value);
	if (!best || best.value < LEAST_VALUE) return undefined;
	const { type, pointId, rubric } = best;
	return { type, pointId, rubric, text: `${leadTo(best, evaluation, answer)} ${best.asks}` };
}

function candidatesOf({ question, evaluation, answer, asked }: FollowUpInput): Candidate[] {
	const level = evaluation.score >= GOOD ? 'good' : evaluation.score >= FAIR ? 'fair' : 'vague';
	const fitting = level === 'good' ? 'deeper_technical' : 'clarifying';
	const open = evaluation.points.filter(({ pointId }) => !asked.includes(pointId));
	return open.flatMap((point): Candidate[] => {
		const missing = valueOf(point);
		const written = question.followUps
			.filter(({ pointId }) => pointId === point.pointId)
			.map((followUp) => ({
				...{ point, type: followUp.type, pointId: point.pointId },
				...{ rubric: followUp.rubric, asks: followUp.question },
				value:
					followUp.type === fitting
						? missing + (level === 'good' ? FURTHER * point.weight : 0)
						: missing * UNFITTING[level]
			}));
		const own = question.rubric.find(({ pointId }) => pointId === point.pointId);
		if (written.length > 0 || !own) return written;
		return [
			{
				...{ point, type: fitting, pointId: point.pointId },
				...{ rubric: [{ ...own, weight: 1, isEssential: true }] },
				asks: chosen(UNWRITTEN_QUESTIONS[fitting], answer + point.pointId),
				value: missing * UNWRITTEN
			}
		];
	});
}

/** What a point could still bring. */
function valueOf({ weight, share, isEssential, verdict }: PointVerdict): number {
	const missing = weight * (1 - share) * (isEssential ? ESSENTIAL : 1);
	return missing * (verdict === 'contradicted' ? CONTRADICTED : 1);
}

const UNWRITTEN_QUESTIONS: Record<FollowUpFound['type'], readonly [string, ...string[]]> = {
	clarifying: [
		'Take one concrete case and go through it step by step: what happens?',
		'What would a colleague object to first, and what do you answer?',
		'Suppose it goes wrong one day. What will it look like, and to whom?',
		'What has to hold for that to be true here?',
		'What would you look at first to see whether that is so?'
	],
	deeper_technical: [
		'Go one step further: what does that lead to that nobody planned?',
		'Where does that stop being true, and what do you do there?',
		'What does it cost, and who pays for it later?',
		'Which part of that would you want to see proved, and how?',
		'What would have to change for you to decide otherwise?'
	]
};

/** Words before the question: the answer's own, or the code that they do not fit. */
function leadTo({ point, type }: Candidate, evaluation: Evaluation, answer: string): string {
	const { rubbish } = evaluation;
	if (rubbish) return chosen(FROM_NOTHING, answer + point.pointId);
	const quote = quoteFor(point, evaluation, answer);
	if (point.verdict === 'contradicted') {
		const against = leadAgainst(quote, point.evidence);
		if (against) return against;
	}
	const leads = type === 'clarifying' ? CLARIFYING : DEEPER;
	return chosen(leads, answer + point.pointId).replace('$', () => quote);
}

function leadAgainst(quote: string, [first]: readonly Evidence[]): string | undefined {
	const code = first && quotedCode(first.snippet);
	if (!first || !code) return undefined;
	const place = `line ${first.startLine} of ${first.path}`;
	return chosen(
		[
			`You said ${quote}, and ${place} reads ${code}.`,
			`I hear ${quote}. Now look at ${place}: ${code}.`,
			`How does ${quote} go with ${code}, which is ${place}?`
		],
		quote
	);
}

const CLARIFYING: readonly [string, ...string[]] = [
	'You said $.',
	'Let me stay with $ for a moment.',
	'I would like to be sure that I understood $.',
	'You mentioned $.',
	'Coming back to your words $:',
	'I made a note of $.'
];

const DEEPER: readonly [string, ...string[]] = [
	'You said $; let us go deeper.',
	'I like $.',
	'Good that you said $.',
	'Starting from your words $:',
	'Let us build on $.',
	'I take $ as given.'
];

const FROM_NOTHING: readonly [string, ...string[]] = [
	'Let us come at it from another side.',
	'Let me put it differently.',
	'Try it with something smaller.',
	'Let us make it concrete.',
	'Forget the wording of my question for a moment.'
];

/** Words that are nearest to the point; otherwise some that said another, or the fullest clause. */
function quoteFor(point: PointVerdict, { points }: Evaluation, answer: string): string {
	const others = points.flatMap(({ quote }) => (quote ? [quote] : []));
	const span = point.quote ?? others[hashOf(answer) % Math.max(1, others.length)];
	return quoted(answer, span ?? fullestClause(answer));
}

function fullestClause(answer: string) {
	const index = new TextIndex(answer);
	const sizes = new Map<number, number>();
	for (const { clause } of index.content) sizes.set(clause, (sizes.get(clause) ?? 0) + 1);
	const [fullest = 0] = [...sizes].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0]);
	return clauseSpan(fullest, index);
}
