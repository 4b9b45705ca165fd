import { clarifying, deeper, essential, point, topic } from './topic';

export const http = topic('http', [
	{
		slug: 'idempotent-methods',
		category: 'implementation',
		difficulty: 'junior',
		question:
			'Which HTTP methods would you call safe or idempotent, and why does that matter to the people who write clients and proxies?',
		rubric: [
			essential(
				0.3,
				'GET and HEAD are safe: they only read and change nothing on the server',
				[
					'a GET must not have side effects',
					'reading with GET leaves the state as it was',
					'a crawler can follow such links without doing any harm'
				],
				['it is fine for a GET to delete or change data', 'GET requests may modify the state']
			),
			essential(
				0.3,
				'PUT and DELETE are idempotent: sending them twice has the same effect as once',
				[
					'repeating a PUT leaves the same state',
					'deleting again ends in the same result',
					'it makes no difference if the same call arrives several times'
				]
			),
			point(
				0.2,
				'POST is neither safe nor idempotent: a repeat may create a second thing',
				['two POSTs can make two orders', 'posting twice duplicates the record'],
				['POST is idempotent']
			),
			point(
				0.2,
				'Clients and proxies may retry an idempotent request by themselves after a broken connection',
				[
					'a lost answer can be followed by an automatic retry',
					'browsers and load balancers resend such calls without asking'
				]
			)
		],
		modelAnswer: `
			GET and HEAD are safe, which means they only read and change nothing on the server,
			so a crawler can follow them without doing harm. PUT and DELETE do change something,
			but they are idempotent: sending them twice has the same effect as sending them
			once. POST is neither safe nor idempotent, a repeat may create a second thing, say a
			second order. It matters because connections break: when no answer comes back,
			clients and proxies may retry an idempotent request by themselves, while a POST must
			be left to somebody who knows whether it went through.
		`,
		hints: [
			'Think about what happens when a connection drops and nobody knows whether the server did the work.',
			'Sort the verbs into three heaps by what a second copy of the same message would do.'
		],
		followUps: [
			clarifying(
				'p4',
				'A gateway in front of your service loses the answer of a call. How does it decide what to do next?',
				[
					point(0.5, 'It looks at the method and repeats only idempotent ones', [
						'it resends GET, PUT or DELETE but no POST',
						'only calls that can be safely repeated are tried again'
					]),
					point(0.5, 'Otherwise it answers with an error such as 502 and lets the caller decide', [
						'it gives a bad gateway back and leaves the choice to the client',
						'it fails the request rather than guess'
					])
				]
			),
			deeper(
				'p3',
				'How would you let a mobile client on a bad network repeat a payment without paying twice?',
				[
					point(0.5, 'The client sends a unique idempotency key with the request', [
						'each attempt carries the same generated id',
						'a token chosen by the client names the operation'
					]),
					point(0.5, 'The server stores the key with its result and answers a repeat from there', [
						'a known key returns the first answer again',
						'the outcome is remembered so that the second call does nothing new'
					])
				]
			)
		]
	},
	{
		slug: 'status-codes',
		category: 'implementation',
		difficulty: 'junior',
		question:
			'How do you choose status codes for a JSON API, and what goes wrong when every answer is a 200 with an error inside?',
		rubric: [
			essential(0.3, "4xx says the client's request is wrong, 5xx says the server failed", [
				"the four hundreds are the caller's fault and the five hundreds ours",
				'client errors and server errors are told apart by the first digit',
				'the first digit says who is to blame, us or the one who called'
			]),
			point(
				0.2,
				'401 means not authenticated, 403 means known but not allowed',
				[
					'401 is for a missing or bad login while 403 is forbidden for this user',
					'unauthenticated gives 401, lacking permission gives 403'
				],
				['401 means that you are logged in but lack permission']
			),
			essential(
				0.3,
				'With 200 for failures, caches, proxies, retries and monitoring take errors for successes',
				[
					'dashboards show no errors and a cache may store the failure',
					'tooling that looks at the status thinks all is well',
					'everything in between believes that it worked and may even keep the bad answer'
				]
			),
			point(
				0.2,
				'The body should carry a stable machine-readable error code and a message beside the status',
				[
					'an error object with a code field tells what exactly happened',
					'problem details in the body say which field was wrong'
				]
			)
		],
		modelAnswer: `
			I start from the class: a 4xx says the client's request is wrong and sending it
			again unchanged will not help, a 5xx says the server failed. Within those I use the
			ones that people act on: 401 means not authenticated, 403 means I know you but you
			are not allowed, 404, 409 for a conflict, 422 for bad fields. The body then carries
			a stable machine-readable error code and a message beside the status. If everything
			is a 200, then caches, proxies, retries and monitoring take errors for successes: a
			failure gets cached, and the dashboard stays green during an outage.
		`,
		hints: [
			'Who else reads the answer besides the code that made the call?',
			'Think about whose fault a failure is and which software between the two ends acts on that.'
		],
		followUps: [
			clarifying(
				'p2',
				'Two requests are refused: one has no token, the other has a token of a user without the right role. What do they get?',
				[
					point(0.5, 'The one without a token gets 401', [
						'missing credentials are answered with unauthorized',
						'no login means a 401 challenge'
					]),
					point(0.5, 'The one with the wrong role gets 403', [
						'a known user without the right gets forbidden',
						'lacking the role leads to a 403'
					])
				]
			),
			deeper(
				'p3',
				'How would you design error bodies so that clients written today survive new kinds of errors tomorrow?',
				[
					point(0.5, 'Clients switch on a documented code, never on the message text', [
						'the code is stable while wording may change',
						'a machine reads the code and a person the message'
					]),
					point(0.5, 'An unknown code falls back to the meaning of the status class', [
						'clients treat codes they do not know by their status',
						'unfamiliar errors are handled as a general 4xx or 5xx'
					])
				]
			)
		]
	},
	{
		slug: 'conditional-requests',
		category: 'scalability',
		difficulty: 'mid-level',
		question:
			'A read-heavy endpoint returns large documents that change a few times a day. How can HTTP itself save bandwidth and prevent lost updates there?',
		rubric: [
			essential(
				0.3,
				'The server sends an ETag or Last-Modified that names the version of the document',
				[
					'each response carries a validator such as an entity tag',
					'a hash of the content goes out as ETag',
					'we give every response a fingerprint of its content'
				]
			),
			essential(
				0.3,
				'The client asks again with If-None-Match and gets 304 without a body when nothing changed',
				[
					'an unchanged resource is answered with Not Modified',
					'revalidating costs a round trip but no payload',
					'the browser sends the tag it has, and if it still fits, nothing is transferred again'
				]
			),
			point(
				0.2,
				'Cache-Control says how long a copy may be used without asking, and whether shared caches may keep it',
				[
					'max-age and private or public steer who stores it',
					'a lifetime lets browsers and CDNs answer alone'
				]
			),
			point(
				0.2,
				'A write with If-Match fails with 412 when somebody else changed the version in between',
				[
					'conditional PUT stops one editor from overwriting another',
					'precondition failed protects against lost updates'
				]
			)
		],
		modelAnswer: `
			I give every document a validator: the server sends an ETag, say a hash or a version
			number, or Last-Modified. The client keeps its copy and asks again with
			If-None-Match, and when nothing changed it gets a 304 without a body, which costs a
			round trip but almost no bandwidth. On top of that Cache-Control says how long a
			copy may be used without asking at all, and whether shared caches such as a CDN may
			keep it or only the browser. The same tag helps with writes: a PUT with If-Match
			fails with 412 when somebody else changed the version in between, so nobody's update
			is lost.
		`,
		hints: [
			'Both ends could agree on whether the copy at hand is still the current one.',
			'There are headers that make a request depend on a version, for reading as well as for writing.'
		],
		followUps: [
			clarifying(
				'p3',
				'Which directives would you send for a document that is personal, and which for a public one?',
				[
					point(
						0.5,
						'The personal one gets private or no-store, so that shared caches leave it alone',
						[
							'personal data must not be kept by a CDN',
							'private keeps it in the browser of its user'
						]
					),
					point(0.5, 'The public one gets public with a max-age, so that a CDN may answer', [
						'anything for everybody can live in shared caches for a time',
						'a lifetime in seconds lets edge servers serve it'
					])
				]
			),
			deeper(
				'p4',
				'Two people edit the same document in two tabs. Walk me through what happens to the slower one.',
				[
					point(0.5, 'The slower save carries an outdated version and is refused', [
						'their If-Match no longer fits, the answer is 412',
						'the server notices the stale tag'
					]),
					point(0.5, 'The client fetches the new version and merges or asks the person', [
						'the editor shows the difference and lets them redo the change',
						'they reload and reapply their edit'
					])
				]
			)
		]
	},
	{
		slug: 'http2-tradeoffs',
		category: 'tradeoffs',
		difficulty: 'senior',
		question:
			'What do HTTP/2 and HTTP/3 buy over HTTP/1.1, and when would you not bother to change?',
		rubric: [
			essential(
				0.3,
				'HTTP/2 multiplexes many requests over one connection, so that they need not wait for each other',
				[
					'several streams share a single TCP connection',
					'parallel requests without opening six sockets',
					'everything runs in parallel through one socket'
				]
			),
			essential(
				0.3,
				'A lost TCP packet still stalls all HTTP/2 streams, head-of-line blocking, which HTTP/3 avoids by QUIC over UDP',
				[
					'QUIC streams are independent so that loss hurts only one',
					'TCP delivers in order and one gap blocks everything',
					'when one segment goes missing, the kernel holds back the rest for everyone on that connection'
				],
				['HTTP/3 runs over TCP']
			),
			point(
				0.2,
				'Header compression and faster handshakes save bytes and round trips, most on mobile networks',
				[
					'repeated headers shrink and connections start sooner',
					'setting up takes fewer round trips on slow links'
				]
			),
			point(
				0.2,
				'For a few large responses or calls inside a data centre the gain is small against the cost of operating it',
				[
					'internal services with warm connections hardly profit',
					'where latency is low the change is not worth the trouble'
				]
			)
		],
		modelAnswer: `
			HTTP/2 multiplexes many requests over one connection, so they need not wait for each
			other and browsers need no six sockets a host. Header compression saves bytes as
			well, and the newer versions have faster handshakes that save round trips, which
			shows most on mobile networks. What HTTP/2 does not solve is head-of-line blocking
			below: a lost TCP packet still stalls all its streams. HTTP/3 avoids that, since
			QUIC over UDP has independent streams. I would not bother for a few large responses,
			or for calls inside a data centre with warm connections and low latency: there the
			gain is small against the cost of operating it, such as firewalls and debugging.
		`,
		hints: [
			'Look at what a page with a hundred small files does on a train.',
			'Ask yourself which layer makes things wait in order, and which version moved off it.'
		],
		followUps: [
			clarifying(
				'p1',
				'What did front-end builds do because of the older protocol that they may drop now?',
				[
					point(0.5, 'Bundling everything into one file and sprites were there to save requests', [
						'concatenating files avoided the cost of many requests',
						'domain sharding got around the limit of connections'
					]),
					point(0.5, 'Smaller pieces cache better, though some bundling still compresses better', [
						'splitting lets one changed part be fetched alone',
						'very many tiny files still have overhead'
					])
				]
			),
			deeper(
				'p2',
				'How would you find out whether your users would gain from the newest version?',
				[
					point(0.5, 'Measure real users by network, above all the slow tail with packet loss', [
						'field data at the 95th percentile on mobile',
						'look at loss and latency of actual visitors'
					]),
					point(0.5, 'Enable it for a share and compare with the others', [
						'an experiment at the CDN shows the difference',
						'roll it out to some and watch load times'
					])
				]
			)
		]
	},
	{
		slug: 'stateless-rest',
		category: 'architecture',
		difficulty: 'mid-level',
		question:
			'What does it mean for a REST service to be stateless, and what follows for the way you run and change it?',
		rubric: [
			essential(
				0.35,
				'Every request carries all that is needed to understand it; the server keeps no conversation between requests',
				[
					'no session lives in the memory of one server',
					'each call stands on its own',
					'the process does not remember anything about you after it has answered'
				]
			),
			essential(
				0.25,
				'Any instance may answer any request, so one can add, remove or restart instances freely',
				[
					'load can go anywhere without sticky sessions',
					'horizontal scaling behind a load balancer is simple',
					"it doesn't matter which machine gets the next call, and we can kill one at any time"
				]
			),
			point(
				0.2,
				'State still exists, but in a database or shared store, not in the process',
				[
					'the data lives in storage behind the services',
					'stateless does not mean there is no data'
				],
				['stateless means that there is no database']
			),
			point(0.2, 'The price is more bytes a request and a lookup or signature check each time', [
				'context is sent and verified again on every call',
				'repeated authentication costs something'
			])
		],
		modelAnswer: `
			Stateless means every request carries all that is needed to understand it, who is
			asking included; the server keeps no conversation in its memory between requests. So
			any instance may answer any request: I can add, remove or restart instances freely,
			without sticky sessions, and a deploy does not throw people out. State still exists
			of course, but it lives in a database or a shared store such as Redis, not in the
			process. The price is that context is sent again and again: there are more bytes in
			each request, and each time a lookup or a signature check to find out who this is.
		`,
		hints: [
			'Imagine that two calls of one person land on two different machines.',
			'What must a process not remember, if you want to kill it at any moment?'
		],
		followUps: [
			clarifying('p3', 'Where does a shopping basket live in such a system?', [
				point(0.5, 'In a shared store keyed by user or by an id in a cookie', [
					"in the database under the user's id",
					'in Redis where every instance reaches it'
				]),
				point(0.5, 'Or with the client, which sends it along', [
					'the browser may keep it and submit it at checkout',
					'local storage until it is ordered'
				])
			]),
			deeper(
				'p2',
				'Your service holds WebSocket connections. What remains of that freedom, and what do you do about it?',
				[
					point(
						0.5,
						'A connection belongs to one instance, so messages must be routed through a bus',
						[
							'a publish and subscribe layer brings events to the right process',
							'Redis passes news between instances'
						]
					),
					point(
						0.5,
						'On shutdown connections are drained and clients reconnect elsewhere and catch up',
						[
							'clients resume with the last version they saw',
							'reconnecting with backoff makes restarts harmless'
						]
					)
				]
			)
		]
	}
]);
