import type { Project } from '../../../project';
import { clarifying, composedApart, deeper, draft, essential, point, quoted } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';

const MOST = 2;
const LEAST_LINES = 10;

/** The same code in two places: one rule written twice, or two that look alike for now? */
export const duplicatedCode: QuestionMaker = {
	name: 'duplicated-code',
	make: (material, phrasing) => {
		const seen = new Set<string>();
		return material.report.duplicates
			.filter(({ lines, places }) => {
				const [one, other] = places;
				const isNew = !seen.has(one.path) && !seen.has(other.path);
				const isTold = lines >= LEAST_LINES && isNew && !DECLARED.test(one.path);
				if (isTold) for (const { path } of places) seen.add(path);
				return isTold;
			})
			.slice(0, MOST)
			.map((duplicate, rank) => asked(material, duplicate, rank, phrasing));
	}
};

/** What is written down in the same form by nature. */
const DECLARED = /(^|\/)(lang|locales?|i18n|migrations?|fixtures)\/|\.(css|scss|sql)$/i;

type Duplicate = QuestionMaterial['report']['duplicates'][number];

function asked(
	material: QuestionMaterial,
	duplicate: Duplicate,
	rank: number,
	phrasing: Phrasing
): QuestionDraft {
	const { project, report } = material;
	const { places, lines } = duplicate;
	const [one, other] = places;
	const isOneFile = one.path === other.path;
	const subject = isOneFile ? one.path : `${one.path}+${other.path}`;
	const first = nameAround(project, one);
	const second = nameAround(project, other);
	const all = report.duplicates.length;
	const together = (project.history?.commits ?? []).filter(
		({ parents, files }) =>
			parents.length < 2 &&
			[one.path, other.path].every((path) => files.some((file) => file.path === path))
	);
	const apart = (project.history?.commits ?? []).filter(
		({ parents, files }) =>
			parents.length < 2 &&
			files.some((file) => file.path === one.path) !==
				files.some((file) => file.path === other.path)
	);
	const lone = !isOneFile && apart[0] !== undefined ? apart[0] : undefined;
	const where = isOneFile
		? `lines ${one.startLine} and ${other.startLine} of ${one.path}`
		: `${one.path} and ${other.path}`;
	const names = first && second ? `${first} and ${second}` : where;
	return draft({
		subject,
		worth: Math.min(0.84, 0.68 + lines / 300) + (lone ? 0.03 : 0),
		topic: 'duplication',
		category: isOneFile ? 'implementation' : 'tradeoffs',
		difficulty: isOneFile || lines < 20 ? 'junior' : 'mid-level',
		findings: [],
		evidence: [project.evidence(one)],
		related: [project.evidence(other)],
		question: composedApart(
			phrasing,
			'duplicate',
			rank,
			isOneFile
				? [
						`In ${one.path} the same ${lines} lines appear twice, from line ${one.startLine} and from line ${other.startLine}.`,
						`${one.path} says the same twice: ${lines} lines${first && second && first !== second ? `, in ${names}` : `, at ${one.startLine} and ${other.startLine}`}.`,
						`Line ${one.startLine} and line ${other.startLine} of ${one.path} begin the same ${lines} lines.`
					]
				: [
						`${lines} lines are the same in ${where}${first && second && first !== second ? ` (${names})` : ''}.`,
						`${one.path} and ${other.path} have ${lines} lines in common, almost word for word${lone ? `; ${quoted(lone.subject, 60)} changed only one of the two files` : ''}.`,
						first
							? `${lines} lines of ${first} (${one.path}) appear once more in ${other.path}.`
							: `${lines} lines of ${one.path} appear once more in ${other.path}.`,
						`Somebody wrote the same ${lines} lines in ${one.path} and in ${other.path}${together.length > 1 ? `, and ${together.length} commits had to change both files` : ''}.`
					],
			isOneFile ? WITHIN : BETWEEN
		),
		rubric: [
			essential(
				`A fault or a change in those ${lines} lines has to be made in both places, and one is easily forgotten`,
				[
					'if you fix a bug in one copy the other keeps it',
					'the two drift apart over time',
					'you have to remember to edit both'
				],
				{ evidence: [project.evidence(one), project.evidence(other)] }
			),
			essential(
				'They belong together when they express the same rule, and not when they only look alike today',
				[
					'ask whether they change for the same reason',
					'same knowledge or coincidental similarity',
					'it is real duplication only if one decision drives both'
				]
			),
			point(
				isOneFile
					? 'One function with what differs as its parameters takes the place of both'
					: `What they share goes to a module that both use, with what differs as parameters`,
				[
					'extract a common function or component',
					'move it to a shared helper and pass in the differences',
					'a base class, a hook or a template for both'
				]
			),
			point(
				'A common part that is drawn too early gets flags for every case and is worse than a copy',
				[
					'wrong abstraction costs more than duplication',
					'do not unify at the second occurrence, wait for the third',
					'it would end with many if statements and options'
				]
			),
			point(
				'Whether the copies have already come apart is seen by comparing them and their histories',
				[
					'diff the two blocks',
					'look at git blame of both',
					'check whether a fix went to only one of them'
				]
			)
		],
		modelAnswer: `
			${isOneFile ? `In ${one.path} the same ${lines} lines appear twice` : `${where} share ${lines} lines`}, so whoever
			fixes something there has to find the other place as well. What decides is whether both
			express the same rule: if one decision changes both, they belong in one place${isOneFile ? ', as one function with what differs as its parameters' : ', a module that both use'}.
			${
				together.length > 1 && !isOneFile
					? `${together.length} commits changed both files, which speaks for it.`
					: 'If they only look alike today, I leave them, since a common part would get a flag for each difference.'
			} I would compare the two and their histories first, to see whether a fix went to only one of
			them. ${all > 5 ? `There are ${all} such pairs here, so I would begin with those that change most.` : 'As there are few such pairs here, it is no pattern yet.'}
			I would not join them before I have tests for what each does now.
		`,
		hints: [
			'What happens when a fault is found in those lines?',
			'Do both change for the same reason, or do they only look alike?',
			'Write down what differs between them: would it be two parameters or ten?'
		],
		followUps: [
			clarifying(
				2,
				'Give me a change that would have to reach both places, and one that must reach only one of them.',
				[
					essential('A change of the common rule must reach both', [
						'if the format or the check changes, both need it',
						'a bug fix in the shared logic'
					]),
					point('A change that concerns only one caller or one screen must not touch the other', [
						'a special case for one of them',
						'one feature evolves and the other stays'
					])
				]
			),
			deeper(4, 'How would you see, a year later, that joining them was a mistake?', [
				essential('By parameters and conditions that exist for one caller only', [
					'boolean flags accumulate',
					'if statements that ask who is calling'
				]),
				point(
					'The way back is to copy it into the callers again and remove what each does not need',
					[
						'inline it and then delete the unused branches',
						'duplication first, then a better abstraction'
					]
				)
			])
		]
	});
}

/** What the function is called that holds the lines. */
function nameAround(project: Project, place: Duplicate['places'][number]): string | undefined {
	const symbols = project.files.find(({ path }) => path === place.path)?.symbols ?? [];
	return symbols
		.filter(
			({ startLine, endLine }) => startLine <= place.startLine + 1 && endLine >= place.startLine
		)
		.filter(({ name, complexity }) => complexity !== undefined && /^\S+$/.test(name))
		.toSorted((a, b) => b.startLine - a.startLine)[0]?.name;
}

const WITHIN: readonly [string, ...string[]] = [
	'Are they one rule, and what has kept you from writing it once?',
	'What differs between the two, and would one function with parameters read better?',
	'When something there is wrong, which of them would you find first, and what about the other?',
	'How did the second come to be, and what would joining them cost?',
	'When would you leave it like that?'
];

const BETWEEN: readonly [string, ...string[]] = [
	'Is that one rule or two that happen to look alike, and how do you tell?',
	'What happens to the other when one of them is fixed?',
	'Where would the common part live, and what would it have to know about both?',
	'Which is the original, and what spoke for copying it?',
	'At which point would you join them, and what would make you sorry that you did?',
	'If a third place needed the same tomorrow, what would you do?'
];
