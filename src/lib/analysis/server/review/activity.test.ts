import { expect, test } from 'vitest';
import { commitOf, historyOf } from '../../analysis.fixtures';
import type { Commit } from '../../source';
import { activityOf } from './activity';

const of = (commits: Commit[], isCounted: (path: string) => boolean = () => true) =>
	activityOf(historyOf(commits), { isCounted, isCode: isCounted, pause: async () => undefined });

const bob = { author: 'bob', authorName: 'Bob' };

test('[N3] commits, people, months and age are counted', async () => {
	const activity = await of([
		commitOf({ id: '3', at: '2024-03-05T10:00:00Z', ...bob }, 'src/a.ts'),
		commitOf({ id: '2', at: '2024-01-20T10:00:00Z' }, 'src/a.ts'),
		commitOf({ id: '1', at: '2024-01-05T10:00:00Z' }, 'src/a.ts', 'b.ts')
	]);
	expect(activity).toMatchObject({
		commits: 3,
		people: 2,
		ageDays: 60,
		firstAt: '2024-01-05T10:00:00Z',
		months: [
			{ month: '2024-01', commits: 2, people: 1 },
			{ month: '2024-03', commits: 1, people: 1 }
		],
		authors: [
			{ author: 'ann', name: 'Ann', commits: 2 },
			{ author: 'bob', name: 'Bob', commits: 1 }
		],
		topFiles: [
			{ path: 'src/a.ts', commits: 3, people: 2, lastAt: '2024-03-05T10:00:00Z' },
			{ path: 'b.ts', commits: 1 }
		],
		folders: [
			{ path: 'src', commits: 3, people: 2, mainAuthor: 'ann', mainShare: 2 / 3 },
			{ path: '', commits: 1 }
		]
	});
});

test('[N3] what a file was before it was renamed counts for it; what is gone does not', async () => {
	const moved = commitOf({ id: '3', at: '2024-01-03T00:00:00Z' });
	moved.files = [{ path: 'new.ts', from: 'old.ts' }];
	const activity = await of(
		[
			// Another file under the old name, after the move.
			commitOf({ id: '4', at: '2024-01-04T00:00:00Z' }, 'old.ts'),
			moved,
			commitOf({ id: '2', at: '2024-01-02T00:00:00Z' }, 'old.ts', 'gone.ts'),
			commitOf({ id: '1', at: '2024-01-01T00:00:00Z' }, 'old.ts')
		],
		(path) => path !== 'gone.ts'
	);
	expect(activity!.topFiles.map(({ path, commits }) => [path, commits])).toEqual([
		['new.ts', 3],
		['old.ts', 1]
	]);
});

test('[N3] who alone knows a file is told from five commits and four fifths on', async () => {
	const commits = Array.from({ length: 10 }, (_, index) =>
		commitOf(
			{ id: `${index}`, at: `2024-01-${20 - index}T00:00:00Z`, ...(index >= 8 && bob) },
			'a.ts',
			...(index % 2 === 0 ? ['shared.ts'] : []),
			...(index < 4 ? ['young.ts'] : [])
		)
	);
	const activity = await of(commits);
	expect(activity!.loneOwners).toEqual([
		{ path: '', author: 'ann', name: 'Ann', commits: 10, share: 0.8 },
		{ path: 'a.ts', author: 'ann', name: 'Ann', commits: 10, share: 0.8 },
		{ path: 'shared.ts', author: 'ann', name: 'Ann', commits: 5, share: 0.8 }
	]);
});

test('[N3] the truck factor is how many people more than half of the files depend on', async () => {
	const at = '2024-01-01T00:00:00Z';
	const by = (author: string, ...paths: string[]) =>
		commitOf({ id: author, at, author, authorName: author }, ...paths);
	expect((await of([by('a', '1', '2', '3'), by('b', '4'), by('c', '5')]))!.truckFactor).toBe(1);
	expect((await of([by('a', '1', '2'), by('b', '3', '4'), by('c', '5', '6')]))!.truckFactor).toBe(
		2
	);
	expect((await of([by('a')]))!.truckFactor).toBe(0);
});

