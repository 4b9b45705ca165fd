import { clarifying, deeper, essential, point, topic } from './topic';

export const security = topic('security', [
	{
		slug: 'xss',
		category: 'implementation',
		difficulty: 'junior',
		question: 'How does cross-site scripting come about, and how do you prevent it?',
		rubric: [
			essential(
				0.35,
				'Foreign input is put into a page and runs as script in the session of the victim',
				[
					'text from users becomes code',
					'injected HTML executes',
					'somebody writes code in a comment, and the browsers of others run it'
				]
			),
			essential(
				0.35,
				'Escape on output for the context: HTML text, attribute, URL, script; templates do it by default',
				[
					'encode where it is inserted',
					'let the framework escape',
					'turn the special characters into harmless ones when you print it'
				],
				['filtering the word script out of the input is enough']
			),
			point(0.15, 'Where HTML must be allowed, use a sanitiser with an allow-list', [
				'clean rich text by a library',
				'never a regular expression'
			]),
			point(0.15, 'A content security policy as second wall, without inline scripts', [
				'CSP with nonces',
				'limits the damage'
			])
		],
		modelAnswer: `
			Text that came from a user is put into a page without treatment, the browser takes
			it for code, and it runs in the session of whoever looks at it: stored in a comment,
			reflected from a parameter, or done in the browser by innerHTML. The prevention is
			to escape on output, for the context where it is inserted, since HTML text, an
			attribute, a URL and a script each need something else. Modern templates do it by
			default, so I watch the ways around them, raw HTML and javascript: links. Where HTML
			must be allowed, in rich text, I use a sanitiser with an allow-list. As second wall
			a content security policy without inline scripts limits the damage, and HttpOnly
			keeps the cookie out of reach.
		`,
		hints: [
			"What if somebody's name contains angle brackets?",
			'The same letters are harmless in one place and orders in another. When do you know which place it is?'
		],
		followUps: [
			clarifying(
				'p2',
				'A colleague removes dangerous words when data comes in. Why is that not enough?',
				[
					point(0.5, 'There are countless other ways to write it, such as event attributes', [
						'filters can be evaded',
						'deny lists are incomplete'
					]),
					point(0.5, 'Only at output is the context known, and harmless data would be damaged', [
						'the same value goes to HTML, mail and JSON',
						'encode late'
					])
				]
			),
			deeper(
				'p4',
				'You turn on the second line of defence for an old application. How do you avoid breaking it?',
				[
					point(0.5, 'Begin in report-only mode and collect violations', [
						'observe first',
						'report endpoint'
					]),
					point(
						0.5,
						'Move inline scripts to files or give them nonces, then enforce step by step',
						['hashes and nonces', 'tighten gradually']
					)
				]
			)
		]
	},
	{
		slug: 'sql-injection',
		category: 'implementation',
		difficulty: 'junior',
		question:
			'What is SQL injection, and why do parameters protect where escaping by hand tends to fail?',
		rubric: [
			essential(0.35, 'Input is pasted into the text of a query and changes its meaning', [
				'a quote ends the string and the rest is executed',
				'data becomes part of the command',
				'what the user typed is suddenly a piece of the statement'
			]),
			essential(
				0.4,
				'With parameters query and values travel apart, so that a value can never become syntax',
				[
					'prepared statements bind values',
					'the structure is fixed before the input comes',
					'the statement is already understood before the value is put in'
				],
				['parameters work because they escape quotes in the string']
			),
			point(
				0.25,
				'Names of columns and sort directions cannot be parameters: take them from an allow-list',
				['dynamic identifiers need a fixed list', 'order by is mapped to known columns']
			)
		],
		modelAnswer: `
			SQL injection happens when input is pasted into the text of a query and changes its
			meaning: a quote ends the string, and what follows is executed, so a login is passed
			or a table read out. With parameters, query and values travel apart: the database
			parses the statement first, the structure is fixed, so a value can never become
			syntax, whatever is in it. Escaping by hand fails because somebody forgets one
			place, or because of numbers without quotes, odd character sets, data that comes
			from our own table. What cannot be a parameter are names of columns and sort
			directions; those I take from an allow-list. Besides, the application's account has
			few rights, so a hole costs less. ORMs are safe until raw SQL is used.
		`,
		hints: [
			'Where does the database learn what is command and what is content?',
			'Suppose it has understood the sentence before it hears the name. What can the name still do?'
		],
		followUps: [
			clarifying('p3', 'Users may choose the column to sort by. How do you build that query?', [
				point(0.5, 'Map the given word to one of a fixed set of columns', [
					'allow-list',
					'switch over known names'
				]),
				point(0.5, 'Refuse anything else', ['default order', 'never paste it in'])
			]),
			deeper(
				'p2',
				'The dangerous value was stored properly last year and does its harm today. How is that possible?',
				[
					point(0.5, 'It was read from the table and pasted into another query', [
						'second-order injection',
						'own data was trusted'
					]),
					point(0.5, 'So every value is bound, wherever it comes from', [
						'parameters everywhere',
						'no trusted strings'
					])
				]
			)
		]
	},
	{
		slug: 'csrf-cors',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		question: 'CORS and CSRF are often confused. What does each deal with?',
		rubric: [
			essential(
				0.35,
				'CSRF: another site makes the browser send a request with your cookies, and the server takes it for yours',
				[
					'a forged request rides on the session',
					'the attacker need not see the answer',
					'you visit a bad page, and in the background it does something in your name'
				]
			),
			essential(
				0.3,
				'The same-origin policy keeps other sites from reading answers; CORS loosens that for chosen origins',
				[
					'it allows, it does not protect',
					'headers permit reading from another origin',
					"normally a page can't see what another server answers, unless that one says it may"
				],
				['CORS protects the server against CSRF', 'CORS stops curl and scripts']
			),
			point(0.2, 'Against CSRF: SameSite cookies, tokens, checking the Origin header', [
				'unguessable token in the form',
				'compare origin'
			]),
			point(0.15, 'Reflecting any origin together with credentials opens everything', [
				'a wildcard by echo is dangerous',
				'keep a fixed list of origins'
			])
		],
		modelAnswer: `
			CSRF is an attack: another site makes the browser send a request to mine, the
			cookies go along, and the server takes it for the user's will. The attacker need not
			see the answer, the money is gone anyway. CORS is not a defence but a loosening: the
			same-origin policy keeps other sites from reading answers, and with CORS headers the
			server allows that for chosen origins. Simple form posts go through without asking,
			so CORS does not stop CSRF, nor does it mean anything for curl. Against CSRF I use
			SameSite cookies, a token or a check of the Origin header, and no changes by GET.
			The classic mistake in CORS is to reflect any origin together with credentials,
			which lets every site read as the user.
		`,
		hints: [
			'Sending and reading are two different things.',
			'One is an attack that needs no answer, the other a permission to see answers. Who enforces each?'
		],
		followUps: [
			clarifying(
				'p2',
				'A developer gets an error about a missing header in the console and asks you to "switch off the protection on the server". What do you explain?',
				[
					point(
						0.5,
						'The browser hides the answer from the page of another origin; the server was reached all the same',
						['the browser enforces it', 'same-origin policy']
					),
					point(0.5, "Allow exactly that front end's origin, not everything", [
						'add it to the list',
						'no wildcard with credentials'
					])
				]
			),
			deeper(
				'p3',
				'Your API takes only JSON and a bearer token in a header. How much of the danger remains?',
				[
					point(0.5, 'Hardly any, as the browser does not attach the header by itself', [
						'no ambient credentials',
						'the attacker lacks the token'
					]),
					point(0.5, 'But a token that scripts can read may be stolen by XSS', [
						'storage matters',
						'trade-off against cookies'
					])
				]
			)
		]
	},
	{
		slug: 'ssrf',
		category: 'architecture',
		difficulty: 'senior',
		question:
			'Your application fetches URLs that users give it, for previews. What can an attacker do with that, and how do you build it safely?',
		rubric: [
			essential(
				0.3,
				"They reach inside: cloud metadata, internal services, localhost, through your server's position",
				[
					'server-side request forgery',
					'requests come from within the network',
					'they use our machine to get to places they cannot get to themselves'
				]
			),
			essential(
				0.35,
				'Check the resolved address and connect to that very one: private, loopback and link-local ranges are refused, for redirects too',
				[
					'pin the IP against DNS rebinding',
					'validate each hop',
					'look up where it really leads, and go to exactly this address only if it is public'
				],
				['checking the host name with a regular expression is enough']
			),
			point(
				0.2,
				'Fetch from an isolated place without access to the inside, through an egress proxy',
				['network rules as second wall', 'separate worker without credentials']
			),
			point(0.15, 'Limit schemes, ports, size, time and kinds of content', [
				'only http and https',
				'cap bytes and seconds'
			])
		],
		modelAnswer: `
			That is server-side request forgery: they reach inside through my server's position,
			the cloud's metadata address with its credentials, internal dashboards without a
			password, Redis on localhost. Checking the host name is not enough, since a name may
			resolve to an inner address, there are odd spellings of addresses, and redirects. So
			I resolve it, refuse private, loopback and link-local ranges, for IPv6 too, and
			connect to that very address I have checked, otherwise rebinding gives another
			answer the second time; each redirect goes through the same. Only http and https,
			usual ports, limits on size, time and content type. And as second wall, the fetching
			runs in an isolated worker without credentials, whose network lets it reach the
			internet but nothing inside.
		`,
		hints: [
			'Your machine stands in a place where the visitor does not. What can be seen from there?',
			'A name is not a place; and between looking it up and going there it may move.'
		],
		followUps: [
			clarifying(
				'p1',
				'Somebody enters an address that begins with 169.254. What are they after?',
				[
					point(0.5, "The cloud's metadata service", [
						'instance credentials',
						'link-local endpoint'
					]),
					point(0.5, 'With its keys they could act as the server in the cloud account', [
						'role credentials',
						'read storage'
					])
				]
			),
			deeper(
				'p2',
				'The name was checked and was harmless, yet the connection went inside. How, and what stops it?',
				[
					point(0.5, 'The name resolved to another address the second time', [
						'DNS rebinding',
						'short TTL'
					]),
					point(
						0.5,
						'Connect to the address that was checked, keeping the name for TLS and host header',
						['pin the IP', 'hook the lookup']
					)
				]
			)
		]
	},
	{
		slug: 'supply-chain',
		category: 'scalability',
		difficulty: 'mid-level',
		question:
			'Your product pulls in a thousand third-party packages. How do you keep that from becoming your weakest point?',
		rubric: [
			essential(
				0.3,
				'Lock exact versions with integrity hashes and install only from the lock file',
				[
					'reproducible installs',
					'npm ci or equivalents',
					'everybody gets exactly the same bytes every time'
				]
			),
			essential(
				0.25,
				'Scan for known holes, update in small steps regularly, and judge whether a finding can be reached',
				[
					'automated dependency updates',
					'audit in the pipeline',
					'look for known vulnerabilities and stay up to date'
				]
			),
			point(
				0.2,
				'Fewer and better-known packages: look at maintenance, size and necessity before adding one',
				['every dependency is a decision', 'do without trivial ones']
			),
			point(
				0.25,
				'Limit what they can do: no install scripts, no secrets in builds, least rights at run time',
				['block postinstall scripts', 'sandboxed builds'],
				['a package with many downloads is safe']
			)
		],
		modelAnswer: `
			First, installs are reproducible: exact versions in a lock file with integrity
			hashes, and the pipeline installs only from that. Then I scan for known holes and
			update in small steps regularly, because somebody who is two years behind cannot
			react in a day; for each finding I judge whether that code can be reached at all, or
			the list is ignored. Before adding a package I look at maintenance, size and
			necessity; fewer is better, and twenty lines need no dependency. Since even a
			popular one can be taken over, I limit what they can do: no install scripts, no
			secrets in builds that run foreign code, new versions wait some days, least rights
			at run time. And an inventory tells within minutes whether we are affected by the
			next one.
		`,
		hints: [
			'Somebody you have never met may publish code tonight that runs on your build machine tomorrow.',
			'Know what you have, take exactly that, take less of it, and give it little power. How?'
		],
		followUps: [
			clarifying(
				'p2',
				'The scanner shows three hundred warnings. How do you deal with them without drowning?',
				[
					point(
						0.5,
						'Sort by whether the code is reachable and exposed, production before development',
						['exploitability', 'triage']
					),
					point(0.5, 'Update automatically in small batches with tests', [
						'bots',
						'fix at the root package'
					])
				]
			),
			deeper(
				'p4',
				"A maintainer's account is taken over and a poisoned patch version appears. Which of your measures help in the first hour?",
				[
					point(0.5, 'Pinned versions and a waiting time keep it out', [
						'lock file',
						'cooldown for new releases'
					]),
					point(
						0.5,
						'Builds without scripts, secrets or network limit the harm; the inventory shows who has it',
						['egress rules', 'SBOM']
					)
				]
			)
		]
	}
]);
