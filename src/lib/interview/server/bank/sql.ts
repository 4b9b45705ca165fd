import { clarifying, deeper, essential, point, topic } from './topic';

export const sql = topic('sql', [
	{
		slug: 'index-basics',
		category: 'implementation',
		difficulty: 'junior',
		question: 'What does an index on a table do for you, and what do you pay for it?',
		rubric: [
			essential(
				0.35,
				'It keeps the values sorted, usually as a B-tree, so that rows are found without reading the whole table',
				[
					'a sorted tree avoids a full scan',
					'lookup takes a few steps rather than all rows',
					'the database can jump right to the entry instead of going through everything'
				]
			),
			essential(
				0.3,
				'Every insert, update and delete must maintain it, so that writes get slower',
				[
					'writing costs more with each index',
					'indexes are updated along with the data',
					'whenever data changes, there is additional work to keep it up to date'
				],
				['an index speeds up writes as well']
			),
			point(0.15, 'It takes disk and memory', [
				'space is needed on disk and in the cache',
				'each index is another structure to store'
			]),
			point(
				0.2,
				'It helps only where the condition is selective and fits the index: not for a function on the column or a leading wildcard',
				[
					'a query that returns most rows ignores it',
					'wrapping the column in a function prevents its use'
				]
			)
		],
		modelAnswer: `
			An index keeps the values of one or more columns sorted, usually as a B-tree with
			pointers to the rows, so a row is found in a few steps without reading the whole
			table; it also helps with ranges and with sorting. You pay when you write: every
			insert, update and delete must maintain every index, so writes get slower. And it
			takes disk and memory that the data could have used. It helps only where the
			condition is selective and fits the index. If the query returns half the rows, the
			planner rightly scans, and a function on the column or a leading wildcard keeps it
			from being used at all.
		`,
		hints: [
			'Compare looking up a name in a phone book with looking up a number in it.',
			'Somebody has to keep the book in order whenever people move. And which lookups does that order not serve?'
		],
		followUps: [
			clarifying(
				'p4',
				'There is one on the column, and the planner still reads everything. What might be the reason?',
				[
					point(0.5, 'The query returns a large part of the rows, so that scanning is cheaper', [
						'low selectivity makes the planner scan',
						'too many rows match'
					]),
					point(
						0.5,
						'The column is wrapped in a function or cast, or the pattern begins with a wildcard',
						['lower(email) needs an index on the expression', 'types differ so it cannot be used']
					)
				]
			),
			deeper(
				'p2',
				'A table takes fifty thousand inserts a second. How do you decide which of its nine to drop?',
				[
					point(0.5, 'Look at usage statistics and remove those never scanned', [
						'the database counts how often each was used',
						'unused ones only cost'
					]),
					point(0.5, 'Remove those that are a prefix of another', [
						'(a) is covered by (a, b)',
						'redundant ones with the same leading columns'
					])
				]
			)
		]
	},
	{
		slug: 'n-plus-one',
		category: 'implementation',
		difficulty: 'junior',
		question: 'What is the N+1 query problem, how do you notice it and how do you fix it?',
		rubric: [
			essential(
				0.35,
				'One query loads a list, then one more query runs for each row, often by lazy loading of an ORM',
				[
					'a loop that touches a relation fires a query each time',
					'1 for the list and N for its children',
					'you fetch a hundred orders and then ask a hundred more times for their customers'
				]
			),
			point(
				0.25,
				'It is noticed by counting queries per request, in the log or a trace, since it hides on small test data',
				[
					'the query log shows the same statement many times',
					'with ten rows in development nobody sees it'
				]
			),
			essential(
				0.4,
				'Fix it with a join, eager loading or one query with IN, so that the number is fixed',
				[
					'load all children at once by their parent ids',
					'batch with a data loader',
					'get everything together in one or two statements'
				],
				['adding an index removes the N+1 problem']
			)
		],
		modelAnswer: `
			You load a list of a hundred orders with one query, and then, while rendering, each
			order's customer is fetched by one more query for each row; most often lazy loading
			of an ORM does it, and the loop looks innocent. Every query is quick, but the round
			trips add up. I notice it by counting queries per request, in the log or in a trace,
			where the same statement comes many times with another id. On small test data it
			hides, so a test that asserts the number of queries is useful. To fix it I use a
			join or eager loading, or collect the ids and make one query with IN, so the number
			stays fixed.
		`,
		hints: [
			'Watch the statement log while one page is drawn.',
			'What looks like a harmless property access inside a loop may be a trip over the network.'
		],
		followUps: [
			clarifying(
				'p2',
				'The page is fast on your laptop and slow for one customer only. How do you prove your suspicion?',
				[
					point(
						0.5,
						'Log or trace that one request and look at how often the same statement runs',
						['count statements for it', 'spans show hundreds of equal calls']
					),
					point(0.5, 'That customer has many more rows than your data', [
						'reproduce with realistic volumes',
						'the time grows with the length of the list'
					])
				]
			),
			deeper(
				'p3',
				'Joining in everything at once made it slower. Why might that be, and what instead?',
				[
					point(0.5, 'Two child collections multiply rows, a Cartesian product', [
						'joining several one-to-many relations blows up the result',
						'duplicate parent data is sent again and again'
					]),
					point(0.5, 'Use one separate query for each relation with the ids', [
						'split into two or three batched selects',
						'fetch children by IN and join in memory'
					])
				]
			)
		]
	},
	{
		slug: 'composite-order',
		category: 'implementation',
		difficulty: 'mid-level',
		question: 'How do you choose the order of columns in an index over several columns?',
		rubric: [
			essential(
				0.35,
				'The index serves only queries that constrain its leading columns: (a, b) helps for a and for a with b, not for b alone',
				[
					'leftmost prefix rule',
					'it is sorted by the first column, then by the second',
					'without a value for the first one the second is of no use'
				],
				['the order of the columns does not matter']
			),
			essential(
				0.3,
				'Columns compared by equality come first, the range or sort column after them',
				[
					'equality before range',
					'after the first range condition the rest cannot narrow the search',
					'what you test with an equals sign goes to the front, greater-than and order by to the back'
				]
			),
			point(
				0.2,
				'A matching order also saves the sort, which with LIMIT lets the database stop early',
				['rows come out already ordered', 'no separate sort step is needed for top ten']
			),
			point(0.15, 'Included columns make it covering, so that the table itself is not visited', [
				'an index-only scan answers from the index alone',
				'all needed columns are in the index'
			])
		],
		modelAnswer: `
			The index is sorted by the first column, within that by the second, and so on. So it
			serves only queries that constrain its leading columns: one over a and b helps for
			a, and for a with b, but not for b alone. I put columns that are compared by
			equality first and the range or sort column after them, because after the first
			range condition the rest cannot narrow the search. For newest orders of a customer
			that is customer id, then created date. Such a matching order also saves the sort,
			and with a LIMIT the database can stop early. Sometimes I include another column to
			make it covering, so that the table itself is not visited.
		`,
		hints: [
			'A telephone book is good for some lookups and useless for others.',
			'Which conditions pin down one value, and which leave a stretch? Place them so that the stretch does the least harm.'
		],
		followUps: [
			clarifying('p1', 'There is one over country and city. Which of your queries still crawl?', [
				point(0.5, 'Those that filter by city only', [
					'queries without country cannot use it',
					'the leading column is missing'
				]),
				point(0.5, 'Filtering by country, or by both, is fast', [
					'it works from the left',
					'with the first given it helps'
				])
			]),
			deeper(
				'p2',
				'Your query filters on status, a date range, and sorts by price. What do you do?',
				[
					point(
						0.5,
						'Status first, then either the date or the price: one of filter or sort must be done afterwards',
						['a range and another sort cannot both be served', 'choose which is more selective']
					),
					point(0.5, 'Test with EXPLAIN and real data', [
						'measure both variants',
						'look at rows read against rows returned'
					])
				]
			)
		]
	},
	{
		slug: 'orm-or-sql',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		question: 'When do you let an ORM write the queries, and when do you write SQL yourself?',
		rubric: [
			essential(
				0.3,
				'An ORM is good for everyday create, read, update and delete, with mapping, types and migrations',
				[
					'ordinary CRUD is quicker and safer with it',
					'it saves boilerplate for simple entities',
					'for simply loading and saving things I would not write statements myself'
				]
			),
			essential(
				0.3,
				'Hand-written SQL is better for reports, bulk changes, window functions and tuned hot paths',
				[
					'aggregates and set-based updates belong in SQL',
					'where the plan matters I write the statement',
					'when it gets complicated or has to be fast I write the statement by hand'
				],
				['raw SQL is always unsafe']
			),
			point(0.2, 'The ORM hides cost: lazy loads, too many columns, surprising statements', [
				'one does not see what is sent',
				'generated queries may be poor'
			]),
			point(0.2, 'Raw SQL must still use parameters, never string concatenation', [
				'bind values against injection',
				'placeholders for all input'
			])
		],
		modelAnswer: `
			For everyday create, read, update and delete I let the ORM do it: I get mapping,
			types and migrations, less boilerplate, and the code reads well. For reports, bulk
			changes, window functions and hot paths that I tune, I write SQL by hand, because a
			set-based statement says it better, and there the plan matters. What I keep in mind
			is that the ORM hides cost: lazy loads, all columns when I need two, or a surprising
			statement per row; so I log what it sends. And raw SQL must still use parameters,
			never string concatenation. Both can live in one project when queries sit in one
			place, such as a repository, and tests run against the real database.
		`,
		hints: [
			"Take two jobs of very different shape: saving a form, and last year's revenue by region.",
			'One tool spares you typing, and keeps something out of sight. When does that which is out of sight matter?'
		],
		followUps: [
			clarifying(
				'p2',
				'Which kind of work in your last project would you take out of the mapper first?',
				[
					point(0.5, 'Bulk updates, since loading each object to change it is wasteful', [
						'update in one statement rather than row by row',
						'mass changes should run in the database'
					]),
					point(0.5, 'Aggregated reports with grouping and windows', [
						'analytics queries',
						'statistics over many rows'
					])
				]
			),
			deeper('p3', 'How do you keep an eye on what the mapper really sends?', [
				point(0.5, 'Log statements and their count and duration per request', [
					'slow query log and tracing',
					'query spans in the trace'
				]),
				point(0.5, 'Tests that limit the number of queries, and EXPLAIN for the slow ones', [
					'assert query counts',
					'check plans in review'
				])
			])
		]
	},
	{
		slug: 'read-scaling',
		category: 'scalability',
		difficulty: 'senior',
		question:
			'Your relational database is at its limit with reads. Which steps do you take, in which order, and what does each cost?',
		rubric: [
			essential(0.3, 'First measure and fix the worst queries and indexes', [
				'look at the top statements by total time',
				'EXPLAIN before adding machines',
				'find out which statements cost the most and tune them before buying anything'
			]),
			essential(0.25, 'Cache hot results, and accept stale data and the work of invalidation', [
				'put a cache in front and deal with expiry',
				'Redis for frequently read things',
				'keep popular answers in memory and live with them being slightly out of date'
			]),
			essential(
				0.25,
				'Read replicas take load but lag, so that a user may not see their own write',
				[
					'replication delay breaks read-your-writes',
					'send reads after a write to the primary',
					'copies can answer too, but they are always a bit behind'
				],
				['replicas are always up to date']
			),
			point(
				0.2,
				'Partitioning or sharding comes last, since joins and transactions across shards are lost',
				['sharding makes cross-shard queries hard', 'splitting by key is the most expensive step']
			)
		],
		modelAnswer: `
			First I measure: the top statements by total time, their plans, and fix the worst
			queries and indexes; often that is a factor of ten for free. Then connection pooling
			and a bigger machine, which is boring and cheap. Next I cache hot results, and
			accept stale data and the work of invalidation. Then read replicas: they take load,
			but they lag, so a user may not see their own write. Reads right after a write go to
			the primary, or wait for a position. Partitioning or sharding comes last, since
			joins and transactions across shards are lost, and it is hard to undo. If writes are
			the limit, replicas do not help at all.
		`,
		hints: [
			'Cheap steps that change nothing about correctness come before dear ones that do.',
			'For each thing you add, ask how old the answer may be that it gives.'
		],
		followUps: [
			clarifying(
				'p3',
				'A user saves their profile and then sees the old one. What happened, and what do you do?',
				[
					point(0.5, 'The read went to a copy that had not caught up', [
						'asynchronous replication was behind',
						'the follower was late'
					]),
					point(
						0.5,
						"Route that user's reads to the primary for a while, or wait for the log position",
						['pin the session after writing', 'read your own writes from the leader']
					)
				]
			),
			deeper(
				'p4',
				'By which key would you split the orders of a marketplace, and what will hurt later?',
				[
					point(0.5, 'By customer or seller, so that most queries stay on one shard', [
						'the key most queries contain',
						'co-locate what is read together'
					]),
					point(
						0.5,
						'Queries by the other side go to all shards, and one huge seller is a hot spot',
						['scatter and gather, skew', 'resharding is work']
					)
				]
			)
		]
	}
]);
