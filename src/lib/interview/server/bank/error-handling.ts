import { clarifying, deeper, essential, point, topic } from './topic';

export const errorHandling = topic('error_handling', [
	{
		slug: 'exceptions',
		category: 'implementation',
		difficulty: 'junior',
		question:
			'Where in a program do you catch errors, and what is wrong with an empty catch block?',
		rubric: [
			essential(
				0.4,
				'Catch where something sensible can be done: retry, fall back, translate, or tell the user; otherwise let it pass',
				[
					'handle it at a boundary that can decide',
					'do not catch what you cannot handle',
					'only where I know what to do about it'
				]
			),
			essential(
				0.35,
				'An empty catch hides the failure, so that the program goes on in a wrong state and nobody knows',
				[
					'swallowed errors surface later elsewhere',
					'no log, no trace of the cause',
					'something went wrong and nobody will ever find out'
				],
				['an empty catch makes the program more robust']
			),
			point(
				0.25,
				'One handler at the top logs what is unexpected with its context and answers generally',
				[
					'a last line of defence at the request boundary',
					'global handler that returns 500 and keeps details out'
				]
			)
		],
		modelAnswer: `
			I catch an error where something sensible can be done about it: retry, use a
			fallback, translate it into the language of my layer, or tell the user what to do.
			Everywhere else I let it pass, since a half-handled error is worse. At the top, at
			the boundary of a request or job, one handler logs what is unexpected with its
			context and answers in general words, so details stay out of the response. An empty
			catch block hides the failure: the program goes on in a wrong state, the symptom
			appears somewhere else an hour later, and there is no trace of the cause. If
			ignoring really is right, I catch just that type and a comment says why.
		`,
		hints: [
			'Ask of every handler: what does it know that the code below did not?',
			'Think of the person who searches for the cause a week later.'
		],
		followUps: [
			clarifying(
				'p2',
				'You find such a block in code that you took over. What do you do with it?',
				[
					point(0.5, 'Find out which error was meant and catch just that', [
						'narrow it to the expected type',
						'log or rethrow the rest'
					]),
					point(
						0.5,
						'Let it fail in tests or log with context first, to see what had been hidden',
						['add logging and watch', 'make it visible']
					)
				]
			),
			deeper('p3', 'What goes into that last handler, and what must never leave through it?', [
				point(0.5, 'The stack, a request id and the route go to the log', [
					'log with correlation',
					'full details inside'
				]),
				point(
					0.5,
					'No stack traces, queries or secrets go to the client, only an id and a general message',
					['hide internals', 'generic 500 with a reference']
				)
			])
		]
	},
	{
		slug: 'wrap-errors',
		category: 'architecture',
		difficulty: 'mid-level',
		question:
			'How should errors travel through the layers of an application, from the database driver up to the API?',
		rubric: [
			essential(
				0.35,
				'Each layer translates into its own terms: a unique violation becomes "e-mail taken", then 409',
				[
					'map low-level errors to domain errors',
					"the API must not know the driver's codes",
					'at every level it is expressed in the words of that level'
				]
			),
			essential(0.3, 'Keep the cause when wrapping, so that the original stack is not lost', [
				'chain errors with cause',
				'rethrow with the inner exception attached',
				'attach what was originally thrown so one can still see where it came from'
			]),
			point(
				0.2,
				'Distinguish expected outcomes, such as not found, from bugs and from failures of the environment',
				[
					'user mistakes, programmer errors and outages are different',
					'business refusals are not crashes'
				]
			),
			point(0.15, 'Log once, at the top, not in every layer', [
				'avoid the same error five times in the log',
				'either handle or pass on, not both'
			])
		],
		modelAnswer: `
			Each layer translates into its own terms. The driver reports a unique violation; the
			repository or service makes of it a domain error, this e-mail is taken; the API maps
			that to 409 with a stable code. So the API need not know the driver's codes, and I
			can change the database. While wrapping I keep the cause, so the original stack is
			not lost. I distinguish expected outcomes, such as not found or not allowed, from
			bugs and from failures of the environment, since the first are answered, the second
			wake somebody, the third may be retried; in some languages the first are return
			values. And I log once, at the top, not in every layer, or one problem shows up five
			times.
		`,
		hints: [
			'What should the part that speaks to the browser know about the brand of your storage?',
			'Consider what changes on the way up, and what must be carried along unchanged.'
		],
		followUps: [
			clarifying(
				'p1',
				'The API answers with the text of a constraint of a table. What is wrong with that?',
				[
					point(0.5, 'It ties clients to internals and tells attackers about the schema', [
						'leaks implementation details',
						'information disclosure'
					]),
					point(0.5, 'It should be a code and a sentence of the domain', [
						'say that the address is taken',
						'translate it to a meaningful error'
					])
				]
			),
			deeper('p3', 'When do you return failures as values and when do you throw?', [
				point(0.5, 'Values for expected outcomes that the caller must consider', [
					'result types make the compiler ask',
					'not found is a normal result'
				]),
				point(
					0.5,
					'Exceptions for bugs and broken surroundings that nobody on the way can handle',
					['throw for the unexpected', 'unwinding to the boundary']
				)
			])
		]
	},
	{
		slug: 'fail-fast',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		question: 'When should a process crash rather than carry on?',
		rubric: [
			essential(
				0.35,
				'When its state can no longer be trusted: a broken invariant, or an unhandled error of unknown origin',
				[
					'after an unknown exception memory may be inconsistent',
					'continuing might corrupt data',
					'if I no longer know whether what is in memory is right'
				]
			),
			essential(0.3, 'At start, when configuration is missing or wrong, with a clear sentence', [
				'refuse to start with bad settings',
				'fail at boot rather than at the first request',
				'when a setting is missing it should not even come up'
			]),
			point(0.2, 'A supervisor restarts it, and work in progress is safe because it is stored', [
				'crash-only design with restart',
				'systemd or Kubernetes brings it back'
			]),
			point(
				0.15,
				'Not for one bad request: isolate the failure to it',
				[
					"a user's input must not take the process down",
					"one client's error ends only its own request"
				],
				['any invalid input should crash the server']
			)
		],
		modelAnswer: `
			A process should crash when its state can no longer be trusted: a broken invariant,
			or an unhandled error of unknown origin, where carrying on might corrupt data and
			hide the cause. And at start, when configuration is missing or wrong: it should
			refuse with a clear sentence rather than fail at the first request on Friday night.
			It can afford that because a supervisor restarts it, and because work in progress is
			stored, so that another process takes it up; otherwise crashing just moves the
			damage. It should not crash for one bad request: a user's input is expected to be
			wrong, so that failure is isolated to its request. And restarts back off, or a crash
			loop hammers the database.
		`,
		hints: [
			'What would you rather find on Monday: a stopped machine, or one that has quietly written nonsense?',
			'It makes a difference whether one visitor brought something odd or the ground itself has shifted.'
		],
		followUps: [
			clarifying(
				'p2',
				'A required setting has a typing mistake. When should that be noticed, and by whom?',
				[
					point(0.5, 'At start, by the one who deploys', [
						'before taking traffic',
						'boot-time validation'
					]),
					point(0.5, 'With a message that names the variable and what is expected', [
						'a helpful sentence',
						'say which value is wrong'
					])
				]
			),
			deeper(
				'p3',
				'What must hold for the rest of the system so that you may dare to let it die?',
				[
					point(0.5, 'State is durable and operations can be resumed or repeated', [
						'transactions and leases',
						'nothing important lives only in memory'
					]),
					point(0.5, 'Restarts are quick, with backoff, and others take the traffic', [
						'several instances and health checks',
						'supervisor with delay'
					])
				]
			)
		]
	},
	{
		slug: 'errors-at-scale',
		category: 'scalability',
		difficulty: 'senior',
		question:
			'Your service logs two hundred thousand errors a day. How do you turn that into something a team can act on?',
		rubric: [
			essential(
				0.35,
				'Group them by cause, a fingerprint of type and stack, and count users affected',
				[
					'aggregate equal errors into one issue',
					'deduplicate by stack trace',
					'put the same ones together so that twenty remain out of thousands'
				]
			),
			essential(
				0.25,
				'Separate what users or bots cause from real faults; expected refusals are not errors',
				[
					'404s from crawlers are no alarm',
					'lower the level of normal refusals',
					'a mistyped password is nothing that we have to repair'
				]
			),
			point(0.2, 'Alert on rates against an objective rather than on single errors', [
				'error budget and burn rate',
				'page only when users are hurt'
			]),
			point(0.2, 'Tie them to releases, so that new kinds after a deploy stand out', [
				'first seen in version',
				'regressions are marked and go to an owner'
			])
		],
		modelAnswer: `
			Nobody reads two hundred thousand lines. I group them by cause, a fingerprint of
			type and stack without the changing parts, and count how many users each one
			affects; usually twenty causes make up nearly all. Then I separate what users or
			bots cause from real faults: expected refusals such as a wrong password are not
			errors and go down to info or to a counter. Alerts are on rates against an
			objective, so somebody is woken when users are hurt, not by single errors. And every
			group is tied to releases, with first seen in which version, so new kinds after a
			deploy stand out and go to an owner. The list is looked at weekly and shrinks, or it
			gets ignored.
		`,
		hints: [
			'If one thing goes wrong a hundred thousand times, how many problems do you have?',
			"Ask who was hurt, since when, and whether it was anybody's fault on your side at all."
		],
		followUps: [
			clarifying('p2', 'Half of them are wrong passwords and unknown addresses. What do you do?', [
				point(0.5, 'They are expected: count them as metrics, not as errors', [
					'lower the level',
					'no alarm'
				]),
				point(0.5, 'But watch for sudden peaks, since they may be an attack', [
					'anomalies in the rate',
					'credential stuffing shows there'
				])
			]),
			deeper(
				'p1',
				'Messages contain ids and times, so each seems different. How do you get them together?',
				[
					point(0.5, 'Fingerprint by exception type and top stack frames', [
						'normalise out numbers and ids',
						'hash of the template'
					]),
					point(0.5, 'Structured logging with a constant message and fields', [
						'keep variables out of the text',
						'static template plus attributes'
					])
				]
			)
		]
	}
]);
