import { clarifying, deeper, essential, point, topic } from './topic';

export const rateLimits = topic('rate_limits', [
	{
		slug: 'why-limit',
		category: 'implementation',
		difficulty: 'junior',
		question:
			'Why does a public API need rate limits, and what should a client get when it goes over?',
		rubric: [
			essential(
				0.35,
				'They protect capacity and fairness: one client, buggy or hostile, must not take everything from the others',
				[
					'a runaway loop should harm only itself',
					'keep the service up for all',
					'so that a single one cannot spoil it for all the rest'
				]
			),
			point(0.25, 'They slow down abuse such as guessing passwords, scraping and spam', [
				'brute force becomes impractical',
				'attackers are throttled'
			]),
			essential(
				0.4,
				'Answer 429 with Retry-After, so that the client knows when to come back',
				[
					'too many requests and how long to wait',
					'headers tell what remains',
					'tell them politely that it was too much and when they can try again'
				],
				['drop the connection without an answer']
			)
		],
		modelAnswer: `
			Rate limits protect capacity and fairness: one client, whether hostile or just with
			a bug in a loop, must not take everything from the others. They also slow down
			abuse, such as guessing passwords, scraping and spam, and they keep the bill bounded
			where each call costs money. A client that goes over gets 429, too many requests,
			with Retry-After, so it knows when to come back, and ordinary answers carry headers
			with the limit and what remains, so a good client never gets there. The limit is
			documented, and it counts by key or account; by address only where nobody is known
			yet, because many people may share one address.
		`,
		hints: [
			"Imagine a customer's script with an endless loop.",
			'What would you want to be told, if you were the one turned away, so that you could behave better?'
		],
		followUps: [
			clarifying(
				'p3',
				'Your program is turned away by a partner. What does well-behaved code do next?',
				[
					point(0.5, 'Wait as long as the answer says, then go on more slowly', [
						'respect Retry-After',
						'back off with jitter'
					]),
					point(0.5, 'Queue or merge its calls instead of trying again in a loop', [
						'lower its own rate',
						'client-side limiter'
					])
				]
			),
			deeper(
				'p1',
				'A whole school sits behind one address and is locked out. How do you count better?',
				[
					point(0.5, 'By account, key or session where somebody is known', [
						'per user rather than IP',
						'identity first'
					]),
					point(
						0.5,
						'Higher limits for addresses and finer ones for sensitive actions, or a challenge',
						['combine keys', 'captcha before blocking']
					)
				]
			)
		]
	},
	{
		slug: 'algorithms',
		category: 'implementation',
		difficulty: 'mid-level',
		question: 'Compare fixed window, sliding window and token bucket. Which would you take?',
		rubric: [
			essential(
				0.3,
				'A fixed window counts by the minute; simple, but at the border twice the limit gets through',
				[
					'two bursts around the boundary',
					'resets at the full minute',
					'you count and start at zero every full minute, which can be exploited'
				]
			),
			essential(
				0.25,
				'A sliding window smooths that, by a log of times or weighting the last window',
				[
					'weighted average of two windows',
					'more exact and needs more memory or computing',
					'you always look at the past sixty seconds'
				]
			),
			essential(
				0.3,
				'A token bucket fills at a steady rate up to a size, so that it allows short bursts and holds the mean',
				[
					'tokens refill constantly',
					'burst by capacity, average by refill',
					'you can save up a little and then spend it all at once'
				]
			),
			point(
				0.15,
				'It needs only two numbers for each client: tokens and the time of the last refill, computed when asked',
				['no timer is necessary', 'lazily refilled']
			)
		],
		modelAnswer: `
			A fixed window counts requests by the minute: one counter and an expiry, very
			simple. But at the border twice the limit gets through, a burst at the end of one
			window and another at the start of the next. A sliding window smooths that, either
			with a log of times, which is exact and takes memory, or by weighting the previous
			window's count, which is nearly as good. A token bucket fills at a steady rate up to
			a size; each request takes one. So it allows short bursts and holds the mean, and
			that is how people really use things. It needs just two numbers for each client, the
			tokens and the time of the last refill, computed when asked. I would take it by
			default.
		`,
		hints: [
			'What happens at one second before, and one second after, the full minute?',
			'One of them is like a jar that is topped up drop by drop. Which two sizes describe it?'
		],
		followUps: [
			clarifying(
				'p1',
				'The limit is a hundred a minute, and your database saw two hundred within two seconds. How come?',
				[
					point(0.5, 'A hundred at the end of one window and a hundred at the start of the next', [
						'the border between minutes',
						'counter was reset'
					]),
					point(0.5, 'A sliding count or bucket would have prevented it', [
						'smooth over the boundary',
						'limit burst size'
					])
				]
			),
			deeper('p4', 'How do you store the jar for a million clients without a timer for each?', [
				point(
					0.5,
					'Keep level and last time, and compute the refill from the elapsed time at each request',
					['lazy refill', 'arithmetic on demand']
				),
				point(0.5, 'Let idle entries expire when they would be full again', [
					'drop full ones',
					'TTL'
				])
			])
		]
	},
	{
		slug: 'distributed-limits',
		category: 'scalability',
		difficulty: 'senior',
		question:
			'Your API runs on twenty instances. How do you enforce a limit for each customer over all of them?',
		rubric: [
			essential(
				0.35,
				'A shared counter, for example in Redis, changed atomically by one script or command',
				[
					'central store with atomic increment',
					'Lua script so that check and take are one',
					'all machines count in the same place and in a single step'
				],
				['read the counter, then write it back']
			),
			point(
				0.25,
				'Or divide: each instance gets a share, or takes tokens in batches, less exact but without a call for each request',
				['local buckets that are synchronised', 'lease a block of tokens']
			),
			essential(
				0.2,
				'Decide what happens when the store is down: open or closed, and fall back to local limits',
				[
					'fail open for availability, closed for logins',
					'degrade to per-instance limits',
					'what if the counting itself is broken'
				]
			),
			point(0.2, 'Mind latency and hot keys: it is in the path of every request', [
				'one big customer makes one key hot',
				'keep the check below a millisecond'
			])
		],
		modelAnswer: `
			Usually I use a shared counter in Redis: a token bucket that is read and changed
			atomically by one script, since reading and then writing from twenty instances lets
			too many through. That is one round trip in the path of every request, so I mind its
			latency, with a short timeout, and hot keys, because one big customer hits one
			shard. Where it need not be exact, I divide: each instance takes tokens in batches
			and spends them locally, which is off by a batch at most. And I decide what happens
			when the store is down: for ordinary traffic it fails open with a local limit for
			each instance, for logins it stays closed or strict. Sticky routing by customer is
			the other way.
		`,
		hints: [
			'Twenty doormen, one guest list.',
			'Either they all telephone one desk for every guest, or each gets a pad of tickets beforehand. And if the telephone is dead?'
		],
		followUps: [
			clarifying(
				'p3',
				'The central desk does not answer for a minute. What do your instances do with incoming calls?',
				[
					point(0.5, 'They use a local limit and let ordinary traffic pass', [
						'fail open with a fallback',
						'approximate'
					]),
					point(0.5, 'Sensitive actions such as logins are refused or strictly limited', [
						'fail closed there',
						'safety first'
					])
				]
			),
			deeper(
				'p1',
				'Two doormen look at the same number at once. What gets through, and how is that made impossible?',
				[
					point(0.5, 'Both see room for one and two pass', ['check then act', 'lost update']),
					point(0.5, 'One atomic command or script does check and change', [
						'INCR or Lua',
						'no gap between'
					])
				]
			)
		]
	},
	{
		slug: 'limits-tradeoffs',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		question:
			'How do you choose the numbers for your limits, and how do you introduce them for customers who have never had any?',
		rubric: [
			essential(
				0.35,
				'Look at real use: distribution by customer, its 99th percentile, and the capacity from load tests',
				[
					'measure before choosing',
					'between normal peaks and what the system bears',
					'see what people normally do before you set a number'
				]
			),
			essential(0.3, 'Run in shadow mode first: count who would be refused, and talk to them', [
				'log only',
				'dry run without blocking',
				'let it run along without doing anything and see who it would have hit'
			]),
			point(
				0.2,
				'Weigh by cost: an export is dearer than a read, so count units or set limits for each endpoint',
				['different budgets for costly calls', 'not every request is equal']
			),
			point(0.15, 'Different tiers and a way to ask for more', [
				'higher quotas for paying customers',
				'self-service visibility of usage'
			])
		],
		modelAnswer: `
			I look at real use first: the distribution by customer, its 99th percentile in a
			busy minute, and on the other side the capacity that a load test shows. The limit
			lies between: above normal peaks, below what hurts the others. Not every request is
			equal, so I weigh by cost: an export is dearer than a read, and gets its own budget.
			For customers who have never had limits I run in shadow mode first: it only counts
			who would be refused, and for a few weeks I talk to those, most have a loop
			somewhere or need a bulk endpoint. Then it is announced with headers, enforced in
			steps, with tiers, and a way to ask for more.
		`,
		hints: [
			'Between what people usually need and what the machine survives there is some room.',
			'How could you learn whom it will hit before it hits them?'
		],
		followUps: [
			clarifying('p2', 'What would you do in the weeks before the first request is turned away?', [
				point(0.5, 'Count and log who would be over, without blocking', [
					'dry run',
					'warn in headers'
				]),
				point(0.5, 'Contact those customers and offer better ways, such as batches or webhooks', [
					'tell them',
					'help them fix loops'
				])
			]),
			deeper(
				'p3',
				'One customer makes few calls, and each of them keeps a processor busy for ten seconds. What now?',
				[
					point(0.5, 'Count cost units or time rather than calls', [
						'weights per endpoint',
						'budget of compute'
					]),
					point(0.5, 'Limit how many run at once for each customer', [
						'concurrency cap',
						'move it to a job queue'
					])
				]
			)
		]
	}
]);
