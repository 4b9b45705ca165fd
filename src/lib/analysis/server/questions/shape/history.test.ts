import { describe, expect, it } from 'vitest';
import { commitOf, historyOf } from '../../../analysis.fixtures';
import { asked, faultsOf, placesIn } from '../questions.fixtures';
import { coupledFiles } from './coupled-files';
import { hotSpots } from './hot-spots';
import { loneOwners } from './lone-owners';
import { repeatedFixes } from './repeated-fixes';
import { reverts } from './reverts';

const branches = (name: string, count: number) =>
	[
		`export function ${name}(value: number): number {`,
		...Array.from({ length: count }, (_, place) => `	if (value === ${place}) return ${place + 1};`),
		'	return 0;',
		'}',
		''
	].join('\n');

const day = (date: number) => `2026-03-${String(date).padStart(2, '0')}T09:00:00Z`;

const id = (letter: string) => letter.repeat(40);

describe('reverts', () => {
	const contents = { 'src/cache.ts': branches('read', 2) };
	const change = commitOf(
		{ id: id('a'), at: day(1), subject: 'Cache the answers for an hour' },
		'src/cache.ts'
	);
	const undo = (body: string, author = 'ann') =>
		commitOf(
			{
				id: id('b'),
				at: day(10),
				author,
				subject: 'Revert "Cache the answers for an hour"',
				body: `This reverts commit ${id('a')}.\n\n${body}`
			},
			'src/cache.ts'
		);

	it('[Q3] asks about a change that was taken back, by its words, its time and both commits', async () => {
		const [draft] = await asked(reverts, contents, historyOf([undo(''), change]));
		expect(draft?.question).toContain('“Cache the answers for an hour”');
		expect(draft?.question).toContain('9 days');
		expect(placesIn(draft!)).toEqual(
			expect.arrayContaining([`src/cache.ts@${id('a')}`, `src/cache.ts@${id('b')}`])
		);
		expect(draft?.isRelated).toBe(true);
		expect(faultsOf(draft!)).toEqual([]);
	});

	it('[Q3] says in the model answer why, where the commit says so', async () => {
		const reason = 'Users saw the answers of other users, since the key left the account out.';
		const [draft] = await asked(reverts, contents, historyOf([undo(reason), change]));
		expect(draft?.modelAnswer).toContain('the key left the account out');
		expect(draft?.modelAnswer).not.toContain('does not say why');
	});

	it('[Q3] asks nothing where nothing was taken back', async () => {
		expect(await asked(reverts, contents, historyOf([change]))).toEqual([]);
	});
});

describe('repeatedFixes', () => {
	const fix = (letter: string, date: number, subject: string, path = 'src/price.ts') =>
		commitOf({ id: id(letter), at: day(date), subject }, path);

	it('[Q3] names both fixes of a file and shows both commits', async () => {
		const [draft] = await asked(
			repeatedFixes,
			{ 'src/price.ts': branches('round', 3) },
			historyOf([fix('b', 4, 'Fix rounding of refunds'), fix('a', 2, 'Fix rounding of prices')])
		);
		expect(draft?.question).toContain('“Fix rounding of prices”');
		expect(draft?.question).toContain('“Fix rounding of refunds”');
		expect(placesIn(draft!).filter((place) => place.includes('@'))).toHaveLength(2);
		expect(faultsOf(draft!)).toEqual([]);
	});

	it('[Q3] says that there are tests only where there are', async () => {
		const history = historyOf([fix('b', 4, 'Fix refunds'), fix('a', 2, 'Fix prices')]);
		const source = { 'src/price.ts': branches('round', 3) };
		const [bare] = await asked(repeatedFixes, source, history);
		const [tested] = await asked(
			repeatedFixes,
			{ ...source, 'src/price.test.ts': "it('rounds', () => expect(round(1)).toBe(2));" },
			history
		);
		expect(bare?.modelAnswer).toContain('No test file uses it');
		expect(tested?.modelAnswer).toContain('There are tests (src/price.test.ts)');
	});

	it('[Q3] asks nothing about files of words', async () => {
		const path = 'src/lang/de.ts';
		const history = historyOf([fix('b', 4, 'Fix words', path), fix('a', 2, 'Fix more', path)]);
		expect(await asked(repeatedFixes, { [path]: branches('words', 2) }, history)).toEqual([]);
	});
});

describe('coupledFiles', () => {
	it('[Q3] asks what holds two files together that change together and do not know each other', async () => {
		const commits = Array.from({ length: 9 }, (_, place) =>
			commitOf(
				{ id: String(place).repeat(40), at: day(20 - place), subject: `Add field ${place}` },
				'src/api/order.ts',
				'src/print/receipt.ts'
			)
		);
		const [draft] = await asked(
			coupledFiles,
			{
				'src/api/order.ts': branches('toOrder', 2),
				'src/print/receipt.ts': branches('toLines', 2)
			},
			historyOf(commits)
		);
		expect(draft?.question).toContain('src/api/order.ts');
		expect(draft?.question).toContain('src/print/receipt.ts');
		expect(draft?.question).toMatch(/\b9\b/);
		expect(draft?.isRelated).toBe(true);
		expect(faultsOf(draft!)).toEqual([]);
	});
});

describe('hotSpots', () => {
	const commits = Array.from({ length: 14 }, (_, place) =>
		commitOf({ id: String(place).padStart(40, '0'), at: day(28 - place) }, 'src/order.ts')
	);
	const calm = Object.fromEntries(
		Array.from({ length: 8 }, (_, place) => [`src/calm${place}.ts`, branches(`calm${place}`, 1)])
	);

	it('[Q3] asks about what is complex and is changed often, with its numbers', async () => {
		const [draft, ...others] = await asked(
			hotSpots,
			{ ...calm, 'src/order.ts': branches('place', 20) },
			historyOf(commits)
		);
		expect(others).toEqual([]);
		expect(draft?.question).toContain('src/order.ts');
		expect(draft?.question).toContain('14 commits');
		expect(draft?.findingKeys).toContain('hot-files:src/order.ts');
		expect(faultsOf(draft!)).toEqual([]);
	});

	it('[Q3] asks how it stays usable where many files use it', async () => {
		const users = Object.fromEntries(
			Object.keys(calm).map((path) => [path, `import { place } from './order';\nplace(1);\n`])
		);
		const [draft] = await asked(
			hotSpots,
			{ ...users, 'src/order.ts': branches('place', 20) },
			historyOf(commits)
		);
		expect(draft?.category).toBe('architecture');
		expect(draft?.question).toContain('8 ');
		expect(draft?.isRelated).toBe(true);
	});
});

describe('loneOwners', () => {
	it('[Q3] asks about what one of several people alone has worked on, and names nobody', async () => {
		const contents = Object.fromEntries(
			Array.from({ length: 12 }, (_, place) => [`src/part${place}.ts`, branches(`part${place}`, 2)])
		);
		const commits = Object.keys(contents).map((path, place) =>
			commitOf({ id: String(place).padStart(40, '0'), at: day(28 - place), author: 'ann' }, path)
		);
		const others = ['ben', 'cem'].map((author) =>
			commitOf({ id: id(author[0]!), at: day(1), author, authorName: author }, 'README.md')
		);
		const [draft] = await asked(loneOwners, contents, historyOf([...commits, ...others]));
		expect(draft?.question).toContain('12');
		expect(JSON.stringify(draft)).not.toContain('Ann');
		expect(faultsOf(draft!)).toEqual([]);
	});
});
