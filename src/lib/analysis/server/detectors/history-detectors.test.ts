import { describe, expect, it } from 'vitest';
import { commitOf, historyOf, projectOf } from '../../analysis.fixtures';
import type { Finding } from '../../findings';
import type { Commit } from '../../source';
import { coChange } from './co-change';
import type { Detector } from './detector';
import { placesIn } from './detectors.fixtures';
import { fixesOfFixes } from './fixes-of-fixes';
import { hotFiles } from './hot-files';
import { loneOwner } from './lone-owner';
import { reverts } from './reverts';

const day = (number: number) => new Date(Date.UTC(2024, 0, number)).toISOString();
const id = (number: number) => number.toString(16).padStart(40, '0');

/** @param commits oldest first, since so they are told */
async function told(
	detector: Detector,
	contents: Record<string, string>,
	commits: Commit[]
): Promise<Finding[]> {
	return detector.detect(await projectOf(contents, historyOf(commits.toReversed())));
}

const FILES = {
	'src/a.ts': 'export function a() {\n\treturn 1;\n}\n',
	'lib/b.ts': 'export const b = 2;\n'
};

describe('reverts', () => {
	const first = commitOf({ id: id(1), at: day(1), subject: 'Cache the feed' }, 'src/a.ts');
	const revert = (body = '') =>
		commitOf(
			{
				id: id(2),
				at: day(10),
				subject: 'Revert "Cache the feed"',
				body: `This reverts commit ${id(1)}.${body}`
			},
			'src/a.ts'
		);

	it('[Q2] tells what was taken back, how long after, and where', async () => {
		const [found] = await told(reverts, FILES, [first, revert()]);
		expect(found?.title).toContain('“Cache the feed” was taken back after 9 days');
		expect(found?.facts).toMatchObject({
			days: 9,
			reverted: id(1),
			hasReason: false,
			isBack: false
		});
		expect(placesIn(found)).toEqual(['src/a.ts:1']);
	});

	it('[Q2] counts from when a change came in, not from when it was written', async () => {
		const before = commitOf({ id: id(9), at: day(9), subject: 'Else' }, 'lib/b.ts');
		const rebased = { ...first, parents: [id(9)] };
		const [found] = await told(reverts, FILES, [before, rebased, revert()]);
		expect(found?.facts['days']).toBe(1);
	});

	it('[Q2] quotes the reason where the commit gives one', async () => {
		const why = '\n\nStale articles were shown for an hour after an edit.';
		const [found] = await told(reverts, FILES, [first, revert(why)]);
		expect(found?.facts['hasReason']).toBe(true);
		expect(found?.detail).toContain('Stale articles');
	});

	it('[Q2] takes what stands behind the quoted subject for the reason, and no number', async () => {
		const because = (more: string) => ({
			...revert(),
			subject: `Revert "Cache the feed"${more}`
		});
		const [found] = await told(reverts, FILES, [first, because(' (breaks the date picker)')]);
		expect(found?.detail).toBe('The commit says why: “breaks the date picker”');
		const [without] = await told(reverts, FILES, [first, because(' (#1234)')]);
		expect(without?.facts['hasReason']).toBe(false);
	});

	it('[R4] quotes no words of git itself as the reason', async () => {
		const merged = {
			...revert(),
			body: `This reverts commit ${id(1)}, reversing\nchanges made to ${id(7)}.\n`
		};
		const [found] = await told(reverts, FILES, [first, merged]);
		expect(found?.facts['hasReason']).toBe(false);
	});

	it('[Q2] takes the same subject with other words below for another change', async () => {
		const again = (body: string) =>
			commitOf({ id: id(3), at: day(12), subject: 'Cache the feed', body }, 'src/a.ts');
		const why = { ...first, body: 'Half of the requests ask for it.' };
		const isBack = async (body: string) =>
			(await told(reverts, FILES, [why, revert(), again(body)]))[0]?.facts['isBack'];
		expect(await isBack('Half of the requests ask for it.\n\nSigned-off-by: A')).toBe(true);
		expect(await isBack('Only of those who signed in.')).toBe(false);
	});

	it('[Q2] tells one finding where it came in again', async () => {
		const again = commitOf(
			{ id: id(3), at: day(12), subject: 'Reapply "Cache the feed"', body: '' },
			'src/a.ts'
		);
		const found = await told(reverts, FILES, [first, revert(), again]);
		expect(found.map(({ facts }) => facts['isBack'])).toEqual([true]);
	});

	it('[R4] leaves out what stands nowhere any more, and what nobody knows the first of', async () => {
		const gone = [
			commitOf({ id: id(1), at: day(1), subject: 'Cache the feed' }, 'src/gone.ts'),
			{ ...revert(), files: [{ path: 'src/gone.ts' }] }
		];
		expect(await told(reverts, FILES, gone)).toEqual([]);
		expect(await told(reverts, FILES, [revert()])).toEqual([]);
	});
});

