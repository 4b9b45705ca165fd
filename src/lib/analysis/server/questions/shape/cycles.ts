import { posix } from 'node:path';
import {
	clarifying,
	composedApart,
	deeper,
	draft,
	essential,
	point,
	type WrittenPoint
} from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { surroundingsOf } from '../surroundings';

const MOST = 2;

/** Modules that need each other in a circle: which way would be cut? */
export const cycles: QuestionMaker = {
	name: 'cycles',
	make: (material, phrasing) =>
		material.report.modules.cycles
			.flatMap((cycle, rank) => asked(material, cycle, rank, phrasing) ?? [])
			.slice(0, MOST)
};

function asked(
	{ project, report }: QuestionMaterial,
	cycle: readonly string[],
	rank: number,
	phrasing: Phrasing
): QuestionDraft | undefined {
	const pair = mutualPair(project, cycle);
	if (!pair) return undefined;
	const [one, other, there, back] = pair;
	const { count, cycles: all } = report.modules;
	const size = cycle.length;
	const isSameName = posix.basename(one) === posix.basename(other);
	const [shortOne, shortOther] = isSameName
		? [one, other]
		: [posix.basename(one), posix.basename(other)];
	const subject = cycle.toSorted()[0] ?? one;
	const isLarge = size > 2;
	const share = Math.round((100 * size) / Math.max(1, count));
	const folders = [...new Set(cycle.map((path) => posix.dirname(path)))];
	const evidence = project.evidence(there);
	const returning = project.evidence(back);
	return draft({
		subject,
		worth: isLarge ? 0.86 : 0.8,
		topic: 'structure',
		category: 'architecture',
		difficulty: isLarge ? 'senior' : 'mid-level',
		findings: [],
		evidence: [evidence],
		related: [returning],
		question: composedApart(
			phrasing,
			isLarge ? 'large' : 'small',
			rank,
			isLarge
				? [
						`${size} of your ${count} modules depend on each other in a circle; ${one} and ${other} are in the middle of it, each using the other.`,
						`${one} uses ${other} and is used by it, and through them ${size} modules form one cycle${folders.length > 1 ? ` over ${folders.length} folders` : ''}.`,
						`There is a cycle of ${size} modules${share >= 5 ? `, ${share} percent of all of them` : ''}; its shortest loop is ${one} to ${other} and back.`,
						`None of ${size} modules can be loaded, tested or moved without all the others: ${one} and ${other} use each other, and the rest hangs on them.`
					]
				: [
						`${one} uses ${other}, and ${other} uses ${one}.`,
						`${one} and ${other} need each other: line ${there.startLine} of the first, line ${back.startLine} of the second.`,
						`Between ${one} and ${other} the dependency goes both ways${all.length > 1 ? `, one of ${all.length} such cycles` : ', the only such cycle here'}.`,
						`Neither ${one} nor ${other} can be understood without the other, since each uses it.`
					],
			isLarge ? LARGE : SMALL
		),
		rubric: [
			essential(
				`Neither of ${shortOne} and ${shortOther} can be understood, tested or moved without the other`,
				[
					'they are effectively one module',
					'you cannot test one in isolation',
					'a change in either may affect both',
					'tight coupling in both directions'
				],
				{ evidence: [evidence, returning] }
			),
			essential(
				'The cycle goes away when what both need moves to a third module that imports neither',
				[
					'extract the shared types or functions',
					'pull the common part down into its own file',
					'move the function to where it belongs so that only one direction remains'
				]
			),
			point(
				'Or when one direction is turned round: one declares an interface or takes a callback, the other fulfils it',
				[
					'dependency inversion',
					'pass the dependency in as a parameter',
					'use an event instead of a direct call'
				]
			),
			aboutLoading(one),
			point('A rule of the linter or of the build keeps new cycles out', [
				'add a lint check for circular imports',
				'an architecture test in CI',
				'let the build fail when a dependency points the wrong way'
			])
		],
		modelAnswer: `
			${one} uses ${other} at line ${there.startLine}, and ${other} uses it back at line
			${back.startLine}${isLarge ? `; ${size} modules hang together like that` : ''}. Neither can be
			understood, tested or moved without the other. ${
				isLoadedInOrder(one)
					? 'Which of them is loaded first decides whether something is there when it is used.'
					: 'The compiler does not mind, so nothing reminds anybody of it, and neither goes into a package of its own.'
			} I would look at what the one takes from the other:
			mostly it is a type or a few functions that belong to neither, and they move to a third module
			that imports none of the two. Where there is a real call in each direction I turn one round, by
			an interface or a callback that the upper one hands in. ${
				isLarge
					? 'With so many I would cut the few imports that close most of the cycles first.'
					: 'For two small files that change together, joining them is also an answer.'
			} After that a rule of the linter keeps it that way.
		`,
		hints: [
			`What exactly does ${shortOne} take from ${shortOther}, and what does it take back?`,
			'Which of the two should be able to live without the other?',
			'How would you notice the next one before it is merged?'
		],
		followUps: [
			clarifying(
				2,
				`If you could remove only one import, ${shortOne} to ${shortOther} or back, which would it be?`,
				[
					essential('The one from the more general or lower part to the more special one', [
						'the low-level module should not know the high-level one',
						'the direction that points up'
					]),
					point('The one through which fewer things are used', [
						'the import with the smaller surface',
						'the one that only needs a type'
					])
				]
			),
			isLoadedInOrder(one)
				? deeper(4, 'It works today. Under which change does it fail?', [
						essential(
							'When a file’s top level uses what it imports, and the order of loading changes',
							[
								'if the value is needed at import time and not inside a function',
								'another entry point loads them in the other order'
							]
						),
						point('Within functions it goes well, since by then everything is loaded', [
							'lazy use at call time is safe',
							'only use during initialisation breaks'
						])
					])
				: deeper(4, 'When do two parts that know each other belong together for good?', [
						essential('When they always change together and one has no meaning without the other', [
							'like two ends of one relation',
							'they are one concept, for example a parent and its children'
						]),
						point('Then they belong in one module or namespace, behind one interface', [
							'keep them in the same package',
							'hide both behind one entry so that others see one thing'
						])
					])
		]
	});
}

