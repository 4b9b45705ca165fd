import { clarifying, deeper, essential, point, topic } from './topic';

export const dataStructures = topic('data_structures', [
	{
		slug: 'hash-map',
		category: 'implementation',
		difficulty: 'junior',
		question: 'How does a hash map find a value so quickly, and when does it stop being quick?',
		rubric: [
			essential(
				0.35,
				'A hash of the key gives the bucket, so that on average lookup takes constant time whatever the size',
				[
					"the key's hash computes where to look",
					'O(1) on average',
					'you calculate from the name where it must be and look just there'
				]
			),
			essential(
				0.3,
				'Different keys may fall into one bucket; collisions are resolved by chains or probing, and equality decides',
				[
					'keys are compared within the bucket',
					'two keys with the same hash',
					'if two end up in the same place you have to look which one is meant'
				],
				['two different keys can never have the same hash']
			),
			point(
				0.2,
				'When it gets full it grows and everything is rehashed: a slow insert now and then, amortised constant',
				['resizing at a load factor', 'occasional copying']
			),
			point(
				0.15,
				'A bad hash or chosen keys make lookup linear; keys must not change while inside',
				['worst case O(n)', 'mutable keys get lost']
			)
		],
		modelAnswer: `
			The hash of the key gives the bucket where the value must be, so on average lookup
			takes constant time whatever the size. Different keys may fall into one bucket; such
			collisions are resolved by chains or probing, and then equality decides, that is why
			hash and equals must agree. When it gets full it grows, and everything is rehashed
			into more buckets: a slow insert now and then, but amortised it stays constant. It
			stops being quick with a bad hash function or with keys chosen by an attacker, when
			all fall together and lookup becomes linear; runtimes seed their hash against that.
			And a key must not change while it is inside, or it is never found again. It also
			keeps no useful order.
		`,
		hints: [
			'Instead of searching the shelf, one could compute on which shelf it lies.',
			'What if two things belong on the same shelf, or all of them do, or the shelves are full?'
		],
		followUps: [
			clarifying(
				'p4',
				'You put an object in as key, change a field of it, and cannot find it any more. Explain.',
				[
					point(0.5, 'Its hash is another now, so a different bucket is searched', [
						'it lies where the old hash pointed',
						'lookup goes elsewhere'
					]),
					point(0.5, 'Keys should be immutable, or compare by identity', [
						'use an id as key',
						'never mutate while it is in there'
					])
				]
			),
			deeper(
				'p4',
				'An attacker posts a form with fifty thousand field names and your server is busy for a minute. What happened?',
				[
					point(
						0.5,
						'Names with colliding hashes make each insert scan the chain, quadratic altogether',
						['hash flooding', 'all in the same bucket']
					),
					point(0.5, 'Random seeds per process and limits on the number of fields', [
						'keyed hash such as SipHash',
						'trees in long buckets'
					])
				]
			)
		]
	},
	{
		slug: 'choose-structure',
		category: 'tradeoffs',
		difficulty: 'junior',
		question: 'How do you choose between an array, a linked list, a tree and a hash map?',
		rubric: [
			essential(
				0.3,
				'An array gives access by position and is kind to the CPU cache; inserting in the middle moves the rest',
				[
					'contiguous memory is fast to walk',
					'index access in constant time',
					'everything lies side by side and you can go to number seven directly'
				]
			),
			essential(0.25, 'A hash map finds by key at once but keeps no order', [
				'lookup by exact key',
				'no ranges or sorting',
				'very fast if you know the exact name, useless for from-to'
			]),
			essential(
				0.25,
				'A balanced tree keeps keys sorted: ranges, nearest, minimum, all in logarithmic time',
				[
					'ordered map',
					'O(log n) and in order',
					'always in order, so you can ask for everything between two values'
				]
			),
			point(
				0.2,
				'A linked list inserts at a known place at once, yet walking it is slow in practice; seldom the right choice',
				['pointer chasing misses the cache', 'only good with the node in hand'],
				['linked lists are faster than arrays because inserting is O(1)']
			)
		],
		modelAnswer: `
			I ask what I do most often. An array gives access by position, and it is kind to the
			CPU cache since it lies in contiguous memory, so for small sizes it beats cleverer
			things even for searching; inserting in the middle moves the rest. A hash map finds
			by exact key at once but keeps no order. A balanced tree keeps the keys sorted, so I
			can ask for ranges, the nearest, the minimum, all in logarithmic time. A linked list
			inserts at a known place in constant time, yet finding that place means walking, and
			pointer chasing is slow, so it is seldom the right choice outside an LRU cache. In
			doubt I take the array or the map, and measure.
		`,
		hints: [
			'List the questions you will ask it, and how often each.',
			'Position, exact name, neighbourhood in an order: each has its own favourite. And how does memory like to be read?'
		],
		followUps: [
			clarifying(
				'p3',
				'You need all appointments between two times, and new ones arrive constantly. What do you take?',
				[
					point(0.5, 'An ordered tree by start time, or a database index', [
						'sorted map',
						'B-tree'
					]),
					point(0.5, 'Find the first and walk on till the end', [
						'range query in log n plus results',
						'lower bound'
					])
				]
			),
			deeper(
				'p1',
				'Why does going through a million numbers in one of them take ten times longer than in the other?',
				[
					point(0.5, 'Neighbours in memory come along in one cache line', [
						'contiguous data is prefetched',
						'sequential access'
					]),
					point(0.5, 'Scattered nodes cost a cache miss each', [
						'pointers jump through memory',
						'poor locality'
					])
				]
			)
		]
	},
	{
		slug: 'complexity',
		category: 'scalability',
		difficulty: 'junior',
		question:
			'What does big-O notation tell you about a program, and what does it keep silent about?',
		rubric: [
			essential(0.4, 'How time or memory grows with the size of the input, for large inputs', [
				'the growth rate',
				'doubling n doubles or quadruples the work',
				'how much longer it takes when there is more data'
			]),
			essential(
				0.3,
				'It hides constant factors, so that for small inputs the "worse" one may win',
				[
					'insertion sort beats quicksort on ten elements',
					'constants and cache effects are left out',
					'it says nothing about how long a single step takes'
				],
				['an O(n) algorithm is always faster than an O(n log n) one']
			),
			point(0.3, 'Worst, average and amortised cases differ, and one must say which', [
				"quicksort's worst case is quadratic",
				'which case is meant'
			])
		],
		modelAnswer: `
			It tells how time or memory grows with the size of the input when that gets large.
			With a quadratic algorithm, doubling the input quadruples the work, so what takes a
			tenth of a second on a thousand rows takes a day on a million. That is why I look
			for hidden loops, such as a linear search inside a loop. What it keeps silent about
			are the constant factors: cache behaviour, memory allocation, a round trip over the
			network. For small inputs the worse one may win, that is why library sorts use
			insertion sort for short pieces. And one must say which case is meant, worst,
			average or amortised: quicksort is quadratic at worst, appending to a growing array
			is constant only on average over many.
		`,
		hints: [
			'Double the amount; what happens to the waiting time?',
			'Two programs can have the same letter and still differ by a factor of fifty. Where is that hidden?'
		],
		followUps: [
			clarifying(
				'p1',
				'A report takes a second for a thousand rows and nearly two minutes for ten thousand. What do you suspect?',
				[
					point(0.5, 'Something quadratic: ten times the rows, a hundred times the work', [
						'n squared',
						'nested loop'
					]),
					point(0.5, 'A search through a list within a loop; replace it by a map or set', [
						'includes inside a filter',
						'index it first'
					])
				]
			),
			deeper(
				'p3',
				'Appending to a dynamic array is called constant although it sometimes copies everything. Justify that.',
				[
					point(0.5, 'Capacity doubles, so copies become rare', [
						'geometric growth',
						'total copying is below twice n'
					]),
					point(0.5, 'The cost spread over all appends is constant for each', [
						'amortised',
						'an individual one may still be slow'
					])
				]
			)
		]
	},
	{
		slug: 'big-data-structures',
		category: 'scalability',
		difficulty: 'senior',
		question:
			'You must count distinct visitors and find the most frequent pages in a stream of billions, with little memory. What do you use?',
		rubric: [
			essential(
				0.35,
				'HyperLogLog estimates the number of distinct items in a few kilobytes with about one or two percent error',
				[
					'counts leading zeros of hashes',
					'approximate distinct count',
					'a tiny summary from which you can tell roughly how many different ones there were'
				]
			),
			essential(
				0.3,
				'Count-min sketch with a heap for the most frequent items: it may overestimate, never under',
				[
					'approximate frequencies in a small table',
					'heavy hitters',
					'a few rows of counters that are sometimes too high'
				],
				['a Bloom filter counts how often something occurred']
			),
			point(
				0.2,
				'Sketches of parts can be merged, so that they spread over machines and time windows',
				['unions of HyperLogLogs', 'combine per minute and per server']
			),
			point(0.15, 'Exact counts need a set or sorting by partition: say how exact it has to be', [
				'money needs exact numbers',
				'exact by sorting on disk'
			])
		],
		modelAnswer: `
			First I ask how exact it has to be: money needs exact counts, by partitioning on the
			key and sorting or a set for each part. Visitors on a dashboard do not. For distinct
			visitors HyperLogLog: it hashes each id, remembers the longest runs of leading
			zeros, and estimates the number of distinct items in a few kilobytes with one or two
			percent error. For the most frequent pages a count-min sketch with a heap of the top
			ones: it may overestimate because of collisions, but never under. What makes both
			practical is that sketches of parts can be merged: one for each minute and server,
			combined for the hour and the fleet without counting people twice. A Bloom filter
			would answer only whether something was seen.
		`,
		hints: [
			'Must it be right to the last one, or is "about two million" enough?',
			'There are small summaries that remember an impression of what went by rather than the things themselves.'
		],
		followUps: [
			clarifying(
				'p4',
				'Marketing wants visitors of the day, accounting wants invoices of the day. How differently do you treat the two?',
				[
					point(0.5, 'Visitors may be estimated, invoices must be exact', [
						'different tolerance',
						'money is counted exactly'
					]),
					point(0.5, 'So a sketch for one and the database for the other', [
						'approximate and precise pipeline',
						'say the error on the dashboard'
					])
				]
			),
			deeper('p3', 'You have the number for each hour. How do you get the number for the day?', [
				point(0.5, 'Not by adding, as the same person comes in several hours', [
					'sums count people twice',
					'distinct counts do not add up'
				]),
				point(0.5, 'Merge the stored summaries register by register', [
					'union takes the maximum',
					'keep sketches, not just numbers'
				])
			])
		]
	}
]);
