import { counted } from '../../detectors/detector';
import {
	changedBy,
	clarifying,
	composedApart,
	deeper,
	draft,
	essential,
	foundBy,
	numberOf,
	point,
	type WrittenPoint
} from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { surroundingsOf } from '../surroundings';

const MOST = 3;
const LEAST = { commits: 8, complexity: 15, score: 0.6, ways: 8 };

/** What is complex and is changed often: why everything meets there, and how it would be cut. */
export const hotSpots: QuestionMaker = {
	name: 'hot-spots',
	make: (material, phrasing) =>
		material.report.hotSpots
			.filter(
				({ commits, complexity, score }) =>
					commits >= LEAST.commits && complexity >= LEAST.complexity && score >= LEAST.score
			)
			.slice(0, MOST)
			.map((spot, rank) => asked(material, spot, rank, phrasing))
};

type Spot = QuestionMaterial['report']['hotSpots'][number];

function asked(
	material: QuestionMaterial,
	spot: Spot,
	rank: number,
	phrasing: Phrasing
): QuestionDraft {
	const { project, findings, report } = material;
	const { path, commits, complexity, worst } = spot;
	const { importersOf, testsOf, testNamedAfter } = surroundingsOf(project);
	const importers = importersOf(path);
	const tests = testsOf(path);
	const fixes = foundBy(findings, 'fixes-of-fixes', path);
	const fixed = fixes[0] ? numberOf(fixes[0], 'times') : 0;
	const tested = report.hotSpots.find(
		(one) => one.path !== path && testNamedAfter(one.path) && endingOf(one.path) === endingOf(path)
	);
	const last = project.history?.commits.find(
		({ parents, files }) => parents.length < 2 && files.some((file) => file.path === path)
	);
	const place = project.evidence({
		path,
		startLine: worst?.startLine ?? 1,
		...(worst && { endLine: worst.endLine })
	});
	const isUntested = tests.length === 0 && tested !== undefined;
	const related = [
		...(isUntested
			? [project.evidence({ path: tested.path, startLine: tested.worst?.startLine ?? 1 })]
			: []),
		...importers.slice(0, 2).map((importer) => project.evidence(importer)),
		...(last ? [changedBy(last.id, path)] : [])
	];
	const often = counted(commits, 'commit');
	const heart =
		worst && worst.complexity >= LEAST.ways
			? `${worst.name.replace(/["']/g, '')} with its ${worst.complexity} ways through`
			: `${complexity} branches altogether`;
	const situation = isUntested ? 'untested' : importers.length >= 4 ? 'central' : 'busy';
	return draft({
		subject: path,
		worth: situation === 'untested' ? 0.87 : 0.83,
		topic: 'complexity',
		category: situation === 'central' ? 'architecture' : 'tradeoffs',
		difficulty: situation === 'untested' ? 'mid-level' : 'senior',
		findings: [...foundBy(findings, 'hot-files', path), ...fixes],
		evidence: [place],
		related,
		question: composedApart(
			phrasing,
			'spot',
			rank,
			situation === 'untested'
				? [
						`${often} changed ${path}, complex as it is, and no test file uses it or is named after it; ${tested?.path} has one.`,
						`${tested?.path} has a test of its own; ${path}, which ${often} changed, has none, and it holds ${heart}.`,
						`${path} has been changed by ${often}, around ${heart}, and no test is named after it as one is after ${tested?.path}.`,
						`Among your busiest files, ${tested?.path} has a test and ${path}, after ${often}, has none.`
					]
				: situation === 'central'
					? [
							`${importers.length} files use ${path}, and ${often} changed it; it holds ${heart}.`,
							`${importers.length} other files build on ${path}, which has been changed by ${often}.`,
							`Much rests on ${path}: ${importers.length} files use it, yet ${often} changed it${fixed > 1 ? `, and ${fixed} times a fix in it needed another` : ''}.`,
							`${often} went into ${path}, on which ${importers.length} files depend and which holds ${heart}.`
						]
					: [
							`${path} was changed by ${often}, and it holds ${heart}.`,
							`Work keeps coming back to ${path}: ${often} so far${fixed > 1 ? `, and ${fixed} of the fixes needed another within two weeks` : ''}.`,
							`Few files are changed as often as ${path}, ${often}, and few are as complex: it holds ${heart}.`,
							`After ${often}, ${path} still holds ${heart}.`
						],
			ASKS[situation]
		),
		rubric: [
			essential(
				`${path} has several reasons to change, so that unrelated features meet in it`,
				[
					'it does too many things',
					'every new feature touches it',
					'different responsibilities live in the same file',
					'it knows about too much'
				],
				{ evidence: [place] }
			),
			essential('It would be split along those reasons, in small steps that each keep it working', [
				'extract one responsibility at a time',
				'pull parts out into their own modules',
				'refactor incrementally and not by a rewrite'
			]),
			aboutTests(situation, tests, tested?.path),
			point('The history shows where to cut: what changes together belongs together', [
				'look at which lines change in the same commits',
				'group the commits by the reason for the change',
				'git log tells which parts move together'
			]),
			point(
				importers.length > 1
					? `${importers.length} files depend on it, so its interface has to stay while its inside changes`
					: 'While it stays as it is, everybody works in it at once: conflicts, long reviews, careful releases',
				importers.length > 1
					? [
							'callers must not notice the refactoring',
							'keep the public functions and move the implementation',
							'many importers would break'
						]
					: [
							'merge conflicts are frequent there',
							'reviews of it are slow',
							'people are afraid to touch it'
						]
			)
		],
		modelAnswer: `
			${path} was changed by ${often} because several concerns live in it and every feature that
			touches one of them lands there; it holds ${heart}. ${
				tests.length > 0
					? `There are tests (${tests[0]}), so its behaviour is held while it is moved.`
					: 'No test file uses it or is named after it, so I would first write some that hold what it does today.'
			} Then I would look at the history for what changes together, and move one responsibility
			after the other into a module of its own, beginning with the one that changes most. ${
				importers.length > 1
					? `${importers.length} files use it, so its interface stays as it is until they have moved.`
					: 'Few others depend on it, so its interface may change as well.'
			} I would not rewrite it in one go: what looks odd in it may be a fix for something that
			happened. And I would stop when new features no longer need it, not when it is beautiful.
		`,
		hints: [
			'Think of the last few changes to it: what was each of them for?',
			'What would have to be in place before you dare to move something out of it?',
			`Who else is affected, and how would you keep them working in the meantime?`
		],
		followUps: [
			clarifying(
				2,
				`Name the first piece that you would move out of ${path}, and say why that one.`,
				[
					essential('One that changes often and has little to do with the rest', [
						'the part with the clearest boundary',
						'something cohesive that changes for its own reason'
					]),
					point('Moving it is safe because its behaviour can be tested on its own', [
						'it can be covered by tests easily',
						'few callers, small interface'
					])
				]
			),
			deeper(4, 'When is a file that changes often no problem at all?', [
				essential(
					'When the changes are additions of the same kind, such as entries of a list or routes',
					['a registry or a table grows by design', 'configuration changes often and that is fine']
				),
				point('When it is simple, so that each change is small and obvious', [
					'low complexity makes churn cheap',
					'no branches, nothing to break'
				])
			])
		]
	});
}

