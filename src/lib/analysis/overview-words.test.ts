import { describe, expect, it } from 'vitest';
import { everyMonth, howItGrew, whatItIs } from './overview-words';
import type { Activity, ProjectReview } from './server/review/report';

type Used = Pick<ProjectReview['frameworks'][number], 'name' | 'purpose'> & {
	isDevelopment?: boolean;
};

const review = (
	parts: Pick<ProjectReview, 'files' | 'lines' | 'mainLanguage'> & { share?: number; used?: Used[] }
): ProjectReview => {
	const { share = 0, used = [], ...told } = parts;
	return {
		...told,
		frameworks: used.map((one) => ({ isDevelopment: false, ...one })),
		manifests: [],
		tests: { files: share > 0 ? 3 : 0, inlineFiles: 0, share }
	} as unknown as ProjectReview;
};

describe('what a project is', () => {
	it('[N3] is one sentence with language, sort, frameworks, size and tests', () => {
		expect(
			whatItIs(
				review({
					files: 214,
					lines: 18_279,
					mainLanguage: 'TypeScript',
					share: 0.31,
					used: [
						{ name: 'Vitest', purpose: 'test', isDevelopment: true },
						{ name: 'Prisma', purpose: 'orm' },
						{ name: 'Express', purpose: 'web' }
					]
				})
			)
		).toBe(
			'A TypeScript web service with Express and Prisma: 214 files, 18,300 lines of code, a third of them tests.'
		);
	});

	it('[N3] names nothing that is not known', () => {
		expect(whatItIs(review({ files: 1, lines: 1, mainLanguage: 'Elixir' }))).toBe(
			'An Elixir project: 1 file, 1 line of code, no tests.'
		);
		expect(whatItIs(review({ files: 12, lines: 0, mainLanguage: undefined }))).toBe(
			'12 files, and no code in a language that is known here.'
		);
	});

	it('[N3] does not take what only develops for what it is built with', () => {
		const used: Used[] = [{ name: 'React', purpose: 'ui', isDevelopment: true }];
		expect(whatItIs(review({ files: 9, lines: 90, mainLanguage: 'Go', used }))).toMatch(
			/^A Go project: /
		);
	});

	it('[N3] rounds the share of tests to a fraction that people say', () => {
		const told = (share: number) =>
			whatItIs(review({ files: 9, lines: 90, mainLanguage: 'Go', share }))
				.split(', ')
				.at(-1);
		expect([0.01, 0.12, 0.48, 0.95].map(told)).toEqual([
			'few of them tests.',
			'a tenth of them tests.',
			'half of them tests.',
			'most of them tests.'
		]);
	});
});

describe('how a project grew', () => {
	const activity = (firstAt: string, lastAt: string) =>
		({ commits: 1204, people: 18, firstAt, lastAt }) as Activity;

	it('[N3] is told from its first month to its last', () => {
		expect(howItGrew(activity('2016-03-31T23:30:00Z', '2026-10-03T00:00:00Z'))).toBe(
			'1,204 commits by 18 people, from March 2016 to October 2026.'
		);
		expect(howItGrew(activity('2026-10-01T00:00:00Z', '2026-10-03T00:00:00Z'))).toBe(
			'1,204 commits by 18 people, in October 2026.'
		);
	});

	it('[N3] has the months in it when nobody did anything', () => {
		const months = everyMonth([
			{ month: '2025-11', commits: 2, people: 1 },
			{ month: '2026-02', commits: 3, people: 2 }
		]);
		expect(months.map(({ month, commits }) => [month, commits])).toEqual([
			['2025-11', 2],
			['2025-12', 0],
			['2026-01', 0],
			['2026-02', 3]
		]);
		expect(everyMonth([])).toEqual([]);
	});
});
