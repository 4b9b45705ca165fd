import { clarifying, deeper, essential, point, topic } from './topic';

export const transactions = topic('transactions', [
	{
		slug: 'acid',
		category: 'implementation',
		difficulty: 'junior',
		question:
			'What does a database transaction promise, and where in an application does it begin and end?',
		rubric: [
			essential(
				0.35,
				'All or nothing: either every statement takes effect or none, also after a crash',
				[
					'atomicity means a rollback undoes everything',
					'no half-done change remains',
					"it either happens completely or it's as if it had never happened"
				]
			),
			essential(
				0.25,
				'Isolation: others do not see the unfinished work, as far as the level promises',
				[
					'concurrent transactions do not disturb each other',
					'uncommitted data stays hidden',
					'nobody sees half of what I am doing'
				]
			),
			essential(0.25, 'Durability: once committed it survives a crash', [
				'a commit is on disk',
				'confirmed data is not lost when power fails',
				'after it said yes, pulling the plug does no harm'
			]),
			point(
				0.15,
				'It should span one use case and be short: no network calls or waiting for users inside',
				['do not keep it open during an HTTP call', 'begin late and commit early']
			)
		],
		modelAnswer: `
			A transaction promises that it is all or nothing: either every statement takes
			effect or none, also after a crash, so money does not leave one account without
			reaching the other. Isolation means that others do not see the unfinished work, as
			far as the chosen level promises. Constraints hold at its end, which is the
			consistency part. And durability: once committed, it survives a crash, because the
			log is on disk. In the application it spans one use case, so it begins and ends in
			the service layer rather than in each repository method. And it should be short: no
			network calls or waiting for users inside, since it holds locks and a connection.
		`,
		hints: [
			'Think of power failing in the middle of moving money.',
			'Four letters, and one piece of advice about what never to do while one is open.'
		],
		followUps: [
			clarifying('p4', 'Where would you put the begin and the commit in a layered application?', [
				point(0.5, 'Around one use case in the service', [
					'the service method is the unit of work',
					'not in single repository calls'
				]),
				point(0.5, 'So several writes of one request succeed or fail together', [
					'all changes belonging together share one',
					'otherwise half of it is stored'
				])
			]),
			deeper(
				'p4',
				'A colleague sends an e-mail before the commit. What can happen and how do you repair it?',
				[
					point(
						0.5,
						'The commit fails after the mail went out, so it tells of something that did not happen',
						['the mail cannot be rolled back', 'side effects survive the rollback']
					),
					point(
						0.5,
						'Write the intent into an outbox table in the same transaction and send afterwards',
						['outbox pattern', 'a worker sends after the commit']
					)
				]
			)
		]
	},
	{
		slug: 'isolation-anomalies',
		category: 'implementation',
		difficulty: 'mid-level',
		question:
			'Which anomalies do weaker isolation levels allow, and how do you guard against a lost update at the usual default level?',
		rubric: [
			essential(
				0.25,
				'Read committed prevents dirty reads but allows non-repeatable reads and phantoms',
				[
					'the same query may give another result within one transaction',
					'you see only committed data, though it may change between two reads',
					'you never see what has not been committed, but reading again may give something different'
				],
				['read committed guarantees repeatable reads']
			),
			essential(
				0.35,
				'A lost update: two transactions read a value, both compute and write, and one change disappears',
				[
					'both read ten and write eleven',
					"read-modify-write overwrites the other's change",
					'the second one writes over what the first has just saved'
				]
			),
			essential(
				0.4,
				'Guard with an atomic update, select for update, or a version column that is checked',
				[
					'set x = x + 1 in the database',
					'optimistic locking with a version',
					'lock the row before reading it',
					'let the update itself check or compute it, or hold the row until you are done'
				]
			)
		],
		modelAnswer: `
			At read committed, the default in most databases, dirty reads are prevented, but
			non-repeatable reads and phantoms are possible: the same query may give another
			result within one transaction. Repeatable read or snapshot stops those, but still
			allows write skew, which only serializable excludes. The classic bug is the lost
			update: two transactions read a stock of ten, both compute nine and write it, and
			one change disappears. I guard against it with an atomic update, set stock to stock
			minus one where stock is positive; or with select for update, which locks the row;
			or with a version column that is checked when writing and a retry when it does not
			match.
		`,
		hints: [
			'Two people look at the same number and each writes back what they worked out.',
			'Let the database do the arithmetic, or make the second one notice. How?'
		],
		followUps: [
			clarifying(
				'p2',
				'Two clerks sell the last ticket at the same moment. Play it through step by step.',
				[
					point(0.5, 'Both read one left, both write zero, and two are sold', [
						'each sees the ticket as free',
						'the second write hides the first'
					]),
					point(0.5, 'A condition in the update lets only one succeed: check the affected rows', [
						'where stock > 0 and look at the count',
						'zero rows changed means sold out'
					])
				]
			),
			deeper(
				'p3',
				'Two doctors may each go off duty as long as one stays. Both leave. Why did a snapshot not stop it, and what would?',
				[
					point(0.5, 'They write different rows after reading the same state: write skew', [
						'no row is written twice so there is no conflict',
						'each snapshot still saw the other on duty'
					]),
					point(0.5, 'Serializable isolation or locking the rows read, or a constraint', [
						'lock all doctors of the shift',
						'materialise the conflict in one row'
					])
				]
			)
		]
	},
	{
		slug: 'optimistic-or-pessimistic',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		question:
			'When do you use optimistic locking and when pessimistic, and what does the user see in each case?',
		rubric: [
			essential(
				0.35,
				'Optimistic: no lock while editing; at saving a version is compared, and a mismatch is a conflict',
				[
					'check the version number at the write',
					'assume no collision and detect it at the end',
					'you let everybody work and only when storing look whether somebody was faster'
				]
			),
			essential(
				0.3,
				'Pessimistic: lock first, so that others wait; good for short work with many collisions',
				[
					'take the lock before reading',
					'with high contention waiting is cheaper than redoing',
					'whoever comes first holds it and the rest must queue'
				]
			),
			point(0.2, 'Optimistic fits long edits and rare conflicts, such as forms on the web', [
				'human think time must not hold locks',
				'when collisions are seldom'
			]),
			point(
				0.15,
				'Locks bring waiting, deadlocks and forgotten locks; conflicts bring retries or a merge',
				[
					'one pays with blocking, the other with redoing',
					'the user sees either a delay or a conflict message'
				]
			)
		],
		modelAnswer: `
			With optimistic locking there is no lock while somebody edits: each row has a
			version, at saving the version is compared, and a mismatch is a conflict. It fits
			long edits and rare conflicts, so forms on the web, where human think time must not
			hold locks. Pessimistic means I lock first, so that others wait. That is good for
			short work with many collisions, such as taking from a popular stock, where redoing
			would be more expensive than waiting. What one pays is different: locks bring
			waiting, deadlocks and forgotten locks, conflicts bring retries or a merge. So the
			user sees either a delay, or a message that somebody else changed this and a way to
			bring both together.
		`,
		hints: [
			'One of them asks beforehand, the other apologises afterwards.',
			'How long does a person hold the thing, and how often do two want it? That decides.'
		],
		followUps: [
			clarifying(
				'p3',
				'A wiki page is edited for half an hour. Which way do you go, and what about the second person who saves?',
				[
					point(0.5, 'Compare versions at saving, since nobody should lock for half an hour', [
						'no lock during editing',
						'detect the conflict at the end'
					]),
					point(0.5, 'Show the difference and let them merge, never drop their text', [
						'keep the draft',
						'offer both versions'
					])
				]
			),
			deeper(
				'p4',
				'In the other approach two workers block each other for ever. How come, and how do you prevent it?',
				[
					point(0.5, 'They take the same locks in different order: a deadlock', [
						'each holds what the other needs',
						'circular waiting'
					]),
					point(0.5, 'Always lock in one order, keep it short, use timeouts and retry the victim', [
						'sort ids before locking',
						'the database kills one and it is tried again'
					])
				]
			)
		]
	},
	{
		slug: 'outbox',
		category: 'architecture',
		difficulty: 'senior',
		question:
			'A service must save an order and tell others about it through a message broker. Why is writing to both in turn wrong, and how does an outbox help?',
		rubric: [
			essential(
				0.3,
				'A crash between the two leaves one without the other: saved but not told, or told but not saved',
				[
					'dual writes have no common transaction',
					'the commit may fail after publishing',
					'if it dies in the middle, the two disagree for ever'
				],
				['a try/catch around both makes it safe']
			),
			essential(
				0.35,
				'With an outbox the event is inserted in the same database transaction as the order',
				[
					'one commit holds both the data and the message',
					'write the event to a table atomically',
					'save what you want to say beside the data, so both are there or neither'
				]
			),
			essential(
				0.2,
				'A relay reads the table or the log and publishes, repeating until it is acknowledged',
				[
					'a poller or change data capture sends it later',
					'a background process forwards events',
					'something runs behind and sends whatever has not been sent'
				]
			),
			point(0.15, 'So delivery is at least once, and consumers must be idempotent', [
				'duplicates are possible and receivers must cope',
				'the message may come twice'
			])
		],
		modelAnswer: `
			If I write to the database and then to the broker, a crash between the two leaves
			one without the other: saved but not told, or, the other way round, told but not
			saved because the commit failed. There is no common transaction, and two-phase
			commit is slow and rarely supported. With an outbox the event is inserted into a
			table in the same database transaction as the order, so one commit holds both. Then
			a relay reads that table, or follows the log with change data capture, and
			publishes, repeating until the broker has acknowledged. So delivery is at least
			once: the message may come twice, and consumers must be idempotent, for instance by
			remembering the ids of events.
		`,
		hints: [
			'Pull the plug after the first line of code. Then swap the lines and pull it again.',
			'If only one place can be changed in one stroke, what would you put there besides the data itself?'
		],
		followUps: [
			clarifying(
				'p1',
				'Your colleague swaps the two calls, so that the broker comes first. What has been gained?',
				[
					point(0.5, 'Nothing: now others may hear of an order that was never stored', [
						'the commit can fail after publishing',
						'ghost events'
					]),
					point(0.5, 'Either order has a window in which a crash breaks it', [
						'both orders are inconsistent',
						'the gap just moves'
					])
				]
			),
			deeper('p4', 'How does the receiving side make sure that a repeated event does no harm?', [
				point(0.5, 'It stores event ids it has handled, in the same transaction as its effect', [
					'a table of processed messages',
					'deduplicate by id'
				]),
				point(0.5, 'Or its effect is naturally idempotent, such as setting a state by version', [
					'upsert instead of add',
					'applying it again changes nothing'
				])
			])
		]
	},
	{
		slug: 'sagas',
		category: 'scalability',
		difficulty: 'senior',
		question:
			'An operation spans three services, each with its own database. How do you keep it consistent without a distributed transaction?',
		rubric: [
			essential(
				0.35,
				'A saga: a chain of local transactions, each with a compensating action that undoes it in business terms',
				[
					'if a step fails, earlier ones are compensated',
					'cancel the booking and refund the payment',
					'every service commits for itself, and if it goes wrong later you do the opposite of what was done'
				],
				['a saga rolls back all databases atomically']
			),
			essential(
				0.25,
				'Between the steps others see intermediate states, so that they must be modelled, such as pending',
				[
					'there is no isolation, an order is reserved before it is confirmed',
					'states like pending are visible',
					'for a while it is half done and everybody can see it'
				]
			),
			point(
				0.2,
				'Orchestration has one coordinator that knows the steps, choreography lets services react to events',
				[
					'a central process against a dance of events',
					'with many steps an orchestrator is easier to follow'
				]
			),
			point(
				0.2,
				"Every step and compensation must be retryable and idempotent, and the saga's state is kept durably",
				['progress is stored so that a restart continues', 'steps may run twice']
			)
		],
		modelAnswer: `
			I use a saga: a chain of local transactions, each with a compensating action that
			undoes it in business terms, so if the shipment cannot be booked, the payment is
			refunded and the stock released. That is not a rollback: a refund is a new fact.
			Between the steps others see intermediate states, so I model them, an order is
			pending until the last step. Either an orchestrator knows the steps, or with
			choreography services react to each other's events; with more than three steps I
			prefer the orchestrator, since one can see where a case stands. Every step and
			compensation must be retryable and idempotent, and the state of the saga is stored
			durably, so a restart continues it.
		`,
		hints: [
			'A travel agency cannot roll back an airline, and still gets by.',
			'For every move forward think of one that makes amends, and of somebody who looks in on the way.'
		],
		followUps: [
			clarifying('p1', 'The hotel is booked, the flight is full. What happens now?', [
				point(0.5, 'The hotel is cancelled by its compensating action', [
					'undo what was done with a counter-action',
					'release the reservation'
				]),
				point(0.5, 'If cancelling fails it is retried, and at last a person is told', [
					'compensations are repeated until they succeed',
					'alert when it stays stuck'
				])
			]),
			deeper('p2', 'Which steps would you place last, and why?', [
				point(0.5, 'Those that cannot be compensated, such as sending a parcel or a mail', [
					'irreversible effects come at the end',
					'after the point of no return only retryable steps'
				]),
				point(0.5, 'Those likely to fail come early, before anything must be undone', [
					'check the risky thing first',
					'cheap validation up front'
				])
			])
		]
	}
]);
