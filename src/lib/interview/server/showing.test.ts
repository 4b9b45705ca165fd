import { expect, test } from 'vitest';
import type { Evaluation, PointVerdict, Verdict } from '../evaluation';
import type { InterviewState } from '../interview';
import { evaluation, point } from '../results.fixtures';
import { followUpTo, grade, words, wordsSoFar } from './grader';
import { shownEvaluation } from './showing';
import type { TurnRow } from './store';

const judge = { followUpTo, grade, wordsSoFar };

const open = { phase: 'asking', turn: { number: 1, attempt: 1 } } as InterviewState;
const over = { phase: 'completed' } as InterviewState;

const turnOf = (found: Evaluation) =>
	({ type: 'question', number: 1, attempt: 1, evaluation: JSON.stringify(found) }) as TurnRow;

/** An evaluation by which one point was said, and this became of two others. */
function evaluated(...verdicts: Verdict[]): Evaluation {
	const others = verdicts.map((verdict, index): PointVerdict =>
		point(`q${index}`, { verdict, isEssential: true })
	);
	const points = [point('p', { verdict: 'said' }), ...others];
	return evaluation(50, { points, ...words(points, 50) });
}

test('[I11] while more may be asked, nothing in an evaluation depends on the points that were not said', () => {
	const [first, ...others] = [
		evaluated('missing', 'missing'),
		evaluated('missing', 'contradicted'),
		evaluated('unsure', 'partly'),
		evaluated('missing')
	].map((found) => shownEvaluation(turnOf(found), open, judge));
	for (const other of others) expect(other).toEqual(first);
	expect(first?.feedback).toContain('1 point');
	expect(first?.points.map(({ pointId }) => pointId)).toEqual(['p']);
});

test('[I11] once nothing more is asked it is told whole', () => {
	const found = evaluated('missing', 'contradicted');
	expect(shownEvaluation(turnOf(found), over, judge)).toEqual(found);
	expect(found.feedback).toMatch(/of 3 points/);
});

test('[I11] what counts as no answer is told so at once, and points to no model answer that is not shown', () => {
	const rubric = [
		{ pointId: 'p', claim: 'A cache answers reads.', wordings: [], weight: 1, isEssential: true }
	].map((one) => ({ ...one, evidence: [] }));
	const given = { question: 'What does a cache do?', rubric, answer: 'I do not know.' };
	const found = grade(given);
	expect(found.rubbish).toBe('dont_know');
	const shown = shownEvaluation(turnOf(found), open, judge);
	expect(shown).toMatchObject({ feedback: found.feedback, missingPoints: [] });
	for (const claim of Array.from({ length: 20 }, (_, index) => `A cache answers ${index} reads.`)) {
		const { feedback } = grade({ ...given, rubric: rubric.map((one) => ({ ...one, claim })) });
		expect(feedback).not.toContain('model answer');
	}
});
