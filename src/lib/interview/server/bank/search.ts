import { clarifying, deeper, essential, point, topic } from './topic';

export const search = topic('search', [
	{
		slug: 'inverted-index',
		category: 'implementation',
		difficulty: 'junior',
		question:
			"How does a full-text search find documents quickly, and why is LIKE '%word%' no substitute?",
		rubric: [
			essential(0.4, 'An inverted index maps each term to the documents that contain it', [
				'word to list of ids',
				'looks up terms and intersects their lists',
				'for every word there is a list of where it occurs'
			]),
			essential(
				0.3,
				'LIKE with a leading wildcard reads every row, knows no words and no ranking',
				[
					'a full scan',
					'it finds "art" in "party"',
					'it has to go through all the text, since the beginning is unknown'
				],
				["an ordinary B-tree index makes LIKE '%word%' fast"]
			),
			point(
				0.3,
				'Text is analysed first: split into words, lower case, stemmed, the same for documents and query',
				['tokenising and stemming', 'runs and running meet']
			)
		],
		modelAnswer: `
			It turns things round beforehand: an inverted index maps each term to the list of
			documents that contain it, with positions. A query looks up its terms and intersects
			or merges these short lists, so the cost depends on the matches and not on all text.
			Before that the text is analysed: split into words, made lower case, perhaps stemmed
			so that runs and running meet, stop words treated; and the query goes through the
			same, otherwise they miss each other. LIKE with a leading wildcard reads every row,
			because a B-tree is sorted by beginnings. It also knows no words, so it finds art in
			party, and no ranking, so the best result is somewhere. For some thousand rows it
			may do.
		`,
		hints: [
			'The last pages of a textbook help you find a word; how are they arranged?',
			"And what must be done to the words before they go in, so that the reader's form finds the author's?"
		],
		followUps: [
			clarifying(
				'p3',
				'Someone searches for "Running Shoes" and the text says "running shoe". What makes them meet?',
				[
					point(0.5, 'Both are lowered and stemmed in the same way', [
						'analysis',
						'normalised tokens'
					]),
					point(0.5, 'The same analyser at indexing and asking', [
						'mismatch finds nothing',
						'identical pipeline'
					])
				]
			),
			deeper('p1', 'How would you find two words directly beside each other as a phrase?', [
				point(0.5, 'The lists also keep positions, and these must be adjacent', [
					'positional index',
					'compare offsets'
				]),
				point(0.5, 'Or index pairs of words', ['bigrams', 'shingles'])
			])
		]
	},
	{
		slug: 'relevance',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		question:
			'Users say that your search "finds nothing sensible". How do you make relevance better without guessing?',
		rubric: [
			essential(
				0.35,
				'Collect judged queries: what people asked and what they clicked or wanted, and measure, for instance NDCG or the rank of the right hit',
				[
					'a test set of queries with good answers',
					'offline metric',
					'gather real searches with the results people wanted, and score every change with them'
				]
			),
			essential(
				0.25,
				'Know the ranking: BM25 weighs rare terms and short fields; boost title over body',
				[
					'term frequency and inverse document frequency',
					'field weights',
					'an unusual word counts more, and in the headline even more'
				]
			),
			point(0.25, 'Look at queries without results: typing errors, synonyms, other word forms', [
				'zero-result log',
				'fuzzy matching and synonym lists'
			]),
			point(
				0.15,
				'Mix in popularity or freshness, then prove it by an A/B test',
				['signals beyond the text', 'online experiment'],
				['tuning by looking at one query is enough']
			)
		],
		modelAnswer: `
			I start with data instead of opinions: the log tells what people asked, where they
			clicked and where they gave up. From that I make a set of judged queries with the
			answers that would be right, and a number, NDCG or the rank of the right hit, so
			that each change can be measured over all of them, since a boost that helps one
			query harms ten. Then I look at queries without results: typing errors, synonyms,
			other word forms, which fuzzy matching and a synonym list mend. The ranking itself I
			have to know: BM25 weighs rare terms and short fields, the title gets a boost over
			the body. Then popularity or freshness are mixed in, and an A/B test proves it.
		`,
		hints: [
			'Before you turn a knob, how would you know that it became better?',
			'What did they type, what did they want, and where did they end with empty hands?'
		],
		followUps: [
			clarifying(
				'p1',
				'Your manager shows one example that looks bad. What do you do before changing anything?',
				[
					point(0.5, 'Add it to a set of many judged examples and measure the whole', [
						'test collection',
						'regression check'
					]),
					point(0.5, 'Find out how common it is in the log', ['frequency', 'typical or rare'])
				]
			),
			deeper('p3', 'How do you deal with words that customers use and your documents do not?', [
				point(0.5, 'Synonyms mined from the log and reviewed', [
					'query expansion',
					'mapping terms'
				]),
				point(0.5, 'Embeddings for meaning beside the exact terms, combined', [
					'hybrid search',
					'vector similarity'
				])
			])
		]
	},
	{
		slug: 'sync-index',
		category: 'architecture',
		difficulty: 'mid-level',
		question:
			'Your data lives in a relational database, and search in a separate engine. How do you keep the two together?',
		rubric: [
			essential(
				0.35,
				'The database is the truth, and changes go over by outbox or change data capture, in order and repeatable',
				[
					'index from a log of changes',
					'asynchronous but reliable',
					'one of them is right and the other follows'
				],
				['write to both in the request handler']
			),
			essential(
				0.25,
				'The index can be rebuilt from scratch: build a new one beside the old and switch an alias',
				[
					'full reindex without downtime',
					'blue and green index',
					'I can make it all over again at any time while the previous one is in use'
				]
			),
			point(
				0.25,
				'It lags: show own changes otherwise, and check existence and rights in the database before showing',
				['search results may be outdated', 'filter by permission']
			),
			point(
				0.15,
				'Versions keep an older update from overwriting a newer one, and a job compares both',
				['external version', 'reconciliation']
			)
		],
		modelAnswer: `
			The database is the truth and the index a copy that I can throw away. Changes go
			over by an outbox or change data capture, asynchronously but reliably: each one is
			repeated until it has arrived. Writing to both in the request handler leaves them
			different after the first failure. Updates carry the row's version, so an older one
			that comes late cannot overwrite a newer, and a nightly job compares counts and
			samples. Because mappings change, the index can be rebuilt from scratch: I build a
			new one beside the old, let changes flow into both, and switch an alias. And since
			it lags, results may be outdated: before showing them I check existence and rights
			in the database, and the user's own new item I show otherwise.
		`,
		hints: [
			'Which of the two could you delete without tears?',
			'News travels late, twice, or in the wrong order. What makes that harmless, and what if everything has to be redone?'
		],
		followUps: [
			clarifying(
				'p2',
				'The analysis of texts has to change for all documents. How, without an hour of empty results?',
				[
					point(0.5, 'Fill a second index in the background and then switch the name', [
						'alias swap',
						'reindex beside'
					]),
					point(0.5, 'Changes meanwhile go into both', ['dual feed', 'catch up from the log'])
				]
			),
			deeper(
				'p3',
				'A document was made private a second ago and still shows up for strangers. What do you do against it?',
				[
					point(0.5, 'Check rights at the source before showing', [
						'post-filter',
						'load from the database by id'
					]),
					point(
						0.5,
						'Put permissions into the index as filter too, and give such changes priority',
						['urgent updates', 'both layers']
					)
				]
			)
		]
	},
	{
		slug: 'search-scale',
		category: 'scalability',
		difficulty: 'senior',
		question:
			'Your search index no longer fits on one machine. How is it divided, and what does that mean for a query?',
		rubric: [
			essential(
				0.35,
				'Split by document into shards: a query goes to all, each returns its best, a coordinator merges',
				[
					'scatter and gather',
					'fan out and combine the top k',
					'everybody looks through their own part, and someone puts the best together'
				]
			),
			essential(
				0.25,
				'So the slowest shard decides; replicas and hedged requests shorten the tail',
				[
					'tail latency grows with the number of shards',
					'copies share the load',
					'you are only as fast as the last one to answer'
				]
			),
			point(
				0.2,
				'Deep paging is costly, as every shard must deliver all results before the page: use search-after',
				['top ten thousand from each', 'cursors'],
				['page 1000 costs the same as page 1']
			),
			point(
				0.2,
				'Route by tenant or time where queries allow, so that only some shards are asked; mind hot ones',
				['partition by customer or month', 'avoid asking all']
			)
		],
		modelAnswer: `
			The index is split by document into shards. A query then goes to all of them, each
			one finds its own best ten, and a coordinator merges these and fetches the
			documents: scatter and gather. Splitting by term would move long lists over the
			network. The consequence is that the slowest shard decides, and with fifty there is
			always one that is slow, so replicas share the load, a second copy is asked when the
			first does not answer, and partial results may be allowed. Deep paging is costly,
			since every shard must deliver all before the page; I use search-after and forbid
			page one thousand. Where queries allow, I route by tenant or by month, so only some
			shards are asked, and watch for hot ones. Scores differ slightly as statistics are
			local.
		`,
		hints: [
			'Fifty librarians each have a part of the books. Who answers whom?',
			'What does the reader wait for, and what do all fifty have to bring when somebody wants place ten thousand?'
		],
		followUps: [
			clarifying('p1', 'How do you put together ten best from fifty partial answers?', [
				point(0.5, 'Each gives its top ten with scores, merge and cut', [
					'priority queue',
					'k-way merge'
				]),
				point(0.5, 'Then fetch only these ten documents', ['two phases', 'query then fetch'])
			]),
			deeper(
				'p2',
				'One machine pauses for two seconds now and then. Every fourth query is slow. What helps?',
				[
					point(0.5, 'Ask another replica after a short time and take the first answer', [
						'hedged requests',
						'speculative retry'
					]),
					point(0.5, 'Answer with what has come after a deadline and say that it is partial', [
						'timeouts per shard',
						'degrade'
					])
				]
			)
		]
	}
]);
