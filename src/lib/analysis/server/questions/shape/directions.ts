import { counted } from '../../detectors/detector';
import { clarifying, composedApart, deeper, draft, essential, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { folderPairs, type FileEdge, type FolderPair } from './folder-pairs';

const MOST = 2;
const LEAST_RULE = 8;
const MOST_EXCEPTIONS = 2;

/** Folders of which one uses the other, but for one or two files that go the other way. */
export const directions: QuestionMaker = {
	name: 'directions',
	make: (material, phrasing) =>
		exceptionsOf(material)
			.slice(0, MOST)
			.map((exception, rank) => asked(material, exception, rank, phrasing))
};

interface Exception extends FolderPair {
	against: FileEdge[];
}

function exceptionsOf({ project }: QuestionMaterial): Exception[] {
	const pairs = folderPairs(project);
	return pairs
		.flatMap((pair): Exception[] => {
			const { upper, lower, edges } = pair;
			const back = pairs.find((one) => one.upper === lower && one.lower === upper);
			const against = back?.edges ?? [];
			if (edges.length < LEAST_RULE || against.length === 0) return [];
			if (against.length > MOST_EXCEPTIONS || edges.length < against.length * LEAST_RULE) return [];
			return [{ ...pair, against }];
		})
		.toSorted((one, other) => other.edges.length - one.edges.length);
}

function asked(
	{ project }: QuestionMaterial,
	exception: Exception,
	rank: number,
	phrasing: Phrasing
): QuestionDraft {
	const { upper, lower, edges: rule, against } = exception;
	const [odd] = against;
	const [usual] = rule;
	const from = odd?.from ?? '';
	const to = odd?.to ?? '';
	const subject = `${upper}+${lower}`;
	const times = counted(rule.length, 'import');
	const evidence = project.evidence({ path: from, startLine: odd?.line ?? 1 });
	const usually = usual ? [project.evidence({ path: usual.from, startLine: usual.line })] : [];
	return draft({
		subject,
		worth: 0.87,
		topic: 'structure',
		category: 'architecture',
		difficulty: 'mid-level',
		findings: [],
		evidence: [evidence],
		related: usually,
		question: composedApart(
			phrasing,
			'direction',
			rank,
			[
				`${rule.length} times a file of ${upper} uses one of ${lower}; ${from} goes the other way, to ${to}.`,
				`As a rule ${upper} uses ${lower} (${times}), but ${from} uses ${to}.`,
				`${upper} stands above ${lower}, going by ${times}, and only ${from} reaches up, to ${to}.`,
				`Between ${upper} and ${lower} the arrows point one way, ${rule.length} of ${rule.length + against.length}; line ${odd?.line ?? 1} of ${from} points back at ${to}.`
			],
			ASKS
		),
		rubric: [
			essential(
				`${lower} is meant not to know ${upper}, and ${from} breaks that by using ${to}`,
				[
					'the lower layer should not depend on the upper one',
					'the dependency points in the wrong direction there',
					'it reverses the usual direction',
					'that import is a layering violation'
				],
				{
					evidence: [evidence, ...usually],
					contradictions: [`${lower} never uses ${upper}`, 'there is no import in that direction']
				}
			),
			essential(
				`Through that one import ${lower} can no longer be used, tested or moved without ${upper}`,
				[
					'it creates a cycle between the two folders',
					'you cannot reuse the lower part alone',
					'a change above can break what is below'
				]
			),
			point(`What ${from} needs from ${to} can be moved down, or be handed in from above`, [
				'pass it as a parameter or a callback',
				'move the shared function or type to the lower folder or to a third place',
				'invert it with an interface or an event'
			]),
			point('An exception is fine when it is deliberate, small and written down', [
				'sometimes it is pragmatic, with a comment that says why',
				'if it only needs a type or a constant the cost is low',
				'document it as a known exception'
			]),
			point('A check in the linter or in a test would keep the next one out', [
				'enforce the boundary with an import rule',
				'an architecture test in CI',
				'otherwise others copy the exception'
			])
		],
		modelAnswer: `
			Going by ${times}, ${upper} uses ${lower} and not the other way round, so ${lower} is the lower
			part. ${from} breaks that: at line ${odd?.line ?? 1} it uses ${to}. By this one line the two form
			a cycle, and ${lower} cannot be used, tested or moved alone any more. I would look at what it
			takes from there: a type, a constant or a small function moves down, or to a third place; a real
			call becomes a parameter or a callback that the upper part hands in. If it stays, it should be a
			deliberate exception with a comment. Either way I would let the linter check the direction, since
			one exception is soon the model for the next.
		`,
		hints: [
			'Draw the two folders and the arrows between them: which one could you delete without the other noticing?',
			`What exactly does ${from} take from there?`,
			'Could the upper part give it what it needs, instead of being asked for it?'
		],
		followUps: [
			clarifying(3, 'Suppose you may not move any file. How do you get rid of that import?', [
				essential(
					'The caller hands in what is needed: a value, a function or an object behind an interface',
					['inject it as a parameter', 'register a callback from above']
				),
				point('Or the lower part announces what happened and the upper part listens', [
					'emit an event',
					'publish and subscribe'
				])
			]),
			deeper(
				5,
				'How would you write that rule down so that a machine checks it, and what would it have to allow?',
				[
					essential('As an import restriction between folders that fails the build', [
						'a lint rule with allowed directions',
						'a dependency test that reads the imports'
					]),
					point('Tests, and types alone, may need to be excepted', [
						'test files may import everything',
						'type-only imports disappear at run time'
					])
				]
			)
		]
	});
}

const ASKS: readonly [string, ...string[]] = [
	'Was that meant, and what follows from it?',
	'What does it need from there, and who should have given it?',
	'Why this one, and what would it take to turn it round?',
	'Is that an exception you would defend in a review?',
	'What does that one line cost the rest, and how would you keep a second from appearing?',
	'Which of the two folders would you change to get rid of it?'
];