function aboutTests(situation: string, tests: readonly string[], tested?: string): WrittenPoint {
	return situation === 'untested' || tests.length === 0
		? point(
				`Tests that hold today’s behaviour come before any change to its structure${tested ? `, as ${tested} has them` : ''}`,
				[
					'write characterisation tests first',
					'I would cover it with tests before refactoring',
					'without a safety net moving code is a gamble'
				],
				{ contradictions: ['it is already covered by unit tests', 'it has its own test file'] }
			)
		: point(
				`The tests that exist (${tests[0]}) allow it to be changed; what they do not check is added first`,
				[
					'we have a test suite for it, so refactoring is safe',
					'extend the existing tests to the risky branches',
					'check the coverage of the complex part before moving it'
				]
			);
}

type Asks = readonly [string, ...string[]];

const ASKS: Readonly<Record<'untested' | 'central' | 'busy', Asks>> = {
	untested: [
		'Why is the one covered and the other not?',
		'What would you test there first, and what makes it hard?',
		'How do you find out that one of those changes broke something?',
		'Was that a decision, and would you take it again?',
		'With a day to spend on tests there, where would you begin, and what would you leave out?'
	],
	central: [
		'What keeps it from becoming stable, and how would you get it there?',
		'How do you change it without breaking those that depend on it?',
		'Which part of it belongs elsewhere, and in what order would you move it?',
		'What does each change there cost the rest, and how would you make it cheaper?',
		'Where would you draw a line through it, and who would notice?'
	],
	busy: [
		'What makes it the place where changes land, and how would you cut it?',
		'Why has nobody split it, and when would you?',
		'Which two reasons for a change would you pull apart first, and at what price?',
		'What would you change about it if you had a week, and what would you leave alone?',
		'Is it busy because it is important, or because it is in the wrong shape? How do you tell?'
	]
};

const endingOf = (path: string) => path.slice(path.lastIndexOf('.'));
