import { clarifying, deeper, essential, point, topic } from './topic';

export const frontEnd = topic('front_end', [
	{
		slug: 'state-kinds',
		category: 'architecture',
		difficulty: 'junior',
		question: 'Which kinds of state does a web front end have, and where does each belong?',
		rubric: [
			essential(
				0.3,
				"State of the server's data is a cache: fetch, keep, refresh, with loading and error",
				[
					'use a query library for remote data',
					'it is a copy and may be stale',
					'what came from the API is only borrowed and can be old'
				]
			),
			essential(
				0.3,
				'Local state of the interface, such as an open menu or a half-typed text, stays in its component',
				[
					'keep it as near as possible',
					'not everything is global',
					"whether a dropdown is open is nobody else's business"
				],
				['put all state into one global store']
			),
			essential(
				0.25,
				'What should survive reload or be shared as a link belongs in the URL: filters, page, selected item',
				[
					'the address holds navigation state',
					'bookmarkable',
					'if I send you the address you should see the same as I do'
				]
			),
			point(0.15, 'What is derived is computed, not stored twice', [
				'do not duplicate',
				'sums and filtered lists come from the source'
			])
		],
		modelAnswer: `
			There are at least four kinds. The server's data is on the client only a cache: it
			is fetched, kept, refreshed, may be stale, and has loading and error states, so a
			library for remote data fits better than a hand-filled store. Local state of the
			interface, an open menu, a half-typed text, stays in its component, as near as
			possible. What should survive a reload or be shared as a link belongs in the URL:
			filters, page, the selected item. Truly global state is small: who is signed in,
			theme, language. And what is derived, sums or filtered lists, is computed and not
			stored twice, since two copies will disagree one day. Drafts go to local storage.
		`,
		hints: [
			'Ask of each piece: who owns the truth, who else needs it, and what should a reload do to it?',
			'If you sent the page to a friend, what should they see just as you do?'
		],
		followUps: [
			clarifying(
				'p3',
				'A user filters a table, sends the address to a colleague, and the colleague sees everything. What was wrong?',
				[
					point(0.5, 'The filter was kept only in memory', [
						'component state',
						'not in the address'
					]),
					point(0.5, "Put it into query parameters and read the page's state from there", [
						'sync with the URL',
						'the back button then works as well'
					])
				]
			),
			deeper(
				'p1',
				'Two parts of the page show different numbers of unread messages. How does that come, and how do you mend it?',
				[
					point(0.5, 'Each keeps its own copy and they were refreshed at different times', [
						'duplicated state',
						'two fetches'
					]),
					point(0.5, 'One cached source by key from which both read, invalidated on changes', [
						'single source of truth',
						'derive the count'
					])
				]
			)
		]
	},
	{
		slug: 'rendering-modes',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		question:
			'Client-side rendering, server-side rendering, static generation: how do you choose for a page?',
		rubric: [
			essential(
				0.3,
				'Static generation for what is the same for all and seldom changes: fastest and cheapest, from a CDN',
				[
					'pre-built pages such as docs',
					'built ahead of time',
					'make the pages once and just hand out files'
				]
			),
			essential(
				0.3,
				'Server rendering for fresh or personal content that must show quickly and be found by search engines',
				[
					'HTML with data at first response',
					'good first paint',
					'the server puts together the finished page for every visitor'
				]
			),
			essential(
				0.25,
				'Client rendering suits applications behind a login with much interaction; the first view waits for scripts',
				[
					'dashboards and editors',
					'an empty page until JavaScript has run',
					'you deliver the program and it builds everything in the browser'
				]
			),
			point(
				0.15,
				'Hydration costs: the same page is made twice, and until it is done clicks may do nothing',
				['send less script, islands', 'interactive late on slow phones'],
				['server rendering makes hydration unnecessary in every case']
			)
		],
		modelAnswer: `
			I ask whether the content is the same for all and how fresh it must be. Static
			generation is for what is the same and seldom changes, docs, blog, landing pages: it
			is fastest and cheapest, from a CDN. Server rendering is for fresh or personal
			content that must show quickly and be found by search engines, a shop's product
			page: HTML with data comes in the first response, at the price of servers. Client
			rendering suits applications behind a login with much interaction, an editor; the
			first view waits for scripts. With server rendering I keep in mind that hydration
			costs: the page is made twice, and until the scripts ran, clicks may do nothing, so
			I send little script. One application can mix all three, page by page.
		`,
		hints: [
			'Who sees the same, who must see it at once, and who stays for an hour?',
			'Compare baking ahead, cooking to order, and delivering the ingredients.'
		],
		followUps: [
			clarifying(
				'p3',
				'Someone opens your page on a slow phone, sees it at once, and taps in vain. What is going on?',
				[
					point(0.5, 'The HTML is there and the script that makes it work is not yet', [
						'hydration is not finished',
						'handlers missing'
					]),
					point(0.5, 'Send less code, make links and forms work without it, hydrate by parts', [
						'progressive enhancement',
						'islands'
					])
				]
			),
			deeper(
				'p2',
				'A product page has a million visitors, and the price changes hourly. What do you propose?',
				[
					point(0.5, 'Cache the rendered page for a short time or regenerate in the background', [
						'incremental static regeneration',
						'stale-while-revalidate'
					]),
					point(0.5, 'Fetch the volatile part separately and check again at checkout', [
						'a small call for price and stock',
						'edge includes'
					])
				]
			)
		]
	},
	{
		slug: 'slow-list',
		category: 'scalability',
		difficulty: 'mid-level',
		question:
			'A list of ten thousand rows makes your page sluggish. How do you find out why, and what do you do?',
		rubric: [
			essential(0.3, 'Record a profile: is it scripts, layout, painting, or too many re-renders', [
				"use the browser's performance tools",
				'measure before optimising',
				'first find out what it actually spends its time on'
			]),
			essential(0.35, 'Render only what is visible, by virtualisation or paging', [
				'windowing',
				'a hundred rows in the DOM rather than ten thousand',
				'only put on the page what fits on the screen'
			]),
			point(
				0.2,
				'Avoid needless re-rendering: stable keys, memoised rows, fine-grained state',
				['only changed rows update', 'index as key makes everything redraw'],
				['using the array index as key is best']
			),
			point(
				0.15,
				'Move work away from typing and scrolling: debounce filters, workers, batch layout reads and writes',
				['do not block input', 'avoid layout thrashing']
			)
		],
		modelAnswer: `
			First I record a profile in the browser's tools, since sluggish may be scripts,
			layout, painting, or too many re-renders, and each has another cure. Usually it is
			the amount: ten thousand rows are a hundred thousand nodes. So I render only what is
			visible, by virtualisation, or I page on the server, which saves the data too; with
			virtualisation I take care that search, keyboard and screen readers still work. Then
			I avoid needless re-rendering: stable keys from the data's id, rows that update just
			when their own data changed. And work moves away from typing and scrolling: the
			filter is debounced or runs in a worker, and layout is not read and written in
			turns. Then I measure again.
		`,
		hints: [
			'Nobody looks at ten thousand rows at the same time.',
			'How many things does the browser hold, how many does it touch for one keystroke, and what did the recording say?'
		],
		followUps: [
			clarifying(
				'p3',
				'Each letter typed in the search field redraws every row. How do you limit that?',
				[
					point(0.5, 'Rows depend on their own data only and are memoised', [
						'stable identity of props',
						'fine-grained reactivity'
					]),
					point(0.5, 'Debounce or defer the filter, so typing stays quick', [
						'lower priority for the list',
						'transition'
					])
				]
			),
			deeper(
				'p2',
				"After your change the browser's own search finds nothing, and a screen reader counts twelve. What happened, and how do you repair it?",
				[
					point(
						0.5,
						'Rows outside the window are not in the DOM, so nothing that works on the page can see them',
						['virtualisation removed the nodes', 'only what is visible exists']
					),
					point(0.5, 'Provide an own search, set aria row counts and positions, keep the focus', [
						'announce position',
						'keyboard navigation'
					])
				]
			)
		]
	},
	{
		slug: 'effects-and-races',
		category: 'implementation',
		difficulty: 'junior',
		question:
			'A search field sends a request with every letter, and sometimes the wrong results stay on the screen. Why, and how do you fix it?',
		rubric: [
			essential(
				0.4,
				'Answers arrive in another order than requests were sent, so that an older one overwrites the newer',
				[
					'responses race',
					'the slow first answer comes last',
					'the earlier one took longer and came in last'
				]
			),
			essential(0.35, 'Cancel the earlier request or ignore answers that are not of the latest', [
				'AbortController',
				'compare a request number before showing',
				'throw away whatever is no longer wanted'
			]),
			point(
				0.25,
				'Debounce, so that a pause in typing sends one request',
				['wait 200 ms', 'fewer requests'],
				['debouncing alone solves the wrong order']
			)
		],
		modelAnswer: `
			Because answers arrive in another order than the requests were sent. The request for
			two letters matches a lot and is slow, the one for five letters is quick and comes
			first, and then the old answer overwrites the new. It is a race between responses. I
			fix it by cancelling the earlier request, with an AbortController, whenever a new
			one starts, or by comparing a request number and ignoring answers which are not of
			the latest. Besides that I debounce, so that a pause in typing of perhaps two
			hundred milliseconds sends one request; that spares the server, but alone it does
			not solve the order. And the page shows loading and error states for the current
			query only.
		`,
		hints: [
			'The post does not always deliver letters in the order in which they were written.',
			'When an answer comes in, how do you know whether anybody still wants it?'
		],
		followUps: [
			clarifying(
				'p2',
				'Your framework reruns an effect when the text changes. What do you do in its clean-up?',
				[
					point(0.5, 'Abort the running request', ['cancel the fetch', 'signal.abort']),
					point(0.5, 'Or set a flag so that the late answer is dropped', [
						'stale closure guard',
						'mark as outdated'
					])
				]
			),
			deeper(
				'p1',
				'The same happens with saving: two quick edits, and the older one wins on the server. What is needed there?',
				[
					point(0.5, 'Cancelling is not enough, since the server may have it already', [
						'writes must be ordered',
						'the first may be in flight'
					]),
					point(0.5, 'Send one after another, or with a version that the server checks', [
						'serialise saves',
						'reject outdated revisions'
					])
				]
			)
		]
	},
	{
		slug: 'bundle-size',
		category: 'scalability',
		difficulty: 'senior',
		question:
			'The first visit to your application takes nine seconds on a phone. How do you go about it?',
		rubric: [
			essential(
				0.3,
				'Measure with real users and a throttled device: which of network, script execution or server is it',
				[
					'field data and a trace',
					'LCP, INP and where time goes',
					'look where the seconds go on an ordinary phone'
				]
			),
			essential(
				0.3,
				'Ship less JavaScript: split by route, remove or replace heavy libraries, tree shaking',
				[
					'load code when needed',
					'analyse the bundle',
					'send only what this page needs and get the rest afterwards'
				]
			),
			essential(
				0.2,
				'Make what is seen first arrive first: server-rendered HTML, preloaded fonts and main image, no blocking scripts',
				['critical path', 'defer the rest', 'the part at the top of the screen has priority']
			),
			point(
				0.2,
				'Compress, size images rightly, cache by hashed names from a CDN; and hold it by a budget in the pipeline',
				['Brotli, AVIF, long caching', 'size limit that fails the build']
			)
		],
		modelAnswer: `
			First I measure, with field data from real users and a trace on a throttled phone,
			because it may be the server, the network or script execution; parsing a megabyte of
			script takes seconds on a cheap phone even when the line is good. Then I ship less
			JavaScript: split by route, look at the bundle for heavy libraries, replace or drop
			them, load the editor just when somebody opens it. What is seen first must arrive
			first: HTML rendered on the server, the main image and font preloaded, no blocking
			third-party scripts. Then the craft: compress, images in the right size and format,
			hashed names with long caching from a CDN. And a budget in the pipeline fails the
			build, otherwise it is back within a year.
		`,
		hints: [
			'How many bytes are sent, and how many of them does the first screen need?',
			'The wire, the small processor, and the order in which things come. And who keeps it that way?'
		],
		followUps: [
			clarifying(
				'p2',
				'You open the report on what is inside your script. What do you typically find?',
				[
					point(
						0.5,
						'A large library used for one function, whole icon or date packages, duplicates',
						['moment or lodash in full', 'two versions of the same thing']
					),
					point(0.5, 'Code of pages that the visitor never opens', [
						'admin parts',
						'not split by route'
					])
				]
			),
			deeper('p4', 'How do you keep a hundred developers from bringing it back within a year?', [
				point(0.5, 'A size budget checked on each change', [
					'fails the pipeline',
					'bot comments the difference'
				]),
				point(0.5, "Watching real users' values by release, with an owner", [
					'dashboards',
					'regression alarms'
				])
			])
		]
	}
]);
