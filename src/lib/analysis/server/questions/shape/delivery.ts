import type { Workflow } from '../../review/report';
import { counted, listed } from '../../detectors/detector';
import { clarifying, composed, deeper, draft, essential, foundBy, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';

/** What stands between a merge and its users: who tests, who delivers, and whether one waits for the other. */
export const delivery: QuestionMaker = {
	name: 'delivery',
	make: (material, phrasing) => {
		const { workflows } = material.review;
		const delivers = workflows.find(isDelivery);
		const [tests] = workflows
			.filter((one) => one.purposes.includes('test') && one !== delivers && isOnChange(one))
			.toSorted((one, other) => Number(isNamedForTests(other)) - Number(isNamedForTests(one)));
		if (delivers && tests) return [apart(material, delivers, tests, phrasing)];
		if (workflows.length > 0 && !delivers) return unsent(material, phrasing);
		return [];
	}
};

const isDelivery = ({ path, name = '', purposes, on }: Workflow) =>
	purposes.includes('deploy') &&
	/deploy|release|publish|docker|image|\bcd\b/i.test(`${path.replace(/^.*\//, '')} ${name}`) &&
	!/draft|test|cleanup|lint/i.test(path) &&
	on.some((event) => /push|release|tag/.test(event));

const isNamedForTests = ({ path }: Workflow) =>
	/test|check|\bci\b|build|unit/i.test(path.replace(/^.*\//, '')) && !/packag|lint/i.test(path);

const isOnChange = ({ on }: Workflow) => on.some((event) => /^(push|pull_request)$/.test(event));

const eventsOf = ({ on }: Workflow) =>
	listed(on.filter((event) => event !== 'workflow_dispatch')).replaceAll('_', ' ');

/** Where a workflow says what it runs for: its first line of triggers. */
function triggerOf({ project }: QuestionMaterial, { path }: Workflow) {
	const line = project.lines(path).findIndex((text) => /^["']?on["']?:/.test(text));
	const startLine = Math.max(1, line + 1);
	return project.evidence({ path, startLine, endLine: startLine + 5 });
}

function apart(
	material: QuestionMaterial,
	delivers: Workflow,
	tests: Workflow,
	phrasing: Phrasing
): QuestionDraft {
	const { findings, review } = material;
	const sending = triggerOf(material, delivers);
	const testing = triggerOf(material, tests);
	const when = eventsOf(delivers);
	const isTested = delivers.purposes.includes('test');
	return draft({
		subject: delivers.path,
		worth: isTested ? 0.78 : 0.86,
		topic: 'build_and_deployment',
		category: 'architecture',
		difficulty: 'mid-level',
		findings: foundBy(findings, 'build-and-deployment', 'integration'),
		evidence: [sending],
		related: [testing],
		question: composed(
			phrasing,
			delivers.path,
			[
				`${tests.path} tests, and ${delivers.path} delivers on ${when}${isTested ? ', after tests of its own' : ''}.`,
				`Delivery is in ${delivers.path}, started by ${when}; the tests are in ${tests.path}.`,
				`You keep testing (${tests.path}) and delivering (${delivers.path}) in two workflows${review.workflows.length > 3 ? ` of ${review.workflows.length}` : ''}.`,
				`${delivers.path} starts on ${when} and ${isTested ? 'runs tests itself' : 'no command of it was seen to run tests'}; ${tests.path} does so on ${eventsOf(tests)}.`
			],
			[
				'What keeps something from going out whose tests are red?',
				'Two merges come within a minute: which commit goes out, and which one was tested?',
				'How do you know that what goes out is what was tested, and how do you take it back if it was not?',
				'Does the one wait for the other, and should it?',
				'Suppose a test fails only now and then: does that hold a delivery up, and should it?',
				'What is the shortest way from a mistake to its users there, and what would you put in it?'
			]
		),
		rubric: [
			essential(
				`Nothing may go out that did not pass the tests: ${delivers.path} has to wait for them, or run them itself, on the same commit`,
				[
					'the deploy job should depend on the test job',
					'a required check or branch protection blocks the merge',
					'only a tested commit gets released'
				],
				{ evidence: [sending, testing] }
			),
			essential(
				'What was tested is what goes out: the same commit, better the same built artefact',
				[
					'build once and promote the same artefact',
					'do not rebuild between testing and releasing',
					'otherwise dependencies may differ'
				]
			),
			point('There is a quick way back to the version before, and it has been tried', [
				'roll back to the previous image',
				'keep old releases and redeploy them',
				'a revert takes minutes'
			]),
			point(
				'A delivery needs credentials, and only it may have them, not the runs of strangers’ pull requests',
				[
					'secrets must not be available to pull requests from forks',
					'least privilege for the token of the workflow',
					'protected environments'
				]
			),
			point('Two deliveries at once have to queue or cancel one another', [
				'a concurrency group',
				'otherwise the older one may win',
				'serialise the releases'
			])
		],
		modelAnswer: `
			${tests.path} tests and ${delivers.path} delivers on ${when}, so the question is what ties the
			two. ${isTested ? 'The delivery runs tests itself, which is safe and costs time.' : 'No test command was seen in the delivery, so either protected branches let in only what is green, or something red can go out.'}
			I want the delivery to depend on the tests of the same commit, and to send what was tested
			instead of building it again. Two merges within a minute must queue, else the older may win. The
			credentials for it belong to that workflow alone and never to a pull request from outside. For
			the day on which it goes wrong there has to be a way back that takes minutes and that somebody
			has tried.
		`,
		hints: [
			'Follow one commit from its merge: which of the two workflows ends first?',
			'Is what goes out the very thing that was tested?',
			'It went out and is wrong. What do you do in the next five minutes?'
		],
		followUps: [
			clarifying(
				1,
				'Somebody merges while the tests are still running. What happens then, step by step?',
				[
					essential('With a required check the merge waits or is refused', [
						'branch protection prevents it',
						'a merge queue tests it first'
					]),
					point('Without one the delivery begins and may be done before the tests are', [
						'it would be released untested',
						'the red result comes too late'
					])
				]
			),
			deeper(3, 'When is going back to the version before not possible?', [
				essential('When data were changed in a form that the old version does not understand', [
					'after an irreversible migration',
					'the schema no longer matches the old code'
				]),
				point('So such a change goes out in steps that both versions understand', [
					'expand and contract',
					'make the migration backward compatible'
				])
			])
		]
	});
}

/** Checked at each change, and nothing says how it gets to its users. */
function unsent(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { findings, review } = material;
	const [untested] = [
		...foundBy(findings, 'build-and-deployment', 'no-tests-in-integration'),
		...foundBy(findings, 'review/ci-without-tests')
	];
	const [first] = review.workflows;
	if (!untested || !first) return [];
	const tests = numberOf(untested, 'tests');
	const [files, them] = [counted(tests, 'test file'), tests === 1 ? 'it' : 'them'];
	const [framework] = foundBy(findings, 'testing').filter(({ facts }) => 'framework' in facts);
	return [
		draft({
			subject: 'untested',
			worth: 0.82,
			topic: 'build_and_deployment',
			category: 'tradeoffs',
			difficulty: 'junior',
			findings: [untested, ...(framework ? [framework] : [])],
			evidence: untested.evidence.slice(0, 2),
			related: framework?.evidence.slice(0, 2) ?? [],
			question: composed(
				phrasing,
				'untested',
				[
					`There ${tests === 1 ? 'is' : 'are'} ${files} here, and no command in ${first.path} was recognised as running ${them}.`,
					`${first.path} runs at each change; going by its commands, it leaves ${files} out.`,
					`You wrote ${files}; ${first.path} seems to leave ${them} out.`
				],
				[
					'Who runs them, and when did that last save you?',
					'Is that meant, and what would it cost to have them run there?',
					'How do you know that they still pass?',
					'What would you have to fix before you can switch them on?'
				]
			),
			rubric: [
				essential(
					'Tests that nobody runs at each change stop being true, and are found broken by whoever needs them first',
					[
						'they rot',
						'failures are noticed long after the commit that caused them',
						'nobody trusts them any more'
					]
				),
				essential('They belong in what runs before each merge, as a check that has to pass', [
					'add a test step to the workflow and make it required',
					'run them on every pull request',
					'block the merge when they are red'
				]),
				point(
					'What keeps them out is often time or something they need, such as a database or a key',
					[
						'they are slow or flaky',
						'they require services that CI does not have',
						'set up a service container'
					]
				),
				point('If they are too slow, the quick part runs always and the rest at night', [
					'split into a fast suite and a nightly one',
					'run only what is affected',
					'parallelise'
				])
			],
			modelAnswer: `
				${first.path} runs at each change and, going by its commands, leaves out ${files}. Then they depend on somebody who remembers to run them, and they stop being true: the
				first who needs them finds them red and does not know since when. I would let them run before
				each merge, as a check that has to pass. If they need a database or a key, the workflow starts
				one beside them. If they take too long, the quick part runs always and the rest at night.
			`,
			hints: [
				'Which commit broke the last test that broke, and how do you know?',
				'What would stop a merge that breaks one?',
				'What do they need that the workflow does not have?'
			],
			followUps: [
				clarifying(
					3,
					'You switch them on today and seven of them are red. What do you do on the first day?',
					[
						essential('Find out of each whether the test or the code is wrong', [
							'triage the failures one by one',
							'decide if behaviour changed on purpose'
						]),
						point('Set aside those that cannot be fixed at once, visibly and for a limited time', [
							'mark them as skipped with an issue',
							'quarantine them'
						])
					]
				),
				deeper(2, 'When does a required check do harm?', [
					essential('When it fails by chance, so that people learn to press it again', [
						'flaky tests erode trust',
						'people retry until it is green'
					]),
					point('When it takes so long that changes are gathered into large ones', [
						'slow pipelines lead to big batches',
						'developers wait and switch tasks'
					])
				])
			]
		})
	];
}
