import { clarifying, deeper, essential, point, topic } from './topic';

export const schema = topic('schema', [
	{
		slug: 'keys-and-constraints',
		category: 'architecture',
		difficulty: 'junior',
		question:
			'What do primary keys, foreign keys, unique and check constraints do for you that application code does not?',
		rubric: [
			essential(
				0.35,
				'They hold for every writer and under concurrency: other services, scripts, races',
				[
					'the database enforces them for all',
					'code alone has gaps between check and write',
					'it applies no matter who writes, even if two do it at once'
				],
				['validation in the application makes constraints needless']
			),
			essential(
				0.25,
				'A foreign key prevents rows that point nowhere and says what happens on deletion',
				[
					'referential integrity',
					'cascade, restrict or set null',
					"you can't have an order whose customer does not exist"
				]
			),
			point(0.2, 'Unique decides races such as two accounts with one e-mail', [
				'only one insert succeeds',
				'duplicates are impossible'
			]),
			point(0.2, 'They document the model and help the planner', [
				'the schema tells the rules',
				'readable truth about the data'
			])
		],
		modelAnswer: `
			They hold for every writer and under concurrency. The application may check, but
			there are scripts, another service, an old version during a deploy, and two requests
			at the same moment; the data outlives all of that code. A primary key names each
			row. A foreign key prevents rows that point nowhere and says what happens on
			deletion, cascade, restrict or set null. Unique decides races, such as two accounts
			with one e-mail: just one insert succeeds and the other gets an error I can
			translate. Check and not null keep out impossible values, such as a negative amount.
			And they document the model for whoever comes next, and help the planner. Validation
			in the application is still there, for friendly messages.
		`,
		hints: [
			'Who else writes into these tables, besides the code in front of you?',
			'Imagine two of the same arriving at once, or a parent that is removed while a child is added.'
		],
		followUps: [
			clarifying(
				'p2',
				'A customer is deleted, and there are invoices. What should happen, and who decides?',
				[
					point(
						0.5,
						'Deletion is refused, or the customer is anonymised, as invoices must be kept',
						['restrict', 'legal retention']
					),
					point(0.5, 'The rule stands in the foreign key, so no path can forget it', [
						'on delete',
						'declared once'
					])
				]
			),
			deeper(
				'p1',
				'The unique rule holds only for rows that are not soft-deleted, and case must not matter. How do you declare that?',
				[
					point(0.5, 'A partial unique index with a condition', [
						'where deleted_at is null',
						'filtered index'
					]),
					point(0.5, 'On an expression or a case-insensitive type', ['lower(email)', 'collation'])
				]
			)
		]
	},
	{
		slug: 'zero-downtime-migration',
		category: 'implementation',
		difficulty: 'senior',
		question:
			'You must split a column of a table with two hundred million rows while the service runs. Describe the steps.',
		rubric: [
			essential(0.3, 'Expand: add the new columns as nullable, which locks only for a moment', [
				'additive first',
				'no rewriting of the table',
				'first put the new ones beside it, empty'
			]),
			essential(
				0.25,
				'Write both from the application, then fill the old rows in small batches with pauses',
				[
					'dual writing and backfill',
					'chunks by key, resumable',
					'new things go to both places, and the existing ones are copied bit by bit'
				],
				['one update statement over all rows in one transaction']
			),
			essential(0.25, 'Verify, switch reads to the new columns, behind a flag', [
				'compare old and new',
				'read from new after checking',
				'check that they agree and only then read from there'
			]),
			point(
				0.2,
				'Contract in a later release: stop writing the old and drop it; every step works with the version before and after',
				['remove at the end', 'rollback is possible at each step']
			)
		],
		modelAnswer: `
			In small steps, so that each works with the version of the code before and after.
			First expand: I add the new columns as nullable, which locks the table only for a
			moment, with a lock timeout so it does not queue behind a long query. Then a release
			writes both, old and new. Next the backfill: small batches by key, with pauses,
			resumable, watching the lag of replicas; one statement over two hundred million rows
			would hold locks and bloat the log. Then I verify by comparing, and switch reads to
			the new columns behind a flag. When that has been quiet for a while, I contract:
			stop writing the old, add the not-null constraint, validated separately, and drop
			the column in a later release. At each step there is a way back.
		`,
		hints: [
			'At every moment two versions of the program are alive and both must be content.',
			'First more than needed, then both, then only the one. And how do you carry over the old stock without blocking the aisle?'
		],
		followUps: [
			clarifying(
				'p2',
				'Your colleague writes one statement for all rows, on Friday afternoon. What do you expect?',
				[
					point(0.5, 'Locks for a long time, and others wait', ['blocked writes', 'timeouts']),
					point(0.5, 'Replicas lag, log and disk grow, and an abort rolls all back', [
						'huge transaction',
						'bloat'
					])
				]
			),
			deeper('p4', 'After the reads were switched an error shows up. How do you get back?', [
				point(0.5, 'Turn the flag off; the old column is still being written', [
					'reads return to the old',
					'no data lost'
				]),
				point(0.5, 'So the old may be dropped only when nobody wants to return', [
					'wait before contracting',
					'point of no return is last'
				])
			])
		]
	},
	{
		slug: 'normalise',
		category: 'tradeoffs',
		difficulty: 'junior',
		question: 'When do you normalise a schema, and when do you store things twice on purpose?',
		rubric: [
			essential(
				0.35,
				'Normalise first: each fact in one place, so that a change cannot leave contradictions',
				[
					'no update anomalies',
					'the address is stored once',
					'everything is written down only once, so it cannot disagree with itself'
				]
			),
			essential(
				0.3,
				'Denormalise for measured read load: counters, read models, precomputed joins',
				[
					'duplicate to save joins on hot paths',
					'materialised views',
					'keep a finished result if computing it each time is too slow'
				],
				['denormalising always makes everything faster']
			),
			point(
				0.2,
				'Then somebody has to keep the copies right: triggers, transactions, events, repair jobs',
				['the price is consistency on writing', 'writes get slower and more complicated']
			),
			point(0.15, 'History is no duplication: an invoice keeps the price and address of its day', [
				'a snapshot in time',
				'values as they were'
			])
		],
		modelAnswer: `
			I normalise first: each fact in one place, so that a change cannot leave
			contradictions. If the customer's address is in every order row, one update misses
			some. Joins on indexed keys are cheap, cheaper than many believe. I store things
			twice for measured read load: a comment counter, a read model for a hot page, a
			materialised view for reports. Then somebody has to keep the copies right, in the
			same transaction, by triggers or events, and a repair job compares them now and
			then; writes get slower and more complicated. Something else is history, which is no
			duplication at all: an invoice keeps the price and address of its day, and must not
			change when the customer moves.
		`,
		hints: [
			'If a street is renamed, in how many places would you have to correct it?',
			'What do you gain when reading, who pays when writing, and which values only look the same?'
		],
		followUps: [
			clarifying(
				'p4',
				"The price of an article changes. What should last year's invoices show, and how does your model see to it?",
				[
					point(0.5, 'The price of that time, stored in the invoice line', [
						'snapshot',
						'copied at purchase'
					]),
					point(0.5, "It is another fact than today's price", [
						'historic value',
						'not to be joined from the article'
					])
				]
			),
			deeper(
				'p3',
				'A counter beside each post says 41, and there are 40 comments. How did that happen, and how do you live with it?',
				[
					point(0.5, 'A write path changed one without the other, or a race', [
						'not in one transaction',
						'a lost update'
					]),
					point(0.5, 'Update atomically in the same transaction and recount regularly', [
						'reconcile job',
						'trigger'
					])
				]
			)
		]
	},
	{
		slug: 'id-choice',
		category: 'scalability',
		difficulty: 'mid-level',
		question:
			'Numbers that count up, random UUIDs or time-ordered ids: which primary key do you choose for a growing system?',
		rubric: [
			essential(
				0.3,
				'Counting numbers are small and fast, but reveal amounts, can be guessed, and need one authority',
				[
					'auto-increment tells how many customers there are',
					'sequential and enumerable',
					'one, two, three is short, but everyone sees how many you have'
				]
			),
			essential(
				0.3,
				'Random UUIDs can be made anywhere without asking, but scatter over the index: more page splits and cache misses',
				[
					'version 4 hurts insert locality',
					'big and random',
					'anybody can invent one without asking, yet they end up all over the place'
				]
			),
			essential(
				0.25,
				'Time-ordered ids such as UUIDv7, ULID or Snowflake combine both: made anywhere and appended at the end',
				[
					'sortable by time',
					'good index locality',
					'they start with the time, so new ones come at the end'
				]
			),
			point(
				0.15,
				'An id that is hard to guess is no permission check',
				['still authorise', 'obscurity does not replace access control'],
				['random ids make authorization unnecessary']
			)
		],
		modelAnswer: `
			Counting numbers are small and fast, and new rows go to the end of the index. But
			they reveal amounts, can be guessed, and need one authority, which is awkward with
			several databases or offline clients. Random UUIDs can be made anywhere without
			asking, also by the client before the row exists, which helps idempotency; but they
			are bigger and scatter over the index, so big tables suffer from page splits and
			cache misses. Time-ordered ids such as UUIDv7 or ULID combine both: made anywhere,
			appended nearly in order; they do tell when the row was made. I take these today, or
			a number inside with a public id outside. And an id that is hard to guess is no
			permission check.
		`,
		hints: [
			'What can a competitor learn from two order confirmations a month apart?',
			'Think of where in the index the next one lands, who hands it out, and what it tells.'
		],
		followUps: [
			clarifying(
				'p2',
				'Inserts get slower as the table outgrows the memory. What has the key to do with it?',
				[
					point(0.5, 'Random keys touch pages all over the index, so each needs a read from disk', [
						'cache misses',
						'no locality'
					]),
					point(0.5, 'Ordered keys fill the last page, which is in memory', [
						'append only',
						'fewer splits'
					])
				]
			),
			deeper(
				'p3',
				'How can two machines make such ids in the same millisecond without a clash and keep the order?',
				[
					point(0.5, 'Random bits or a machine number beside the time', [
						'node id',
						'enough entropy'
					]),
					point(
						0.5,
						'A counter within the millisecond; across machines order is only approximate',
						['monotonic sequence', 'clock skew']
					)
				]
			)
		]
	}
]);
