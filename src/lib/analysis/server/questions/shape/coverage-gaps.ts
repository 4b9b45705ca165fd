import { posix } from 'node:path';
import type { FileFacts } from '../../../facts';
import { counted } from '../../detectors/detector';
import { clarifying, composedApart, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { surroundingsOf } from '../surroundings';

const MOST = 2;
const LEAST_TESTED = 3;
const LEAST_COMPLEXITY = 5;

/** Folders in which most files have a test named after them, and a file that has none. */
export const coverageGaps: QuestionMaker = {
	name: 'coverage-gaps',
	make: (material, phrasing) =>
		gapsOf(material)
			.slice(0, MOST)
			.map((gap, rank) => asked(material, gap, rank, phrasing))
};

interface Gap {
	folder: string;
	untested: FileFacts;
	/** How many have no test of their name, this one included. */
	without: number;
	/** A file beside it with its test, and how many are like it. */
	tested: { path: string; test: string };
	with: number;
}

function gapsOf({ project }: QuestionMaterial): Gap[] {
	const { testNamedAfter } = surroundingsOf(project);
	const folders = Map.groupBy(
		project.sources.filter(({ symbols }) => symbols.length > 0),
		({ path }) => posix.dirname(path)
	);
	return Array.from(folders)
		.flatMap(([folder, files]): Gap[] => {
			const tested = files.flatMap(({ path }) => {
				const test = testNamedAfter(path);
				return test === undefined ? [] : [{ path, test }];
			});
			const without = files.filter(({ path }) => testNamedAfter(path) === undefined);
			const [untested] = without.toSorted((one, other) => complexityOf(other) - complexityOf(one));
			const [first] = tested;
			if (!untested || !first || complexityOf(untested) < LEAST_COMPLEXITY) return [];
			if (tested.length < LEAST_TESTED || tested.length < without.length) return [];
			return [{ folder, untested, without: without.length, tested: first, with: tested.length }];
		})
		.toSorted((one, other) => complexityOf(other.untested) - complexityOf(one.untested));
}

const complexityOf = ({ symbols }: FileFacts) =>
	symbols.reduce((sum, { complexity = 0 }) => sum + complexity, 0);

function asked(
	material: QuestionMaterial,
	gap: Gap,
	rank: number,
	phrasing: Phrasing
): QuestionDraft {
	const { project, findings } = material;
	const { folder, untested, tested, without } = gap;
	const { path } = untested;
	const { testsOf, importersOf, isReachedByTests } = surroundingsOf(project);
	const through = testsOf(path);
	const worst = untested.symbols.toSorted(
		(one, other) => (other.complexity ?? 0) - (one.complexity ?? 0)
	)[0];
	const branches = complexityOf(untested);
	const all = gap.with + without;
	const [direct] = through;
	const isReached = direct !== undefined || isReachedByTests(path);
	const beside = posix.basename(tested.path);
	const evidence = project.evidence({
		path,
		startLine: worst?.startLine ?? 1,
		...(worst && { endLine: worst.endLine })
	});
	const example = project.evidence({ path: tested.test, startLine: 1, endLine: 8 });
	return draft({
		subject: folder,
		worth: isReached ? 0.77 : 0.85,
		topic: 'testing',
		category: isReached ? 'implementation' : 'tradeoffs',
		difficulty: branches < 15 ? 'junior' : 'mid-level',
		findings: foundBy(findings, 'hot-files', path),
		evidence: [evidence],
		related: [
			example,
			...importersOf(path)
				.slice(0, 1)
				.map((place) => project.evidence(place))
		],
		question: composedApart(
			phrasing,
			isReached ? 'reached' : 'bare',
			rank,
			[
				`${gap.with} of ${all} files in ${folder} have a test named after them, ${beside} among them; ${posix.basename(path)}${worst ? `, with ${worst.name} in it,` : ''} has none.`,
				`In ${folder} you test file by file (${posix.basename(tested.test)} for ${beside}), but not ${posix.basename(path)}, which has ${counted(branches, 'branch', 'branches')}.`,
				`${posix.basename(path)} is ${without === 1 ? 'the one file' : `one of ${without} files`} in ${folder} without a test of its own, while ${gap.with} have one.`,
				`There is ${tested.test} for ${beside}, and nothing like it for ${path}.`
			],
			isReached ? REACHED : BARE
		),
		rubric: [
			essential(
				isReached
					? `${path} is tested only through others that use it, so a failure there is hard to place`
					: `No test was written for what ${path} does, so that a change that breaks it may go unnoticed`,
				isReached
					? [
							'other tests cover it indirectly',
							'it is exercised by the tests of its callers',
							'when it fails you see it somewhere else'
						]
					: [
							'a regression there would go unnoticed',
							'we would only see it in production or by hand',
							'no automatic check protects it'
						],
				{
					evidence: [evidence],
					...(!isReached && {
						contradictions: ['it has its own test file', 'it is fully covered by unit tests']
					})
				}
			),
			essential(
				`What decides whether a test is worth writing is how likely it breaks and what it costs then, not that each file has one`,
				[
					'test where the risk is',
					'coverage per file is not the goal',
					'complex and often changed code first, trivial code not at all'
				]
			),
			point(
				worst && (worst.complexity ?? 0) > 3
					? `${worst.name} with its ${worst.complexity ?? 0} ways through is where a first test would tell the most`
					: 'The part with the most branches is where a first test would tell the most',
				[
					'I would start with the most complex function',
					'cover the error cases and the edge cases of the main function',
					'the branches are what needs checking'
				]
			),
			point(
				'Some code resists a test because it talks to a network, a clock, a disk or a screen, and its decisions can be taken out of that',
				[
					'separate the logic from the side effects',
					'it needs a lot of mocking, so extract a pure part',
					'pass the dependency in so that it can be replaced'
				]
			),
			point('Code that only hands things on may go without a test of its own', [
				'glue code is covered by integration tests',
				'it is trivial wiring',
				'an end-to-end test is enough for it'
			])
		],
		modelAnswer: `
			In ${folder}, ${gap.with} of ${all} files have a test of their own and ${posix.basename(path)}
			has not. ${
				isReached
					? `Tests come through it all the same${direct ? ` (${posix.basename(direct)})` : ', by way of what uses it'}, so it is tested through others, and a failure is harder to place.`
					: 'What tests use does not lead to it either, so a change that breaks it may go unnoticed.'
			} That each file has a test is no aim in itself: what counts is how likely it breaks and what
			that costs. It has ${counted(branches, 'branch', 'branches')}${worst ? `, most of them in ${worst.name}, and there I would begin` : ''}. If
			it is hard to test because it talks to something outside, I would take its decisions out into a
			function that does not. If it only hands things on, a test through its callers is enough, and
			then I would say so.
		`,
		hints: [
			'What in that file could go wrong without anybody seeing it?',
			'Compare it with a neighbour that has tests: is it simpler, or only harder to test?',
			'Which single test there would let you sleep best?'
		],
		followUps: [
			clarifying(
				3,
				`Describe the first test that you would write for ${posix.basename(path)}: what goes in, and what must come out?`,
				[
					essential('A concrete input with the result that is expected of it', [
						'given this value I assert that output',
						'an example with a known answer'
					]),
					point('A case in which it has to refuse or to fail', [
						'an error or edge case',
						'invalid input, an empty value'
					])
				]
			),
			deeper(
				4,
				'Suppose it cannot be called without something from outside. How do you test it without replacing half of the world?',
				[
					essential(
						'By handing in what is outside as a parameter, and giving a small fake in the test',
						['dependency injection with a stub', 'pass the client or the clock as an argument']
					),
					point(
						'By keeping the part that talks to the outside so thin that it needs no test of its own',
						['humble object', 'functional core with an imperative shell']
					)
				]
			)
		]
	});
}

const BARE: readonly [string, ...string[]] = [
	'Is there a reason, and what would you test in it first?',
	'What makes it different from its neighbours?',
	'How would you notice that it stopped working?',
	'Would you ask for a test in a review of that file, and which one?',
	'Was it forgotten, or is it hard to test, and what would change that?'
];

const REACHED: readonly [string, ...string[]] = [
	'Other tests go through it: is that enough?',
	'Tests of other files use it. What do those check of it, and what not?',
	'It is tested only through others. When would you want one of its own?',
	'What would a test of its own tell you that those of its callers do not?'
];
