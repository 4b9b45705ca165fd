import { describe, expect, test } from 'vitest';
import type { Commit, History } from '../../source';
import { coChanges } from './co-change';
import { someFacts } from './facts.fixtures';
import { churnOf, hotSpots } from './hot-spots';

/** Newest first, as histories are; `new<old` renames. */
const historyOf = (...commits: string[]): History => ({
	branch: 'main',
	total: commits.length,
	tags: [],
	commits: commits.map((paths, place): Commit => ({
		id: `c${place}`,
		parents: ['p'],
		author: 'a',
		authorName: 'A',
		at: '2026-01-01T00:00:00Z',
		subject: '',
		body: '',
		files: paths.split(' ').map((path) => {
			const [to = '', from] = path.split('<');
			return from === undefined ? { path: to } : { path: to, from };
		})
	}))
});

const complex = (path: string, complexity: number) =>
	someFacts(path, {
		symbols: [{ kind: 'function', name: 'f', complexity, startLine: 1, endLine: 9 }]
	});

describe('what the history says of files', () => {
	test('[N3] churn follows a file through its names', () => {
		const churn = churnOf(historyOf('c', 'c<b', 'b', 'b<a d', 'a'));
		expect(Object.fromEntries(churn)).toEqual({ c: 5, d: 1 });
	});

	test('[N3] hot is what is both busy and complex', () => {
		const files = [complex('busy', 1), complex('monster', 40), complex('hot', 30), complex('x', 2)];
		const history = historyOf('busy hot', 'busy hot', 'busy hot x', 'busy monster', 'monster x');
		const spots = hotSpots(files, history);
		// Of four files, shares below by churn: busy 1, hot 2/3, the others 0; by complexity: hot 2/3.
		expect(spots[0]).toMatchObject({ path: 'hot', commits: 3, complexity: 30 });
		expect(spots[0]!.score).toBeCloseTo(4 / 9);
		expect(spots.slice(1).every(({ score }) => score === 0)).toBe(true);
		expect(spots[0]!.worst).toEqual({ name: 'f', complexity: 30, startLine: 1, endLine: 9 });
	});

	test('[N3] tests, generated files and what changed once are no hot spots', () => {
		const files = [
			{ ...complex('a', 9), isTest: true },
			{ ...complex('b', 9), isGenerated: true },
			complex('c', 9)
		];
		expect(hotSpots(files, historyOf('a b c', 'a b'))).toEqual([]);
	});

	test('[N3] a pair needs four commits; its confidence is of the rarer one', () => {
		const history = historyOf('a b', 'a b', 'a b', 'a b', 'a', 'a', 'b c', 'b c', 'b c');
		expect(coChanges(history, () => true)).toEqual([
			{ paths: ['a', 'b'], support: 4, confidence: 4 / 6, commits: ['c0', 'c1', 'c2', 'c3'] }
		]);
	});

	test('[N3] commits of more than thirty files say nothing', () => {
		const wide = ['a', 'b', ...Array.from({ length: 29 }, (_, place) => `x${place}`)].join(' ');
		expect(coChanges(historyOf(wide, wide, wide, wide), () => true)).toEqual([]);
	});

	test('[N3] merges say nothing, nor do files that are gone', () => {
		const history = historyOf('a b', 'a b', 'a b', 'a b');
		history.commits[0]!.parents.push('q');
		expect(coChanges(history, () => true)).toEqual([]);
		const gone = historyOf('a b', 'a b', 'a b', 'a b');
		expect(coChanges(gone, (path) => path === 'a')).toEqual([]);
	});
});
