import { clarifying, deeper, essential, point, topic } from './topic';

export const realTime = topic('real_time', [
	{
		slug: 'how-to-push',
		category: 'tradeoffs',
		difficulty: 'junior',
		question:
			'How can a server bring news to a browser? Compare polling, server-sent events and WebSockets.',
		rubric: [
			essential(0.3, 'Polling asks every few seconds: simple and robust, but late and wasteful', [
				'repeated requests',
				'most of them bring nothing',
				'the browser keeps asking whether there is something new'
			]),
			essential(
				0.3,
				'Server-sent events are a one-way stream over HTTP with automatic reconnection',
				[
					'the server pushes text over one response',
					'EventSource reconnects with the last id',
					'the server keeps talking and the browser just listens'
				]
			),
			essential(
				0.3,
				'WebSockets go both ways with little overhead, but need their own protocol, reconnecting and scaling',
				[
					'full duplex connection',
					'upgrade from HTTP',
					'both can talk at any time, but you have to take care of a lot yourself'
				],
				['WebSockets reconnect automatically']
			),
			point(
				0.1,
				'Choose by direction and freshness needed: notifications by SSE, chat or games by WebSocket',
				['if only the server talks SSE suffices', 'pick the simplest that does']
			)
		],
		modelAnswer: `
			Polling asks every few seconds. It is simple and robust, works through every proxy,
			but news comes late and most requests bring nothing. Server-sent events are a
			one-way stream over ordinary HTTP: the server pushes text, the browser reconnects by
			itself and says the last event id that it saw. That is enough for notifications,
			progress, a dashboard. WebSockets go both ways with little overhead for each
			message, which suits chat, games, or typing together; but after the upgrade I need
			my own protocol, reconnecting, heartbeats and authentication, and the connections
			must be kept in mind when scaling. I choose by direction and freshness: the simplest
			that does, and often polling every thirty seconds really is that.
		`,
		hints: [
			'Asking again and again, listening to a radio, or being on the telephone.',
			'Who has to speak: only one side, or both? And how late may it be?'
		],
		followUps: [
			clarifying(
				'p3',
				"Which of them would you use for the progress of an upload's processing, and which for a shared whiteboard?",
				[
					point(0.5, 'Progress needs one direction only, so server-sent events or polling', [
						'the server tells percentages',
						'no need for two ways'
					]),
					point(0.5, 'The whiteboard needs both directions quickly, so a WebSocket', [
						'many small messages each way',
						'low latency duplex'
					])
				]
			),
			deeper(
				'p2',
				'The stream breaks for ten seconds in a tunnel. How does the client get what it missed?',
				[
					point(0.5, 'Events have ids, and the reconnect carries the last one', [
						'Last-Event-ID',
						'resume from a number'
					]),
					point(
						0.5,
						'The server keeps a buffer or log to replay from, or sends a fresh snapshot if it is too old',
						['replay', 'full state when the gap is too large']
					)
				]
			)
		]
	},
	{
		slug: 'reconnect',
		category: 'implementation',
		difficulty: 'mid-level',
		question:
			'A WebSocket drops. What has to happen so that the user loses nothing and notices little?',
		rubric: [
			essential(
				0.3,
				'Reconnect with growing delays and jitter, so that a restart does not bring everybody at once',
				[
					'exponential backoff',
					'randomised waiting',
					'try again, each time a bit later and not all together'
				]
			),
			essential(
				0.3,
				'Resume from the last sequence number or version: the server sends what was missed or a whole state',
				[
					'sequence numbers show gaps',
					'catch up after reconnecting',
					'tell the server what you got last, and it gives you the rest'
				]
			),
			essential(
				0.25,
				'Keep unsent actions in an outbox with ids and send them again; the server removes duplicates',
				[
					'pending messages are stored locally',
					'idempotent by message id',
					'keep what you wrote until the other side has confirmed it'
				],
				['TCP guarantees that everything sent has arrived']
			),
			point(
				0.15,
				'Heartbeats detect dead connections which look open, and the page shows the state honestly',
				['ping and pong', 'half-open connections are noticed']
			)
		],
		modelAnswer: `
			First one has to notice it: a connection may look open for minutes while nobody is
			there, so heartbeats go both ways, and silence counts as broken. The page says
			honestly that it is offline. Then it reconnects with growing delays and jitter,
			since after a server restart fifty thousand clients would otherwise come back in the
			same second. On reconnecting the client names the last sequence number it has seen,
			and the server sends what was missed, or the whole state if the gap is too large.
			What the user did meanwhile lies in an outbox with ids and is sent again, and the
			server removes duplicates by id, because nobody knows which of the last messages had
			arrived.
		`,
		hints: [
			'Some was on its way in each direction when the line went dead.',
			'Noticing, coming back without a stampede, catching up, and saying again what may not have been heard.'
		],
		followUps: [
			clarifying(
				'p3',
				'You clicked send in the moment of the break. How does your message arrive exactly once on the screen of the other?',
				[
					point(0.5, 'It has an id made by the client and is sent until acknowledged', [
						'kept until confirmed',
						'retried from the outbox'
					]),
					point(0.5, 'The server stores by that id and ignores the second', [
						'unique per sender',
						'deduplicated'
					])
				]
			),
			deeper(
				'p4',
				'The operating system says that the connection is open, and yet nothing has come for three minutes. How do you know what is true?',
				[
					point(0.5, 'Send a ping and expect an answer within some seconds', [
						'application heartbeat',
						'missing pong means closed'
					]),
					point(0.5, 'TCP notices a vanished peer only very late, as with a dropped NAT entry', [
						'no FIN arrives',
						'kernel timeouts are long'
					])
				]
			)
		]
	},
	{
		slug: 'fan-out',
		category: 'scalability',
		difficulty: 'senior',
		question:
			'A hundred thousand clients are connected over many servers, and one event must reach those in one room. How is that built?',
		rubric: [
			essential(
				0.3,
				'Each server knows its own connections by room, and a bus such as Redis or NATS carries events between servers',
				[
					'publish and subscribe between instances',
					'local registry of subscribers',
					'every machine serves its own people, and they tell each other by a broker'
				]
			),
			point(
				0.25,
				'Subscribe only to rooms that have somebody here, so that not every server sees everything',
				['interest-based routing', 'topic per room']
			),
			essential(
				0.25,
				"Slow receivers: bound each connection's buffer, drop or merge or disconnect",
				[
					'backpressure for each socket',
					'a stalled client must not fill memory',
					'if somebody cannot keep up, do not pile it all up for them'
				],
				['buffer without limit for slow clients']
			),
			point(0.2, 'The bus may lose messages, so that sequence numbers and a store fill gaps', [
				'pub/sub is at most once',
				'the database holds the truth'
			])
		],
		modelAnswer: `
			Each server knows its own connections by room. An event is published to a bus, Redis
			or NATS, and every server that has somebody in the room delivers to its own sockets.
			Servers subscribe only to rooms that have somebody here, otherwise each one sees all
			traffic and adding servers does not help. The message is serialised once, not once
			for each socket. Then slow receivers: each connection's buffer is bounded, and when
			it is full, I merge what can be merged, drop what is outdated, or disconnect, so a
			stalled phone cannot fill my memory. And the bus delivers at most once, so events
			have sequence numbers, and the truth is in a store from which a client fills its
			gaps.
		`,
		hints: [
			'Every post office is at home in its own street; something has to run from one to the next.',
			'What do you do with letters for somebody who never empties the box, and with mail that is lost between offices?'
		],
		followUps: [
			clarifying(
				'p3',
				'One phone on a bad line takes a byte a second. What happens in your server?',
				[
					point(0.5, 'Its send buffer grows', [
						'unsent data piles up in memory',
						'the queue of that socket fills'
					]),
					point(0.5, 'There is a limit after which it is merged, dropped or closed', [
						'bounded buffer',
						'it reconnects and resumes'
					])
				]
			),
			deeper('p2', 'One room has eighty thousand people in it. What is special now?', [
				point(0.5, 'Delivery dominates: batch, lower the rate, and send differences', [
					'coalesce updates at a fixed tick',
					'serialise once'
				]),
				point(0.5, 'Spread its members over servers and use a tree or CDN-like relays', [
					'fan-out tree',
					'read-only viewers go elsewhere'
				])
			])
		]
	},
	{
		slug: 'presence',
		category: 'architecture',
		difficulty: 'mid-level',
		question:
			'How would you show who is online, with people who have several devices and servers that may crash?',
		rubric: [
			essential(
				0.35,
				'Count connections for each person and device: online while at least one is alive',
				[
					'one entry per connection',
					'a second tab keeps them online',
					'you are there as long as any of your windows is open'
				]
			),
			essential(
				0.3,
				"Entries carry a lease that heartbeats renew, so that a crashed server's entries expire",
				[
					'TTL in a shared store',
					'no goodbye is needed',
					'if nothing is heard for half a minute, the entry vanishes on its own'
				],
				['remove the entry in the disconnect handler and that is enough']
			),
			point(0.2, 'Wait a little before saying that somebody left, to hide short reconnects', [
				'grace period',
				'debounce going offline'
			]),
			point(
				0.15,
				'Send only changes to those who care, and batch them, since presence is cheap to lose',
				['subscribe to contacts', 'n squared traffic otherwise']
			)
		],
		modelAnswer: `
			Someone is online while at least one of their connections is alive, so I keep one
			entry per connection, with person and device, and count; closing one tab changes
			nothing. The entries are in a shared store and carry a lease that heartbeats renew.
			That is the important part: a server that crashes says no goodbye, its handlers
			never run, but its entries expire by themselves. Before I say that somebody left I
			wait a little, ten seconds perhaps, to hide short reconnects, otherwise names
			flicker on every train. And I send only changes, to those who care, such as contacts
			or people in the same room, batched, since in a big group everybody telling
			everybody is quadratic. Presence may be lost; it heals with the next heartbeat.
		`,
		hints: [
			'Who says goodbye on behalf of somebody whose machine lost power?',
			'Think of two tabs, a crash, and a train with many tunnels.'
		],
		followUps: [
			clarifying(
				'p2',
				'One of your machines burns down. When do its users stop appearing, and why?',
				[
					point(0.5, 'When their lease ends, as nobody renews it', [
						'after the TTL',
						'missing heartbeats expire them'
					]),
					point(0.5, 'Those who reconnected elsewhere stay, because they have new entries', [
						'another connection keeps them',
						'counted by connection'
					])
				]
			),
			deeper('p4', 'A channel has fifty thousand members. How do you keep the traffic bounded?', [
				point(0.5, 'Only a count or those visible on the screen', [
					'sample',
					'subscribe to the viewport'
				]),
				point(0.5, 'Batch changes over some seconds', ['coalesced deltas', 'at a fixed tick'])
			])
		]
	}
]);
