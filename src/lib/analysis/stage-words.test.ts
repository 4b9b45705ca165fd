import { expect, test } from 'vitest';
import { describeStep, describeTimeLeft, remedyOf, stageStates } from './stage-words';

const states = (analysis: Parameters<typeof stageStates>[0]) =>
	stageStates(analysis).map(([, state]) => state);

test('[N3] each stage says how it stands', () => {
	const first = 'project_review' as const;
	const second = 'intelligence_report' as const;
	const third = 'interview_simulation' as const;
	expect(states({ status: 'queued', completedStages: [] })).toEqual([
		...['waiting', 'waiting', 'waiting']
	]);
	expect(states({ status: 'processing', completedStages: [] })[0]).toBe('running');
	expect(states({ status: 'processing', completedStages: [first], stage: second })).toEqual([
		...['done', 'running', 'waiting']
	]);
	expect(states({ status: 'processing', completedStages: [first], stage: first })).toEqual([
		...['done', 'running', 'waiting']
	]);
	expect(states({ status: 'failed', completedStages: [first], stage: second })).toEqual([
		...['done', 'failed', 'waiting']
	]);
	expect(states({ status: 'cancelled', completedStages: [first, second], stage: third })).toEqual([
		...['done', 'done', 'stopped']
	]);
	expect(states({ status: 'completed', completedStages: [first, second, third] })).toEqual([
		...['done', 'done', 'done']
	]);
});

test('[N3] what is done is told with real counts, where there are any', () => {
	expect(describeStep({ step: 'parse', done: 1204, total: 3310 })).toBe(
		'Reading files, 1,204 of 3,310'
	);
	expect(describeStep({ step: 'receive', done: 5100, total: 0 })).toBe(
		'Fetching the repository, 5,100 so far'
	);
	expect(describeStep({ step: 'detectors', done: 0, total: 0 })).toBe('Looking for decisions');
	expect(describeStep({ step: 'of a newer server', done: 3, total: 9 })).toBe('Working, 3 of 9');
});

test('[N3] an estimate is told as roughly as it is known', () => {
	expect(
		[900, 4_999, 12_000, 57_400, 80_000, 100_000, 3_570_000, 9_000_000].map(describeTimeLeft)
	).toEqual([
		'a few seconds left',
		'a few seconds left',
		'about 10 s left',
		'about 55 s left',
		'about 1 min left',
		'about 2 min left',
		'about 1 h left',
		'about 3 h left'
	]);
});

test('[N4] a failure leads on: the same again, the folder instead, or something else', () => {
	const failed = (errorCode: Parameters<typeof remedyOf>[0]['errorCode'], retryable = false) => ({
		errorCode,
		retryable
	});
	expect(remedyOf(failed('TIMEOUT', true), 'git')).toBe('retry');
	expect(remedyOf(failed('REPO_NOT_FOUND'), 'git')).toBe('folder');
	expect(remedyOf(failed('REPO_NOT_FOUND'), 'path')).toBe('other');
	expect(remedyOf(failed('ARCHIVE_INVALID'), 'archive')).toBe('other');
	expect(remedyOf(failed('INTERNAL_ERROR'), 'git')).toBeUndefined();
});
