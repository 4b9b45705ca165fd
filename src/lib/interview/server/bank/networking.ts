import { clarifying, deeper, essential, point, topic } from './topic';

export const networking = topic('networking', [
	{
		slug: 'what-happens',
		category: 'architecture',
		difficulty: 'junior',
		question:
			'What happens on the network between typing an address and seeing the first byte of the page?',
		rubric: [
			essential(0.25, 'DNS turns the name into an IP address, through caches and resolvers', [
				'name resolution',
				'the resolver asks root, top level and authoritative servers',
				'look up which number belongs to the name'
			]),
			essential(
				0.25,
				'TCP connects with a three-way handshake: SYN, SYN-ACK, ACK, one round trip',
				[
					'connection set-up',
					'both sides agree on sequence numbers',
					'they greet each other before anything is sent'
				]
			),
			essential(
				0.25,
				"TLS checks the server's certificate and agrees on keys, one more round trip with 1.3",
				[
					'encryption and authentication of the server',
					'handshake with certificate chain',
					'it proves who it is and they agree on a secret'
				]
			),
			point(
				0.25,
				'The HTTP request goes through load balancer or proxy to an application, which answers',
				['GET with host header', "time to first byte includes the server's work"]
			)
		],
		modelAnswer: `
			First DNS turns the name into an IP address: the browser, the system and the
			resolver have caches, and only if all miss, the resolver goes from the root over the
			top-level domain to the authoritative server. Then TCP connects with a three-way
			handshake, SYN, SYN-ACK, ACK, which costs one round trip. TLS comes next: the server
			shows its certificate, the browser checks the chain and the name, both agree on
			keys; with version 1.3 that is one more round trip. Only now the HTTP request goes
			out, through a CDN or load balancer to an application, which does its work and
			answers. So before the first byte there are about four round trips, and that is why
			distance matters and why connections are kept open.
		`,
		hints: [
			'Count how often something must travel there and back before anybody asks for the page itself.',
			'First a directory, then a "can you hear me", then "are you who you say", and then the question.'
		],
		followUps: [
			clarifying(
				'p1',
				"You changed the server's address an hour ago, and some visitors still land on the old one. Why?",
				[
					point(0.5, 'Resolvers and systems cache the record for its TTL', [
						'time to live',
						'old answer is kept'
					]),
					point(0.5, 'Lower the TTL beforehand and keep the old server running for a while', [
						'shorten it a day before',
						'run both'
					])
				]
			),
			deeper('p3', 'How does the browser know that it is really talking to the bank?', [
				point(
					0.5,
					'The certificate names the host and is signed by an authority it trusts, along a chain',
					['CA signature', 'host name is compared']
				),
				point(0.5, 'The server proves that it holds the private key in the handshake', [
					'signs the transcript',
					'a copied certificate alone is useless'
				])
			])
		]
	},
	{
		slug: 'tcp-udp',
		category: 'tradeoffs',
		difficulty: 'junior',
		question: 'What does TCP give you that UDP does not, and when would you do without it?',
		rubric: [
			essential(0.4, 'TCP delivers a reliable stream in order: lost packets are sent again', [
				'acknowledgements and retransmission',
				'no gaps and no disorder',
				'everything arrives, complete and in the right sequence'
			]),
			point(0.2, 'It adapts to the receiver and the network by flow and congestion control', [
				'slows down when packets are lost',
				'shares the line fairly'
			]),
			essential(
				0.4,
				'Without it where late is worse than lost, as in voice, video calls and games, or where a protocol such as QUIC builds its own',
				[
					'real-time media use UDP',
					'a missing frame is better than waiting',
					'when you would rather skip something than wait for it'
				],
				['UDP is unreliable and therefore never used in practice']
			)
		],
		modelAnswer: `
			TCP gives a reliable stream in order: bytes are numbered, acknowledged, and what is
			lost is sent again, so the application sees no gaps and no disorder. It also adapts
			to the receiver by flow control, and to the network by congestion control, so it
			slows down when packets are lost. UDP just sends single packets, which may be lost,
			doubled or out of order, but there is no connection to set up and no waiting. I do
			without TCP where late is worse than lost: in voice, video calls and games an old
			packet is worthless, and one gap would hold up all that follows. DNS uses UDP
			because a question is one packet. And QUIC builds its own reliability on it, with
			independent streams.
		`,
		hints: [
			'In a telephone call, would you rather have a crackle or a pause?',
			'One behaves like a registered letter series, the other like postcards. For which messages are postcards better?'
		],
		followUps: [
			clarifying(
				'p3',
				'Your game sends positions thirty times a second, and on bad lines players freeze and then jump. What is going on?',
				[
					point(0.5, 'A lost packet holds back all later ones until it is repeated', [
						'head-of-line blocking',
						'in-order delivery waits'
					]),
					point(
						0.5,
						'Send positions by UDP or WebRTC data channels without order and use only the newest',
						['unreliable channel', 'old ones are dropped']
					)
				]
			),
			deeper('p2', 'Why does a new connection start slowly on a fast line, and what can you do?', [
				point(0.5, 'It begins with a small window and grows with each acknowledgement', [
					'slow start',
					'the sender probes the capacity'
				]),
				point(0.5, 'Keep connections open, put servers nearer, send less at first', [
					'reuse',
					'larger initial window or CDN'
				])
			])
		]
	},
	{
		slug: 'load-balancer',
		category: 'scalability',
		difficulty: 'mid-level',
		question:
			'How does a load balancer decide where a request goes, and what can go wrong with health checks?',
		rubric: [
			essential(
				0.3,
				'By round robin, least connections or hashing; least connections suits requests of uneven length',
				[
					'choose the least busy',
					'rotating or by a hash of the key',
					'it goes to whoever has the least to do'
				]
			),
			point(
				0.2,
				'Layer 4 forwards connections, layer 7 reads HTTP and can route by path, end TLS, retry',
				['transport against application level', 'L7 sees the request']
			),
			essential(
				0.3,
				'Too shallow a check keeps broken instances in; one that tests shared dependencies takes all out at once when the database stumbles',
				[
					'deep checks fail everywhere at the same time',
					'liveness and readiness are different',
					'if each one reports sick because of the database, there is nobody left'
				],
				['the health check should test all dependencies thoroughly']
			),
			point(0.2, 'Leaving needs draining: finish open requests before an instance goes', [
				'connection draining',
				'no new requests, old ones complete'
			])
		],
		modelAnswer: `
			The simple ways are round robin, or hashing when the same client or key should land
			on the same machine. When requests are of uneven length, least connections is
			better, or choosing the less busy of two random ones. A layer 4 balancer forwards
			connections without looking inside; layer 7 reads HTTP, so it can route by path, end
			TLS and retry. Health checks are the delicate part: too shallow, and an instance
			that answers ping but cannot work stays in; but one that tests shared dependencies
			takes all instances out at once when the database stumbles, and a slow page becomes
			no page. So readiness tests just what is the instance's own, and a floor keeps some
			in. An instance that goes is drained, its open requests finish first.
		`,
		hints: [
			'Who is free, and how would you know from outside?',
			'Suppose every machine asks the same sick neighbour how it feels. What does the one at the door conclude?'
		],
		followUps: [
			clarifying(
				'p1',
				'Some requests take ten milliseconds, others ten seconds. Which distribution do you choose?',
				[
					point(0.5, 'By least open requests', ['least connections', 'power of two choices']),
					point(0.5, 'Turns would pile long ones on one machine', [
						'round robin ignores their length',
						'uneven load'
					])
				]
			),
			deeper(
				'p3',
				'The database was slow for twenty seconds, and your whole site was gone for five minutes. Reconstruct it.',
				[
					point(
						0.5,
						'All instances failed their deep check and were removed or restarted together',
						['everybody was taken out', 'cascading']
					),
					point(
						0.5,
						'Check only the instance itself, and keep a minimum in service when too many fail',
						['fail open in panic mode', 'separate liveness']
					)
				]
			)
		]
	},
	{
		slug: 'latency-budget',
		category: 'scalability',
		difficulty: 'senior',
		question:
			'Users on another continent complain that your application is slow, though the servers are idle. What do you do, step by step?',
		rubric: [
			essential(
				0.35,
				'Distance costs round trips: 150 ms or more each, so count and reduce them',
				[
					'latency is bounded by the speed of light',
					'sequential requests multiply it',
					"it's far away, and every there and back takes its time"
				],
				['more bandwidth or more servers solves it']
			),
			essential(0.25, 'Put content near them: CDN for static parts, TLS ending at the edge', [
				'edge caching',
				'connections end nearby',
				'have somebody answer who is close to them'
			]),
			point(0.2, 'Keep connections warm, batch calls, load in parallel, HTTP/2 or 3', [
				'avoid waterfalls',
				'reuse rather than set up'
			]),
			point(
				0.2,
				'Regional replicas for reads, and accept lag; writes still travel or need a multi-region design',
				['a database nearer to them', 'data residency and consistency must be thought of']
			)
		],
		modelAnswer: `
			Idle servers and distant users mean latency, not capacity. Distance costs round
			trips, 150 milliseconds or more each because of the speed of light, so more
			bandwidth or servers do not help. I look at a waterfall measured from there and
			count: DNS, TCP, TLS, a redirect, the page, then scripts that call the API three
			times one after the other. I reduce them: no redirects, calls batched or in
			parallel, connections kept warm, HTTP/3. Then I put content near them: a CDN for
			static parts, with TLS ending at the edge, so the handshake is short. If that is not
			enough, regional replicas for reads, accepting lag; writes still travel, or we need
			a multi-region design, and that is a question of consistency and cost.
		`,
		hints: [
			'Light itself takes its time, and how often do you send it there and back?',
			'Count the trips, shorten the trips, or move the shop.'
		],
		followUps: [
			clarifying(
				'p1',
				'The page makes three calls, each needing the result of the one before. What would you change?',
				[
					point(0.5, 'Let the server put them together in one call near the data', [
						'backend for frontend',
						'aggregate'
					]),
					point(0.5, 'Or start in parallel and preload', [
						'avoid the waterfall',
						'include related data'
					])
				]
			),
			deeper('p4', 'You place a copy of the data near them. Which complaints will come next?', [
				point(0.5, 'They do not see what they just changed, as the copy lags', [
					'stale reads after writes',
					'replication delay'
				]),
				point(0.5, 'Saving is still slow, because it goes to the primary far away', [
					'writes cross the ocean',
					'needs partition by region'
				])
			])
		]
	}
]);