describe('fixes of fixes', () => {
	const fix = (number: number, at: number, path: string) =>
		commitOf({ id: id(number), at: day(at), subject: `Fix crash ${number}` }, path);

	it('[Q2] tells a file that was mended again within two weeks, under its name of today', async () => {
		const moved = commitOf({ id: id(3), at: day(9) });
		moved.files = [{ path: 'src/a.ts', from: 'old.ts' }];
		const [found, ...more] = await told(fixesOfFixes, FILES, [
			fix(1, 1, 'src/a.ts'),
			fix(2, 5, 'src/a.ts'),
			moved
		]);
		expect(more).toEqual([]);
		expect(found?.facts).toMatchObject({ path: 'src/a.ts', days: 4, times: 1 });
	});

	it('[Q2] tells nothing of manifests, nor of what only pleases a linter', async () => {
		const contents = { ...FILES, Gemfile: "gem 'rails'\n", 'src/a.rs': 'fn a() {}\n' };
		expect(
			await told(fixesOfFixes, contents, [fix(1, 1, 'Gemfile'), fix(2, 5, 'Gemfile')])
		).toEqual([]);
		const lints = commitOf({ id: id(2), at: day(5), subject: 'Fix some Clippy lints' }, 'src/a.rs');
		expect(await told(fixesOfFixes, contents, [fix(1, 1, 'src/a.rs'), lints])).toEqual([]);
	});

	it('[Q2] takes two fixes a month apart for two bugs', async () => {
		expect(
			await told(fixesOfFixes, FILES, [fix(1, 1, 'src/a.ts'), fix(2, 31, 'src/a.ts')])
		).toEqual([]);
	});
});

const complex = `export function tangled(x: number) {\n${'\tif (x) x++;\n'.repeat(20)}\treturn x;\n}\n`;
const plain = Object.fromEntries(
	Array.from({ length: 8 }, (_, index) => [`src/p${index}.ts`, 'export const p = 1;\n'])
);

describe('hot files', () => {
	const changes = Array.from({ length: 12 }, (_, index) =>
		commitOf({ id: id(index + 1), at: day(index * 40 + 1) }, 'src/hot.ts')
	);

	it('[Q2] tells a complex file that has been changed often and long', async () => {
		const [found, ...more] = await told(hotFiles, { ...plain, 'src/hot.ts': complex }, changes);
		expect(more).toEqual([]);
		expect(found?.facts).toMatchObject({ commits: 12, worst: 'tangled', worstComplexity: 21 });
		expect(found?.title).toContain('changed in at least 12 commits by at least 1 person');
	});

	it('[Q2] names no most complex function where a macro hides what is in others', async () => {
		const page = `fn page() {\n    html! {\n${'        p {}\n'.repeat(20)}    };\n}\n`;
		const branches = `fn tangled(x: i32) {\n${'    if x > 1 { f(); }\n'.repeat(20)}}\n`;
		const rust = changes.map((change) => ({ ...change, files: [{ path: 'src/hot.rs' }] }));
		const titleOf = async (text: string) =>
			(await told(hotFiles, { ...plain, 'src/hot.rs': text }, rust))[0]?.title;
		expect(await titleOf(branches)).toContain('tangled');
		expect(await titleOf(page + branches)).toBe(
			'src/hot.rs was changed in at least 12 commits by at least 1 person.'
		);
	});

	it('[Q2] is silent about a busy file that is simple', async () => {
		expect(
			await told(hotFiles, { ...plain, 'src/hot.ts': 'export const a = 1;\n' }, changes)
		).toEqual([]);
	});

	it('[Q2] is silent about a long list without a function', async () => {
		const list = Array.from({ length: 400 }, (_, index) => `\tword${index}: '${index}'`);
		const texts = `export const words = {\n${list.join(',\n')}\n};\n`;
		expect(await told(hotFiles, { ...plain, 'src/hot.ts': texts }, changes)).toEqual([]);
	});
});

