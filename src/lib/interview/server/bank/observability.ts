import { clarifying, deeper, essential, point, topic } from './topic';

export const observability = topic('observability', [
	{
		slug: 'log-well',
		category: 'implementation',
		difficulty: 'junior',
		question:
			'What makes a log line useful at three in the morning, and what must never be in one?',
		rubric: [
			essential(0.3, 'Structured fields rather than prose, so that one can filter and count', [
				'JSON with constant message and attributes',
				'key and value pairs',
				'not sentences but named values that a machine can search'
			]),
			essential(
				0.3,
				'Context: request id, user or tenant id, what was attempted and why it failed',
				[
					'a correlation id ties the lines of one request together',
					'enough to follow one case',
					'you should be able to see for whom and in which call it happened'
				]
			),
			essential(
				0.25,
				'No passwords, tokens, card numbers or needless personal data',
				[
					'secrets are redacted',
					'keep credentials out',
					'nothing that could be used to log in or to pay'
				],
				['logging the full request body with password helps debugging']
			),
			point(
				0.15,
				'Levels that mean something: error needs action, info tells events, debug is off',
				['error is for what somebody must look at', 'do not shout for everything']
			)
		],
		modelAnswer: `
			At three in the morning I want to follow one case and to count how many others there
			are. So lines have structured fields rather than prose, a constant message and
			attributes, which I can filter and group. They carry context: a request id that ties
			the lines of one request together across services, the user or tenant id, what was
			attempted and why it failed. Levels mean something: an error needs action, info
			tells what happened, debug is off by default. And there are things that must never
			be in one: no passwords, tokens or card numbers, no needless personal data. A
			redaction list in the logger sees to that, since somebody will log a whole request
			object one day.
		`,
		hints: [
			"Picture yourself looking for one customer's trouble among ten million lines.",
			'What would you want to filter by, and what would you not want a thief or an auditor to read there?'
		],
		followUps: [
			clarifying(
				'p2',
				'A request passes through four services. How do you bring its lines together?',
				[
					point(0.5, 'One id is made at the edge and passed along in a header', [
						'traceparent or x-request-id',
						'every service logs the same id'
					]),
					point(0.5, 'The logger adds it by itself from the context', [
						'stored in async local context',
						'not by hand in every call'
					])
				]
			),
			deeper(
				'p3',
				'A colleague logs whole request objects for convenience. What do you set up against the consequences?',
				[
					point(0.5, 'Redaction by field names in the logger, with a test', [
						'mask authorization and password paths',
						'allow-list of fields'
					]),
					point(
						0.5,
						'If it has happened: rotate what leaked, delete the logs, restrict access and retention',
						['treat it as an incident', 'purge and revoke']
					)
				]
			)
		]
	},
	{
		slug: 'metrics-logs-traces',
		category: 'architecture',
		difficulty: 'junior',
		question:
			'What are metrics, logs and traces each good for, and how do you go from an alarm to a cause with them?',
		rubric: [
			essential(0.25, 'Metrics are numbers over time, cheap, good for alarms and trends', [
				'counters and histograms tell that something is wrong',
				'aggregated and quick to query',
				'how many, how fast, how often, as a curve'
			]),
			essential(0.25, 'Logs are single events with details', [
				'they tell what exactly happened in one case',
				'the error with its context',
				'a line for each thing that happened'
			]),
			essential(0.25, 'Traces follow one request through services and show where the time goes', [
				'spans with durations form a tree',
				'distributed tracing shows the slow step',
				'you see the path of one call through all systems with the time of every step'
			]),
			point(
				0.25,
				"From a metric's alarm to traces of slow or failing requests, then to the logs of one of them by its id",
				['start broad and narrow down', 'exemplars and ids link the three']
			)
		],
		modelAnswer: `
			Metrics are numbers over time: request rate, errors, durations as histograms. They
			are cheap and good for alarms and trends, so they tell that something is wrong and
			since when. Traces follow one request through all services, as a tree of spans with
			durations, so they show where the time goes, or which call failed. Logs are single
			events with details, what exactly happened in one case. From an alarm I start broad
			and narrow down: the metric says that checkout is slow since ten past two, traces of
			slow requests show that it is the stock service's query, and the logs of one such
			request, found by its trace id, give the statement and parameters. A shared id is
			what links them.
		`,
		hints: [
			'One says that it hurts, one says where, one says why.',
			'Arrange them from the widest view to the finest grain.'
		],
		followUps: [
			clarifying(
				'p3',
				'A page takes four seconds and calls six services. How do you find the guilty one?',
				[
					point(0.5, "Look at one slow request's spans", [
						'the waterfall shows the longest step',
						'follow it through all services'
					]),
					point(
						0.5,
						'Compare with fast requests, whether it is waiting, calling in sequence or one query',
						['gaps and sequential calls', 'the critical path']
					)
				]
			),
			deeper('p1', 'Why does an average response time mislead, and what do you plot?', [
				point(0.5, 'It hides the slow tail that many users meet', [
					'a few very slow ones vanish in the mean',
					'outliers are smoothed out'
				]),
				point(0.5, 'Percentiles such as p50, p95 and p99 from histograms', [
					'plot the distribution',
					'quantiles must not be averaged across servers'
				])
			])
		]
	},
	{
		slug: 'slo-alerts',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		question: 'How do you decide what to wake somebody for?',
		rubric: [
			essential(
				0.35,
				'Alert on symptoms that users feel, such as failures and slowness, not on causes such as CPU',
				[
					'user pain rather than machine values',
					'high CPU alone is no reason to page',
					'only when customers notice something'
				],
				['page for every CPU spike']
			),
			essential(
				0.35,
				'Set an objective, such as 99.9 percent of requests good in 30 days, and watch how fast its error budget burns',
				[
					'SLO and error budget',
					'burn rate over a short and a long window',
					'agree how much may go wrong in a month and look how fast that is used up'
				]
			),
			point(0.15, 'Each alarm needs an action and a runbook; what nobody acts on is removed', [
				'an alert without something to do is noise',
				'delete ignored alarms'
			]),
			point(0.15, 'The rest becomes tickets or dashboards for working hours', [
				'slow burns are tickets',
				'not everything is urgent'
			])
		],
		modelAnswer: `
			I alert on symptoms which users feel, failures and slowness at the edge, and not on
			causes such as CPU or one dead instance, because those may harm nobody. We set an
			objective with the product people, such as 99.9 percent of requests good within
			thirty days, and watch how fast that error budget burns: very fast over the last
			hour wakes somebody, slowly over three days makes a ticket for working hours. Every
			alarm that wakes needs an action and a runbook; if nobody can do anything or it
			heals by itself, it is removed, since people learn to ignore noise, and then they
			ignore the real one. The budget also tells when to stop shipping features for a
			while.
		`,
		hints: [
			'Would a customer notice? Would you do anything if you were woken?',
			'Agree first on how bad is bad enough, then watch how quickly you are using that up.'
		],
		followUps: [
			clarifying(
				'p1',
				'The processors are at 95 percent and answers are quick. What do you do at night?',
				[
					point(0.5, 'Nothing at night, since users are fine', [
						'no page',
						'look at it in the morning'
					]),
					point(0.5, 'Treat it as capacity planning', ['a ticket', 'trend on a dashboard'])
				]
			),
			deeper('p2', 'Explain why one looks at two time windows for the same objective.', [
				point(
					0.5,
					'The long one avoids alarms for short blips, the short one tells that it is still going on',
					['both must exceed to fire', 'reset quickly after recovery']
				),
				point(0.5, 'A fast burn is urgent, a slow one is not', [
					'different severity by rate',
					'14 times in an hour against 1 time in three days'
				])
			])
		]
	},
	{
		slug: 'cardinality',
		category: 'scalability',
		difficulty: 'senior',
		question:
			'After a release your metrics system runs out of memory. Somebody had added a label with the user id. Explain what happened and how you keep telemetry affordable at scale.',
		rubric: [
			essential(
				0.35,
				'Each combination of label values is a time series of its own, so that an unbounded label explodes their number',
				[
					'high cardinality',
					'a million users make a million series for each metric',
					'for every user there is another curve to keep'
				]
			),
			essential(0.3, 'Labels only from small bounded sets: route pattern, status class, region', [
				'use the template of the path, not the path',
				'a limited set of values',
				'only things of which there are a handful'
			]),
			point(0.2, 'Details by user belong into logs or traces, which are sampled', [
				'put ids in spans and events',
				'exemplars point to traces'
			]),
			point(
				0.15,
				'Sampling: keep errors and slow traces, and a share of the rest, with limits and retention by value',
				['tail sampling', 'budget for telemetry per team']
			)
		],
		modelAnswer: `
			In a metrics system each combination of label values is a time series of its own,
			with memory for each. So a label with the user id turns one metric into a million
			series, times status and route: the cardinality explodes and the index with it. The
			rule is that labels come only from small bounded sets: route pattern instead of
			path, status class, region. Details by user belong into logs or traces, where ids
			are ordinary fields. Those get expensive too, so I sample: keep all errors and slow
			traces, and a small share of the rest, decided at the end of the trace. And there is
			a limit in the collector that drops unknown labels, so one release cannot take it
			down again.
		`,
		hints: [
			'Count how many separate lines would have to be drawn on the graph.',
			'Which of your fields have ten possible contents and which have no end? And where can the latter go?'
		],
		followUps: [
			clarifying(
				'p2',
				'Which fields of an HTTP request would you take for a counter, and which not?',
				[
					point(0.5, 'Method, route template and status class', ['few values', 'bounded']),
					point(0.5, 'Not the full URL, user id, IP or error text', [
						'unlimited values',
						'they belong elsewhere'
					])
				]
			),
			deeper('p4', 'You can afford one trace in a hundred. Which ones do you keep?', [
				point(0.5, 'All with errors or unusual duration, decided after the trace has ended', [
					'tail-based sampling',
					'interesting ones always'
				]),
				point(0.5, 'A random share of the rest, the same decision in all services', [
					'consistent by trace id',
					'baseline for comparison'
				])
			])
		]
	}
]);
