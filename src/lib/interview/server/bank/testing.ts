import { clarifying, deeper, essential, point, topic } from './topic';

export const testing = topic('testing', [
	{
		slug: 'what-to-test',
		category: 'implementation',
		difficulty: 'junior',
		question:
			'What do unit, integration and end-to-end tests each tell you, and how do you divide your effort among them?',
		rubric: [
			essential(
				0.25,
				'Unit tests check one piece of logic without the outside; quick and exact about the fault',
				[
					'small tests of pure rules',
					'run in milliseconds',
					'you take one function and look if it calculates correctly'
				]
			),
			essential(
				0.3,
				'Integration tests check that pieces fit with real neighbours such as the database',
				[
					'with a real database rather than a fake',
					'wiring, queries and configuration',
					'try it together with the things it actually works with'
				]
			),
			essential(
				0.25,
				'End-to-end tests go through the whole system as a user; few, since they are slow and flaky',
				[
					'browser tests of the main paths',
					'costly but closest to reality',
					'somebody clicks through everything like a customer would, by robot'
				]
			),
			point(
				0.2,
				'Divide by risk and cost: many quick ones, few slow ones, each thing tested at the lowest level that can show it fails',
				['pyramid or trophy', 'push tests down'],
				['the more end-to-end tests the better']
			)
		],
		modelAnswer: `
			Unit tests check one piece of logic without the outside; they run in milliseconds
			and say exactly where the fault is, so rules, calculations and parsers go there.
			Integration tests check that pieces fit with real neighbours: I run the repository
			against a real database, because a fake one accepts queries that the true one
			refuses. End-to-end tests go through the whole system as a user does; they catch
			wiring and configuration faults, but they are slow and flaky, so I keep few, for the
			paths that earn the money. I divide by risk and cost: each thing is tested at the
			lowest level that can show it fails, many quick ones and few slow ones.
		`,
		hints: [
			'Compare how long each takes, and how much you know when it turns red.',
			'Which faults can only be seen when the true neighbours take part?'
		],
		followUps: [
			clarifying(
				'p2',
				'All small tests are green, and the application fails at its first query. How can that be?',
				[
					point(0.5, 'The pieces were tested with stand-ins, so the query itself never ran', [
						'mocks returned what was expected',
						'nobody tried the real database'
					]),
					point(0.5, 'A test against the real engine in a container would have shown it', [
						'run the same database in tests',
						'integration level missing'
					])
				]
			),
			deeper('p3', 'Your browser suite takes fifty minutes and fails at random. What do you do?', [
				point(0.5, 'Keep the main paths and move the rest to lower levels', [
					'fewer journeys',
					'cover variants by unit or API tests'
				]),
				point(0.5, 'Find the causes of flakiness: waits by time, shared data, order', [
					'wait for conditions and isolate data',
					'quarantine and mend'
				])
			])
		]
	},
	{
		slug: 'test-doubles',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		question: 'When do you replace a dependency with a mock in a test, and what are the dangers?',
		rubric: [
			essential(
				0.3,
				'Replace what is slow, not yours, or cannot be steered: payment partners, time, randomness, mail',
				[
					'external systems and the clock',
					'what is out of your control',
					'whatever I cannot control or would cost money each time'
				]
			),
			essential(
				0.35,
				'Mocks that mirror the implementation break at each refactoring and prove little: they check calls rather than results',
				[
					'tests coupled to internals',
					'asserting interactions instead of outcomes',
					'you rename something inside and fifty of them fail although nothing is wrong'
				]
			),
			essential(
				0.35,
				'A mock may behave unlike the real thing, so that tests stay green while reality fails; check it by contract tests or use the real one',
				[
					'the fake drifts from the original',
					'verify the stand-in with the same suite',
					'the stand-in says yes where the true one would have said no'
				],
				['mocking the database proves that queries work']
			)
		],
		modelAnswer: `
			I replace what is slow, not ours, or cannot be steered: payment partners, mail, the
			clock, randomness. Things which I can run, such as the database, I use for real. Two
			dangers. First, mocks that mirror the implementation: the test says that this method
			called that one with these arguments, so it breaks at each refactoring and proves
			little, because it checks calls rather than results. I prefer a simple fake that
			holds state and ask for the outcome. Second, a mock may behave unlike the real
			thing, so tests stay green while reality fails. Against that I run one contract
			suite over both the fake and the real one, or record real answers and compare now
			and then.
		`,
		hints: [
			'A stunt double is good for the jump, not for the close-up.',
			'What happens to such a test when the code is tidied up, and what when the true partner changes?'
		],
		followUps: [
			clarifying(
				'p1',
				'Which things in your last project could you not have tested without a stand-in?',
				[
					point(0.5, 'Failures and timeouts of partners, since they cannot be provoked', [
						'rare errors on demand',
						'third party sandbox'
					]),
					point(0.5, 'Time-dependent behaviour such as expiry, by a controllable clock', [
						'fake timers',
						'fixed randomness'
					])
				]
			),
			deeper('p3', 'How do you make sure that your stand-in still tells the truth next year?', [
				point(0.5, 'The same suite of expectations runs against both', [
					'contract tests',
					'consumer-driven contracts'
				]),
				point(0.5, "Run against the partner's sandbox on a schedule", [
					'nightly check',
					'recorded responses are refreshed'
				])
			])
		]
	},
	{
		slug: 'good-test',
		category: 'implementation',
		difficulty: 'junior',
		question:
			'A test suite is green, and yet a bug got through on a line that it covers. How is that possible, and what makes a test worth having?',
		rubric: [
			essential(
				0.35,
				'Coverage says that a line ran, not that its result was checked',
				[
					'executed is not asserted',
					'a test without a meaningful assertion cannot fail',
					'it was run through but nobody looked at what came out'
				],
				['100 percent coverage means that there are no bugs']
			),
			essential(0.3, 'A good test can fail: break the code on purpose and it turns red', [
				'mutation testing',
				'see it red before it is green',
				'if I put in a mistake deliberately it has to complain'
			]),
			point(0.2, 'It speaks of behaviour, through the public interface, in a readable sentence', [
				'test what, not how',
				'named after the rule it checks'
			]),
			point(0.15, 'It takes edge cases: empty, boundary, error, concurrent', [
				'limits and failure paths',
				'not only the happy path'
			])
		],
		modelAnswer: `
			Coverage says that a line ran, not that its result was checked. A test can call
			everything and assert nothing that matters, or just the happy case while the bug
			sits at the empty list or the boundary. So a good test can fail: when I write it I
			see it red first, or I break the code on purpose, and mutation testing does that by
			machine. It speaks of behaviour through the public interface, and its name is a
			readable sentence about the rule, so it survives a refactoring and explains itself
			when it turns red. It takes the edges: empty, limit, error, twice at once. And it is
			independent of order and time, so red means something.
		`,
		hints: [
			'There is a difference between having walked past a thing and having looked at it.',
			'Suppose you flipped a comparison in the code. Who would complain?'
		],
		followUps: [
			clarifying(
				'p4',
				'Which inputs would you try on a function that splits an amount among people?',
				[
					point(0.5, 'Nobody, one person, amounts that do not divide evenly', [
						'zero and remainders',
						'the cents must add up'
					]),
					point(0.5, 'Negative or huge numbers and wrong types', ['limits', 'invalid input'])
				]
			),
			deeper('p2', 'How would you find tests that cannot turn red in a suite of four thousand?', [
				point(0.5, 'A mutation tool changes the code and reports which changes nobody noticed', [
					'surviving mutants',
					'invert conditions automatically'
				]),
				point(0.5, 'Look for tests without assertions or with only snapshots', [
					'lint rule',
					'review by deleting code'
				])
			])
		]
	},
	{
		slug: 'flaky',
		category: 'scalability',
		difficulty: 'senior',
		question:
			'In a large repository one build in three fails at random. What do you do about flaky tests, and why is simply running again a bad answer?',
		rubric: [
			essential(
				0.3,
				'Typical causes: waiting by time, order and shared state, real clock or network, races in the product',
				[
					'sleeps instead of conditions',
					'leftovers of other tests',
					'it sleeps for a second and hopes, or something is left over from before'
				]
			),
			essential(
				0.3,
				'Reruns hide real races and teach people to ignore red',
				[
					'the bug may be in the product',
					'trust in the suite is lost',
					'people no longer believe it and click until it passes'
				],
				['retrying until green solves it']
			),
			point(
				0.25,
				'Detect and measure them: record results by test over time, find those that change on the same commit',
				['statistics of flakiness', 'same code, different result']
			),
			point(0.15, 'Quarantine with an owner and a deadline, so that others can work meanwhile', [
				'take it out of the gate but keep it running',
				'mend or delete'
			])
		],
		modelAnswer: `
			With four thousand tests a failure rate of one in ten thousand each is already
			enough for that. First I measure: record the results of each test over time and find
			those that change on the same commit. The typical causes are waiting by time instead
			of for a condition, order and shared state, the real clock or network, ports, and
			races in the product itself. That is why simply running again is a bad answer:
			reruns hide real races, and they teach people to ignore red, so the suite loses its
			worth. I quarantine with an owner and a deadline, so that others can work meanwhile,
			then mend or delete. And new tests run a hundred times before they get in.
		`,
		hints: [
			'What do people do with an alarm that is wrong every third time?',
			'Same code, another result: what did the two runs not have in common?'
		],
		followUps: [
			clarifying('p1', 'A test passes alone and fails with the others. Where do you look?', [
				point(0.5, 'State left behind by another: database rows, globals, files', [
					'shared fixtures',
					'missing clean-up'
				]),
				point(0.5, 'Order and parallel runs on the same resource', [
					'run in random order to reproduce',
					'ports or names in common'
				])
			]),
			deeper(
				'p2',
				'Tell of a case where the random failure was right and the product wrong, and how one would catch it earlier.',
				[
					point(0.5, 'A race between two requests or an unawaited write', [
						'real concurrency bug',
						'a promise not awaited'
					]),
					point(0.5, 'Make time and order controllable, and run many seeds', [
						'deterministic scheduler or stress test',
						'fuzz with recorded seed'
					])
				]
			)
		]
	},
	{
		slug: 'legacy-tests',
		category: 'architecture',
		difficulty: 'mid-level',
		question:
			'You inherit a large code base without tests, and you have to change it. How do you get to a safe change?',
		rubric: [
			essential(
				0.35,
				'Pin down what it does today with characterisation tests at a coarse boundary',
				[
					'golden master of inputs and outputs',
					'record current behaviour before touching it',
					'write down what comes out now, whether it is right or not'
				]
			),
			essential(
				0.3,
				'Find a seam: separate the piece to change from its dependencies in small steps that cannot break much',
				[
					'introduce an interface or pass in the dependency',
					'extract carefully',
					'look for a place where you can take it apart with little risk'
				]
			),
			point(
				0.2,
				'Test around the change, where risk is, not everything',
				['cover what you touch', 'no big bang of coverage'],
				['first write unit tests for everything']
			),
			point(0.15, 'Go in small releases with monitoring and a way back', [
				'feature flag and quick rollback',
				'compare old and new in production'
			])
		],
		modelAnswer: `
			I do not try to test everything first, that would take a year and nobody pays for
			it. I start around the change. First I pin down what it does today with
			characterisation tests at a coarse boundary: feed recorded inputs through an HTTP
			endpoint or a batch, and keep the outputs as golden master, odd ones included,
			because somebody may rely on them. Then I look for a seam: separate the piece to
			change from its dependencies, in small mechanical steps, such as passing in the
			clock or the database. Now small tests are possible and I make the change. I go out
			in small releases with monitoring and a way back, perhaps running old and new side
			by side and comparing.
		`,
		hints: [
			'Before you move the furniture, take a picture of the room.',
			'Where could the thing be held with tongs, so that its surroundings need not come along?'
		],
		followUps: [
			clarifying(
				'p1',
				'Nobody knows what the right result of that old calculation is. What do your first tests assert?',
				[
					point(0.5, 'What it returns today, right or wrong', [
						'current behaviour as recorded',
						'snapshot of outputs'
					]),
					point(0.5, 'Surprises are listed and asked about before they are changed', [
						'separate bug fixes from refactoring',
						'do not silently correct'
					])
				]
			),
			deeper(
				'p2',
				'The class makes its own database connection and reads the time in its constructor. How do you get it under control?',
				[
					point(0.5, 'Pass both in, with the old behaviour as default', [
						'constructor or parameter injection',
						'existing callers stay unchanged'
					]),
					point(
						0.5,
						"Or override in a subclass or extract and delegate in tiny steps with the compiler's help",
						['automated refactorings', 'wrap it']
					)
				]
			)
		]
	}
]);
