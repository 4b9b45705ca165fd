import { clarifying, deeper, essential, point, topic } from './topic';

export const backgroundWork = topic('background_work', [
	{
		slug: 'why-a-queue',
		category: 'architecture',
		difficulty: 'junior',
		question:
			'Which work do you take out of a web request and give to a background worker, and what do you tell the user meanwhile?',
		rubric: [
			essential(
				0.35,
				'Work that is slow, may fail for reasons outside, or is not needed for the answer: mails, thumbnails, exports, calls to partners',
				[
					'anything the response does not depend on',
					'long or unreliable tasks go to the background',
					'everything for which nobody needs to sit and wait'
				]
			),
			point(0.25, 'The request stays quick and its failure no longer depends on a third party', [
				'response times are short and the mail server may be down',
				'users do not wait for other systems'
			]),
			essential(
				0.25,
				'The job is stored durably before the request is answered, not just started in memory',
				[
					'a queue that survives a restart',
					'fire-and-forget in the process is lost at a deploy',
					'it has to be written down somewhere first so that it is not forgotten when the server goes down'
				],
				['starting a promise without waiting is enough']
			),
			point(
				0.15,
				'The user gets an accepted answer and a state to follow: 202 with an id, progress or a notice',
				['show that it is being processed', 'a job status can be asked for']
			)
		],
		modelAnswer: `
			I take out work that is slow, may fail for reasons outside, or is not needed for the
			answer: sending mails, making thumbnails, exports, calls to partners. Then the
			request stays quick, and it does not fail because the mail server is down. It
			matters that the job is stored durably before the request is answered, in a table or
			a queue that survives a restart; a task merely started in memory is lost with the
			next deploy. The user gets an honest answer: 202 accepted with an id, the page shows
			that it is being processed, perhaps with progress, and a notice comes when it is
			done or when it has failed for good.
		`,
		hints: [
			'Which part of the job does the person at the screen truly have to wait for?',
			'And where is the rest written down while the process restarts?'
		],
		followUps: [
			clarifying(
				'p3',
				'A deploy happens two seconds after the click. What becomes of the export?',
				[
					point(0.5, 'It is in a table or broker, so another worker takes it up', [
						'the stored job survives the restart',
						'it continues with the new process'
					]),
					point(0.5, 'Had it been only in memory it would be gone without a trace', [
						'an in-process task dies with the process',
						'lost silently'
					])
				]
			),
			deeper('p4', 'How do you show honest progress of such a task on the page?', [
				point(0.5, 'The worker writes real counts, done of total, now and then', [
					'progress is stored from actual numbers',
					'it updates the row as it goes'
				]),
				point(0.5, 'The page polls or gets pushes and shows failure with a way to retry', [
					'server-sent events or polling',
					'tell when it failed and what can be done'
				])
			])
		]
	},
	{
		slug: 'at-least-once',
		category: 'implementation',
		difficulty: 'mid-level',
		question:
			'A queue promises at-least-once delivery. What does that mean for the code of your workers?',
		rubric: [
			essential(
				0.35,
				'A job may run twice, because a worker can die after the work and before the acknowledgement',
				[
					'the ack may get lost, so the message comes again',
					'redelivery after a crash or timeout',
					'you may get the same message again although you had already done it'
				],
				['each message is delivered exactly one time']
			),
			essential(
				0.35,
				'So handling must be idempotent: by an operation id, unique keys or upserts',
				[
					'a repeat must have no further effect',
					'remember which jobs were done',
					'doing it a second time must not change anything'
				]
			),
			point(0.15, 'Acknowledge only after the effect is stored', [
				'ack at the end, not on receipt',
				'confirming early turns it into at most once'
			]),
			point(0.15, 'The visibility timeout or lease must exceed the working time or be extended', [
				'a long job is handed to another while still running',
				'heartbeat to keep the lease'
			])
		],
		modelAnswer: `
			It means that a job may run twice: a worker can die after the work and before the
			acknowledgement, or it is so slow that the queue gives the message to somebody else.
			So handling must be idempotent: I use an operation id with a unique key, or upserts,
			so that a repeat has no further effect, and for outside calls I pass that id along.
			I acknowledge only after the effect is stored; doing it on receipt turns it into at
			most once, and a crash loses the job. And the visibility timeout or lease must
			exceed the working time, or be extended by a heartbeat, otherwise two workers do the
			same job at the same time.
		`,
		hints: [
			'What if the worker falls over just after doing the thing and just before saying so?',
			'The same envelope is on your desk again. How can the code be written so that opening it again changes nothing?'
		],
		followUps: [
			clarifying(
				'p4',
				'A video takes forty minutes to convert, messages are hidden for thirty. What do you see in production?',
				[
					point(0.5, 'The same video is converted by two workers at once', [
						'it is redelivered after thirty minutes',
						'duplicates and wasted work'
					]),
					point(0.5, 'Extend the lease while working, or raise the timeout', [
						'send heartbeats',
						'split into smaller pieces'
					])
				]
			),
			deeper(
				'p2',
				'The effect is a call to a payment company. How do you make a repeat harmless there?',
				[
					point(0.5, 'Send the same idempotency key with every attempt', [
						"a key derived from the job's id",
						'the provider recognises the repeat'
					]),
					point(0.5, 'Before calling again ask for the state of that payment', [
						'look it up by our reference',
						'reconcile first'
					])
				]
			)
		]
	},
	{
		slug: 'poison-messages',
		category: 'implementation',
		difficulty: 'mid-level',
		question:
			'One message in the queue makes the worker crash every time. What happens, and how do you design for it?',
		rubric: [
			essential(
				0.35,
				'Without a limit it is delivered again and again, and may block all behind it',
				[
					'it goes round for ever and holds up the queue',
					'endless redelivery burns capacity',
					'it fails, comes back, fails again, and nothing else gets done'
				]
			),
			essential(0.35, 'Count attempts and after a few move it to a dead-letter queue', [
				'give up after N tries and set it aside',
				'park failed jobs in a separate place',
				'after the fifth time it is put in a corner for somebody to look at'
			]),
			point(0.15, 'Space attempts with growing delays', [
				'exponential backoff between tries',
				'wait longer each time'
			]),
			point(0.15, 'Somebody is alerted, can see the reason, and replay it after a fix', [
				'monitor the dead letters and allow to requeue',
				'keep the error with the job'
			])
		],
		modelAnswer: `
			That is a poison message. Without a limit it is delivered again and again, burns
			capacity, and, where order is kept, blocks everything behind it; if it crashes the
			process, it takes other jobs down as well. So I count attempts, with the count
			stored outside the worker since the worker dies, and after a few tries move it to a
			dead-letter queue. Between attempts I wait with growing delays, because some
			failures are only temporary. Then somebody is alerted: the dead letter keeps the
			error with the job, one can see the reason, and replay it after a fix. And
			validation at the entrance turns most of them away before they ever get in.
		`,
		hints: [
			'One letter that sets the mailbag on fire should not stop the post for everybody.',
			'How often may it try, how quickly, and where does it lie when that is used up?'
		],
		followUps: [
			clarifying('p2', 'How do you tell a failure that will pass from one that never will?', [
				point(0.5, 'Time-outs and 503 may pass, validation errors never', [
					'transient against permanent by the kind of error',
					'bad input fails the same way each time'
				]),
				point(0.5, 'Permanent ones go aside at once without further tries', [
					'do not retry what cannot succeed',
					'skip straight to the parking place'
				])
			]),
			deeper(
				'p4',
				'Four thousand of them lie there after a bug was fixed. How do you put them back?',
				[
					point(0.5, 'Replay slowly, a few first, with the rate limited', [
						'test with a sample before the rest',
						'do not flood the downstream'
					]),
					point(0.5, 'Check that they are still wanted and that handling is idempotent', [
						'some may be outdated',
						'order and duplicates have to be considered'
					])
				]
			)
		]
	},
	{
		slug: 'job-table-or-broker',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		question:
			'When would you run jobs from a table of your database, and when do you bring in a message broker?',
		rubric: [
			essential(
				0.35,
				'A job table commits together with the data, needs no new system, and can be queried',
				[
					'same transaction as the business data',
					'one thing less to operate, and SQL shows the backlog',
					'what we have is good enough: the task is saved together with the order'
				]
			),
			point(
				0.25,
				'Workers claim rows with SKIP LOCKED or a lease, so that two do not take the same',
				['select for update skip locked', 'a lease with an expiry in the row']
			),
			essential(
				0.25,
				'A broker is better for high throughput, many consumers of the same event, and routing',
				[
					'fan-out to several services',
					'thousands of messages a second',
					'if a lot of systems want the same message, or there are very many of them'
				]
			),
			point(
				0.15,
				'A broker is another system to run, monitor and secure, and it brings back the dual-write problem',
				['it must be operated', 'database and broker cannot commit together']
			)
		],
		modelAnswer: `
			I begin with a job table: the job commits together with the data it belongs to,
			there is no new system to operate, and a simple query shows the backlog and what
			failed. Workers claim rows with SKIP LOCKED or with a lease in the row, so two do
			not take the same, and a crashed one is replaced when its lease ends. That carries
			some hundreds of jobs a second. A broker is better for high throughput, for many
			consumers of the same event, for routing and replay. But it is another system to
			run, monitor and secure, and it brings back the dual-write problem, so I still need
			an outbox in the database.
		`,
		hints: [
			'You have one system already that stores things reliably. When is it no longer enough?',
			'Compare a to-do list on the wall with a postal service.'
		],
		followUps: [
			clarifying(
				'p2',
				'Three workers look at the list at the same moment. How do they avoid taking the same line?',
				[
					point(0.5, 'They lock the row and skip those locked by others', [
						'skip locked gives each another row',
						'claim by an atomic update'
					]),
					point(0.5, 'The claim ends by itself if the worker dies', [
						'a lease with a time',
						'locked until, then free again'
					])
				]
			),
			deeper('p3', 'Which numbers would make you change over?', [
				point(0.5, 'Jobs a second, and polling load on the database', [
					'when claiming contends or the table bloats',
					'throughput beyond what the table takes'
				]),
				point(0.5, 'The number of teams or services that need the same events', [
					'more than one independent consumer',
					'fan-out'
				])
			])
		]
	},
	{
		slug: 'fair-queues',
		category: 'scalability',
		difficulty: 'senior',
		question:
			'One customer uploads a hundred thousand jobs and everybody else waits. How do you keep a shared queue fair and sized right?',
		rubric: [
			essential(
				0.35,
				'A single first-in-first-out queue lets one tenant starve the rest: take turns between tenants',
				[
					'round robin or weighted queues per customer',
					'fair scheduling rather than strict arrival order',
					'everybody gets a turn, no matter how much one of them has piled up'
				]
			),
			point(0.25, 'Limit how many jobs of one tenant run at once', [
				'cap concurrency per customer',
				'quotas for each'
			]),
			point(0.2, 'Separate queues by kind: short interactive work apart from long batches', [
				'priorities for urgent work',
				'a long export must not hold up a mail'
			]),
			essential(
				0.2,
				'Watch the age of the oldest job rather than the length, and scale workers by it up to what the downstream bears',
				[
					'time waiting is what users feel',
					'autoscale on latency of the queue',
					'what matters is how long somebody has been waiting'
				],
				['more workers always make it faster']
			)
		],
		modelAnswer: `
			With a single first-in-first-out queue one tenant starves the rest, so I take turns
			between tenants: a queue for each customer, or a claim query that goes round robin,
			perhaps weighted by plan. I also limit how many jobs of one tenant run at once, so
			that their hundred thousand cannot occupy every worker. Short interactive work is
			apart from long batches, since an export of an hour must not hold up a password
			mail. For sizing I watch the age of the oldest job rather than the length of the
			queue, because waiting is what people feel, and scale workers by it, but only up to
			what the database and partners behind them bear.
		`,
		hints: [
			'A supermarket has a till for few items. Why?',
			'What does the customer with one small thing feel, and which number shows it?'
		],
		followUps: [
			clarifying(
				'p2',
				'The large customer complains that it takes too long now. What do you offer?',
				[
					point(0.5, 'A higher weight or limit by contract, and honest estimates', [
						'a bigger share at a price',
						'show when it will be done'
					]),
					point(0.5, 'A bulk path that does the same work more cheaply at off-peak time', [
						'batch processing at night',
						'dedicated workers'
					])
				]
			),
			deeper('p4', 'You double the workers and it gets slower. How can that be?', [
				point(0.5, 'The bottleneck is behind them: the database or a partner is overloaded', [
					'contention downstream grows',
					'locks and connection limits'
				]),
				point(0.5, 'So limit concurrency there and scale that first, or push back', [
					'find the real limit',
					'backpressure'
				])
			])
		]
	}
]);
