import type { Finding } from '../../../findings';
import { clarifying, deeper, essential, listOf, numberOf, point } from '../draft';

/** What stands in most often, by its name alone. */
export const styleOf = (doubles: Finding) =>
	([...listOf(doubles, 'styles'), ...listOf(doubles, 'fakes')][0] ?? 'doubles').replace(
		/^(?:modules|functions) replaced by /,
		''
	);

/** In how many files of tests; fakes are told one by one. */
export const filesOf = (doubles: Finding) =>
	numberOf(doubles, 'files') || new Set(doubles.evidence.map(({ path }) => path)).size;

/** What a good answer says of doubles beside real parts. */
export const replacing = (style: string, what: string) => [
	essential(
		`A test with ${style} holds only what the code asks of its partner, not that the partner behaves so`,
		[
			'mocks encode our assumptions about the other side',
			'the test passes even when the real dependency changed',
			'you test against an imagined collaborator'
		]
	),
	essential(`A test through ${what} holds that the parts really fit together`, [
		'it finds wiring and integration faults',
		'it exercises the real path from end to end',
		'configuration, types and queries are really run'
	]),
	point(
		'Replaced parts make tests fast and make errors possible that cannot be caused on purpose',
		[
			'time-outs and failures can be simulated',
			'unit tests run in milliseconds without set-up',
			'isolated and deterministic'
		]
	),
	point(
		'Tests through real parts are slower and may disturb each other by what they leave behind',
		['they need set-up and clean-up', 'shared state makes them flaky', 'the suite takes longer']
	),
	point('A contract that both the double and the real part must pass keeps them the same', [
		'run the same test suite against the fake and against the real thing',
		'contract tests',
		'verify the mock against the actual implementation'
	])
];

export const followUps = (what: string) => [
	clarifying(
		1,
		'Suppose the real partner starts to answer with one field less. Which of your tests go red?',
		[
			essential('Only those that talk to the real partner', [
				'the integration tests would fail',
				'tests with doubles stay green'
			]),
			point('The doubles have to be changed by hand, when somebody remembers', [
				'mocks need to be updated manually',
				'nothing forces the fake to follow'
			])
		]
	),
	deeper(
		4,
		`When there are ten times as many tests through ${what}, what do you do about the time they take?`,
		[
			essential('Run them side by side, each with its own data', [
				'parallelise with isolated databases or schemas',
				'shard the suite'
			]),
			point('Undo by a transaction or a template instead of building everything anew', [
				'roll back after each test',
				'reuse a prepared database'
			]),
			point('Move what does not need the real part to the fast kind', [
				'push tests down the pyramid',
				'test the logic as units and keep few integration tests'
			])
		]
	)
];