describe('the lone owner', () => {
	const by = (author: string, number: number, ...paths: string[]) =>
		commitOf({ id: id(number), at: day(number), author, authorName: author }, ...paths);
	const others = Array.from({ length: 24 }, (_, index) =>
		by(['bea', 'cy', 'dan'][index % 3]!, index + 1, `src/web/p${index % 12}.ts`)
	);
	const contents = Object.fromEntries([
		...Array.from({ length: 12 }, (_, index) => [`src/web/p${index}.ts`, 'export const p = 1;\n']),
		['src/billing/pay.ts', 'export const pay = 1;\n']
	]) as Record<string, string>;

	it('[Q2] tells a folder that one of several people alone has changed', async () => {
		const billing = Array.from({ length: 10 }, (_, index) =>
			by('ann', 100 + index, 'src/billing/pay.ts')
		);
		const found = await told(loneOwner, contents, [...others, ...billing]);
		expect(found.map(({ title }) => title)).toEqual([
			'ann made 10 of the 10 commits that were seen to change the source files src/billing has today, under the names they have.'
		]);
	});

	it('[Q2] is silent where only two work, and where the work is shared', async () => {
		expect(await told(loneOwner, contents, others)).toEqual([]);
		const two = Array.from({ length: 20 }, (_, index) =>
			by(index % 5 === 0 ? 'bea' : 'ann', index + 1, 'src/billing/pay.ts')
		);
		expect(await told(loneOwner, contents, two)).toEqual([]);
	});
});

describe('co-change', () => {
	const together = Array.from({ length: 9 }, (_, index) =>
		commitOf({ id: id(index + 1), at: day(index + 1) }, 'src/a.ts', 'lib/b.ts')
	);

	it('[Q2] tells files of two folders that change together and do not know each other', async () => {
		const [found] = await told(coChange, FILES, together);
		expect(found?.facts).toMatchObject({ paths: ['lib/b.ts', 'src/a.ts'], support: 9, of: 9 });
		expect(placesIn(found)).toEqual(['lib/b.ts:1', 'src/a.ts:1']);
	});

	it('[Q2] is silent where one imports the other, or both stand in one folder', async () => {
		const importing = {
			...FILES,
			'src/a.ts': "import { b } from '../lib/b';\nexport const a = b;\n"
		};
		expect(await told(coChange, importing, together)).toEqual([]);
		const beside = together.map((commit) => ({
			...commit,
			files: [{ path: 'src/a.ts' }, { path: 'src/c.ts' }]
		}));
		expect(await told(coChange, { ...FILES, 'src/c.ts': 'export const c = 1;\n' }, beside)).toEqual(
			[]
		);
	});

	it('[R4] is silent where an index file hands on what the other declares', async () => {
		const through = (name: string) => ({
			'src/a.ts': `import { ${name} } from '../lib';\nexport const a: ${name} = 1;\n`,
			'lib/index.ts': "export * from './b';\nexport * from './c';\nexport * from './d';\n",
			'lib/b.ts': 'export interface Price {\n\tvalue: number;\n}\n',
			'lib/c.ts':
				"import type { Price } from './b';\nexport interface Offer {\n\tprice: Price;\n}\n",
			'lib/d.ts': 'export interface Other {\n\tvalue: number;\n}\n'
		});
		expect(await told(coChange, through('Price'), together)).toEqual([]);
		expect(await told(coChange, through('Offer'), together)).toEqual([]);
		expect(await told(coChange, through('Other'), together)).toHaveLength(1);
	});

	it('[Q2] is silent without a history', async () => {
		const project = await projectOf(FILES);
		for (const detector of [coChange, reverts, fixesOfFixes, hotFiles, loneOwner]) {
			expect(await detector.detect(project)).toEqual([]);
		}
	});
});
