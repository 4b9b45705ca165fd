import { counted } from '../../detectors/detector';
import { clarifying, composedApart, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { surroundingsOf } from '../surroundings';

const MOST = 2;
const LEAST_IN = 8;

/** What most other modules stand on: what a change there reaches. */
export const centralModules: QuestionMaker = {
	name: 'central-modules',
	make: (material, phrasing) =>
		material.report.modules.central
			.filter(({ in: users, path }) => users >= LEAST_IN && !BARREL.test(path))
			.slice(0, MOST)
			.flatMap((module, place) => asked(material, module, place, phrasing) ?? [])
};

/** Files that only hand on what others declare, and what everybody draws with. */
const BARREL = /(^|\/)index\.[cm]?[jt]sx?$|(^|\/)__init__\.py$|(^|\/)initializers\/|\/ui\//;

type Central = QuestionMaterial['report']['modules']['central'][number];

function asked(
	material: QuestionMaterial,
	central: Central,
	place: number,
	phrasing: Phrasing
): QuestionDraft | undefined {
	const { project, findings, report } = material;
	const { path, in: users, out, layer } = central;
	const isFolder = path.endsWith('/');
	const files = project.sources.filter((file) =>
		isFolder ? file.path.startsWith(path) : file.path === path
	);
	const { importersOf, testNamedAfter } = surroundingsOf(project);
	const file = files.toSorted((one, other) => other.codeLines - one.codeLines)[0];
	const importers = files
		.flatMap((one) => importersOf(one.path))
		.filter((place) => !files.some((one) => one.path === place.path));
	if (!file || importers.length === 0) return undefined;
	const share = Math.round((100 * users) / Math.max(1, report.modules.count));
	const commits = report.hotSpots.find((spot) => spot.path === file.path)?.commits ?? 0;
	const people = foundBy(findings, 'hot-files', file.path)[0];
	const test = testNamedAfter(file.path);
	const leans = out >= 4;
	const tested = test ? `, and ${test} tests it` : '';
	const often = commits > 1 ? `, and ${counted(commits, 'commit')} changed it` : '';
	return draft({
		subject: path,
		worth: leans || commits >= 20 ? 0.82 : 0.72,
		topic: 'structure',
		category: leans ? 'architecture' : 'scalability',
		difficulty: leans ? 'senior' : 'mid-level',
		findings: people ? [people] : [],
		evidence: [project.evidence({ path: file.path, startLine: file.symbols[0]?.startLine ?? 1 })],
		related: importers.slice(0, 3).map((importer) => project.evidence(importer)),
		question: composedApart(
			phrasing,
			leans ? 'leaning' : 'foundation',
			place,
			[
				`${users} of ${report.modules.count} modules use ${path}${leans ? `, which itself uses ${out} others` : often}.`,
				`${path} is what most of your code stands on: ${users} modules use it${tested}${leans ? `, and it uses ${out} in turn` : ''}.`,
				`When ${path} changes, ${users} modules may notice${share >= 5 ? `, ${share} percent of all` : ''}${leans ? `; when one of the ${out} that it uses changes, so may it` : ''}.`,
				`No module is used by more others than ${path}, ${users} of them${commits >= 10 ? `, and still ${counted(commits, 'commit')} changed it` : ''}.`
			].slice(0, central === report.modules.central[0] ? 4 : 3) as [string, ...string[]],
			leans ? LEANING : FOUNDATION
		),
		rubric: [
			essential(
				`A change in ${path} may break any of the ${users} modules that use it`,
				[
					'the blast radius is large',
					'many places depend on it, so each change is risky',
					'everything that imports it has to be checked'
				],
				{ evidence: importers.slice(0, 2).map((importer) => project.evidence(importer)) }
			),
			essential('What many use has to change rarely, and has to be simple and well tested', [
				'it should be stable',
				'keep it small and boring',
				'put strong tests around it because everyone relies on it'
			]),
			leans
				? point(
						`That it uses ${out} others itself makes it unstable: their changes come through to all of its users`,
						[
							'it depends on too much for something so central',
							'high fan-in together with high fan-out is the problem',
							'it sits in the middle and knows everybody'
						]
					)
				: point(
						`It stands ${layer === 0 ? 'on nothing of its own project' : 'low'}, so that what uses it does not come back through it`,
						[
							'it has few dependencies itself',
							'it is at the bottom of the layering',
							'dependencies point towards the stable part'
						]
					),
			point(
				'It can be cut by its users: what different groups of them need becomes modules of their own',
				[
					'split it so that each client depends only on what it uses',
					'segregate the interface',
					'separate it by feature or by kind of caller'
				]
			),
			point(
				'A change of its interface goes in steps: add the new, move the users, remove the old',
				[
					'expand and contract',
					'deprecate first and migrate the callers one by one',
					'keep both versions for a while'
				]
			)
		],
		modelAnswer: `
			${users} of ${report.modules.count} modules use ${path}, so a change there may break any of
			them, and it has to be simple, stable and well tested. ${
				test
					? `${test} is named after it, which is a start.`
					: 'No test is named after it, so it is held only through its users.'
			} ${
				leans
					? `It also uses ${out} others itself, and that is the trouble: their changes come through it to everybody.`
					: 'It uses little itself, which is right for something at the bottom.'
			} If it grew, I would look at who needs what of it and cut it along those groups, so that each
			depends only on what it uses. To change its interface I would add the new form, move the users
			over and remove the old one at the end. With ten times the modules I would want that boundary
			checked by a tool, since nobody can keep ${users * 10} users in mind.
		`,
		hints: [
			'What would you have to check before you merge a change there?',
			leans
				? 'Look at both directions: who uses it, and what does it use?'
				: 'What should be true of something that nearly everything stands on?',
			'Do all of its users need all of it?'
		],
		followUps: [
			clarifying(
				5,
				`You have to rename or retype one thing that it offers. How do you do that without one huge commit?`,
				[
					essential('The new form is added beside the old one, and users move over one by one', [
						'keep both for a transition',
						'deprecate the old and migrate gradually'
					]),
					point(
						'The old form goes when nothing uses it any more, which a search or the compiler shows',
						[
							'delete it at the end once there are no references',
							'let the type checker find the rest'
						]
					)
				]
			),
			deeper(4, 'When is it right that nearly everything depends on one module?', [
				essential(
					'When it holds what the whole domain speaks in, such as basic types, and hardly changes',
					['core vocabulary or value objects', 'it is a stable foundation like a standard library']
				),
				point('Not when it collects what has no other place', [
					'a grab bag of helpers is a different thing',
					'a utilities module that grows by accident'
				])
			])
		]
	});
}

const LEANING: readonly [string, ...string[]] = [
	'What makes it sit in the middle like that, and how would you pull it apart?',
	'Is it a foundation or a crossroads, and which should it be?',
	'Which of those arrows would you cut first, and what would you put in their place?',
	'What has to be true before you dare to change it, and is it true today?',
	'What would ten times as many features do to it, and to everything that uses it?',
	'Which of its users really need all of it, and what would the others gain if they did not get it?'
];

const FOUNDATION: readonly [string, ...string[]] = [
	'How do you make a breaking change there without breaking anybody?',
	'What would have to be true of it for that to be safe, and is it?',
	'If the code grew tenfold, would it still be one module, and who would pay for that?',
	'Which groups of users does it have, and would you give each a module of its own?',
	'What do you check before you merge a change to it, and what tells you that you missed something?',
	'How did it come to carry so much, and what would you move out first?'
];
