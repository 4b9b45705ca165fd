import { clarifying, deeper, essential, point, topic } from './topic';

export const buildAndDeployment = topic('build_and_deployment', [
	{
		slug: 'pipeline',
		category: 'implementation',
		difficulty: 'junior',
		question: 'What should happen between a push and the moment the change runs in production?',
		rubric: [
			essential(
				0.3,
				'Build once into one artefact that moves through all stages unchanged',
				[
					'the same image for test and production',
					'do not rebuild for each environment',
					'what was tested is exactly what goes live'
				],
				['build separately for each environment']
			),
			essential(0.3, 'Automatic checks: format, lint, types, tests, and scans of dependencies', [
				'every push is tested',
				'quick feedback before merging',
				'a machine looks at everything before anybody merges it'
			]),
			essential(
				0.25,
				'Configuration and secrets come from the environment, not from the artefact',
				[
					'settings are injected at deploy',
					'no credentials in the image',
					'passwords and addresses are given to it when it starts'
				]
			),
			point(0.15, 'A gradual roll-out with health checks and an easy way back', [
				'canary and rollback',
				'stop when errors rise'
			])
		],
		modelAnswer: `
			The push starts a pipeline in a clean environment. Automatic checks come first, the
			quick ones before the slow: format, lint, types, unit tests, then integration tests
			and a scan of the dependencies. If they pass, it is built once into one artefact, an
			image with the commit in its name, and that same artefact moves through all stages
			unchanged, since otherwise I would have tested something else than I ship.
			Configuration and secrets come from the environment at deploy time, they are not in
			the artefact. Then a gradual roll-out with health checks: a few instances first,
			watch errors and latency, then the rest, with an easy way back to the previous
			version. All of it is in the repository as code.
		`,
		hints: [
			'What exactly was it that you tested, and is it the same thing that you ship?',
			"Arrange machines' checks, the parcel, what is put in on arrival, and how carefully it is let in."
		],
		followUps: [
			clarifying('p3', 'How does the same parcel know in which surroundings it runs?', [
				point(0.5, 'By environment variables or mounted settings', [
					'injected at start',
					'config outside the image'
				]),
				point(0.5, 'Secrets from a vault or the orchestrator', [
					'not in the repository',
					'given at run time'
				])
			]),
			deeper(
				'p4',
				'Errors rise after a tenth of the instances were replaced. What does the pipeline do?',
				[
					point(0.5, 'It stops and returns to the old version automatically', [
						'abort the canary',
						'roll back on metrics'
					]),
					point(0.5, 'That works as schema and formats stay compatible with both', [
						'backward-compatible changes',
						'old and new run together'
					])
				]
			)
		]
	},
	{
		slug: 'deploy-strategies',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		question: 'Compare rolling, blue-green and canary deployments. Which do you choose when?',
		rubric: [
			essential(
				0.3,
				'Rolling replaces instances bit by bit, needs little extra, but old and new run together',
				[
					'one after another',
					'mixed versions during the roll-out',
					'one machine after the other is exchanged'
				]
			),
			essential(
				0.3,
				'Blue-green keeps two whole environments and switches all traffic at once, with a quick switch back, at double cost',
				['two copies and a flip', 'instant rollback', 'you have everything twice and turn a switch']
			),
			essential(
				0.25,
				'Canary sends a small share of users to the new version and compares before going on',
				[
					'expose one percent first',
					'limit the damage with metrics',
					'let a few people try it first and watch'
				]
			),
			point(
				0.15,
				'In all of them the database is shared, so that its changes must suit both versions',
				['expand and contract migrations', 'schema must be compatible'],
				['blue-green makes database migrations harmless']
			)
		],
		modelAnswer: `
			Rolling replaces instances bit by bit. It needs little extra capacity and is my
			default, but old and new run together for a while, and going back takes as long as
			going forth. Blue-green keeps two whole environments and switches all traffic at
			once: the switch back is instant, and one can try the new one beforehand, but it
			costs double and everybody meets a bug at the same moment. Canary sends a small
			share of users to the new version and compares errors and latency before going on;
			it limits the damage, but needs enough traffic and good metrics. In all of them the
			database is shared, so its changes must suit both versions, and that is the harder
			part.
		`,
		hints: [
			'How many people meet the mistake, for how long, and how many machines do you pay for?',
			'They differ in how much is replaced at once. One thing underneath is never duplicated.'
		],
		followUps: [
			clarifying(
				'p3',
				'You have two hundred visitors a day. What speaks against exposing one in a hundred first?',
				[
					point(0.5, 'Two people a day tell nothing statistically', [
						'too little traffic to compare',
						'noise'
					]),
					point(0.5, 'Test beforehand and switch quickly with a way back instead', [
						'blue-green or flags',
						'internal users first'
					])
				]
			),
			deeper('p4', 'The new version renames a column. How do you get there without stopping?', [
				point(
					0.5,
					'Add the new one, write both, copy, read the new, drop the old, in several releases',
					['expand and contract', 'parallel change']
				),
				point(0.5, 'Each step works with the version before and after', [
					'never break the running one',
					'rollback stays possible'
				])
			])
		]
	},
	{
		slug: 'containers',
		category: 'implementation',
		difficulty: 'junior',
		question: 'How do you write a good container image for a web service?',
		rubric: [
			essential(
				0.3,
				'A small base and a multi-stage build, so that compilers and sources stay out of the final image',
				[
					'only what is needed at run time',
					'less to download and attack',
					'the tools used for building are not shipped'
				]
			),
			essential(0.25, 'Order layers so that dependencies are cached and code comes last', [
				'copy the lock file and install before the sources',
				'changes in code do not reinstall everything',
				"what rarely changes goes first so it needn't be done again"
			]),
			essential(
				0.25,
				'Run as an ordinary user, with no secrets baked in',
				[
					'not as root',
					'credentials never in a layer',
					'it must not run with administrator rights or contain passwords'
				],
				['secrets deleted in a later layer are gone']
			),
			point(
				0.2,
				'The process handles the stop signal and has a health check; pinned versions make it reproducible',
				['SIGTERM ends it gracefully', 'fixed tags and digests']
			)
		],
		modelAnswer: `
			I use a multi-stage build: the first stage has compilers and sources, the final
			image only what is needed at run time on a small base, so there is less to download
			and to attack. Layers are ordered by how often they change: copy the lock file and
			install dependencies first, code comes last, then a change in code does not
			reinstall everything. It runs as an ordinary user, and no secrets are baked in;
			deleting a file in a later layer does not help, it stays in the earlier one.
			Versions are pinned, by digest for the base. And the process itself handles the stop
			signal, since it is process number one, finishes requests and exits, and a health
			check says when it is ready.
		`,
		hints: [
			'Think of what travels that nobody needs on arrival.',
			'Size, speed of building, who the process is allowed to be, and how it hears that it should go.'
		],
		followUps: [
			clarifying(
				'p3',
				'A key was copied in, used and removed by the next instruction. What is left?',
				[
					point(0.5, 'It is still in the earlier layer and can be extracted', [
						'every layer is kept',
						'history reveals it'
					]),
					point(0.5, 'Use build secrets or mounts, and rotate that key now', [
						'secret mounts never stored',
						'revoke it'
					])
				]
			),
			deeper('p4', 'At each deploy users see a few broken connections. What is missing?', [
				point(0.5, 'On SIGTERM stop accepting, finish open requests, then exit', [
					'graceful shutdown',
					'drain within the grace period'
				]),
				point(0.5, 'Take it out of the balancer first, by failing readiness or waiting a little', [
					'deregistration takes time',
					'preStop delay'
				])
			])
		]
	},
	{
		slug: 'monorepo-ci-scale',
		category: 'scalability',
		difficulty: 'senior',
		question:
			'The pipeline of a repository with two hundred developers takes an hour. How do you bring it down and keep it down?',
		rubric: [
			essential(0.3, 'Run only what a change affects, by the graph of dependencies', [
				'affected packages only',
				'skip untouched modules',
				'if I only touch the billing, the shop need not be tested'
			]),
			essential(0.25, 'Cache results by content hash of the inputs, shared among machines', [
				'remote build cache',
				'the same inputs are never built twice',
				'somebody else has already built exactly this, so take theirs'
			]),
			point(0.2, 'Split tests over machines, balanced by measured durations', [
				'shards by time',
				'parallel runners'
			]),
			point(
				0.25,
				'Measure: queue time, slowest steps, flaky reruns, and set a budget with an owner',
				['a time limit as objective', 'watch the p95 of the duration'],
				['buying faster machines is all that is needed']
			)
		],
		modelAnswer: `
			First I measure where the hour goes: waiting for a runner, installing, building,
			testing, reruns of flaky tests; often a third is waiting. Then I run only what a
			change affects, by the graph of dependencies between packages. What must run is
			cached by a content hash of its inputs, and that cache is shared among machines and
			developers, so the same inputs are never built twice; it needs hermetic steps, or
			the cache lies. Tests are split over machines, balanced by measured durations and
			not by count. A merge queue tests the combination before it lands. And to keep it
			down there is a budget, ten minutes at p95, on a dashboard with an owner, otherwise
			it creeps back in half a year.
		`,
		hints: [
			'How much of that hour is spent on things that cannot have changed?',
			'Remember, divide, leave out; but look first where the time really goes.'
		],
		followUps: [
			clarifying(
				'p2',
				'A step gives another result on the same inputs. What does that do to your savings?',
				[
					point(0.5, 'The stored result is wrong for others: it must be deterministic', [
						'cache poisoning',
						'undeclared inputs such as time or network'
					]),
					point(0.5, 'Sandbox steps and declare all inputs including tools', [
						'hermetic',
						'pin the toolchain'
					])
				]
			),
			deeper(
				'p1',
				'How do you make sure that leaving things out never lets a fault slip through?',
				[
					point(0.5, 'Run everything regularly on the main branch, and compare', [
						'nightly full run',
						'audit for missing edges'
					]),
					point(0.5, 'The graph must include configuration, generated code and tools', [
						'global files trigger all',
						'undeclared dependencies are forbidden'
					])
				]
			)
		]
	}
]);