/** Files run when they are loaded, and see what was loaded before them. */
const isLoadedInOrder = (path: string) => /\.(?:[cm]?[jt]sx?|svelte|vue|py)$/.test(path);

const aboutLoading = (path: string): WrittenPoint =>
	isLoadedInOrder(path)
		? point('In a cycle the order of loading matters: something may be used before it is there', [
				'you may get an empty or half initialised module at import time',
				'circular imports fail depending on which file is loaded first',
				'that is why imports end up inside functions'
			])
		: point('The two cannot be put in separate packages, built apart or used without each other', [
				'you could never extract one into its own library or assembly',
				'they have to be released together',
				'nobody can reuse just one of them'
			]);

/** Two modules of the cycle that use each other, and where. */
function mutualPair(project: QuestionMaterial['project'], cycle: readonly string[]) {
	const { importAt } = surroundingsOf(project);
	const members = cycle.slice(0, 40);
	for (const [index, one] of members.entries()) {
		for (const other of members.slice(index + 1)) {
			const there = importAt(one, other);
			const back = importAt(other, one);
			if (there && back) return [one, other, there, back] as const;
		}
	}
	return undefined;
}

const LARGE: readonly [string, ...string[]] = [
	'How did it come to that, and where would you cut first?',
	'What does it cost you day by day, and is it worth cutting?',
	'Which of those imports points the wrong way, and what would you put in its place?',
	'If you had to take one of those parts out into a package of its own, where would you begin?',
	'Which layers did you mean to have, and which import breaks them?',
	'What happens to a test of just one of them, and what would change that?'
];

const SMALL: readonly [string, ...string[]] = [
	'Is that one thing in two files, or two things of which one knows too much?',
	'Which of the two should not know the other, and how would you get there?',
	'Did you mean it so? Say what it makes harder, and what it would cost to undo.',
	'What would have to move so that only one direction remains?',
	'Where does that bite: when they are built, when they are tested, or when they are changed?',
	'How would you untie them without making a third file that nobody understands?'
];
