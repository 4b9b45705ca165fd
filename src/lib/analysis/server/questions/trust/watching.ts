import type { Finding } from '../../../findings';
import type { Project } from '../../../project';
import { listed } from '../../detectors/detector';
import { changes, routesOf } from '../../detectors/routes';
import { clarifying, deeper, draft, essential, foundBy, listOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { routeName, tellingRoutes } from './told-routes';
import { fileName, shown, worded } from './worded';

/** How anybody learns that the program is unwell: a route for health, numbers, traces, or nothing. */
export const watchingQuestions: QuestionMaker = {
	name: 'watching',
	make(material, phrasing) {
		const seen = (subject: string) =>
			foundBy(material.findings, 'observability', subject).find(
				({ manifestOnly, evidence }) => !manifestOnly && evidence.length > 0
			);
		const [health, metrics, traces, errors] = ['health', 'metrics', 'traces', 'errors'].map(seen);
		const numbers = metrics ?? traces;
		return [
			...(health ? [alive(health, material, phrasing)] : []),
			...(numbers ? [whoWakes(numbers, errors ?? health, phrasing)] : []),
			...(!numbers && !errors ? unseen(health, material, phrasing) : [])
		];
	}
};

const CONNECTS =
	/^(mongoose\.connect|new (Pool|PrismaClient|Sequelize|DataSource|Database)|createConnection|create_engine|create_async_engine|gorm\.Open|sql\.Open|sqlx\.(Connect|Open)|PgPoolOptions\.new(\(\)\.\w+)*|SQLAlchemy|createPool)$|\.(UseSqlServer|UseNpgsql|UseSqlite|UseInMemoryDatabase)$/;

/** Where the database is opened: what health would have to ask for. */
const databaseOf = (project: Project) => {
	const [call] = project.calls(CONNECTS);
	return call && shown(project, { path: call.file.path, startLine: call.fact.startLine });
};

function alive(health: Finding, { project }: QuestionMaterial, phrasing: Phrasing): QuestionDraft {
	const [path = 'the health check'] = listOf(health, 'paths');
	const begins = path.startsWith('/') ? path : 'The health check';
	const at = fileName(health.evidence[0]!.path);
	const database = databaseOf(project);
	const question = worded(
		phrasing,
		'alive',
		[
			`${begins} in ${at} says that the program is well.`,
			database
				? `The database that ${fileName(database.path)} opens is away for a minute, and somebody asks ${path} (${at}) every ten seconds.`
				: `What the program depends on is away for a minute, and somebody asks ${path} (${at}) every ten seconds.`,
			`All instances are taken out at once, because ${path} in ${at} answered too late.`,
			`${begins} answers 200, and users see nothing but errors; ${at} is where it stands.`
		],
		[
			'What does it ask, and what should it ask, if whoever runs it restarts an instance that says no?',
			'Which failures does it see, which not, and what happens when it is wrong?',
			'What would you tell apart here, and who would act on each answer?'
		]
	);
	return draft({
		subject: 'alive',
		worth: 0.68,
		category: 'tradeoffs',
		difficulty: 'mid-level',
		topic: 'observability',
		question,
		findings: [health],
		evidence: health.evidence.slice(0, 2),
		related: database ? [database] : health.evidence.slice(1, 2),
		rubric: [
			essential(
				'To be alive and to be ready are two questions: the one leads to a restart, the other only takes the instance out of the rotation.',
				[
					'Liveness and readiness should be separate.',
					'A failed readiness stops traffic, a failed liveness kills the process.',
					'Distinguish whether it runs from whether it can serve.'
				]
			),
			essential(
				'A check for life that needs the database restarts every instance when the database is away.',
				[
					'Do not put dependencies into liveness, or an outage turns into a restart storm.',
					'All of them would be killed at once although they are fine.'
				],
				{ evidence: health.evidence.slice(0, 1) }
			),
			point('A check that asks nothing says only that the process answers.', [
				'A constant 200 does not show that it works.',
				'It misses a lost connection to the database.'
			]),
			point('Readiness asks what a request cannot do without, with a short time-out.', [
				'Ping the database with a limit.',
				'Check essential dependencies quickly.'
			]),
			point('It is asked often, so it must be cheap and tell outsiders nothing.', [
				'Keep it light and do not expose internals.',
				'Cache the result for a few seconds.'
			])
		],
		modelAnswer: `${begins} in ${at} is what others ask to know whether this instance is well. I would make two of it. Alive asks nothing but whether the process still answers, since the reaction is a restart, and a restart does not bring a database back; if it asked for the database, one minute without it would restart everything. Ready asks what a request cannot do without${database ? `, the database from ${fileName(database.path)} first` : ''}, with a short time-out, and only takes the instance out of the rotation. Both are asked every few seconds, so they must be cheap, and they tell outsiders nothing about the inside.`,
		hints: [
			'Who reads the answer, and what do they do when it is no?',
			'Does that help when the cause is elsewhere?',
			'Which two different things could "well" mean?'
		],
		followUps: [
			clarifying(2, 'All instances say no at the same moment. What do users see then?', [
				essential('Nothing is left to serve them, though part of it would have worked.', [
					'A full outage.',
					'The load balancer has no target.'
				]),
				point('Restarting makes it worse, because all start at once.', [
					'A thundering herd of restarts.',
					'Caches and pools are cold.'
				])
			]),
			deeper(4, 'How long may such a check take, and what if the database answers, but slowly?', [
				essential('Less than the interval and time-out of whoever asks, with a limit of its own.', [
					'Bound it to a second or so.',
					'It must not hang.'
				]),
				point('Slow is better shown by numbers than by yes or no.', [
					'Use metrics and alerts for latency.',
					'Do not take it out for being slow.'
				])
			])
		]
	});
}

function whoWakes(numbers: Finding, other: Finding | undefined, phrasing: Phrasing): QuestionDraft {
	const by = listed(listOf(numbers, 'libraries'), 2);
	const isTraces = numbers.key.endsWith(':traces');
	const at = fileName(numbers.evidence[0]!.path);
	const question = worded(
		phrasing,
		'who wakes',
		[
			`${at} keeps ${isTraces ? 'traces' : 'numbers'} with ${by}.`,
			`It is three in the morning, and a value that ${at} reports to ${by} looks wrong.`,
			`You may keep three graphs of all that ${by} gives you (${at}).`,
			`The bill for what ${by} collects has doubled; ${at} is one of its sources.`
		],
		[
			isTraces
				? 'Which of these values should wake somebody, and how bad must it be?'
				: 'Which of these values should wake somebody, and which of them could multiply without end?',
			isTraces
				? 'Which share of requests do you keep, and which must never be thrown away?'
				: 'Which name or label could take on values without end, and what would that do to whoever is on call?',
			'What would you look at first when users say that it is slow, and which values would you not dare to split any finer?'
		]
	);
	return draft({
		subject: 'who-wakes',
		worth: 0.66,
		category: 'scalability',
		difficulty: 'senior',
		topic: 'observability',
		question,
		findings: other ? [numbers, other] : [numbers],
		evidence: numbers.evidence.slice(0, 2),
		related: [...numbers.evidence.slice(2, 3), ...(other?.evidence.slice(0, 1) ?? [])],
		rubric: [
			essential(
				'What wakes somebody is what users feel: errors, slow answers, work that piles up; not the load of a processor.',
				[
					'Alert on symptoms such as error rate and latency.',
					'Page for user impact, not for causes.',
					'CPU alone should not wake anyone.'
				]
			),
			essential(
				isTraces
					? 'Not every trace can be kept; those with errors or that took long are.'
					: 'A label with values without end, such as a user id or a whole path, multiplies the series and the memory.',
				isTraces
					? ['Sample, but always keep failures.', 'Tail sampling keeps the interesting ones.']
					: [
							'High cardinality explodes the number of time series.',
							'Use the route pattern and not the URL.'
						],
				{ evidence: numbers.evidence.slice(0, 2) }
			),
			point('Shares of slow answers (percentiles) say more than a mean.', [
				'Use histograms and p99.',
				'An average hides the slow tail.'
			]),
			point('Numbers show that something is wrong, traces where, and the log why.', [
				'Metrics, traces and logs complement each other.',
				'You move from a graph to one request.'
			]),
			point(
				'An aim written down, such as a share of good answers a month, says when it is bad enough.',
				['Define an SLO and an error budget.', 'Agree on a target before alerting.']
			)
		],
		modelAnswer: `${by} collects, in ${at} for one. I would wake somebody for what users feel: the share of failed answers, the slow tail of answers, work that piles up, against an aim that is written down. The load of a processor is for looking at afterwards. ${isTraces ? 'Of the traces I would keep a share, and all that failed or took long' : 'Labels need an end: the pattern of a route, not the path with its ids, and never a user, or the series multiply until memory is gone'}. Percentiles rather than means, since the mean hides the people who suffer. From the graph one goes to a trace to see where the time went, and to the log to see why.`,
		hints: [
			'Who suffers when this number moves?',
			'How many different values can each part of it have?',
			'What would you do at night with the message?'
		],
		followUps: [
			clarifying(1, 'Name one value that you would not alert on, and say why not.', [
				essential('The load of a processor, because users may not feel it.', [
					'High CPU can be fine.',
					'Memory or CPU are causes, not symptoms.'
				]),
				point('It is for finding the cause afterwards.', [
					'Use it on a dashboard.',
					'Helpful for diagnosis.'
				])
			]),
			deeper(2, 'How do you find out that such a limit has been broken before memory is gone?', [
				essential('Count the series, or traces, and alert on their growth.', [
					'Monitor cardinality itself.',
					'Watch the number of time series.'
				]),
				point('Limit or refuse unknown values at the source.', [
					'Use an allow list for labels.',
					'Bucket the rest as other.'
				])
			])
		]
	});
}

const SOME_ROUTES = 8;

/** A service of some size whose code shows neither numbers nor reports of errors. */
function unseen(
	health: Finding | undefined,
	{ project, findings }: QuestionMaterial,
	phrasing: Phrasing
): QuestionDraft[] {
	const routes = routesOf(project);
	const [style] = foundBy(findings, 'api-style', /^routes-/);
	const [logger] = foundBy(findings, 'logging');
	const telling = tellingRoutes(project);
	const route = telling.find(changes) ?? telling[0];
	if (routes.length < SOME_ROUTES || !style?.evidence[0] || !route) return [];
	const name = routeName(route);
	const logs = logger?.evidence[0] && fileName(logger.evidence[0].path);
	const question = worded(
		phrasing,
		'unseen',
		[
			`Since last night every third call of ${name} fails.`,
			`${name} has become four times slower since the last release.`,
			`I find ${routes.length} routes and no metric or report of errors${logs ? `, only a log (${logs})` : ''}.`,
			`You get one afternoon to make this program watchable; it has ${routes.length} routes, ${name} among them.`,
			`Only people in one country cannot use ${name}, and it takes them a week to write to you.`
		],
		[
			'How would you come to know, and how long would it take?',
			'What would you add first, in which place, and what would you deliberately leave out?',
			'Which three numbers would you want to see each morning, and where in the code do they arise?',
			'What can you tell from what there is, and what not?'
		]
	);
	return [
		draft({
			subject: 'unseen',
			worth: 0.6,
			category: 'scalability',
			difficulty: 'mid-level',
			topic: 'observability',
			question,
			findings: [style, ...(logger ? [logger] : []), ...(health ? [health] : [])],
			evidence: [shown(project, route.place)],
			related: [
				...(logger?.evidence.slice(0, 1) ?? []),
				...(health?.evidence.slice(0, 1) ?? []),
				...style.evidence.filter(({ path }) => path !== route.place.path).slice(0, 1)
			],
			rubric: [
				essential(
					'As it is, one learns of it from users, since nothing in the code counts or reports failures.',
					[
						'You would hear it from a customer.',
						'There is no metric or alert that would fire.',
						'Nobody would notice by themselves.'
					],
					{
						contradictions: [
							'Metrics are collected in the code.',
							'Errors are reported to a service.'
						]
					}
				),
				essential(
					'First come how many requests, how many of them fail and how long they take, by route.',
					[
						'Rate, errors and duration per endpoint.',
						'Count requests, failures and latency.',
						'The golden signals in a middleware.'
					]
				),
				point('That belongs in one place that every request passes, not into each function.', [
					'Use a middleware or interceptor.',
					'Instrument at the edge once.'
				]),
				point('Errors that nobody expected are reported with the request and the version.', [
					'Add an error tracker.',
					'Tie each to the release.'
				]),
				point('An alert on the share of failures says so before users do.', [
					'Page when the error rate rises.',
					'Set a threshold on failures.'
				]),
				point('A proxy in front may already count these things, without a line of code.', [
					'The load balancer’s log has status and time.',
					'Use what the platform gives.'
				])
			],
			modelAnswer: `In this code nothing counts requests or reports errors, as far as I see${logs ? `; there is a log, ${logs} for one,` : ','} so I would hear of it from a user. First I would count requests, failures and their time by route, in one place that all ${routes.length} routes pass, ${name} included. Then errors that nobody expected would be reported with the request and the version, and an alert on the share of failures would tell me before anybody writes. Much of that may be had from a proxy in front without a line of code. I would leave traces and dashboards for everything else until a question comes up that these do not answer.`,
			hints: [
				'Who is the first to know that it fails?',
				`Which place do ${name} and all others pass?`,
				'Which few numbers describe what users feel?'
			],
			followUps: [
				clarifying(2, 'Which of those numbers would have shown a failure for one country only?', [
					essential(
						'Failures by route alone would hardly move, so something that tells the callers apart is needed.',
						['The total hides a small group.', 'You need to split by region or client.']
					),
					point('Few values for that, or the series multiply.', [
						'Keep the label small.',
						'Limit cardinality.'
					])
				]),
				deeper(
					5,
					'Which share of failures would wake somebody, and how do you keep it quiet at night with ten requests an hour?',
					[
						essential('A share over a window, with a least number of requests.', [
							'Require minimum traffic.',
							'Use a longer window.'
						]),
						point('Derived from an aim and not from a feeling.', [
							'From an error budget.',
							'From an SLO.'
						])
					]
				)
			]
		})
	];
}
