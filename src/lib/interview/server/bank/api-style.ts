import { clarifying, deeper, essential, point, topic } from './topic';

export const apiStyle = topic('api_style', [
	{
		slug: 'paging',
		category: 'implementation',
		difficulty: 'junior',
		question:
			'How do you let clients page through a long list, and what is wrong with offset and limit?',
		rubric: [
			essential(
				0.35,
				'Offset gets slow, as the database must read and throw away all rows before it',
				[
					'page ten thousand costs as much as all before',
					'linear in the offset',
					'the further back you go the longer it takes since everything before is counted off'
				]
			),
			essential(
				0.3,
				'When rows are inserted or deleted meanwhile, items are skipped or seen twice',
				[
					'pages shift',
					'unstable under changes',
					'while you are leafing through, everything moves and you miss some'
				]
			),
			essential(
				0.35,
				'Cursor or keyset paging: continue after the last seen sort key, with a unique tie-breaker',
				[
					'where (created, id) < last',
					'an opaque cursor from the last row',
					'remember the last one you got and ask for what comes behind it'
				],
				['a cursor can jump straight to page 500']
			)
		],
		modelAnswer: `
			The simple way is offset and limit, and it has two faults. It gets slow, as the
			database must read and throw away all rows before the offset. And it is unstable:
			when rows are inserted or deleted meanwhile, the pages shift and items are skipped
			or seen twice. So for long lists I use a cursor: the client says to continue after
			the last seen sort key, and the query asks for rows beyond that, with the id as a
			unique tie-breaker, which an index answers at once on any page. The cursor is an
			opaque string, so I may change what is in it. The price is that one cannot jump to
			page five hundred, and a total count is a separate, costly question.
		`,
		hints: [
			'What has to be done with the first hundred thousand when you want the ones after them?',
			'Instead of counting from the start, you could leave a bookmark.'
		],
		followUps: [
			clarifying(
				'p2',
				'A user scrolls a feed while others post. What do they notice with numbered pages?',
				[
					point(0.5, 'They see the last items of the page again', [
						'duplicates as everything moves down',
						'shifting'
					]),
					point(0.5, 'With deletions some are never shown', ['gaps', 'items are missed'])
				]
			),
			deeper(
				'p3',
				'The list is sorted by price, and many items cost the same. What does your bookmark contain?',
				[
					point(0.5, 'The price and the unique id of the last one', [
						'a compound key',
						'both in the comparison'
					]),
					point(0.5, 'The index has both columns in that order', [
						'(price, id)',
						'row comparison uses it'
					])
				]
			)
		]
	},
	{
		slug: 'versioning',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		question: 'How do you change an API that others use without breaking them?',
		rubric: [
			essential(
				0.35,
				'Additive changes are safe: new optional fields and endpoints, and clients ignore what they do not know',
				[
					'add, never remove or change meaning',
					'tolerant readers',
					'if I only put something in, nobody gets hurt'
				]
			),
			essential(
				0.3,
				'A breaking change gets a new version, by path, header or media type, and the old runs in parallel for an announced time',
				[
					'v2 beside v1 with a deadline',
					'deprecation period',
					'offer both for a year and tell people until when'
				],
				['renaming a field is not a breaking change']
			),
			point(0.2, 'Measure who still uses the old, tell them, and only then switch off', [
				'usage by client key',
				'sunset header and contact'
			]),
			point(0.15, 'Contract tests or schema diffs in the pipeline catch accidental breaks', [
				'compare OpenAPI before merging',
				'automated compatibility check'
			])
		],
		modelAnswer: `
			Most changes can be additive: new optional fields and endpoints, while nothing is
			removed and no meaning changes; clients are told from the start to ignore what they
			do not know. Even then something may break, such as a new value in an enumeration. A
			truly breaking change gets a new version, by path or header, and the old one runs in
			parallel for an announced time, ideally as a thin translation onto the new so that
			the logic exists once. I measure who still uses the old, by key, tell them, and only
			then switch off. In the pipeline a comparison of the schemas catches accidental
			breaks before merging. The best version number is the one I never needed.
		`,
		hints: [
			'Which alterations would a client that you have never met not even notice?',
			'If it has to hurt: how long do both live together, and how do you know when the last guest has left?'
		],
		followUps: [
			clarifying('p2', 'You want to rename a field from name to fullName. What are the steps?', [
				point(0.5, 'Send both, document the new, mark the old as deprecated', [
					'parallel fields',
					'accept either on input'
				]),
				point(0.5, 'Remove it in a new version or when nobody reads it', [
					'after usage drops to nothing',
					'following the announced date'
				])
			]),
			deeper(
				'p1',
				"A new value appears in a status field and a partner's app crashes. Whose fault is it, and what do you change?",
				[
					point(0.5, 'Document that values may be added, clients need a default branch', [
						'extensible enumerations',
						'unknown values are handled'
					]),
					point(0.5, 'Nevertheless check with partners or hide it behind a version', [
						'negotiate',
						'send old values to old clients'
					])
				]
			)
		]
	},
	{
		slug: 'rest-graphql-rpc',
		category: 'architecture',
		difficulty: 'senior',
		question: 'When would you offer REST, when GraphQL and when gRPC?',
		rubric: [
			essential(
				0.3,
				'REST suits public, resource-like APIs; it is understood everywhere and caches with plain HTTP',
				[
					'simple for third parties',
					'HTTP caching and tooling',
					'everybody knows it and it works with any tool'
				]
			),
			essential(
				0.3,
				"GraphQL lets clients with different needs fetch exactly what they show in one round trip; but caching, authorization by field and query cost become the server's work",
				[
					'flexible queries for many front ends',
					'limits on depth and complexity are needed',
					'the client says which fields it wants, and the server has the trouble'
				],
				['GraphQL is always faster than REST']
			),
			essential(
				0.25,
				'gRPC suits internal services: typed contracts, small binary messages, streaming; browsers need a proxy',
				[
					'protobuf between services',
					'efficient but not for browsers directly',
					'fast and strictly typed among our own machines'
				]
			),
			point(
				0.15,
				'It depends on who the clients are and what the team can operate; mixing is possible',
				['choose by consumers', 'one behind the other']
			)
		],
		modelAnswer: `
			It depends on who the clients are. For a public API with resources I offer REST: it
			is understood everywhere, works with curl, and caches with plain HTTP. GraphQL is
			good when several front ends of our own have different needs: each fetches exactly
			what it shows in one round trip, without a new endpoint for every screen. The price
			is that caching, authorization by field, N+1 loading and limits on query cost become
			the server's work. gRPC I take between internal services: typed contracts, small
			binary messages, streaming and deadlines; browsers need a proxy, and one cannot read
			it on the wire. They can be mixed, for example gRPC inside and REST at the edge.
			What the team can operate counts as well.
		`,
		hints: [
			'First ask who is calling: strangers, your own screens, or your own machines.',
			'Each saves somebody work and gives other work to somebody else. To whom?'
		],
		followUps: [
			clarifying('p2', 'A mobile screen needs parts of seven resources. What are your options?', [
				point(0.5, 'One query that names the fields', [
					'GraphQL',
					'selected fields in a single trip'
				]),
				point(0.5, 'Or an endpoint made for the screen, a backend for frontend', [
					'aggregate on the server',
					'composite resource'
				])
			]),
			deeper('p2', 'A stranger sends a query nested twenty levels deep. What protects you?', [
				point(0.5, 'Limits on depth and computed cost before running', [
					'complexity analysis',
					'reject expensive ones'
				]),
				point(0.5, 'Only allow registered queries from your own clients, with timeouts', [
					'persisted queries',
					'allow-list'
				])
			])
		]
	},
	{
		slug: 'bulk-and-async',
		category: 'scalability',
		difficulty: 'mid-level',
		question: 'Clients want to import a million records through your API. How do you design that?',
		rubric: [
			essential(
				0.35,
				'Accept a file or batches and answer at once with a job that can be asked about, not one call for each record',
				[
					'202 with a status address',
					'asynchronous import',
					'they hand it over in one go and look later how far it is'
				]
			),
			essential(
				0.25,
				'Report results for each record: which failed and why, without throwing away the rest',
				[
					'partial success with row numbers',
					'an error file',
					'tell them which lines were bad, the good ones stay in'
				]
			),
			essential(
				0.25,
				'Make it resumable and repeatable: own ids or an import key, so that sending again makes no duplicates',
				[
					'idempotent upsert by external id',
					'continue where it stopped',
					'if it breaks off they can simply upload again and nothing is there twice'
				]
			),
			point(0.15, 'Stream it in bounded memory with limits on size and rate', [
				'do not load all into memory',
				'chunks of a thousand rows'
			])
		],
		modelAnswer: `
			Not with a million calls, the overhead for each would dominate. The client uploads a
			file, straight to object storage, or sends batches, and I answer at once with 202
			and a job that can be asked about: state, done of total. A worker streams it in
			bounded memory, in chunks of a thousand rows per transaction, with limits on size so
			nobody fills the disk. Results are reported for each record: which failed and why,
			with row number, and the good rest is kept, unless the client asked for all or
			nothing. And it is resumable and repeatable: records carry the client's own ids and
			are upserted, so sending again makes no duplicates, and after a crash the job
			continues at the last finished chunk.
		`,
		hints: [
			'Nobody wants to hold the line for an hour to hear "done".',
			'What should somebody get back who has three bad lines among a million, and what may they do after the train went into a tunnel?'
		],
		followUps: [
			clarifying('p2', 'Three thousand rows are malformed. What does the client receive?', [
				point(0.5, 'A list with row numbers and reasons, to mend and send again', [
					'error report',
					'downloadable file'
				]),
				point(0.5, 'The valid ones are stored, or none if they asked for atomic', [
					'chosen mode',
					'partial acceptance is stated clearly'
				])
			]),
			deeper(
				'p3',
				'The connection breaks after eight hundred thousand. What does the second attempt do?',
				[
					point(0.5, 'It goes on from the last confirmed chunk', [
						'resume by offset',
						'checkpoints'
					]),
					point(0.5, 'Records already there are recognised by their external id', [
						'upsert',
						'no double entries'
					])
				]
			)
		]
	}
]);
