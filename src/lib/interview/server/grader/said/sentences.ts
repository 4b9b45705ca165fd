import type { Evaluation, PointVerdict, Rubbish } from '../../../evaluation';
import { counted } from '../../../words';
import { chosen, hashOf } from './choosing';
import { within } from './quoting';

/** What an evaluation says in sentences. Each comes from points and their verdicts, and from nothing else. */

export type Said = Pick<Evaluation, 'strengths' | 'weaknesses' | 'missingPoints' | 'feedback'>;

const GOOD = 70;
const FAIR = 40;

/** @param score 0–100, as the points were counted */
export function words(points: readonly PointVerdict[], score: number): Said {
	const having = (...verdicts: PointVerdict['verdict'][]) =>
		points.filter(({ verdict }) => verdicts.includes(verdict));
	return {
		strengths: having('said').map(strength),
		weaknesses: having('contradicted', 'partly', 'unsure').map(weakness),
		missingPoints: having('missing', 'contradicted').map(({ claim }) => claim),
		feedback: feedbackOn(points, score)
	};
}

/**
 * What is said while more may be asked: of what came through, and nothing of what did not. Each of the
 * others may be the point that the next follow-up leads to.
 *
 * @param said the points that were said
 */
export const wordsSoFar = (said: readonly PointVerdict[], score: number): Said => ({
	...words(said, score),
	feedback: feedbackSoFar(said, score)
});

function strength({ pointId, claim, isEssential }: PointVerdict): string {
	const text = within(claim);
	return chosen(
		[
			`You made the point: ${text}.`,
			`${isEssential ? 'You had what matters here' : 'A good addition'}: ${text}.`,
			`This came across: ${text}.`,
			`You brought up, without being asked: ${text}.`,
			`I heard it clearly: ${text}.`
		],
		pointId + claim
	);
}

function weakness({ pointId, claim, verdict, evidence: [first] }: PointVerdict): string {
	const text = within(claim);
	const key = pointId + claim;
	if (verdict === 'contradicted') {
		return first
			? chosen(
					[
						`What you said does not fit ${first.path}, line ${first.startLine}: ${text}.`,
						`The code says otherwise (${first.path}:${first.startLine}): ${text}.`,
						`Look again at line ${first.startLine} of ${first.path}: ${text}.`
					],
					key
				)
			: chosen(
					[
						`You said the contrary of this: ${text}.`,
						`Here you had it the wrong way round: ${text}.`,
						`I would not agree with you here. As I see it: ${text}.`
					],
					key
				);
	}
	if (verdict === 'unsure') {
		return chosen(
			[
				`I am not sure whether you meant this: ${text}.`,
				`You may have had this in mind, I could not tell: ${text}.`,
				`If you meant this, say it outright: ${text}.`
			],
			key
		);
	}
	return chosen(
		[
			`You touched on this and could have said more: ${text}.`,
			`Half of it was there: ${text}.`,
			`You came near to it, without spelling it out: ${text}.`
		],
		key
	);
}

/** One sentence, of what was said alone. */
function feedbackSoFar(said: readonly PointVerdict[], score: number): string {
	const key = said.map(({ pointId }) => pointId).join(' ') + score;
	const count = counted(said.length, 'point');
	if (said.length === 0) {
		return chosen(
			[
				'I have not heard yet what I am listening for.',
				'I am still waiting for something more definite.',
				'Let us come at it from another side.'
			],
			key
		);
	}
	if (score >= GOOD) {
		return chosen(
			[
				`A strong answer so far: ${count} came through.`,
				`That is how I would hope to hear it, with ${count} said so far.`,
				`You clearly know this: I heard ${count} so far.`
			],
			key
		);
	}
	return chosen(
		[
			`A start: ${count} came through so far.`,
			`There is something to build on here: I heard ${count} so far.`,
			`That leads somewhere, with ${count} said so far.`
		],
		key
	);
}

