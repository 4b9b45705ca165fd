import { clarifying, deeper, essential, point, topic } from './topic';

export const authorization = topic('authorization', [
	{
		slug: 'check-where',
		category: 'architecture',
		difficulty: 'junior',
		question:
			'Where in a web application do you check whether somebody may do a thing, and why is hiding the button not enough?',
		rubric: [
			essential(
				0.4,
				'The server checks every request, because anybody can call the API without the page',
				[
					'the back end must enforce it on each call',
					'requests can be forged with curl around the interface',
					'never trust the client, somebody can send whatever they like with a script'
				],
				['hiding the button is enough', 'checking in the front end is sufficient']
			),
			essential(
				0.35,
				'The check is about the object, not just the role: this user and this record',
				[
					'ownership of the resource must be verified',
					"changing the id in the URL must not open somebody else's data",
					'being logged in is not enough, the thing has to be yours'
				]
			),
			point(0.25, 'One central place that denies by default, so that a forgotten check refuses', [
				'routes are closed unless declared',
				'middleware or policy layer with deny as default'
			])
		],
		modelAnswer: `
			On the server, for every request, because anybody can call the API without the page:
			the browser's tools show the calls, and curl does the rest. Hiding the button is
			only kindness to the user. And the check must be about the object, not just the
			role: may this user see this record? The classic hole is to change the id in the
			address and read somebody else's invoice. I put it in one central place, a policy
			layer that all use cases go through, and it denies by default, so that a forgotten
			check refuses instead of letting everybody in. Then a test walks over all routes
			with a stranger's account.
		`,
		hints: [
			'Imagine a visitor who never opens your page.',
			'Change one number in an address that belongs to you. What should happen, and which piece of code sees to it?'
		],
		followUps: [
			clarifying(
				'p2',
				'A signed-in customer edits the number in the address of an invoice. What ought to be looked at?',
				[
					point(0.5, 'Whether the invoice belongs to that customer or their organisation', [
						'the owner of the record is compared with the user',
						'the query filters by tenant'
					]),
					point(0.5, 'Answer 404 or 403, not the data', [
						'do not even tell that it exists',
						'not found avoids leaking existence'
					])
				]
			),
			deeper('p3', "How do you make sure that next year's new endpoint is covered too?", [
				point(0.5, 'Without a declared permission it does not start or is refused', [
					'registration requires a policy',
					'a missing rule fails closed'
				]),
				point(0.5, 'A test goes through all routes with a foreign user', [
					"an automatic check of every endpoint with other people's ids",
					'the suite fails for an unlisted route'
				])
			])
		]
	},
	{
		slug: 'rbac-abac',
		category: 'tradeoffs',
		difficulty: 'senior',
		question: 'When do roles stop being enough, and what do you replace them with?',
		rubric: [
			essential(
				0.3,
				'Roles work while rights depend on the job alone; they explode when they depend on the object, team or state',
				[
					'role explosion begins with roles per project or region',
					'RBAC fits few coarse groups',
					'it is fine with a handful of groups and gets out of hand once you need one for every project'
				]
			),
			essential(0.3, 'Attribute-based rules decide from properties of user, resource and context', [
				'ABAC evaluates conditions such as department, owner or time',
				'policies compare attributes',
				'the decision looks at who you are, what the thing is like and the situation'
			]),
			point(
				0.2,
				'Relationship-based models follow who is related to what: owner, member of folder, parent',
				[
					'a graph of relations as in Zanzibar',
					'sharing and inheritance are expressed as relations'
				]
			),
			point(
				0.2,
				'The richer the model, the harder to answer who can see this, and to test and explain it',
				[
					'audits become difficult with free rules',
					'listing everything somebody may see gets costly'
				]
			)
		],
		modelAnswer: `
			Roles work while rights depend on the job alone: admin, editor, reader. They explode
			when rights depend on the object, the team or its state, and you find yourself with
			editor-of-project-17. Then there are two ways. Attribute-based rules decide from
			properties of user, resource and context: same department, draft state, office
			hours. Relationship-based models follow who is related to what: owner of the folder,
			member of the team that has the parent shared, as in documents that people share.
			The richer the model, the harder it is to answer who can see this, and to test and
			explain it. So I start with roles plus ownership, and change when the role list
			grows with the customers.
		`,
		hints: [
			'Watch what the list of groups does as the number of customers grows.',
			"What else could a decision look at besides what somebody's job is called?"
		],
		followUps: [
			clarifying('p1', 'What does the role table look like shortly before you give up on it?', [
				point(0.5, 'Roles with names of projects, customers or regions in them', [
					'one role per thing',
					'hundreds of combinations that nobody can oversee'
				]),
				point(0.5, 'People hold many overlapping roles that are never removed', [
					'privileges accumulate',
					'nobody knows which can be deleted'
				])
			]),
			deeper(
				'p4',
				'The list page must show only what the reader may see, out of ten million rows. How?',
				[
					point(
						0.5,
						'Turn the rule into a query filter or join, not a check on each row afterwards',
						['push the condition into SQL', 'compile the policy to a where clause']
					),
					point(0.5, 'Or keep a precomputed index of who sees what, updated on changes', [
						'materialise access lists',
						'denormalise permissions and accept some delay'
					])
				]
			)
		]
	},
	{
		slug: 'multi-tenant',
		category: 'scalability',
		difficulty: 'mid-level',
		question:
			'Many customers share one application and one database. How do you make sure that no query shows one customer the data of another?',
		rubric: [
			essential(
				0.3,
				"Every table has a tenant id, and every query filters by the one from the session, never by the client's word",
				[
					'the tenant comes from the authenticated identity',
					'scope all reads by customer id taken from the login',
					'we know from the login which company somebody belongs to and restrict everything to it'
				],
				['the client sends the tenant id and we trust it']
			),
			essential(
				0.3,
				'Enforce it below the application code: row-level security or a repository that always adds the condition',
				[
					'let the database refuse rows of other tenants',
					'a data layer that cannot be used without a tenant',
					'so that a developer who forgets the where clause still gets nothing foreign'
				]
			),
			point(
				0.2,
				'Caches, files, search indexes and background jobs need the tenant in their keys too',
				['cache keys must contain the customer', 'jobs carry the tenant along']
			),
			point(
				0.2,
				'Separate schemas or databases isolate better, but cost more in migrations and operation',
				[
					'a database per customer is stronger and more expensive',
					'isolation grows with operating effort'
				]
			)
		],
		modelAnswer: `
			Every table has a tenant id, and every query filters by the tenant from the session,
			never by something the client says. Since people forget, I enforce it below the
			feature code: row-level security in the database, or a repository that always adds
			the condition and cannot be made without a tenant. Then the less visible places:
			caches, files, search indexes and background jobs need the tenant in their keys too,
			that is where leaks really happen. Separate schemas or databases isolate better, and
			help with noisy neighbours and deletion, but they cost more in migrations and
			operation, so I keep them for the big or regulated customers. Tests run with two
			tenants.
		`,
		hints: [
			'Somebody in your team will forget it one day, on a Friday.',
			'Think of a safety net under the queries, and of all the other places where data is kept.'
		],
		followUps: [
			clarifying('p3', 'Which other parts of the system remember data and could mix it up?', [
				point(0.5, 'The cache, when the key lacks the customer', [
					'shared cache entries served to the wrong one',
					'memoised results without tenant'
				]),
				point(0.5, 'Queues, exports, search and object storage', [
					'files under guessable names',
					'search indexes and reports'
				])
			]),
			deeper(
				'p2',
				'How does the net behave with a connection pool, where connections are reused?',
				[
					point(0.5, 'The tenant is set for each transaction, not left on the connection', [
						'use a local setting that ends with the transaction',
						'reset the variable when it is returned'
					]),
					point(0.5, "The application's role must not own the tables or bypass the rules", [
						'superusers and owners skip row-level security',
						'connect with a restricted user'
					])
				]
			)
		]
	},
	{
		slug: 'confused-deputy',
		category: 'architecture',
		difficulty: 'senior',
		question:
			'A service of yours calls another in the name of a user. How does the second service know what the user may do, and what goes wrong if it simply trusts the first?',
		rubric: [
			essential(
				0.35,
				'Trusting the caller alone makes a confused deputy: any hole in the first gives the full rights of the service',
				[
					'with a powerful service account users get more than their own rights',
					'the first service can be tricked into acting for anybody',
					'the one in the middle has a master key and anybody can make it open doors'
				]
			),
			essential(
				0.35,
				"Pass the user's identity along in a token that the second verifies, and check both: the service and the user",
				[
					'forward a signed user token or exchange it',
					'authorise on the end user as well as on the caller',
					'the other side has to see both who is calling and for whom'
				],
				['pass the user id in a header and trust it']
			),
			point(
				0.3,
				'Narrow it: a token exchanged for this audience, with few scopes and a short life',
				['use least privilege with limited scopes', 'downscope the token for the next hop']
			)
		],
		modelAnswer: `
			If the second service trusts the first by its service account alone, we have a
			confused deputy: the first can read everything, so any hole in it, a missing check
			or an injected id, gives a user the full rights of the service. So I pass the user's
			identity along in a token which the second verifies, and it checks both: is this
			service allowed to call me, and may this user do this thing? A plain header with a
			user id is not that, anybody inside could write it. And I narrow it: the token is
			exchanged for one with this audience, few scopes and a short life, so what leaks at
			one hop cannot be replayed at the next.
		`,
		hints: [
			'Whose rights count: those of the one who knocks, or of the one who sent them?',
			'Imagine that the one in the middle has been taken over. What can it now do further inside?'
		],
		followUps: [
			clarifying('p2', "What does the second service look at before it returns somebody's data?", [
				point(0.5, "The calling service's own identity, by mTLS or its token", [
					'which workload is calling',
					'the client credential of the caller'
				]),
				point(0.5, 'The signed identity of the end user and their right on this object', [
					'the subject in the token and ownership',
					'permission of the person, not of the service'
				])
			]),
			deeper('p3', 'Background jobs run at night without a user. How do you handle their rights?', [
				point(0.5, 'A service identity of their own with only what the job needs', [
					'least privilege for each job',
					'a separate account for each worker'
				]),
				point(0.5, 'Record on whose behalf it was scheduled and check again when it runs', [
					'rights may have been withdrawn since',
					're-evaluate permission at execution'
				])
			])
		]
	}
]);