test('[N3] what was taken back is found by id and by subject, with the days between', async () => {
	const id = 'abcdef1234567890abcdef1234567890abcdef12';
	const activity = await of([
		commitOf({
			id: 'r3',
			at: '2024-01-20T00:00:00Z',
			subject: 'We never revert: not this'
		}),
		commitOf({ id: 'r2', at: '2024-01-12T00:00:00Z', subject: 'Revert "Cache users"' }, 'b.ts'),
		commitOf(
			{
				id: 'r1',
				at: '2024-01-10T00:00:00Z',
				subject: 'Undo the queue',
				body: `It lost jobs.\n\nThis reverts commit ${id}.`
			},
			'a.ts'
		),
		commitOf({ id: 'c', at: '2024-01-02T12:00:00Z', subject: 'Cache users' }, 'b.ts'),
		commitOf({ id, at: '2024-01-01T00:00:00Z', subject: 'Add a queue' }, 'a.ts')
	]);
	expect(activity!.reverts).toMatchObject([
		{ commit: 'r2', reverted: 'c', days: 9.5, paths: ['b.ts'] },
		{ commit: 'r1', reverted: id, days: 9, revertedAt: '2024-01-01T00:00:00Z' }
	]);
});

test('[F7] a subject is shown without what looks like a secret, and not at any length', async () => {
	const at = '2024-01-01T00:00:00Z';
	const subject = `revert: use --token abc123def ${'x'.repeat(5000)}`;
	const [revert] = (await of([commitOf({ id: '1', at, subject }, 'a.ts')]))!.reverts;
	expect(revert!.subject).toMatch(/^revert: use --token … x{100,170}$/);
});

test('[N3] a fix of a fix is one within two weeks, in the same file, and no matter of words', async () => {
	const fix = (id: string, day: number, subject: string, ...paths: string[]) =>
		commitOf({ id, at: `2024-01-${String(day).padStart(2, '0')}T00:00:00Z`, subject }, ...paths);
	const activity = await of([
		fix('5', 30, 'Fix the clock again', 'a.ts'),
		fix('4', 12, 'Fix typo', 'a.ts'),
		fix('3', 11, 'Fix rounding', 'a.ts', 'b.ts'),
		fix('2', 10, 'Add prefix and fixtures', 'b.ts'),
		fix('1', 1, 'fix: clock', 'a.ts')
	]);
	expect(activity!.fixesOfFixes).toEqual([
		{
			path: 'a.ts',
			first: '1',
			second: '3',
			days: 10,
			firstSubject: 'fix: clock',
			secondSubject: 'Fix rounding'
		}
	]);
});

test.each([
	['the same again', 'Fix the clock (#12)'],
	['its revert', 'Revert "Fix the clock"'],
	['a feature that closes an issue', 'Add a clock face. Fixes #3 and #4']
])('[Q2] %s is no fix of a fix', async (_, subject) => {
	const activity = await of([
		commitOf({ id: '2', at: '2024-01-02T00:00:00Z', subject }, 'a.ts'),
		commitOf({ id: '1', at: '2024-01-01T00:00:00Z', subject: 'Fix the clock' }, 'a.ts')
	]);
	expect(activity!.fixesOfFixes).toEqual([]);
});

test('[N3] long-lived is what nobody touched for a year', async () => {
	const activity = await of([
		commitOf({ id: '2', at: '2024-06-01T00:00:00Z' }, 'new.ts'),
		commitOf({ id: '1', at: '2022-06-01T00:00:00Z' }, 'old.ts', 'new.ts')
	]);
	expect(activity!.longLived).toMatchObject([{ path: 'old.ts', untouchedDays: 731 }]);
});

test('[Q7] a history without a commit, and times that are none, are no error', async () => {
	expect(await of([])).toBeUndefined();
	expect(await of([commitOf({ id: '1', at: 'never' }, 'a.ts')])).toMatchObject({ ageDays: 0 });
});

test('[Q5] 20,000 commits of many files take a moment; sweeping ones are counted apart', async () => {
	const commits = Array.from({ length: 20_000 }, (_, index) =>
		commitOf(
			{
				id: index.toString(16).padStart(40, '0'),
				at: new Date(1.7e12 - index * 3_600_000).toISOString(),
				author: `person ${index % 97}`,
				subject: index % 3 === 0 ? 'Fix it' : 'Add it'
			},
			...Array.from(
				{ length: index === 5 ? 5000 : 10 },
				(__, file) => `src/${(index * 7 + file) % 3000}.ts`
			)
		)
	);
	const started = performance.now();
	const activity = await of(commits);
	expect(performance.now() - started).toBeLessThan(5000);
	expect(activity).toMatchObject({ commits: 20_000, sweepingCommits: 1, people: 97 });
});
