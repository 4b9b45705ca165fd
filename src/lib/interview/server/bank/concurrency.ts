import { clarifying, deeper, essential, point, topic } from './topic';

export const concurrency = topic('concurrency', [
	{
		slug: 'race-condition',
		category: 'implementation',
		difficulty: 'junior',
		question:
			'What is a race condition? Give an example from a web application and say how you would close it.',
		rubric: [
			essential(0.4, 'The outcome depends on the order in which concurrent steps happen to run', [
				'timing decides the result',
				'two things interleave unexpectedly',
				'it depends on who happens to be faster'
			]),
			point(
				0.25,
				'Check-then-act is typical: two requests both see that a name is free and both take it',
				['between looking and doing somebody else acts', 'both pass the check']
			),
			essential(
				0.35,
				'Make it one atomic step: unique constraint, atomic update or a lock around both',
				[
					'let the database decide by a unique index',
					'close the gap with an atomic operation',
					'testing and taking have to be indivisible'
				],
				['checking first with a select is enough']
			)
		],
		modelAnswer: `
			A race condition means the outcome depends on the order in which concurrent steps
			happen to run, so it works a thousand times in tests and fails on a busy day. The
			typical form is check-then-act: two requests want the same user name, both look and
			see that the name is free, and both take it. Looking closer in time does not help,
			the gap is always there. To close it, I make it one atomic step. Here that is a
			unique index, and the second insert fails with an error that I turn into a friendly
			sentence. Elsewhere it is an atomic update with a condition, or a lock around both
			steps.
		`,
		hints: [
			'Two people reach for the last one at the same moment.',
			'Between looking and taking there is a moment. How could that moment be made to vanish?'
		],
		followUps: [
			clarifying('p3', 'Why does a second look just before the insert not help?', [
				point(0.5, 'There is still a gap between looking and writing', [
					'the other may act in between however short it is',
					'it makes it rarer, not impossible'
				]),
				point(0.5, 'Only what the database enforces holds', [
					'the constraint decides in one place',
					'the insert itself must be the check'
				])
			]),
			deeper('p3', 'Your process has only one thread. How can it still happen there?', [
				point(0.5, 'At every await other requests run', [
					'interleaving at asynchronous points',
					'the state may change while waiting'
				]),
				point(0.5, 'Several instances share the database', [
					'other processes act at the same time',
					'more than one server runs'
				])
			])
		]
	},
	{
		slug: 'deadlock',
		category: 'implementation',
		difficulty: 'mid-level',
		question:
			'Under which conditions do threads deadlock, and which habits keep it from happening?',
		rubric: [
			essential(0.4, 'Each holds a lock and waits for one that another holds, in a circle', [
				'hold and wait in a cycle',
				'A has 1 and wants 2, B has 2 and wants 1',
				'everybody is waiting for somebody else and nobody can move'
			]),
			essential(0.3, 'Take locks always in one global order', [
				'sort the resources before locking',
				'an agreed order breaks the circle',
				"if all pick them up in the same sequence it can't happen"
			]),
			point(0.15, 'Use timeouts or try-lock and give back what you hold', [
				'give up and retry after a while',
				'do not wait for ever'
			]),
			point(0.15, 'Keep critical sections small and call no foreign code or I/O inside', [
				'hold as few locks as possible for as short as possible',
				'never wait for the network under a lock'
			])
		],
		modelAnswer: `
			A deadlock needs four conditions together: exclusive locks, nobody can take them
			away, each holds a lock and waits for another, and the waiting forms a circle. A has
			account one and wants two, B has two and wants one. The circle is what I can break
			most easily: take locks always in one global order, for example sorted by id.
			Besides that I use timeouts or try-lock and give back what I hold, then retry. And I
			keep critical sections small, call no foreign code and no I/O inside, since one does
			not know what a callback locks. Databases find the circle themselves and kill one
			transaction, which I then repeat.
		`,
		hints: [
			'Two people meet in a narrow corridor, each waiting for the other to step back.',
			'If everybody picked things up in the same sequence, could the ring close?'
		],
		followUps: [
			clarifying(
				'p2',
				'Money moves from A to B and from B to A at once. How do you write the transfer?',
				[
					point(0.5, 'Lock the account with the smaller id first, whatever the direction', [
						'order by id',
						'same order in both directions'
					]),
					point(0.5, 'Then change both and release', [
						'within one transaction',
						'unlock after both updates'
					])
				]
			),
			deeper('p3', 'Production hangs and you suspect this. How do you find out?', [
				point(0.5, "Take a thread dump and look for threads waiting on each other's locks", [
					'stack traces of all threads',
					'the runtime reports the cycle'
				]),
				point(0.5, 'In a database look at its lock view or deadlock log', [
					'pg_locks or the engine status',
					'who blocks whom'
				])
			])
		]
	},
	{
		slug: 'event-loop',
		category: 'architecture',
		difficulty: 'mid-level',
		question:
			'How does an event loop serve thousands of connections with one thread, and what stops it from doing so?',
		rubric: [
			essential(
				0.35,
				'I/O does not block: the thread registers interest and goes on, callbacks run when data is ready',
				[
					'non-blocking sockets with epoll',
					'while one waits others are served',
					'instead of sitting there until something arrives, it does something else and is called back'
				]
			),
			essential(
				0.35,
				'CPU-heavy or synchronous work blocks everybody, since nothing else runs meanwhile',
				[
					'a long loop or a sync file read stalls all requests',
					'one slow computation delays each connection',
					'if you calculate for a second, everyone has to wait for a second'
				],
				['async functions run in another thread']
			),
			point(
				0.3,
				'Move such work to worker threads or processes, or cut it into pieces that yield',
				['offload to a pool', 'break up the loop so that others get a turn']
			)
		],
		modelAnswer: `
			The thread never waits for one connection: I/O does not block, it registers interest
			with the kernel, by epoll for instance, and goes on; when data is ready, a callback
			or the rest of the async function runs. Since most of a request is waiting, one
			thread can serve thousands. What stops it is CPU-heavy or synchronous work: a big
			JSON parse, a regular expression that explodes, a synchronous file read. Nothing
			else runs meanwhile, so one slow request delays each connection, heartbeats too.
			Marking a function async does not move it elsewhere. I move such work to worker
			threads, or cut it into pieces that yield, and I measure the delay of the loop.
		`,
		hints: [
			'One waiter can serve many tables as long as he does not cook.',
			'What may he never do himself, and to whom does he give it?'
		],
		followUps: [
			clarifying(
				'p2',
				'A colleague wraps a slow calculation in an async function and sees no difference. Why?',
				[
					point(0.5, 'It still runs on the same thread until it awaits real I/O', [
						'async does not make a thread',
						'the computation occupies the loop'
					]),
					point(0.5, 'A worker thread or process would help', ['offload it', 'put it into a pool'])
				]
			),
			deeper('p3', 'Which measurement tells you in production that the loop is being blocked?', [
				point(0.5, 'The event-loop delay as a histogram, its high percentiles', [
					'lag between planned and actual timer',
					'loop delay p99'
				]),
				point(0.5, 'A CPU profile or trace shows what was running then', [
					'flame graph of the blocking function',
					'sampling profiler'
				])
			])
		]
	},
	{
		slug: 'locks-or-messages',
		category: 'tradeoffs',
		difficulty: 'senior',
		question:
			'Shared memory with locks, or separate owners that exchange messages: how do you choose?',
		rubric: [
			essential(
				0.3,
				'Shared memory is quick and simple for small, short-lived access, but invariants depend on everybody taking the right lock',
				[
					'locks are cheap but easy to forget',
					'correctness rests on discipline',
					"it's fast, but a single place that forgets the mutex breaks it"
				]
			),
			essential(
				0.3,
				'With messages one owner changes the state, in order, so that there are no data races on it',
				[
					'an actor handles one message at a time',
					'only one goroutine or task touches the data',
					'just one is allowed to touch it, and the rest ask it to'
				]
			),
			point(
				0.2,
				'Messages bring queues that fill up: mailbox limits and backpressure are needed',
				['an unbounded channel grows till memory ends', 'senders must be slowed down'],
				['message passing cannot deadlock']
			),
			point(0.2, 'Atomics and immutable snapshots suit many readers and few writers', [
				'copy on write for configuration',
				'swap a pointer to a new immutable version'
			])
		],
		modelAnswer: `
			For a small, short-lived access such as a counter or a map I use shared memory with
			a lock: it is quick and simple. But the invariants depend on everybody taking the
			right lock, and that discipline fades as the code grows. When the state has rules, I
			give it one owner that exchanges messages: it handles one at a time, in order, so
			there are no data races, and the state can be understood alone. The price is
			copying, latency, and queues that fill up, so mailboxes have limits and
			backpressure. And two owners that wait for each other's answer still deadlock. For
			many readers and few writers I prefer immutable snapshots that are swapped
			atomically.
		`,
		hints: [
			'Either everybody may walk into the room with a key, or a clerk sits inside and takes notes through a window.',
			'How complicated are the rules about the thing, and what happens when more notes arrive than the clerk can read?'
		],
		followUps: [
			clarifying(
				'p2',
				'Thirty players sit in a game room and all move at once. How do you arrange the code?',
				[
					point(0.5, 'One task or actor per room that takes all moves in turn', [
						'a single writer for each room',
						"moves are queued to the room's owner"
					]),
					point(0.5, 'Rooms run in parallel, so it still scales', [
						'different rooms are independent',
						'work spreads over cores'
					])
				]
			),
			deeper('p3', 'Producers send faster than the owner works. What are your choices?', [
				point(0.5, 'A bounded queue that makes senders wait', [
					'block or slow the producer',
					'backpressure'
				]),
				point(0.5, 'Drop or merge what can be dropped, such as old positions', [
					'keep only the latest',
					'shed load and count it'
				])
			])
		]
	},
	{
		slug: 'amdahl',
		category: 'scalability',
		difficulty: 'mid-level',
		question:
			'You run a job on sixteen cores instead of one and it gets only four times faster. Which explanations do you check?',
		rubric: [
			essential(
				0.35,
				"The part that cannot run in parallel limits the gain, Amdahl's law",
				[
					'a serial fifth caps the speed-up at five',
					'sequential sections dominate',
					'some of it has to be done one after the other, whatever you do'
				],
				['sixteen cores always give sixteen times the speed']
			),
			essential(0.25, 'Threads wait for a shared lock or queue', [
				'contention on one mutex',
				'they block each other',
				"most of the time they are standing in each other's way"
			]),
			point(0.2, 'Another resource is the limit: memory bandwidth, disk, network, database', [
				'it is bound by I/O and not CPU',
				'the bus is saturated'
			]),
			point(0.2, 'Work is uneven, so that the longest piece decides', [
				'load imbalance leaves cores idle',
				'one big task finishes last'
			])
		],
		modelAnswer: `
			First the part that cannot run in parallel, Amdahl's law: if a fifth is sequential,
			reading the input, merging the results, then five times is the end of it however
			many cores there are. Second, threads wait for a shared lock or queue, or for the
			allocator; a profile shows contention as idle time. Third, another resource is the
			limit: memory bandwidth, the disk, the network or a database that has only so many
			connections. Fourth, the work is uneven: one big piece decides when everything is
			finished while other cores idle, so I cut smaller pieces and let workers take from a
			common heap. I would measure the utilisation of each core over time, it tells these
			apart.
		`,
		hints: [
			'Watch what the cores do over time: busy, waiting, or with nothing left.',
			'Even with a thousand helpers some steps have to be done by one, and some tools exist only once.'
		],
		followUps: [
			clarifying(
				'p4',
				'At the end one core works for a minute while fifteen rest. What do you change?',
				[
					point(0.5, 'Smaller pieces, so that they can be spread evenly', [
						'finer chunks',
						'split the largest task'
					]),
					point(0.5, 'Idle workers take from a shared queue or steal', [
						'dynamic rather than fixed assignment',
						'start the longest first'
					])
				]
			),
			deeper(
				'p2',
				'All sixteen count words into one common map. What will the profile show, and what would you do?',
				[
					point(
						0.5,
						"Most time goes into waiting for the map's lock, or for cache lines that travel between cores",
						['contention', 'threads are blocked']
					),
					point(
						0.5,
						'Give each thread its own counters and add them at the end, or shard the map',
						['thread-local partial results', 'lock striping']
					)
				]
			)
		]
	}
]);
