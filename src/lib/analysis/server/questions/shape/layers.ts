import { counted } from '../../detectors/detector';
import { clarifying, composed, deeper, draft, essential, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { folderPairs, type FolderPair } from './folder-pairs';

const LEAST_EDGES = 8;

/** Two folders of which one uses the other and never the other way round: what keeps it so. */
export const layers: QuestionMaker = {
	name: 'layers',
	make: (material, phrasing) => {
		const pairs = folderPairs(material.project);
		const isKept = ({ upper, lower, edges }: FolderPair) =>
			edges.length >= LEAST_EDGES &&
			!pairs.some((back) => back.upper === lower && back.lower === upper);
		const pair = pairs.find(isKept);
		if (!pair) return [];
		const third = pairs.find((one) => one.lower === pair.lower && one.upper !== pair.upper);
		return [asked(material, pair, third, phrasing)];
	}
};

function asked(
	{ project, report }: QuestionMaterial,
	{ upper, lower, edges }: FolderPair,
	third: FolderPair | undefined,
	phrasing: Phrasing
): QuestionDraft {
	const [edge] = edges;
	const target = edge?.to ?? '';
	const users = new Set(edges.map(({ from }) => from)).size;
	const used = new Set(edges.map(({ to }) => to)).size;
	const also = third ? `, as does ${third.upper}` : '';
	const { layers: height } = report.modules;
	return draft({
		subject: `${upper}+${lower}`,
		worth: 0.74,
		topic: 'structure',
		category: 'architecture',
		difficulty: 'mid-level',
		findings: [],
		evidence: edge ? [project.evidence({ path: edge.from, startLine: edge.line })] : [],
		related: [project.evidence({ path: target, startLine: 1, endLine: 6 })],
		question: composed(
			phrasing,
			`${upper}+${lower}`,
			[
				`${counted(users, 'file')} of ${upper} ${users === 1 ? 'uses' : 'use'} ${lower}${also}, and nothing in ${lower} uses ${upper}.`,
				`All ${edges.length} uses between ${upper} and ${lower} go one way, down to ${lower}.`,
				`${upper} knows ${used === 1 ? 'one file' : `${used} files`} of ${lower}${also}; ${lower} knows nothing of ${upper}.`,
				`Your modules stand ${height} layers high, and ${lower} is below ${upper}: ${edges.length} uses, none of them upwards.`
			],
			[
				'What keeps it that way, and what would tempt somebody to break it?',
				`Suppose ${lower} has to tell ${upper} that something happened. How does it do so?`,
				`Could ${lower} be a package of its own tomorrow, and what would it lack?`,
				`What belongs to ${lower} and what does not? Give me a case that was hard to place.`,
				`Is everything that ${upper} uses of it meant for others, or did it just lie open?`,
				`What did that order buy you when you last changed ${lower}?`
			]
		),
		rubric: [
			essential(
				`${lower} can be understood, tested and changed without ${upper}, since it does not know it`,
				[
					'the lower layer is independent of the upper one',
					'it can be tested in isolation',
					'dependencies point in one direction only'
				]
			),
			essential(
				`What ${upper} uses is the interface of ${lower}: a change of that reaches ${counted(users, 'file')}, a change behind it none`,
				[
					'the public surface has to stay stable',
					'internals can change freely as long as the interface holds',
					'consumers depend on what is exposed'
				]
			),
			point('News goes upwards by a return value, a callback or an event, and not by an import', [
				'the lower part calls back through an interface that it defines',
				'publish an event that the upper part listens to',
				'dependency inversion'
			]),
			point(
				'Nobody keeps such an order by memory: a rule of the linter, separate packages or a test do',
				[
					'enforce it automatically',
					'make it a separate module so that the compiler refuses',
					'an import restriction in CI'
				]
			),
			point('What is used by one place only had better lie there than in a common folder', [
				'do not put everything into shared code',
				'keep it next to its only user',
				'common folders become a dumping ground'
			])
		],
		modelAnswer: `
			All ${edges.length} uses between ${upper} and ${lower} go one way, so ${lower} can be understood,
			tested and changed without knowing who uses it. What ${counted(users, 'file')} of ${upper} take from it is its
			interface; behind that it may change as it likes. When it has news, it returns a value, calls
			back through something that was handed in, or announces an event, since an import upwards would
			tie the two together. The temptation comes with the first helper that is needed below and lies
			above; then it moves down instead. I would not rely on memory for it but on a rule that fails the
			build. And what only one place uses I would take out of ${lower} again.
		`,
		hints: [
			`Say in one sentence what ${lower} is responsible for, without naming ${upper}.`,
			'Which way does a call go, and which way does news go?',
			'Who or what would object to the first import in the other direction?'
		],
		followUps: [
			clarifying(
				3,
				`A thing that ${upper} has is suddenly needed in ${lower}. What are your choices?`,
				[
					essential('Move it down, if it belongs to the lower part', [
						'relocate the function to the lower folder',
						'it was in the wrong place'
					]),
					point('Hand it in from above, as a value or as a function', [
						'pass it as a parameter',
						'inject it'
					])
				]
			),
			deeper(
				2,
				`How do you find out what of ${lower} is really used from outside, and what do you do with the rest?`,
				[
					essential('By its imports: list what others name, and hide everything else', [
						'analyse the usages',
						'reduce the exports to what is needed'
					]),
					point('One entry file or package-private names keep the rest inside', [
						'an index file as the only door',
						'internal packages or visibility modifiers'
					])
				]
			)
		]
	});
}
