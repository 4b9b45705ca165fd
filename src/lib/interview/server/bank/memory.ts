import { clarifying, deeper, essential, point, topic } from './topic';

export const memory = topic('memory', [
	{
		slug: 'garbage-collection',
		category: 'implementation',
		difficulty: 'junior',
		question:
			'How does a garbage collector know what may be freed, and how can a program with one still leak memory?',
		rubric: [
			essential(
				0.4,
				'It keeps what is reachable from the roots, stack and globals, and frees the rest',
				[
					'tracing from roots',
					'unreachable objects are collected',
					'whatever one can still get to from the running code stays'
				]
			),
			essential(
				0.4,
				'It leaks when something still refers to what is no longer needed: caches without limit, listeners never removed, global maps, closures',
				[
					'forgotten references keep it alive',
					'reachable but useless',
					'something holds on to it though nobody will use it again'
				],
				['with a garbage collector memory leaks are impossible']
			),
			point(
				0.2,
				'Find it by comparing heap snapshots and looking at what retains the growing objects',
				['heap dump and retainer path', 'memory over time in production']
			)
		],
		modelAnswer: `
			The collector starts from the roots, so the stack, globals and registers, follows
			all references, and keeps what is reachable; the rest is freed. Most are
			generational, because most objects die young. So it judges by reachability, not by
			usefulness, and that is how a program leaks: something still refers to what is no
			longer needed. The usual ones are caches without limit, listeners or timers never
			removed, a global map keyed by request, closures that hold a large object. I see it
			as memory that after each collection is higher than before. To find it I compare two
			heap snapshots, look which kind of object grows, and follow what retains it up to
			the culprit.
		`,
		hints: [
			'It cannot read your mind; it can only follow strings.',
			'What if a string is still tied to a thing that nobody will ever ask for?'
		],
		followUps: [
			clarifying(
				'p2',
				'Name the first three places where you would look in a web server whose memory grows by the hour.',
				[
					point(0.5, 'Maps and caches without a bound or expiry', [
						'module-level collections',
						'memoisation'
					]),
					point(
						0.5,
						'Event listeners, timers and subscriptions added for each request or connection',
						['never unsubscribed', 'growing handlers']
					)
				]
			),
			deeper('p3', 'You have two snapshots, an hour apart. How do you read them?', [
				point(0.5, 'Compare by type which objects were added and remained', [
					'the difference',
					'growth in count and retained size'
				]),
				point(0.5, 'Follow the retaining path from one of them to the root', [
					'who holds it',
					'dominator tree'
				])
			])
		]
	},
	{
		slug: 'stack-heap',
		category: 'implementation',
		difficulty: 'junior',
		question:
			'What is the difference between stack and heap, and what does a stack overflow tell you?',
		rubric: [
			essential(
				0.35,
				'The stack holds the frames of running calls, freed at return, so that it is quick and limited in size',
				[
					'local variables and return addresses',
					'last in, first out by thread',
					'every call puts its things on top and takes them away when done'
				]
			),
			essential(
				0.35,
				'The heap holds what outlives a call or has a size known late; it is managed by hand, ownership or a collector',
				[
					'dynamic allocation',
					'shared by all threads',
					'things that live longer than the function that made them'
				]
			),
			point(
				0.3,
				'A stack overflow means too many nested calls, mostly recursion without an end or over deep data; use a loop or an own stack',
				['endless recursion', 'turn it into iteration'],
				['a stack overflow means that the machine has no RAM left']
			)
		],
		modelAnswer: `
			The stack holds the frames of running calls: parameters, local variables, return
			address. A frame is freed at return just by moving a pointer, so it is very quick,
			but it is limited in size, a few megabytes for each thread. The heap holds what
			outlives a call or has a size known only late; allocation is dearer there, and it
			must be managed, by hand, by ownership or by a collector. A stack overflow tells
			that there are too many nested calls, mostly recursion without an end, or a right
			one over deep data, such as hostile JSON nested a hundred thousand levels. Then I
			turn it into a loop with a stack of my own, or limit the depth. It does not mean
			that the machine's memory is used up.
		`,
		hints: [
			'One works like a pile of trays, the other like a warehouse.',
			'Who clears up, when, and how tall may the pile become?'
		],
		followUps: [
			clarifying(
				'p3',
				'A parser that has worked for years dies on a file somebody sent. What kind of file was it?',
				[
					point(0.5, 'One nested very deeply, so each level is a call', [
						'thousands of brackets',
						'deep recursion'
					]),
					point(0.5, 'Limit the depth or parse with an explicit stack', [
						'iterate',
						'reject hostile input'
					])
				]
			),
			deeper(
				'p2',
				'Why can a function not safely return the address of its own local variable in C, and what do other languages do?',
				[
					point(0.5, 'The frame is gone at return, so the pointer dangles', [
						'undefined behaviour',
						'memory is reused'
					]),
					point(0.5, 'They move it to the heap by escape analysis, or the compiler forbids it', [
						"Go escapes, Rust's borrow checker refuses",
						'captured variables live on'
					])
				]
			)
		]
	},
	{
		slug: 'gc-pauses',
		category: 'scalability',
		difficulty: 'senior',
		question:
			'Your latency shows spikes that coincide with garbage collection. What are your options?',
		rubric: [
			essential(
				0.3,
				'Allocate less in the hot path: reuse buffers, avoid temporary objects, stream instead of loading',
				[
					'lower the allocation rate',
					'fewer short-lived objects',
					'make less garbage in the first place'
				]
			),
			essential(
				0.3,
				'Choose and tune the collector: concurrent ones such as ZGC trade throughput for short pauses; size the heap with room',
				[
					'low-pause collector',
					'give it headroom',
					'there are ones that work alongside and hardly stop the program'
				],
				['a bigger heap always makes pauses shorter']
			),
			point(
				0.2,
				'Keep large long-lived data out of the heap, or in few big arrays rather than millions of objects',
				['off-heap or a separate store', 'fewer objects to trace']
			),
			point(0.2, 'Measure first with collection logs and allocation profiles, at the tail', [
				'correlate pauses with p99',
				'see which generation it is'
			])
		],
		modelAnswer: `
			I measure first: collection logs beside p99, and an allocation profile that says who
			makes the garbage and which generation is collected. The best cure is to allocate
			less in the hot path: reuse buffers, avoid temporary objects and copies of strings,
			stream instead of loading everything. Second, I choose and tune the collector: a
			concurrent one such as ZGC trades some throughput for pauses below a millisecond,
			and each needs headroom, since a nearly full heap collects all the time; with a
			classic one a bigger heap can also mean longer pauses. Third, large long-lived data
			such as a cache of millions of objects goes off the heap, into another process, or
			into few big arrays. And several smaller processes pause one at a time.
		`,
		hints: [
			'The cleaner has less to do if less is thrown away.',
			'Look at how much litter is made, at who cleans and how, and at the furniture that is moved round each time. Which of them is it in your case?'
		],
		followUps: [
			clarifying(
				'p1',
				'The profile shows that two thirds of the rubbish comes from building log messages which are not written. What do you do?',
				[
					point(0.5, 'Build them only if the level is on', [
						'lazy arguments',
						'check before formatting'
					]),
					point(0.5, 'Avoid string concatenation and boxing there', ['structured fields', 'reuse'])
				]
			),
			deeper(
				'p3',
				'A cache of forty million small entries lives inside your process. What does it do to the cleaner, and where would you put it?',
				[
					point(0.5, 'Each full pass has to walk through all of them', [
						'tracing long-lived objects takes time',
						'old generation is huge'
					]),
					point(0.5, 'Into flat byte arrays, off-heap memory, or Redis', [
						'one big buffer with offsets',
						'outside the process'
					])
				]
			)
		]
	},
	{
		slug: 'ownership-models',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		question:
			'Manual memory management, garbage collection, reference counting, ownership as in Rust: what does each cost, and what does it make impossible?',
		rubric: [
			essential(
				0.25,
				'By hand: full control and no runtime, but use after free, double free and leaks',
				[
					'malloc and free',
					'dangling pointers are security holes',
					'you free it yourself, and if you get it wrong it is a vulnerability'
				]
			),
			essential(0.25, 'Garbage collection: safe and convenient, for more memory and pauses', [
				'a tracing collector at run time',
				'unpredictable pauses',
				'something at run time cleans up after you and sometimes stops you'
			]),
			essential(
				0.25,
				'Reference counting: freed at once when the last reference goes, but counters cost and cycles leak without weak references',
				[
					'ARC or shared pointers',
					'two objects that refer to each other stay',
					'everyone who uses it is counted, and at zero it goes'
				],
				['reference counting frees cycles by itself']
			),
			essential(
				0.25,
				'Ownership and borrowing: checked by the compiler without cost at run time, paid for by learning and stricter designs',
				[
					'one owner and lifetimes',
					'data races are excluded as well',
					'the compiler knows who it belongs to and when it ends'
				]
			)
		],
		modelAnswer: `
			By hand, as in C, I have full control and no runtime, but also use after free,
			double free and leaks, which are most of the serious security holes. Garbage
			collection is safe and convenient, and graphs of objects are easy; I pay with more
			memory and with pauses, and files or sockets still need closing by hand. Reference
			counting frees at once when the last reference goes, which is predictable, but
			counters cost, atomically between threads even more, and cycles leak without weak
			references. Ownership and borrowing are checked by the compiler at no cost at run
			time, and exclude data races as well; the price is learning, and stricter designs,
			graphs are awkward. For a web back end a collector is right, for a kernel or a codec
			it is not.
		`,
		hints: [
			'Who decides that a thing is no longer needed: you, a cleaner, a counter, or the compiler?',
			'Consider two things that hold each other, and a thing that is used after it was thrown away.'
		],
		followUps: [
			clarifying(
				'p3',
				'A parent holds its children, and each child its parent. What happens in a language that counts?',
				[
					point(0.5, 'The counts never reach zero, so they stay for ever', [
						'a cycle leaks',
						'never freed'
					]),
					point(0.5, 'Make the back reference weak, or detect cycles', [
						'weak pointer to the parent',
						'cycle collector'
					])
				]
			),
			deeper('p4', 'Why does the strictest of these models also prevent data races?', [
				point(0.5, 'Either one may write or several may read, never both at once', [
					'exclusive mutable borrow',
					'aliasing xor mutation'
				]),
				point(0.5, 'What may cross threads is marked in the types', [
					'Send and Sync',
					'the compiler rejects unsynchronised sharing'
				])
			])
		]
	}
]);
