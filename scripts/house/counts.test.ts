import { expect, test } from 'vitest';
import { countPlaywright, countVitest, settle } from './counts.js';

test('a unit test file that cannot be loaded counts as a failure', () => {
	const broken = { status: 'failed', assertionResults: [] };
	const failing = { status: 'failed', assertionResults: [{}] };
	const report = { numPassedTests: 4, numFailedTests: 1, testResults: [broken, failing] };
	expect(countVitest(report)).toEqual({ passed: 4, failed: 2 });
});

test('a browser test that passed only the second time counts as a failure', () => {
	const stats = { expected: 3, unexpected: 1, flaky: 1 };
	expect(countPlaywright({ stats, errors: [] })).toEqual({ passed: 3, failed: 2 });
});

test('an error outside any browser test counts as a failure', () => {
	const stats = { expected: 3, unexpected: 0, flaky: 0 };
	expect(countPlaywright({ stats, errors: [{}] })).toEqual({ passed: 3, failed: 1 });
});

test('a static check counts as one', () => {
	expect(settle(true, undefined)).toEqual({ passed: 1, failed: 0 });
	expect(settle(false, undefined)).toEqual({ passed: 0, failed: 1 });
});

test('a step that ran no test has failed', () => {
	expect(settle(true, { passed: 0, failed: 0 })).toEqual({ passed: 0, failed: 1 });
});

test('a step that ended badly has failed even where its report says otherwise', () => {
	expect(settle(false, { passed: 5, failed: 0 })).toEqual({ passed: 5, failed: 1 });
	expect(settle(false, { passed: 5, failed: 2 })).toEqual({ passed: 5, failed: 2 });
});
