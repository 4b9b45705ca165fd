import type { Finding } from '../../../findings';
import {
	changedBy,
	clarifying,
	composedApart,
	deeper,
	draft,
	essential,
	foundBy,
	listOf,
	numberOf,
	point,
	quoted
} from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';

const MOST = 3;

/** Fewer equal lines are chance. */
const LEAST_COPIED = 10;

/** Files that change together though neither imports the other: what holds them together? */
export const coupledFiles: QuestionMaker = {
	name: 'coupled-files',
	make: (material, phrasing) => {
		const seen = new Set<string>();
		return foundBy(material.findings, 'co-change')
			.filter((finding) => {
				const paths = listOf(finding, 'paths');
				const isNew = paths.every((path) => !seen.has(path));
				for (const path of paths) seen.add(path);
				return isNew;
			})
			.slice(0, MOST)
			.map((finding, rank) => asked(material, finding, rank, phrasing));
	}
};

function asked(
	{ project, report }: QuestionMaterial,
	finding: Finding,
	rank: number,
	phrasing: Phrasing
): QuestionDraft {
	const [one = '', other = ''] = listOf(finding, 'paths');
	const subject = `${one}+${other}`;
	const [support, of] = [numberOf(finding, 'support'), numberOf(finding, 'of')];
	const commits = listOf(finding, 'commits');
	const latest = project.history?.commits.find(({ id }) => id === commits[0]);
	const copied = report.duplicates.find(({ places: [first, second] }) =>
		[first.path, second.path].every((path) => path === one || path === other)
	);
	const isAlike = copied !== undefined && copied.lines >= LEAST_COPIED;
	const last = latest ? `, lately in ${quoted(latest.subject, 60)}` : '';
	return draft({
		subject,
		worth: 0.86,
		topic: 'structure',
		category: 'architecture',
		difficulty: isAlike ? 'mid-level' : 'senior',
		findings: [finding],
		evidence: finding.evidence.filter(({ path }) => path === one),
		related: [
			...finding.evidence.filter(({ path }) => path !== one),
			...commits.slice(0, 2).map((commit) => changedBy(commit, one))
		],
		question: composedApart(
			phrasing,
			'coupled',
			rank,
			[
				`Neither ${one} nor ${other} imports the other, and yet ${support} commits changed both${last}.`,
				`When ${one} changes, ${other} changes with it: ${support} of ${of} commits, without an import between them.`,
				`${one} and ${other} change together: ${support} of the ${of} commits to the one that changes less often touched the other too.`,
				`Your history ties ${one} to ${other}: changed together ${support} times${last}, though no import says so.`
			],
			isAlike
				? [
						`They also share ${copied.lines} lines. Is it one rule written twice, and where would it live if it stood once?`,
						`Part of it is the same in both, ${copied.lines} lines: what has kept you from moving that to one place?`,
						`${copied.lines} lines of them are alike. What would one common part cost you, compared with changing both each time?`,
						`With ${copied.lines} equal lines in them: is the copy deliberate, and which of the two is right when they differ?`
					]
				: ALIVE
		),
		rubric: [
			essential(
				`A rule, a format or a name is known to both ${one} and ${other} without being written down in one place`,
				[
					'they share implicit knowledge',
					'the same contract is repeated on both sides',
					'both depend on the same shape of data',
					'there is hidden coupling between them'
				]
			),
			essential('Whoever changes only one of them breaks the other, and nothing warns', [
				'the compiler would not tell you that you forgot the second',
				'forgetting one leaves them inconsistent',
				'it fails at run time and not at build time'
			]),
			point('The common part can be moved to one module that both import', [
				'extract a shared type, constant or function',
				'define the contract once and use it from both',
				'introduce a common abstraction'
			]),
			point(
				'A test over both sides would hold them together where a common module costs too much',
				[
					'a contract test',
					'an integration test that exercises the two together',
					'generate one from the other'
				]
			),
			point('Some changes together are natural, such as a feature that has a part in each layer', [
				'it is a vertical slice, that is acceptable',
				'co-change alone is not wrong if it is one feature',
				'a new field goes through all layers'
			])
		],
		modelAnswer: `
			${one} and ${other} share something that no import says: ${support} of ${of} commits changed
			both. Either it is a feature that has a part in each, which is natural, or both know the same
			rule, format or name. ${
				isAlike
					? `Here ${copied.lines} lines are the same in both, which speaks for the second: one rule written twice.`
					: 'To tell, I would read the commits that touched both and see whether the same names appear on both sides.'
			} The danger is that whoever changes one has to know of the other, and neither the compiler
			nor a test warns. I would move what they share to one module that both import, a type or a
			constant often suffices. Where that costs more than it saves, a test that goes through both
			sides holds them together.
		`,
		hints: [
			'Open one of the commits that changed both: what appears on both sides?',
			'What happens when somebody new changes only one of them?',
			'Where could the thing that they both know be written down once?'
		],
		followUps: [
			clarifying(
				2,
				'Suppose a new colleague changes the first file only. When and how would anybody find out?',
				[
					essential('Late: at run time, by a user or in an integration test', [
						'probably in production',
						'nothing fails at build time'
					]),
					point('A shared type or a test would make it fail at once', [
						'the compiler would complain if there were a common type',
						'a contract test would go red'
					])
				]
			),
			deeper(3, 'If you join them by a common module, what does that make harder?', [
				essential(
					'Both then depend on it, so that they can no longer change or be released on their own',
					['it couples them explicitly', 'a change in the shared part affects both']
				),
				point('A shared module tends to attract what belongs to neither', [
					'it becomes a dumping ground',
					'wrong abstraction costs more than duplication'
				])
			])
		]
	});
}

const ALIVE: readonly [string, ...string[]] = [
	'What do they both know that the code does not say?',
	'What ties them together, and how does somebody new learn of it?',
	'Which decision is written down in both of them, and what breaks when only one is changed?',
	'Is that one feature in two layers, or one rule in two places?',
	'How would you make the dependency between them visible, and would it be worth it?',
	'Should they be one module, or should something stand between them?'
];
