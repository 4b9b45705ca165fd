import { clarifying, deeper, essential, point, topic } from './topic';

export const caching = topic('caching', [
	{
		slug: 'cache-aside',
		category: 'implementation',
		difficulty: 'junior',
		question:
			'Explain how you would put a cache in front of a slow query, from the first miss to the moment when the data changes.',
		rubric: [
			essential(
				0.35,
				'Read the cache first; on a miss load from the database and store the result under a key',
				[
					'look it up, otherwise query and put it in',
					'cache-aside: the application fills it lazily',
					'first have a look whether it is already there, and if not, fetch and remember it'
				]
			),
			essential(0.3, 'When the data changes, delete or update the entry', [
				'invalidate the key after a write',
				'remove the cached copy upon changes',
				'as soon as somebody edits it, throw the copy away'
			]),
			essential(0.2, 'An expiry time bounds how stale it may get if invalidation is missed', [
				'a TTL as a safety net',
				'entries age out after minutes',
				'at the latest after a few minutes it is fetched anew anyway'
			]),
			point(
				0.15,
				'The key must contain everything that the answer depends on, such as user, language and page',
				['all parameters belong to the key', "otherwise one person sees another's result"]
			)
		],
		modelAnswer: `
			With cache-aside the application reads the cache first. On a miss it loads from the
			database, stores the result under a key and returns it. That key must contain
			everything the answer depends on: the user or tenant, language, page, filters;
			otherwise one person sees another's result. When the data changes, I delete the
			entry after the write has been committed; deleting is safer than updating, since two
			writers cannot leave the older value. And each entry has an expiry time, which
			bounds how stale it may get if an invalidation is missed. If the cache is down, the
			query goes to the database, and I make sure that it survives that.
		`,
		hints: [
			'Follow one value from its first request to the day it is edited.',
			'Somebody forgets to clean up: what then makes the mistake heal by itself?'
		],
		followUps: [
			clarifying(
				'p4',
				'A customer sees the dashboard of another one. What would you look at first?',
				[
					point(0.5, 'How the key is built: the customer is missing in it', [
						'the key lacks the tenant or user',
						'two people share an entry'
					]),
					point(0.5, 'Whether a shared proxy or CDN kept a private answer', [
						'Cache-Control was public',
						'responses for one person stored for all'
					])
				]
			),
			deeper(
				'p2',
				'Two people save the same record at nearly the same moment. What can be left in the fast store, and how do you avoid it?',
				[
					point(
						0.5,
						'Two writers that both set it may finish in the other order and leave the old value for good',
						['a race puts stale data into the cache', 'ordering is not guaranteed']
					),
					point(0.5, 'So remove the entry and let the next reader load what is true', [
						'delete rather than set',
						'lazily recomputed'
					])
				]
			)
		]
	},
	{
		slug: 'stampede',
		category: 'scalability',
		difficulty: 'senior',
		question:
			'A very popular cache entry expires and at that moment the database collapses. What happened and what can you do?',
		rubric: [
			essential(
				0.35,
				'A stampede: many requests miss at once and all compute the same expensive value',
				[
					'thundering herd on the expired key',
					'everybody queries the database at the same time',
					'everyone notices that it is gone and starts working it out at once'
				]
			),
			essential(
				0.3,
				'Let one request compute while the others wait for it or get the old value: a lock or single flight',
				[
					'coalesce concurrent misses into one',
					'only a single loader per key',
					'the first one does the work, and the others get its result'
				]
			),
			point(
				0.2,
				'Refresh before expiry, early at random or in the background, and serve stale meanwhile',
				['stale-while-revalidate', 'renew hot entries ahead of time']
			),
			point(0.15, 'Add jitter to lifetimes so that entries made together do not end together', [
				'randomise the TTL',
				'spread expirations'
			])
		],
		modelAnswer: `
			That is a stampede: the entry is gone, hundreds of requests miss at once and all
			compute the same expensive value, so the database gets in one second what the cache
			had spared it for an hour; it slows down, nobody fills the cache, and it stays down.
			I let one request compute while the others wait for it or get the old value, by a
			lock or single flight for each key. For hot entries I refresh before expiry, in the
			background or early at random, and serve stale meanwhile. And I add jitter to
			lifetimes, so entries made together do not end together. The same holds after a
			restart with an empty cache: warm it, or let traffic in slowly.
		`,
		hints: [
			'Everybody notices at the same instant that the shelf is empty.',
			'How many really need to walk to the warehouse, and must the others go without in the meantime?'
		],
		followUps: [
			clarifying(
				'p2',
				'Ten processes on ten machines all find the entry gone. How do you keep nine of them from doing the work?',
				[
					point(0.5, 'A short lock in the shared cache, such as set if not exists with expiry', [
						'a distributed lock per key',
						'the first takes it, the rest wait'
					]),
					point(0.5, 'Even one loader per process cuts it from thousands to ten', [
						'coalescing inside each process may be enough',
						'in-process single flight'
					])
				]
			),
			deeper(
				'p3',
				'What is the price of handing out the old value for a while, and where would you not do it?',
				[
					point(0.5, 'Readers see outdated data for a bounded time', [
						'staleness grows if renewal keeps failing',
						'must be limited'
					]),
					point(0.5, 'Not for prices at checkout, permissions or balances', [
						'wherever a wrong answer costs money or safety',
						'security decisions must be fresh'
					])
				]
			)
		]
	},
	{
		slug: 'what-not-to-cache',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		question: 'How do you decide what is worth caching, and when would you take a cache out again?',
		rubric: [
			essential(
				0.35,
				'Worth it where things are read far more often than changed, costly to make, and may be a bit old',
				[
					'high read to write ratio and expensive computation',
					'tolerates staleness',
					"if lots of people look and hardly anybody edits, and nobody minds a minute's delay"
				]
			),
			essential(0.25, 'A cache adds a second truth: bugs from stale data and invalidation', [
				'consistency gets harder',
				'it is one more copy that can be wrong',
				'now there are two places that can disagree'
			]),
			point(
				0.2,
				'Measure the hit rate and the latency with and without it; a low hit rate only costs',
				['if few requests hit, remove it', 'look at the ratio of hits before keeping it']
			),
			point(0.2, 'It can hide a bad query or missing index, which should be mended first', [
				'fix the cause rather than cover it',
				'the system then depends on a warm cache'
			])
		],
		modelAnswer: `
			I cache what is read far more often than changed, is costly to make, and may be a
			bit old: a product page, a computed feed, somebody's settings. The cost is that a
			cache adds a second truth: now there are bugs from stale data, and invalidation has
			to be thought of in every new write path. So first I look whether it only hides a
			bad query or a missing index, which should be mended first, since otherwise the
			system depends on a warm cache to stay up. Then I measure the hit rate and the
			latency with and without it. If the hit rate is low, or the original is fast enough
			today, I take the cache out again.
		`,
		hints: [
			'Think about how often a thing is looked at, how often it moves, and who minds if it is late.',
			'Which single number would convince you that it earns its keep, and what might it be covering up?'
		],
		followUps: [
			clarifying('p3', 'How do you know next month whether it was a good idea?', [
				point(0.5, 'By the share of requests it answers', [
					'hits against misses',
					'the hit ratio in the metrics'
				]),
				point(0.5, 'By latency and load on the database, compared with before', [
					'the tail latency should have dropped',
					'fewer queries reach the source'
				])
			]),
			deeper(
				'p2',
				'Name a bug that only exists because there is a copy, and how you would find it.',
				[
					point(0.5, 'A write path that does not invalidate, so old data reappears', [
						'somebody changed the table directly',
						'a forgotten updater leaves it outdated'
					]),
					point(0.5, 'Compare samples of cached and real values, or log versions', [
						'a checker that recomputes at random',
						'show the age of an entry in the response'
					])
				]
			)
		]
	},
	{
		slug: 'layers',
		category: 'architecture',
		difficulty: 'mid-level',
		question:
			"Between a user's eye and your database there may be five caches. Which are they, and who controls each?",
		rubric: [
			essential(0.3, "The browser's cache, steered by Cache-Control headers", [
				'the client keeps copies as the response tells it',
				'HTTP headers control the browser',
				"the person's own computer keeps files for as long as we told it to"
			]),
			essential(0.25, 'A CDN or reverse proxy for shared, public responses, which can be purged', [
				'edge servers near the user',
				'shared caches hold what is the same for all',
				'machines around the world answer for us as long as it is not personal'
			]),
			essential(
				0.25,
				'The application: in-process memory, quick but one copy for each instance, or a shared store such as Redis',
				[
					'local memory differs between servers',
					'Redis is common to all instances',
					'either every process remembers by itself or all ask a common one'
				]
			),
			point(0.2, "The database's own buffer pool and the operating system's page cache", [
				'hot pages stay in memory',
				'the database caches pages itself'
			])
		],
		modelAnswer: `
			Nearest to the eye is the browser's cache, which I steer by Cache-Control headers,
			so files with a hash in their name may stay for a year. What is once there I cannot
			call back. Then a CDN or reverse proxy for shared, public responses; it can be
			purged, and it must never keep personal things. In the application there are two:
			in-process memory is quickest, but there is one copy for each instance and they
			differ, while a shared store such as Redis is common to all, at the cost of a round
			trip. At last the database's own buffer pool and the page cache of the operating
			system, which need no invalidation, only enough memory.
		`,
		hints: [
			'Walk from the screen towards the disk and stop wherever something is remembered.',
			'At each stop ask whether you could take a copy back if it turned out wrong.'
		],
		followUps: [
			clarifying(
				'p1',
				'You delivered a broken script with a lifetime of a year. How do you get rid of it?',
				[
					point(0.5, 'You cannot reach into browsers: publish under a new name and refer to that', [
						'change the file name with a hash',
						'the page must link a new URL'
					]),
					point(0.5, 'The HTML that refers to it must be short-lived or revalidated', [
						'keep the document uncached',
						'no-cache for the entry page'
					])
				]
			),
			deeper(
				'p3',
				'Five instances each remember settings in their memory. One is changed. How do the others learn?',
				[
					point(0.5, 'A message on a bus invalidates it everywhere', [
						'publish an event to all instances',
						'pub/sub tells them'
					]),
					point(0.5, 'A short lifetime, or a version asked for cheaply, catches missed messages', [
						'messages may be lost so entries also expire',
						'poll a version number'
					])
				]
			)
		]
	},
	{
		slug: 'eviction',
		category: 'implementation',
		difficulty: 'senior',
		question:
			'Your in-memory cache is full. How do you decide what to throw out, and what do you have to think of in an implementation?',
		rubric: [
			essential(
				0.3,
				'LRU evicts what was not used for longest; a hash map with a doubly linked list does it in constant time',
				[
					'least recently used with map and list in O(1)',
					'move to the front on access, drop the tail',
					'whatever nobody has touched for the longest time has to go'
				]
			),
			point(
				0.25,
				'A scan over many keys flushes LRU; LFU or segmented variants such as TinyLFU resist that',
				[
					'one pass over everything pushes out the hot ones',
					'frequency-based policies keep what is popular'
				]
			),
			essential(
				0.25,
				'Bound it by bytes, not just by count, as entries differ in size',
				[
					'limit memory since big values count more',
					'weigh entries by their size',
					'what counts is how much memory it takes, not how many there are'
				],
				['an unbounded map is fine as a cache']
			),
			point(0.2, 'Concurrent access needs locks or sharding, since even reads change the order', [
				'every get mutates the list',
				'split into segments to lessen contention'
			])
		],
		modelAnswer: `
			The usual answer is LRU: evict what was not used for longest. A hash map with a
			doubly linked list does that in constant time: on access move the node to the front,
			when full drop the tail. Its weakness is a scan: one batch job over many keys
			flushes all that was hot. LFU or mixed variants such as TinyLFU, which ask how often
			a thing was used before they admit it, resist that. I bound it by bytes and not just
			by count, because entries differ in size and one large value may weigh more than a
			thousand. And under concurrent access even reads change the order, so it needs locks
			or sharding, or recording accesses in a buffer.
		`,
		hints: [
			'Two structures together give you both quick finding and quick reordering.',
			'Think of a nightly report that touches every key once, and of values that are a thousand times larger than others.'
		],
		followUps: [
			clarifying(
				'p2',
				'After the nightly export the hit rate is poor for an hour. What do you suspect?',
				[
					point(0.5, 'The export read everything once and pushed out the hot entries', [
						'a sequential scan polluted it',
						'one-time reads replaced popular ones'
					]),
					point(0.5, 'Bypass the cache for it or use a policy that admits by frequency', [
						'do not store results of batch reads',
						'a segmented policy protects'
					])
				]
			),
			deeper(
				'p4',
				'Your profile shows threads waiting at the cache although it is nearly all reads. Why, and what helps?',
				[
					point(0.5, 'A read moves the entry in the list, so it takes the exclusive lock', [
						'recency updates are writes',
						'the get mutates shared state'
					]),
					point(
						0.5,
						'Shards with their own lock, sampled or buffered updates, or an approximate policy such as clock',
						['batch the reorderings', 'split by hash of the key']
					)
				]
			)
		]
	}
]);
