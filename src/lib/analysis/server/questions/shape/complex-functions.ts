import type { SymbolFact } from '../../../facts';
import { counted } from '../../detectors/detector';
import { clarifying, composedApart, deeper, draft, essential, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { surroundingsOf } from '../surroundings';

const MOST = 4;
const LEAST_COMPLEXITY = 12;

/** One function that is harder to follow than those around it: what its branches are for. */
export const complexFunctions: QuestionMaker = {
	name: 'complex-functions',
	make: (material, phrasing) => {
		const seen = new Set<string>();
		return material.report.complex
			.filter(({ path, complexity, name }) => {
				const isNew =
					complexity >= LEAST_COMPLEXITY &&
					/^[^\s]+$/.test(name) &&
					!OTHERS.test(path) &&
					!seen.has(path);
				if (isNew) seen.add(path);
				return isNew;
			})
			.slice(0, MOST)
			.map((complex, rank) => asked(material, complex, rank, phrasing));
	}
};

/** Libraries that lie in the repository as they are. */
const OTHERS = /(^|\/)(vendor|third_party)\/|jquery|datatables|bootstrap|\.(min|bundle|umd)\.js$/i;

type Complex = QuestionMaterial['report']['complex'][number];

function asked(
	material: QuestionMaterial,
	complex: Complex,
	rank: number,
	phrasing: Phrasing
): QuestionDraft {
	const { project } = material;
	const { path, complexity, startLine, endLine } = complex;
	const own = complex.name.replace(/^(module\.)?exports\./, '');
	const name = /^[a-z]+$/.test(own) ? `${own}()` : own;
	const { callersOf, testsOf } = surroundingsOf(project);
	const symbols = project.files.find((file) => file.path === path)?.symbols ?? [];
	const itself = symbols.find((one) => one.name === complex.name && one.startLine === startLine);
	const others = symbols.filter((one) => one.complexity !== undefined && one !== itself);
	const mean = others.reduce((sum, one) => sum + (one.complexity ?? 0), 0) / (others.length || 1);
	const usual = Math.max(1, Math.round(mean));
	const simple = others.toSorted((one, other) => lengthOf(other) - lengthOf(one))[0];
	const callers = callersOf(path, complex.name);
	const parameters = itself?.parameters?.length ?? 0;
	const tests = testsOf(path);
	const place = project.evidence({ path, startLine, endLine });
	const length = endLine - startLine + 1;
	const isException = others.length >= 3 && complexity >= usual * 3;
	const called = callers.map(({ file, fact }) =>
		project.evidence({ path: file.path, startLine: fact.startLine, endLine: fact.endLine })
	);
	const from = new Set(callers.map(({ file }) => file.path)).size;
	const size = `${complexity} ways through in ${counted(length, 'line')}`;
	return draft({
		subject: `${path}#${complex.name}`,
		worth: 0.7 + (isException ? 0.06 : 0) + (callers.length > 0 ? 0.05 : 0),
		topic: 'complexity',
		category: 'implementation',
		difficulty: complexity >= 25 ? 'mid-level' : 'junior',
		findings: [],
		evidence: [place],
		related: [
			...called.slice(0, 2),
			...(isException && simple
				? [project.evidence({ path, startLine: simple.startLine, endLine: simple.endLine })]
				: [])
		],
		question: composedApart(
			phrasing,
			'complex',
			rank,
			isException
				? [
						`${name} in ${path} has ${size}; the other ${others.length} functions of that file have ${usual} on average.`,
						`Most of ${path} is simple, about ${counted(usual, 'branch', 'branches')} a function, but ${name} has ${complexity}.`,
						`In ${path} one function stands out: ${name}, with ${size}, among ${others.length} that average ${usual}.`,
						`Everything difficult in ${path} seems to be in ${name}: ${size}.`
					]
				: callers.length > 0
					? [
							`${name} (${path}) has ${size} and is called from ${counted(from, 'file')}.`,
							`${counted(callers.length, 'call')} in ${counted(from, 'file')} ${callers.length === 1 ? 'ends' : 'end'} in ${name}, which has ${size}.`,
							`To follow a call of ${name} in ${path} one has to keep ${complexity} branches in mind.`,
							`${name} in ${path} decides ${complexity - 1} times before it is done, for ${counted(callers.length, 'caller')}.`
						]
					: [
							`${name} in ${path} has ${size}.`,
							`There are ${complexity} ways through ${name} (${path}), over ${counted(length, 'line')}.`,
							`One of the longest decisions in this code is ${name} in ${path}: ${size}.`,
							`${path} holds ${name}, ${counted(length, 'line')} with ${complexity - 1} points where it can turn.`
						],
			callers.length > 0 ? CALLED : ALONE
		),
		rubric: [
			essential(
				`${name} handles several cases or steps that could each be a function of its own`,
				[
					'it does more than one thing',
					'it mixes checking, deciding and doing',
					'each branch is a separate case',
					'there are several responsibilities inside'
				],
				{ evidence: [place] }
			),
			essential(
				'It gets simpler by taking out steps with names, and by leaving early where nothing is to be done',
				[
					'extract helper functions with good names',
					'use guard clauses and early returns',
					'flatten the nesting',
					'replace the conditions by a table or by polymorphism'
				]
			),
			point(
				`Every way through wants a test, and ${complexity} ways are more than anybody writes tests for`,
				[
					'you need many test cases to cover all branches',
					'complete branch coverage is unrealistic there',
					'each condition doubles what has to be tested'
				]
			),
			callers.length > 0
				? point(
						`Its ${counted(callers.length, 'caller')} must see the same results after the change`,
						[
							'the signature stays so that nothing that calls it breaks',
							'callers rely on its current behaviour',
							'keep the contract and change only the inside'
						],
						{ evidence: called.slice(0, 2) }
					)
				: point('Some of the branches guard against what cannot happen any more, and can go', [
						'some conditions are historical or dead',
						'remove special cases that nobody needs',
						'defensive checks that never trigger'
					]),
			point('Splitting has a price: one reads in several places what stood in one', [
				'too many tiny functions make it hard to follow',
				'sometimes a long function with clear steps reads better',
				'you jump around in the file'
			])
		],
		modelAnswer: `
			${name} in ${path} has ${size}${parameters > 3 ? ` and takes ${parameters} parameters` : ''}: it
			handles several cases and steps in one place. I would first pin down what it does today ${
				tests.length > 0
					? `with the tests that exist (${tests[0]}), and add the branches that they leave out`
					: 'with tests, since no test file uses it or is named after it'
			}. Then I would take out what has a name of its own, and return early where nothing is to be
			done, so that the main case reads from top to bottom. ${
				callers.length > 0
					? `It is called ${callers.length === 1 ? 'once' : `${callers.length} times`} elsewhere, so what it returns and throws has to stay the same.`
					: 'I would also ask of each branch whether its case still happens.'
			} I would not split it further than the names carry, since jumping between ten small functions
			is no easier than reading one long one.
		`,
		hints: [
			`Go through it from the top: which lines check, which decide, which do?`,
			'Which of the branches could you give a name to?',
			'How many tests would it take to go each way once?'
		],
		followUps: [
			clarifying(
				3,
				`Which of its branches would you be least sure of after a change, and how would you check it?`,
				[
					essential('One that only rare input or an error reaches', [
						'the error handling path',
						'the edge case nobody triggers by hand'
					]),
					point('By a test that makes exactly that input', [
						'a unit test with a constructed case',
						'feed it the rare value and assert the result'
					])
				]
			),
			deeper(5, 'What would make you leave it as it is?', [
				essential('That it hardly ever changes and works', [
					'stable code is not worth the risk',
					'nobody touches it, so the complexity costs nothing'
				]),
				point('That its steps follow a specification in the same order', [
					'it mirrors a format or a protocol',
					'the code reads like the document that it implements'
				])
			])
		]
	});
}

const lengthOf = ({ startLine, endLine }: SymbolFact) => endLine - startLine;

const CALLED: readonly [string, ...string[]] = [
	'Which of its cases does each caller really need?',
	'What would you take out of it first, and how would you know that its callers did not notice?',
	'What does somebody who calls it have to read to know what can come back, and how would you make that less?',
	'How do you test it, and which way through is hardest to reach?',
	'If one of its callers needed one more case, where would you put it?',
	'What did you gain by keeping all of that in one function?'
];

const ALONE: readonly [string, ...string[]] = [
	'Which of its branches are there because of something that really happened?',
	'How did it become like that, and what would you take out first?',
	'How would you test it, and which way through is hardest to reach?',
	'If you read it again today, what would you move out of it, and what has to stay together?',
	'Explain what it decides, and in which order, to somebody who has to change it tomorrow.',
	'Where would the next special case go, and when is it one too many?'
];
