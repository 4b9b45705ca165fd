import { describe, expect, test } from 'vitest';
import { ending, heardOf, mayBeClaimed, place, takesClaims, turnOf } from './live-words';
import { turn } from './results.fixtures';

/** What is said while an interview goes on. */

const current = { type: 'question', attempt: 1 } as never;

describe('where it stands', () => {
	test('[I2] is told by the question, and whether it is asked on or once more', () => {
		const at = { questionNumber: 3, totalQuestions: 10 };
		expect(place({ ...at, current })).toBe('Question 3 of 10');
		const followUp = { type: 'clarifying', attempt: 1 } as never;
		expect(place({ ...at, current: followUp })).toBe('Question 3 of 10, clarifying follow-up');
		const again = { type: 'question', attempt: 2 } as never;
		expect(place({ ...at, current: again })).toBe('Question 3 of 10, once more');
	});

	test('[I11] is told to who looks on in the candidate’s name', () => {
		expect(turnOf('asking', 'Ada')).toBe('Ada is answering.');
		expect(turnOf('paused', 'Ada')).toBe('Paused. Time stands still.');
		expect(turnOf('ended', 'Ada')).toBe('This interview is over.');
	});
});

describe('what is heard of an answer', () => {
	test('[I2] is its score and the feedback', () => {
		expect(heardOf(turn('q1', 1, { score: 70 }))).toBe('70 of 100. Feedback.');
	});

	test('[I9] is what the clock did', () => {
		expect(heardOf(turn('q1', 1, { answer: null, isLate: true }))).toContain('stays unanswered');
		expect(heardOf(turn('q1', 1, { score: 20, isLate: true }))).toBe(
			'Time is up; what was written counts. 20 of 100. Feedback.'
		);
	});
});

test('[I10] what was said needs no claim, everything else may have one', () => {
	expect(mayBeClaimed({ verdict: 'said' })).toBe(false);
	for (const verdict of ['partly', 'missing', 'contradicted', 'unsure'] as const) {
		expect(mayBeClaimed({ verdict })).toBe(true);
	}
});

test('[I10] claims are kept of the newest attempt that was evaluated', () => {
	const turns = [
		turn('q1', 1, { score: 20 }),
		turn('q2', 2, { score: 20 }),
		turn('q1', 3, { score: 40, attempt: 2 }),
		turn('q1', 4, { answer: null, isLate: true, attempt: 3 })
	];
	expect(turns.map((one) => takesClaims(one, turns))).toEqual([false, true, true, false]);
});

test('[A6] an interview that is gone says why', () => {
	expect(ending('withdrawn')).toContain('link');
	expect(ending('deleted')).toContain('deleted');
	expect(ending('gone')).toContain('not there any more');
});
