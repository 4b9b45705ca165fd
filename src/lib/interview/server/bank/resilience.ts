import { clarifying, deeper, essential, point, topic } from './topic';

export const resilience = topic('resilience', [
	{
		slug: 'timeouts',
		category: 'implementation',
		difficulty: 'junior',
		question:
			'Why does every call to another system need a timeout, and how do you choose its length?',
		rubric: [
			essential(
				0.4,
				'Without one a hanging partner holds threads, connections and memory until the caller falls as well',
				[
					'waiting requests pile up and exhaust the pool',
					'one slow dependency takes everything down',
					'everyone waits for the one that is stuck until we are stuck ourselves'
				]
			),
			essential(
				0.3,
				'Choose it from measured latency, a little above the 99th percentile, and by what the user will wait',
				[
					'look at the usual response times',
					'neither the default of minutes nor so short that normal calls fail',
					'see how long it usually takes and allow somewhat more than that'
				]
			),
			point(
				0.3,
				'Pass the remaining deadline on, so that inner calls do not outlive the outer one',
				['a budget for the whole request', 'nested timeouts must shrink inwards']
			)
		],
		modelAnswer: `
			A partner that answers with an error is harmless compared with one that hangs.
			Without a timeout the waiting requests hold threads, connections and memory, they
			pile up, and soon the caller falls as well, although only one feature needed that
			partner. Many clients wait for minutes or for ever by default, so I set it
			explicitly, for connecting and for the answer. I choose the length from measured
			latency, a little above the 99th percentile, and by what the user will wait. And I
			think of the whole chain: the remaining deadline is passed on, so that inner calls
			do not outlive the outer one and work for somebody who has long gone.
		`,
		hints: [
			'What does a waiting request keep in its hands?',
			'Look at how long it normally takes, and at who is waiting for the one that waits.'
		],
		followUps: [
			clarifying(
				'p2',
				"The library's default is five minutes. What would you set instead, and on what grounds?",
				[
					point(0.5, 'Something near the slow end of normal, from measurements', [
						'based on p99 with some room',
						'seconds, not minutes'
					]),
					point(0.5, 'Not longer than the user or the caller above will wait', [
						"within the request's budget",
						'after that the result is useless'
					])
				]
			),
			deeper(
				'p3',
				'Your endpoint has three seconds and calls two systems one after the other. How do you share the time?',
				[
					point(0.5, 'Compute a deadline at the start and give each call what remains', [
						'subtract what was used',
						'propagate the deadline'
					]),
					point(0.5, 'Call in parallel if possible, and cancel the rest when time is up', [
						'abort signals',
						'stop work nobody waits for'
					])
				]
			)
		]
	},
	{
		slug: 'retries',
		category: 'implementation',
		difficulty: 'mid-level',
		question: 'What makes a good retry, and how do retries turn a small outage into a large one?',
		rubric: [
			essential(
				0.3,
				'Retry only what may pass: timeouts, 503, connection errors, and only if the operation is idempotent',
				[
					'transient failures and repeatable operations',
					'not validation errors',
					'it only makes sense if it could work the next time and doing it twice does no damage'
				],
				['retry every error until it works']
			),
			essential(
				0.3,
				'Wait exponentially longer with random jitter, so that clients do not come back in step',
				[
					'backoff with randomness',
					'spread the attempts over time',
					'pause longer after every failure, each client a little differently'
				]
			),
			essential(
				0.25,
				'Retries multiply load just when the system is weak, and at several layers they multiply each other',
				[
					'three layers with three tries make twenty-seven calls',
					'a retry storm keeps it down',
					'when it is already on its knees, everybody hits it several times'
				]
			),
			point(0.15, 'Bound them: few attempts, a retry budget, and only at one layer', [
				'at most some percent of requests may be retries',
				'give up in the end'
			])
		],
		modelAnswer: `
			A good retry asks first whether it can help: I retry only what may pass, so
			timeouts, 503, broken connections, and only if the operation is idempotent. A
			validation error fails the same way for ever. Then I wait exponentially longer with
			random jitter, so that thousands of clients do not come back in step. The danger is
			that retries multiply load just when the system is weak. And at several layers they
			multiply each other: three layers with three tries each make twenty-seven calls for
			one click, a storm that keeps the thing down after its cause is gone. So I bound
			them: few attempts, a retry budget of some percent, at one layer only, and a circuit
			breaker.
		`,
		hints: [
			'If everybody knocks again after exactly one second, what does the door see?',
			'Count the knocks when the receptionist, the secretary and the manager each try three times.'
		],
		followUps: [
			clarifying(
				'p2',
				'A server comes back and falls over again at once, every minute on the minute. What do you suspect?',
				[
					point(0.5, 'All clients repeat at the same moments', [
						'synchronised attempts',
						'they wait the same fixed time'
					]),
					point(0.5, 'Random jitter on the delay would spread them', [
						'add randomness',
						'decorrelate the clients'
					])
				]
			),
			deeper('p3', 'How would you limit repeats over a whole fleet rather than for one call?', [
				point(0.5, 'A budget: only some share of requests, such as ten percent, may be repeats', [
					'token bucket for retries',
					'ratio to successes'
				]),
				point(0.5, 'Retry at one layer, and let the server signal overload with Retry-After', [
					'inner layers do not repeat',
					"respect the server's hint"
				])
			])
		]
	},
	{
		slug: 'circuit-breaker',
		category: 'architecture',
		difficulty: 'mid-level',
		question:
			'How does a circuit breaker work, and what does your application do while it is open?',
		rubric: [
			essential(
				0.35,
				'After too many failures it opens and calls fail at once without reaching the partner',
				[
					'it trips on the error rate',
					'requests are refused quickly instead of waiting',
					'once it has failed often enough we stop asking'
				]
			),
			essential(0.25, 'After a pause it is half open: a few trial calls decide whether it closes', [
				'it lets a probe through',
				'success closes it and failure opens it again',
				'after half a minute one is allowed to try, and if that works we go back to normal'
			]),
			essential(
				0.25,
				'While it is open there is a fallback: cached or default data, a reduced page, or an honest error',
				[
					'degrade gracefully',
					'leave the feature out',
					'show something simpler instead in the meantime'
				]
			),
			point(
				0.15,
				"It protects both: the caller's resources and the partner that needs quiet to recover",
				['gives the failing service air', 'no threads are wasted']
			)
		],
		modelAnswer: `
			It counts the results of calls to one partner. After too many failures, say half of
			the last fifty, it opens, and calls fail at once without reaching the partner,
			instead of each waiting for its timeout. After a pause it is half open: a few trial
			calls are let through, and they decide whether it closes or opens again. So it
			protects both: my threads are not wasted on waiting, and the partner gets quiet to
			recover. What matters more is the fallback while it is open: cached or default data,
			a page without recommendations, or an honest error with a way to try later. I keep
			one for each partner, and its state is on the dashboard.
		`,
		hints: [
			'The thing in your cellar has the same name and the same idea.',
			'How does it find out, without risking everything, that it may let current flow again?'
		],
		followUps: [
			clarifying('p2', 'It has been refusing for thirty seconds. How does it come back?', [
				point(0.5, 'A few test requests are let through', ['half open', 'probe calls']),
				point(0.5, 'If they succeed it closes, otherwise it waits again', [
					'success resets it',
					'another failure reopens it'
				])
			]),
			deeper(
				'p3',
				'The recommendations service is down. What does the product page show, and who decided that?',
				[
					point(0.5, 'The page without them, or popular items as default', [
						'a reduced page',
						'static fallback'
					]),
					point(
						0.5,
						'It was decided beforehand with the product people which parts are dispensable',
						['critical and optional dependencies are classified', 'agreed with the business']
					)
				]
			)
		]
	},
	{
		slug: 'load-shedding',
		category: 'scalability',
		difficulty: 'senior',
		question:
			'More requests arrive than your service can handle. Why is it better to refuse some, and how do you decide which?',
		rubric: [
			essential(
				0.35,
				'Beyond its capacity, queues grow, everything times out, and useful work drops towards zero',
				[
					'overload makes all answers too late',
					'goodput collapses when work is done for clients that gave up',
					'it works like mad and nothing useful comes out, because nobody is waiting for it any more'
				]
			),
			essential(
				0.25,
				'Refuse early and cheaply, with 429 or 503 and Retry-After, before costly work',
				[
					'reject at the door',
					'a quick no costs little',
					'say no right at the entrance before any work was put in'
				]
			),
			point(
				0.2,
				'Bound queues and concurrency; adapt the limit to measured latency',
				['limit how many are in flight', 'short queues rather than long ones'],
				['a longer queue solves overload']
			),
			point(0.2, 'Drop by importance: health checks and payments before crawlers and prefetches', [
				'prioritise critical traffic',
				'shed batch work first'
			])
		],
		modelAnswer: `
			A service that takes everything does worse than one which refuses some: beyond its
			capacity the queues grow, each answer comes after its client has given up and sent a
			retry, so useful work drops towards zero while the CPU is full. So I refuse early
			and cheaply, at the door, with 503 or 429 and a Retry-After, before costly work is
			done. I bound queues and the number of requests in flight, and adapt that limit to
			the measured latency; a long queue only makes old requests. Which ones? By
			importance: payments and health checks stay, crawlers, prefetches and batch work go
			first, and within a class the ones whose deadline has passed.
		`,
		hints: [
			'Think of work that gets finished after the one who wanted it has left.',
			'If you have to turn some away at the door, when is the cheapest moment, and who should be first?'
		],
		followUps: [
			clarifying(
				'p3',
				'The team wants to make the waiting line ten times longer. What will they see?',
				[
					point(0.5, 'Longer waits and just as many failures, since they time out in the line', [
						'latency grows without more throughput',
						'everything is late'
					]),
					point(0.5, 'More memory, and recovery after a peak takes longer', [
						'old work first has to be drained',
						'stale requests are processed'
					])
				]
			),
			deeper(
				'p4',
				'How does the service know the importance of a request, and what stops everybody from claiming the highest?',
				[
					point(0.5, 'It is set at the edge by route or client, and passed along', [
						'a criticality header from trusted components',
						'derived from the endpoint'
					]),
					point(0.5, 'Outside callers cannot set it, and quotas apply for each class', [
						'limits per class',
						'ignore it from untrusted sources'
					])
				]
			)
		]
	},
	{
		slug: 'degrade-or-fail',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		question: 'A dependency is down. When do you go on with less, and when is it right to fail?',
		rubric: [
			essential(
				0.35,
				'Go on when the missing part is not essential and a stale or empty value does no harm',
				[
					'optional features degrade',
					'leave recommendations out',
					'if people can do without it, carry on without it'
				]
			),
			essential(
				0.35,
				'Fail when going on would give wrong results or lose data: payments, permissions, writes',
				[
					'for security fail closed',
					'a wrong answer is worse than none',
					"when it's about money or rights, better nothing than something wrong"
				],
				['if the permission service is down let everybody in']
			),
			point(0.15, 'Say so: the user sees that something is missing, and monitoring counts it', [
				'make the degradation visible',
				'silent fallbacks hide outages'
			]),
			point(0.15, 'Fallback paths must be exercised, because untested ones fail when needed', [
				'practise it by injecting failures',
				'a rarely used path is broken'
			])
		],
		modelAnswer: `
			I ask what a wrong answer would cost. I go on when the missing part is not essential
			and a stale or empty value does no harm: recommendations, avatars, counters. I fail
			when going on would give wrong results or lose data: payments, permissions, writes.
			For security it must fail closed; if the permission service is down, nobody is let
			in. Between lies queueing, where I accept the order and do the rest later. Whatever
			I choose, I say so: the user sees that something is missing, and monitoring counts
			it, since silent fallbacks hide outages for weeks. And the fallback is exercised
			regularly by injecting failures, because a path that never runs is broken when it is
			needed.
		`,
		hints: [
			"Compare a page without pictures with a page that shows somebody else's account.",
			'What would be worse here: nothing, something old, or something wrong?'
		],
		followUps: [
			clarifying(
				'p2',
				'The service that knows who may do what does not answer. What do you do with requests?',
				[
					point(0.5, 'Refuse them, except what a short-lived cached decision allows', [
						'fail closed',
						'deny until it is back'
					]),
					point(0.5, 'Tell the users that it is temporary', [
						'503 rather than 403',
						'an honest message'
					])
				]
			),
			deeper('p4', 'How do you make sure that plan B works on the day it is needed?', [
				point(0.5, 'Switch the dependency off on purpose, in tests or in production hours', [
					'chaos experiments',
					'game days'
				]),
				point(0.5, 'Watch how often the fallback runs and alert', [
					'metrics for degraded mode',
					'a counter on the path'
				])
			])
		]
	}
]);
