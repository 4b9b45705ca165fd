import { clarifying, deeper, essential, point, topic } from './topic';

export const distributedSystems = topic('distributed_systems', [
	{
		slug: 'cap',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		question:
			'What does the CAP theorem really say, and how does it guide a choice you have to make?',
		rubric: [
			essential(
				0.35,
				'When the network is partitioned, a system must give up either consistency or availability',
				[
					'during a split it answers with possibly old data or refuses',
					'one of the two must yield while nodes cannot talk',
					'if the link is down, you either say no or risk telling something outdated'
				]
			),
			essential(
				0.3,
				'Partition tolerance is no choice, since networks do fail',
				[
					'one cannot opt out of partitions',
					'so the choice is only C or A then',
					'cables break, so you cannot simply decide that it does not happen'
				],
				['you pick any two of the three', 'a CA system over a network is possible']
			),
			point(0.15, 'Consistency there means linearizability: every read sees the latest write', [
				'as if there were one copy',
				'not the C of ACID'
			]),
			point(
				0.2,
				'The choice is made for each kind of data: a balance refuses, a like counter goes on',
				[
					'different features decide differently',
					'shopping carts stay available while payments stay consistent'
				]
			)
		],
		modelAnswer: `
			It says that when the network is partitioned, a system must give up either
			consistency or availability: a node that cannot reach the others either answers with
			possibly old data or refuses. It is not pick two of three: partition tolerance is no
			choice, since networks do fail. Consistency there means linearizability, so every
			read sees the latest write as if there were one copy; it is not the C of ACID. I
			decide for each kind of data: a balance or a seat refuses rather than being wrong,
			while a like counter or a basket goes on and is merged later. And in quiet times the
			trade goes on between latency and consistency, which I meet far more often.
		`,
		hints: [
			'Cut the cable between two offices that both keep taking orders.',
			'Each office can say "sorry, not now", or go on and risk disagreeing. For which goods would you want which?'
		],
		followUps: [
			clarifying(
				'p2',
				'A vendor advertises a cluster that never has to make that choice. What do you ask?',
				[
					point(0.5, 'What does it do when the nodes cannot reach each other', [
						'which side stays writable in a split',
						'behaviour under partition'
					]),
					point(0.5, 'What is lost or refused then, and how long does failover take', [
						'does it lose confirmed writes',
						'test by cutting the network'
					])
				]
			),
			deeper(
				'p4',
				'Both halves accepted changes to one basket. How do you bring them together afterwards?',
				[
					point(0.5, 'Merge by a rule that fits the data, such as the union of items', [
						'CRDT or application merge',
						'keep both and combine'
					]),
					point(0.5, 'Last writer wins loses changes and depends on clocks', [
						'timestamps may drop one side',
						'simple overwriting loses data'
					])
				]
			)
		]
	},
	{
		slug: 'clocks',
		category: 'architecture',
		difficulty: 'senior',
		question:
			'Why should you not order events of several machines by their wall clocks, and what do you use instead?',
		rubric: [
			essential(
				0.35,
				'Clocks differ and jump: skew between machines, NTP corrections backwards, leap seconds',
				[
					'two machines never show the same time',
					'time may step back',
					'every computer has a slightly different time, and sometimes it jumps'
				],
				['NTP keeps servers in exact agreement']
			),
			point(
				0.3,
				'So a later event may carry an earlier stamp, and last-write-wins drops the newer one',
				['the order by timestamp can be wrong', 'newer data loses against an older one']
			),
			essential(
				0.35,
				'Use logical clocks, sequence numbers from one authority, or vector versions to see concurrency',
				[
					'Lamport or vector clocks',
					'a log or a database that numbers events',
					'count instead of measuring, so that each knows what it has seen before'
				]
			)
		],
		modelAnswer: `
			Because clocks differ and jump: there is skew of milliseconds to seconds between
			machines, NTP sets them back, virtual machines pause. So a later event may carry an
			earlier stamp, and with last-write-wins the newer value is dropped without anybody
			noticing. Instead I use sequence numbers from one authority where there is one, the
			database row's version or the offset in a log. Without one I use logical clocks: a
			Lamport clock gives an order that respects causes, and vector versions show besides
			that two changes were concurrent, so that I can merge them. Wall time is fine for
			showing to people; durations I measure with the monotonic clock of one machine.
		`,
		hints: [
			'Two watches are never set the same, and somebody may turn one back.',
			'What could be counted rather than measured?'
		],
		followUps: [
			clarifying(
				'p1',
				'You measure how long a request takes and get minus three milliseconds. How?',
				[
					point(0.5, 'The wall clock was set back in between', [
						'NTP corrected it',
						'it stepped during the measurement'
					]),
					point(0.5, 'A monotonic clock must be used for durations', [
						'performance.now or the steady clock',
						'it never goes backwards'
					])
				]
			),
			deeper(
				'p3',
				'How can a system know that two edits happened without knowledge of each other?',
				[
					point(0.5, 'Their version vectors are incomparable, neither contains the other', [
						'each has a counter that the other lacks',
						'concurrent by vector clock'
					]),
					point(0.5, 'Both are kept as siblings and merged, by rule or by a person', [
						'the conflict is surfaced',
						'do not drop either'
					])
				]
			)
		]
	},
	{
		slug: 'consensus',
		category: 'architecture',
		difficulty: 'senior',
		question:
			'What problem does a consensus algorithm such as Raft solve, and where do you meet it without writing one?',
		rubric: [
			essential(
				0.35,
				'Several nodes agree on one sequence of decisions although some fail and messages are lost',
				[
					'a replicated log that all share in the same order',
					'agreement in spite of crashes',
					'all of them end up with the same list in the same order, even when some die'
				]
			),
			essential(
				0.3,
				'It needs a majority: five nodes bear two failures, and a minority cannot decide',
				[
					'a quorum of more than half',
					'with an even split nobody goes on',
					'more than half have to say yes'
				],
				['it keeps working with a minority of nodes']
			),
			point(
				0.2,
				'There is one leader for a term, elected by majority, through which entries pass',
				['a new leader is elected when heartbeats stop', 'the log is led by one node']
			),
			point(
				0.15,
				'You meet it in etcd, ZooKeeper, Consul or replicated databases, for configuration, locks and leader election',
				['Kubernetes relies on etcd', 'coordination services use it']
			)
		],
		modelAnswer: `
			It solves agreement: several nodes agree on one sequence of decisions, a replicated
			log, although some fail and messages are delayed or lost. In Raft there is one
			leader for a term, elected by a majority; it appends entries, and an entry counts
			once a majority has stored it. That is why it needs a majority: five nodes bear two
			failures, and the smaller side of a split cannot decide anything, which is what
			keeps two leaders from both being obeyed. I would hardly write one. I meet it in
			etcd, ZooKeeper or Consul, in Kubernetes therefore, and in replicated databases, for
			configuration, locks and leader election. Each decision costs a round trip, so I
			keep them out of the hot path.
		`,
		hints: [
			'A committee has to keep one set of minutes although members fall ill and letters get lost.',
			'How many must be present so that two meetings can never both decide?'
		],
		followUps: [
			clarifying('p2', 'Why do people run three or five of them and not four?', [
				point(0.5, 'Four bear only one failure, like three, since three must agree', [
					'the majority of four is three',
					'no gain in tolerance'
				]),
				point(0.5, 'More nodes make each decision slower and dearer', [
					'more acknowledgements are needed',
					'costs without benefit'
				])
			]),
			deeper(
				'p3',
				'The old head was cut off and thinks it is still in charge. What keeps it from doing harm?',
				[
					point(0.5, 'It cannot get a majority for new entries', [
						'its writes are never committed',
						'followers reject it'
					]),
					point(0.5, 'Terms or fencing tokens: a higher number makes others refuse the old one', [
						'an outdated epoch is rejected',
						'it steps down on seeing a newer term'
					])
				]
			)
		]
	},
	{
		slug: 'eventual-consistency',
		category: 'implementation',
		difficulty: 'mid-level',
		question:
			'A page shows old data for some seconds after a change. How do you explain eventual consistency, and how do you make it bearable for users?',
		rubric: [
			essential(
				0.35,
				'Copies are updated later; without new changes they converge to the same state in the end',
				[
					'replicas agree after some time',
					'all readers see it sooner or later',
					'if you wait long enough, everyone sees the same'
				]
			),
			essential(
				0.3,
				'Give people their own writes: read from the primary, wait for a version, or show the change at once in the interface',
				[
					'read-your-writes for the author',
					'optimistic update of the page',
					'whoever has just saved something must see it right away'
				]
			),
			point(
				0.2,
				'Monotonic reads: keep a user with one replica so that time does not run backwards',
				['sticky replica', 'do not show newer and then older data']
			),
			point(0.15, 'Say it in the interface and decide with the business where it is not allowed', [
				'label how old the data is',
				'some numbers must be strictly current'
			])
		],
		modelAnswer: `
			With eventual consistency the copies are updated later: without new changes they
			converge, but for a while different readers see different states. That buys
			availability and speed. People bear it when others' changes come late, what they do
			not bear is that their own change is gone. So I give them their own writes: reads
			right after a write go to the primary, or wait for a version the write returned, or
			the page shows the change at once. Next, time should not run backwards, monotonic
			reads: I keep a user with one replica. And we decide with the business where it is
			not allowed at all, and elsewhere the page says how old the data is.
		`,
		hints: [
			'Who is bothered most: the one who made the change, or somebody who never knew of it?',
			'Which reads could be sent elsewhere, and what could the page itself do in the meantime?'
		],
		followUps: [
			clarifying(
				'p2',
				'Somebody posts a comment, reloads and it is gone, reloads and it is back. What do you change?',
				[
					point(0.5, 'Send them to one copy, or to the leader for some time after writing', [
						'pin the session',
						'read from the primary after posting'
					]),
					point(0.5, 'Or pass the version of the write and wait until the replica has it', [
						'a token with the log position',
						'wait for catch-up'
					])
				]
			),
			deeper('p4', 'Which data of a bank or shop would you never treat in this way?', [
				point(
					0.5,
					'Those where a decision is taken on the value: balances, stock at payment, permissions',
					['checks before spending', 'anything that guards an invariant']
				),
				point(0.5, 'Displayed totals, feeds and counts may lag', [
					'statistics can be old',
					'views for information only'
				])
			])
		]
	},
	{
		slug: 'partial-failure',
		category: 'scalability',
		difficulty: 'mid-level',
		question:
			'What is different about calling a function over the network, compared with calling it in the same process?',
		rubric: [
			essential(
				0.35,
				'It may fail in part: no answer does not tell whether the work was done',
				[
					'a timeout leaves the outcome unknown',
					'the request or only the response may be lost',
					'when nothing comes back I cannot tell if it was carried out'
				],
				['a timeout means that the operation did not happen']
			),
			essential(0.25, 'It is slower by orders of magnitude and its time varies', [
				'microseconds against milliseconds with a long tail',
				'latency counts, so chatty calls hurt',
				'it takes a thousand times as long, and sometimes much longer'
			]),
			point(0.2, 'Both sides are deployed apart, so formats must stay compatible', [
				'versions differ between caller and callee',
				'old and new must understand each other'
			]),
			point(0.2, 'It needs timeouts, retries with idempotency, and encryption and authentication', [
				'protect and bound every call',
				'a deadline for every call'
			])
		],
		modelAnswer: `
			The greatest difference is partial failure: no answer does not tell whether the work
			was done, because the request may have been lost, or only the response. In the same
			process it either returns or we all crash together. Second, it is slower by orders
			of magnitude, and its time varies with a long tail, so chatty interfaces that are
			fine locally hurt, and a page with a hundred calls meets the slow one nearly always.
			Third, both sides are deployed apart, so old and new versions talk to each other and
			formats must stay compatible. Therefore each call needs a timeout, retries that are
			safe because it is idempotent, and authentication, and its results should be coarse.
		`,
		hints: [
			'You ask something and hear nothing. What do you know now?',
			'Compare the time, the silence, and who may be a year older than whom.'
		],
		followUps: [
			clarifying('p1', 'A transfer call timed out. What does your program do next?', [
				point(
					0.5,
					'It treats the outcome as unknown and asks for the state, or repeats with the same id',
					['query by reference', 'retry idempotently']
				),
				point(0.5, 'It does not report failure nor start a second transfer', [
					'never assume either way',
					'show pending'
				])
			]),
			deeper(
				'p2',
				'A page makes a hundred calls, each slow in one case of a hundred. What do users see?',
				[
					point(0.5, 'Nearly two of three pages meet at least one slow call', [
						'1 - 0.99^100 is about 63 percent',
						'the tail becomes the rule'
					]),
					point(0.5, 'Fewer or batched calls, hedged requests, partial results', [
						'combine them',
						'show what is there after a deadline'
					])
				]
			)
		]
	}
]);