/** Two or three sentences on the answer as a whole; they name no point. */
function feedbackOn(points: readonly PointVerdict[], score: number): string {
	const key = points.map(({ pointId, verdict }) => pointId + verdict).join(' ');
	return [opening(points, score, key), middle(points, key), closing(points, score, key)]
		.filter((sentence) => sentence !== '')
		.join(' ');
}

function opening(points: readonly PointVerdict[], score: number, key: string): string {
	const said = points.filter(({ verdict }) => verdict === 'said').length;
	const count = `${said} of ${points.length} points`;
	if (score >= GOOD) {
		return chosen(
			[
				`A strong answer: ${count} came through.`,
				`That is how I would hope to hear it, with ${count} said.`,
				`You clearly know this: I heard ${count}.`
			],
			key
		);
	}
	if (score >= FAIR) {
		return chosen(
			[
				`A fair start: ${count} came through.`,
				`You are on the right track, with ${count} said.`,
				`There is something to build on here: I heard ${count}.`
			],
			key
		);
	}
	return said === 0
		? chosen(
				[
					'I could not find in it what I was listening for.',
					'That stayed beside what the question is about.',
					'I was waiting for something more definite.'
				],
				key
			)
		: chosen(
				[
					`That was thin: I heard ${count}.`,
					`Most of it is still to come, with ${count} said.`,
					`I would want to hear more than this: ${count} came through.`
				],
				key
			);
}

function middle(points: readonly PointVerdict[], key: string): string {
	if (points.some(({ verdict }) => verdict === 'contradicted')) {
		return chosen(
			[
				'One thing you said does not hold, and I would clear that up first.',
				'Check the place where we disagree before anything else.'
			],
			key
		);
	}
	const lacking = points.filter(({ isEssential, share }) => isEssential && share < 0.3).length;
	if (lacking === 0) return '';
	return lacking === 1
		? chosen(
				[
					'Something essential is missing, and that weighs more than all the rest.',
					'It lacks one thing without which it does not convince.'
				],
				key
			)
		: chosen(
				[
					`The ${lacking} things that the question turns on are missing.`,
					`Begin with what it turns on: ${lacking} essential points are open.`
				],
				key
			);
}

function closing(points: readonly PointVerdict[], score: number, key: string): string {
	const unsure = points.filter(({ verdict }) => verdict === 'unsure').length;
	if (unsure > 0) {
		return unsure === 1
			? 'Of one point I am not sure whether you meant it.'
			: `Of ${unsure} points I am not sure whether you meant them.`;
	}
	if (score >= GOOD) return '';
	return chosen(
		[
			'Say what follows from it, and for whom.',
			'Try to give the reason with each thing that you name.',
			'Name a case in which it goes wrong: that draws the rest after it.',
			'Say what you would do instead, and what that would cost.'
		],
		`${key} ${hashOf(key) % 7}`
	);
}

const RUBBISH: Record<Rubbish, readonly [string, ...string[]]> = {
	empty: ['There is no answer yet.'],
	letters: [
		'I know hardly any word in this. Did something go wrong while typing? I read English only.',
		'These are no words that I can read; I know English only.'
	],
	question_repeated: [
		'That is the question again. What is your answer to it?',
		'You repeated what I asked. Say what you make of it.'
	],
	off_topic: [
		'I find nothing in this that belongs to the question.',
		'That is about something else. Come back to what was asked.'
	],
	word_heap: [
		'These are key words without a sentence: say how they belong together.',
		'A list of words does not tell me what you make of them. Put them into sentences.'
	],
	dont_know: [
		'Fair enough, and honest. What you know of things like it would still count.',
		'It is all right not to know. Say next time what you would look at first.'
	],
	instructions: [
		'That is addressed to whoever grades, and no answer to the question.',
		'I grade what you say about the question; there was nothing about it in this.'
	]
};

/** What is said of an answer that counts as none. */
export const wordsOnRubbish = (rubbish: Rubbish, points: readonly PointVerdict[]): Said => ({
	strengths: [],
	weaknesses: [],
	missingPoints: points.map(({ claim }) => claim),
	feedback: chosen(RUBBISH[rubbish], points.map(({ claim }) => claim).join())
});
