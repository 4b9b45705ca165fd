import { clarifying, deeper, essential, point, topic } from './topic';

export const services = topic('services', [
	{
		slug: 'monolith-first',
		category: 'tradeoffs',
		difficulty: 'junior',
		question:
			'What are the advantages of a monolith over microservices, and what has to be true before you split?',
		rubric: [
			essential(
				0.35,
				'One process and one database: simple calls, transactions, tests, debugging and deployment',
				[
					'no network in between',
					'refactor across boundaries easily',
					'everything is together, so it is easy to understand, run and change'
				]
			),
			essential(
				0.3,
				'Services buy independent deployment, scaling and ownership, and pay with network failures, eventual consistency and operations',
				[
					'distributed system problems',
					'teams move on their own',
					'every team can ship when it likes, but now you have a network in between'
				],
				['microservices make a system simpler']
			),
			essential(
				0.35,
				'Split when boundaries are known and stable, and teams or load need it; until then a modular monolith',
				[
					'clear modules inside one deployable',
					"several teams get in each other's way",
					'only when you know where to cut and somebody really needs it'
				]
			)
		],
		modelAnswer: `
			A monolith is one process and mostly one database: calls are simple and cannot fail
			by half, there are real transactions, tests and debugging are easy, one deployment,
			and a boundary that is wrong can be moved in an afternoon. Services buy independent
			deployment, scaling and ownership, so teams move on their own. They pay for it with
			network failures, eventual consistency, versions of interfaces, tracing, and a lot
			of operations. So before I split, the boundaries should be known and stable, and
			there should be a reason: several teams that get in each other's way, or one part
			with quite another load or risk. Until then a modular monolith, with clear modules
			and enforced boundaries, gives most of the order at a tenth of the cost.
		`,
		hints: [
			'What changes when a function call becomes a letter?',
			'Whose problem is solved by cutting it up: that of the machine, or that of the people?'
		],
		followUps: [
			clarifying(
				'p2',
				'Three developers want to begin with twelve of them. What do you tell them?',
				[
					point(0.5, 'The overhead of operation will eat their time', [
						'deploy, monitor, version each',
						'too few people'
					]),
					point(0.5, 'They do not know the boundaries yet, and moving them later is dear', [
						'wrong cuts',
						'start with modules'
					])
				]
			),
			deeper(
				'p3',
				'How do you keep boundaries inside one process from dissolving over the years?',
				[
					point(
						0.5,
						'Public interface for each module, and a linter or build that forbids other imports',
						['dependency rules in CI', 'architecture tests']
					),
					point(0.5, 'Each owns its tables; others ask it and do not join', [
						'separate schemas',
						'no shared data access'
					])
				]
			)
		]
	},
	{
		slug: 'service-boundaries',
		category: 'architecture',
		difficulty: 'mid-level',
		question:
			'How do you find good boundaries between services, and by what do you notice bad ones?',
		rubric: [
			essential(
				0.35,
				'Along business capabilities or bounded contexts, not technical layers or tables',
				[
					'what the business does: ordering, billing, shipping',
					'one language within each',
					'cut where the business has its departments'
				]
			),
			essential(
				0.3,
				'Each owns its data; nobody else reads its tables',
				[
					'database per service',
					'access only by its interface',
					'if you want something from it you have to ask, not look in its store'
				],
				["services may read each other's tables"]
			),
			essential(
				0.2,
				'Bad: they must be released together, one user action needs many synchronous calls, transactions span them',
				['distributed monolith', 'chatty calls', "you can't ship one without the others"]
			),
			point(0.15, 'Boundaries follow teams: one service has one team', [
				"Conway's law",
				'ownership is clear'
			])
		],
		modelAnswer: `
			I look for what the business does and which words it uses: ordering, billing,
			shipping are capabilities, and a customer means something else in each, so each has
			its own model, a bounded context. Layers such as a database service, or a service
			for each table, are bad cuts, since every feature goes through all of them. Each
			service owns its data, and nobody else reads its tables, otherwise the schema is a
			public interface by accident. And boundaries follow teams: one service has one team,
			Conway's law works either way. I notice bad ones when services must be released
			together, when one click needs a chain of synchronous calls, when transactions span
			them. That is a distributed monolith, and then merging two is the right refactoring.
		`,
		hints: [
			'Listen to how different departments use the same word.',
			'What could a group of people ship on a Tuesday without asking anybody? And what tells you that they cannot?'
		],
		followUps: [
			clarifying(
				'p3',
				'For a new field four teams must deploy in a certain order. What do you conclude?',
				[
					point(0.5, 'The cut is wrong or the interfaces are not compatible', [
						'coupled by release',
						'distributed monolith'
					]),
					point(0.5, 'Merge, or move the responsibility so that one team can do it', [
						'redraw along the feature',
						'backward-compatible changes first'
					])
				]
			),
			deeper(
				'p2',
				'The analysts want one report over six of them by tomorrow. What do you give them?',
				[
					point(0.5, 'They publish events or change feeds into an analytics store', [
						'data warehouse',
						'read model'
					]),
					point(0.5, 'With a contract and owner for what is published', [
						'data as a product',
						'versioned schema'
					])
				]
			)
		]
	},
	{
		slug: 'events-or-calls',
		category: 'architecture',
		difficulty: 'junior',
		question: 'When should one service call another directly, and when should it publish an event?',
		rubric: [
			essential(0.35, 'Call when the answer is needed to go on, such as a price or permission', [
				'request and response',
				'the user waits for the result',
				"if I can't continue without the reply"
			]),
			essential(0.35, 'Publish when others should react and the sender need not know or wait', [
				'order placed: mail, stock and statistics listen',
				'decoupled in time',
				'just announce it, and whoever is interested does something'
			]),
			essential(
				0.3,
				'Events cost: later consistency, duplicates and order, and it is harder to follow what happens',
				[
					'flow is implicit',
					'tracing is needed',
					'consumers must be idempotent',
					'nobody sees any more what leads to what, and it can come twice'
				],
				['with events everything is consistent at once']
			)
		],
		modelAnswer: `
			I call directly when the answer is needed to go on: a price, a permission, whether
			there is stock. It is simple and the user gets a clear result, but both must be up,
			and the times add up. I publish an event when something has happened and others
			should react, while the sender need not know or wait: an order was placed, and mail,
			stock and statistics listen. A new listener needs no change in the sender, and a
			listener that is down catches up later. Events have their costs: consistency comes
			later, they arrive twice or in another order, so consumers must be idempotent, and
			it is harder to follow what happens, so tracing and a catalogue of events are
			needed. If I wait for an event as a reply, it should have been a call.
		`,
		hints: [
			'Who cares how it ends, and who has already moved on?',
			'Asking a question at the counter, or putting a notice on the board. What is harder to find out later about the notice?'
		],
		followUps: [
			clarifying(
				'p2',
				'Each time marketing wants a new reaction to a sign-up, the account team must change code. What would you alter?',
				[
					point(0.5, 'The account service announces the sign-up, and marketing listens', [
						'publish instead of calling',
						'subscribe'
					]),
					point(0.5, 'The notice says what happened and carries what is needed, with a version', [
						'documented schema',
						'stable contract'
					])
				]
			),
			deeper('p3', 'A listener gets "cancelled" before "placed". What does it do?', [
				point(0.5, 'Use versions or sequence by order: keep or ignore what is early or outdated', [
					'buffer',
					'state machine that accepts both'
				]),
				point(0.5, "Partition by order id so that one order's events stay in sequence", [
					'same key, same partition',
					'or fetch the current state'
				])
			])
		]
	},
	{
		slug: 'gateway',
		category: 'scalability',
		difficulty: 'senior',
		question:
			'Dozens of services stand behind one public entrance. What belongs into an API gateway, and how does it not become the bottleneck, technically and for the teams?',
		rubric: [
			essential(
				0.35,
				'Cross-cutting things: TLS, authentication, rate limits, routing, request ids',
				[
					'what every service would need',
					'checks at the edge',
					'whatever you would otherwise build into each of them'
				]
			),
			essential(
				0.3,
				'No business logic and no knowledge of payloads; otherwise each feature waits for the gateway team',
				[
					'keep it thin',
					'composition goes to backends for frontends owned by the teams',
					'it should know nothing about what the business does'
				],
				['business rules are best placed centrally in the gateway']
			),
			point(
				0.2,
				'It is stateless and runs many times, with timeouts and bulkheads for each backend, so that a slow one does not eat all connections',
				['isolate pools', 'scale horizontally']
			),
			point(0.15, 'Teams change their routes themselves, by configuration with review and tests', [
				'self-service',
				'declarative routing per service'
			])
		],
		modelAnswer: `
			Into the gateway belong cross-cutting things: TLS, authentication of the caller,
			rate limits, routing, request ids, access logs. What does not belong there is
			business logic or knowledge of payloads; the day it joins an order with a customer,
			each feature waits for the gateway team. If screens need data of several services
			put together, that goes to a backend for the frontend, owned by the team of that
			screen. Technically it is stateless and runs many times in several zones, with a
			timeout and a bulkhead for each backend, so a slow one cannot eat all connections.
			Teams change their routes themselves, by configuration beside their service, with
			review and a test. And services still check permissions, since the gateway is not
			the only way in.
		`,
		hints: [
			'What would otherwise be written forty times, and what should never be written there?',
			'Think of one slow tenant in a house with a single staircase, and of a doorman who must sign each letter.'
		],
		followUps: [
			clarifying(
				'p2',
				'The mobile team wants three answers merged into one for its start screen. Where do you put that?',
				[
					point(0.5, 'Into a backend of their own, behind the entrance', [
						'backend for frontend',
						'owned by that team'
					]),
					point(0.5, 'So that they can release on their own and the entrance stays simple', [
						'no central change',
						'separate lifecycle'
					])
				]
			),
			deeper(
				'p3',
				'One backend hangs, and suddenly nothing works any more, though the others are well. Explain, and fix it.',
				[
					point(0.5, 'Waiting requests used up the shared connections or workers', [
						'resource exhaustion',
						'pool is full'
					]),
					point(0.5, 'A limit and timeout for each backend, and a breaker', [
						'bulkhead',
						'fail quickly for that one'
					])
				]
			)
		]
	}
]);
