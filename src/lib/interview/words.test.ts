import { describe, expect, test } from 'vitest';
import { describeEvaluator, describeGrading, describeKind, duration } from './words';

describe('words for interviews', () => {
	test('[I4] a time is told in its two greatest units', () => {
		expect(
			[0, 1_000, 45_400, 60_000, 125_000, 3_600_000, 3_780_000, 7_200_000].map(duration)
		).toEqual([
			'0 seconds',
			'1 second',
			'45 seconds',
			'1 minute',
			'2 minutes 5 seconds',
			'1 hour',
			'1 hour 3 minutes',
			'2 hours'
		]);
	});

	test('[I1] a pace is told where somebody had more time', () => {
		expect(describeKind({ sessionType: 'live', pace: 1 })).toBe('Live');
		expect(describeKind({ sessionType: 'live', pace: 1.5 })).toBe('Live, 1.5 times the usual time');
		expect(describeKind({ sessionType: 'live', pace: 'off' })).toBe('Live, no clock');
		expect(describeKind({ sessionType: 'practice', pace: 1 })).toBe('Practice');
	});

	test('[I2] whoever graded is named', () => {
		expect(describeEvaluator('builtin@3')).toBe('built-in grader, version 3');
		expect(describeEvaluator('model:small:7b')).toBe('with a second opinion by small:7b');
		expect(describeEvaluator('somebody')).toBe('somebody');
		expect(describeGrading({ evaluators: ['builtin@3'], confidence: 0.714 })).toBe(
			'Graded by: built-in grader, version 3. 71 % sure on average.'
		);
	});
});
