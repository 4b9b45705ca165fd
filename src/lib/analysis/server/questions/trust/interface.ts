import { counted, listed } from '../../detectors/detector';
import { changes, routesOf, type Route } from '../../detectors/routes';
import { clarifying, deeper, draft, essential, foundBy, listOf, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { routeName, tellingRoutes } from './told-routes';
import { agree, fileName, mainFirst, shown, worded } from './worded';

/** The interface that others build on: how it changes, and where it does one thing in two ways. */
export const interfaceQuestions: QuestionMaker = {
	name: 'interface',
	make: (material, phrasing) => [
		...changing(material, phrasing),
		...twoStyles(material, phrasing),
		...twoWays(material, phrasing)
	]
};

function changing({ findings, project }: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const [versions] = foundBy(findings, 'versioning');
	const routes = tellingRoutes(project);
	const route = routes.find(({ method }) => method === 'GET') ?? routes[0];
	const taking = routes.find((one) => changes(one) && !/DELETE/.test(one.method) && one !== route);
	const list = routes.find(({ method, path }) => method === 'GET' && /s\/?$/.test(path));
	if (!versions?.evidence[0] || !route) return [];
	const isNone = versions.key.endsWith(':none');
	const all = listOf(versions, 'versions');
	const how = isNone
		? undefined
		: all.length > 0
			? listed(all)
			: listed(listOf(versions, 'libraries'), 2);
	const at = fileName(versions.evidence[0].path);
	const name = routeName(route);
	const count = isNone ? numberOf(versions, 'routes') : routesOf(project).length;
	const question = worded(
		phrasing,
		'changing',
		[
			isNone
				? `None of the ${counted(count, 'route')} carries a version.`
				: all.length > 1
					? `${how} answer side by side, from ${at} on.`
					: `${at} has ${how}, and there is no second version.`,
			`A field in the answer of ${name} needs another name.`,
			`A partner has built on ${name} and releases twice a year.`,
			`An app that is two years old still calls ${name}, and its owners never update.`,
			...(list ? [`${routeName(list)} is to give back an object where it now gives a list.`] : []),
			...(taking ? [`A new field in what ${routeName(taking)} takes in becomes required.`] : [])
		],
		[
			isNone
				? 'How do you change it, and who breaks?'
				: 'Is that a change within the version or a reason for a new one, and who decides?',
			isNone
				? 'What would you need today so that you are not stuck then?'
				: 'What would exist twice, for how long, and how would you know that the old form is no longer used?',
			'Which changes can you make any day, and which not, and how do your clients learn of them?',
			isNone
				? 'When would you put a version in, where, and what would it cost before anybody needs it?'
				: `What does the version in ${at} promise, and does anything in the code keep that promise?`
		]
	);
	return [
		draft({
			subject: 'changing',
			worth: isNone ? 0.56 : 0.67,
			category: 'architecture',
			difficulty: 'senior',
			topic: 'versioning',
			question,
			findings: [versions],
			evidence: versions.evidence.slice(0, 1),
			related: [route, ...(taking ? [taking] : [])].map(({ place }) => shown(project, place)),
			rubric: [
				essential('Adding is safe, while renaming, removing, or asking for more breaks clients.', [
					'New optional fields are compatible; changed or missing ones are not.',
					'Additive changes only, everything else is breaking.',
					'Existing clients stop working when something they read disappears.'
				]),
				essential(
					'A change is made in steps: give both, move the clients, then take the old one away.',
					[
						'Expand and contract.',
						'Serve old and new side by side for a while.',
						'Deprecate first and remove later.'
					]
				),
				isNone
					? point(
							'Without a version clients and server have to move together, which works as long as both are yours.',
							[
								'It is fine if you deploy the front end along with it.',
								'With outside clients every change must be compatible.'
							],
							{
								evidence: versions.evidence.slice(0, 1),
								contradictions: ['The routes carry a version.', 'There is a v1 in the paths.']
							}
						)
					: point(
							'A second version means code that runs twice, so most changes should not need one.',
							[
								'Each version must be maintained and tested.',
								'Keep the differences in a thin layer at the edge.'
							],
							{
								evidence: versions.evidence.slice(0, 1),
								contradictions: ['There is no version in the interface.']
							}
						),
				point('Who still uses the old form is counted, by client, before it ends.', [
					'Log the use of deprecated fields.',
					'Measure before removing.'
				]),
				point('A test against the described interface notices a break before it is released.', [
					'Contract tests or a diff of the OpenAPI schema.',
					'Snapshot the responses and compare.'
				]),
				point('Clients are told in time, with a date and in the answers themselves.', [
					'Announce the sunset with a header.',
					'Publish a deprecation policy.'
				])
			],
			modelAnswer: `${isNone ? `None of the ${count} routes carries a version, so clients and server move together; that is fine while both are yours` : all.length > 1 ? `${how} answer side by side (${at}), and each of them is code that runs` : `${how} in ${at} leaves room for another version, and another version is code that runs twice`}. Adding a field to ${name} is safe on any day; renaming or removing one, or asking for more, breaks whoever reads it. I would make such a change in steps: give old and new together, move the clients, count who still reads the old one, and take it away on a date that was announced. ${isNone ? 'A version I would add when the first client exists that I cannot update, at the front of the path or in a header, and not before' : 'A new version is for what cannot be done in steps, with the differences in a thin layer at the edge'}. A test that compares the described interface with the last release notices a break before the clients do.`,
			hints: [
				'Which clients can you update yourself, and on which day?',
				`Put a field into the answer of ${name}, take one out: who notices?`,
				'Could both forms exist at the same time?'
			],
			followUps: [
				clarifying(
					2,
					`Go through it for ${name}: what does the answer look like in each of the steps?`,
					[
						essential('First with both names, later with the new one alone.', [
							'Old and new field together, then remove the old.',
							'Duplicate during the transition.'
						]),
						point('In between the clients change over.', [
							'Consumers switch while both exist.',
							'They migrate in their own time.'
						])
					]
				),
				deeper(
					4,
					'How do you count who still reads the old field, when the server only sends it?',
					[
						essential(
							'The server cannot see it, so clients name themselves and their version in a header.',
							['Use a client version header.', 'Identify callers and ask them.']
						),
						point('Or leave it out for a short time, announced, and see who calls.', [
							'A brown-out shows the remaining users.',
							'Turn it off for an hour.'
						])
					]
				)
			]
		})
	];
}

/** What runs in a browser only calls. */
const PAGE = /\.([jt]sx|vue|svelte)$/;

/** GraphQL or remote procedures beside routes, or alone. */
function twoStyles({ findings }: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const [style] = foundBy(findings, 'api-style', /^(graphql|rpc)$/).map((one) => ({
		...one,
		evidence: mainFirst(one.evidence).toSorted(
			(a, b) => Number(PAGE.test(a.path)) - Number(PAGE.test(b.path))
		)
	}));
	if (!style?.evidence[0]) return [];
	const isGraph = style.key.endsWith(':graphql');
	const by = listed(listOf(style, 'libraries'), 2);
	const at = fileName(style.evidence[0].path);
	const [routes] = foundBy(findings, 'api-style', /^routes-/);
	const beside = routes?.evidence[0];
	const question = worded(
		phrasing,
		'two styles',
		[
			beside
				? `${isGraph ? 'GraphQL' : 'Remote procedures'} by ${by} in ${at}, and ${counted(numberOf(routes, 'routes'), 'route')} beside it (${fileName(beside.path)}).`
				: `${at} serves ${isGraph ? 'GraphQL' : 'procedures'} by ${by}.`,
			isGraph
				? `A stranger sends ${at} a query that goes twelve levels deep.`
				: `A caller of ${at} is two versions older than the server.`,
			isGraph
				? `One query to ${at} asks for a hundred things, each with its author and their things.`
				: `One of the procedures behind ${at} takes thirty seconds today.`
		],
		isGraph
			? [
					'What does that cost, and what sets a limit to it?',
					'Where is it decided who may see which field?',
					beside
						? `What must it and the routes in ${fileName(beside.path)} do alike, and where is that written once?`
						: 'What did you gain over plain routes, and what do you pay?'
				]
			: [
					'What happens on both sides, and who gives up first?',
					'What may change in a message, and what not?',
					beside
						? `What must it and the routes in ${fileName(beside.path)} do alike, and where is that written once?`
						: 'What did you gain over plain routes, and what do you pay?'
				]
	);
	return [
		draft({
			subject: isGraph ? 'graphql' : 'rpc',
			worth: 0.78,
			category: 'architecture',
			difficulty: 'senior',
			topic: 'api_style',
			question,
			findings: routes ? [style, routes] : [style],
			evidence: style.evidence.slice(0, 2),
			related: [...(routes?.evidence.slice(0, 2) ?? []), ...style.evidence.slice(2, 3)],
			rubric: isGraph
				? [
						essential(
							'One query can cost as much as many, so depth or cost has a limit.',
							[
								'Limit depth and complexity.',
								'A client decides how much it loads, so cap it.',
								'Use cost analysis or persisted queries.'
							],
							{ evidence: style.evidence.slice(0, 1) }
						),
						essential('Resolvers that load one by one make N+1 look-ups; a loader collects them.', [
							'Batch with a data loader.',
							'Avoid a query per parent.'
						]),
						point('Who may see what is decided by field or type, not at one address.', [
							'Authorization must be in resolvers or below.',
							'One endpoint means no route guards.'
						]),
						point('Caches that go by address no longer help.', [
							'HTTP caching is lost with POST queries.',
							'You need caching by object.'
						]),
						point('Rules that both interfaces share stand below them, in services.', [
							'Put business rules under the transport.',
							'Do not write them twice.'
						])
					]
				: [
						essential(
							'A call has a time after which both sides give up, passed along.',
							['Set deadlines and propagate them.', 'Without a time-out callers pile up.'],
							{ evidence: style.evidence.slice(0, 1) }
						),
						essential('Fields may be added, and never get another meaning or number.', [
							'Schema changes must be backward compatible.',
							'Do not reuse field numbers.'
						]),
						point('Trying again is safe only where doing it twice is.', [
							'Retries need idempotency.',
							'Use a request id.'
						]),
						point('Old and new versions run side by side during a release.', [
							'Both versions exist while rolling out.',
							'Servers must understand older callers.'
						]),
						point('Rules that both interfaces share stand below them, in services.', [
							'Put business rules under the transport.',
							'Do not write them twice.'
						])
					],
			modelAnswer: isGraph
				? `${at} serves GraphQL by ${by}, so a client decides how much one query loads. Depth and cost need a limit, or a stranger writes a query that is a thousand. Resolvers that load one by one make a look-up for each parent, which a loader collects into one. Since there is one address, who may see what has to be decided by field or below, and caches that go by address no longer help. ${beside ? `What both this and the routes in ${fileName(beside.path)} must do, permissions and rules, belongs below them, into services that know neither.` : 'The gain is that clients get what they need in one round trip.'}`
				: `${at} serves procedures by ${by}. Each call needs a time after which both sides give up, passed along to what is called next, or slow ones pile up. Messages may grow and must not change the meaning of what is there, because old and new run side by side in every release. Trying again is safe only where doing it twice is, so writes carry an id. ${beside ? `What both this and the routes in ${fileName(beside.path)} must do belongs below them, into services that know neither.` : 'The gain is that types travel along, and both sides move together.'}`,
			hints: [
				isGraph
					? 'Who decides how much work one request is?'
					: 'Which side is older during a release?',
				isGraph
					? 'Count the queries to the database for a list with authors.'
					: 'Who waits for whom, and how long?'
			],
			followUps: [
				clarifying(
					1,
					isGraph
						? 'Which query would you try first, to bring it down?'
						: 'The caller has given up. What does the server do with the rest of the work?',
					isGraph
						? [
								essential('A nested one that comes back to where it began.', [
									'Author, posts, author, posts.',
									'A circular relation many levels deep.'
								]),
								point('Or many aliases of an expensive field.', [
									'Repeat the same field a hundred times.',
									'Alias overloading.'
								])
							]
						: [
								essential('It stops when it learns of it, if the deadline was passed along.', [
									'Cancellation propagates.',
									'Check the context.'
								]),
								point('Else it works for nobody.', ['Wasted work.', 'It finishes in vain.'])
							]
				),
				deeper(
					isGraph ? 3 : 2,
					isGraph
						? 'A field is allowed for the owner only. Where does that check stand, so that no path goes around it?'
						: 'A field turns out to be wrong. How do you get rid of it without breaking older callers?',
					isGraph
						? [
								essential(
									'With the type or in the service, since the object can be reached by several paths.',
									['At the object level, not on the query.', 'Below the resolvers.']
								),
								point('Not only on the query at the top.', [
									'Guarding the root is not enough.',
									'Nested access bypasses it.'
								])
							]
						: [
								essential('Mark it as old, stop reading it, and keep its number reserved.', [
									'Deprecate and reserve.',
									'Never reuse it.'
								]),
								point('Remove it after all callers have moved.', [
									'Once nobody sends it.',
									'After measuring use.'
								])
							]
				)
			]
		})
	];
}

const VERB =
	/\/(create|add|new|update|edit|delete|remove|get|list|fetch|save|set|do)([A-Z_-]\w*)?(\/|$)/;

/** Both ways to name what changes: by method, and by a verb in the path; or two methods for an update. */
function twoWays({ findings, project }: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const routes = tellingRoutes(project);
	const [style] = foundBy(findings, 'api-style', /^routes-/);
	const verbs = routes.filter((route) => changes(route) && VERB.test(route.path));
	const nouns = routes.filter(
		({ path, method }) => !VERB.test(path) && /^(PUT|PATCH|DELETE)$/.test(method)
	);
	const [put, patch] = ['PUT', 'PATCH'].map((wanted) =>
		routes.filter(({ method }) => method === wanted)
	) as [Route[], Route[]];
	const byVerb = verbs.length > 0 && nouns.length > 0;
	const [one, other] = byVerb ? [verbs[0], nouns[0]] : [put[0], patch[0]];
	if (!style || !one || !other) return [];
	const [ones, others] = byVerb ? [verbs.length, nouns.length] : [put.length, patch.length];
	const [first, second] = [routeName(one), routeName(other)];
	const question = worded(
		phrasing,
		'two ways',
		[
			byVerb
				? `${first} says in its path what it does, ${second} by its method.`
				: `I find ${first} and ${second}; both change what is there.`,
			byVerb
				? `I count ${counted(ones, 'path')} with a verb in ${ones === 1 ? 'it' : 'them'}, such as ${first}, beside ${others} that ${agree(others, 'leaves', 'leave')} the verb to the method, such as ${second}.`
				: `There ${ones === 1 ? 'is' : 'are'} ${ones} PUT and ${others} PATCH, ${first} and ${second} for example.`,
			`A client developer compares ${first} with ${second} and asks for the rule.`
		],
		[
			'Is there a rule behind it, and which of the two would you choose for the next one?',
			'What may a client, or a proxy in between, assume in each case when the answer gets lost?',
			'What would it take to make them alike, and would you?'
		]
	);
	return [
		draft({
			subject: 'two-ways',
			worth: 0.66,
			category: 'tradeoffs',
			difficulty: 'junior',
			topic: 'api_style',
			question,
			findings: [style],
			evidence: [shown(project, one.place)],
			related: [shown(project, other.place)],
			rubric: [
				essential(
					byVerb
						? 'The method carries a meaning that clients and proxies know; a verb in the path is known only to this interface.'
						: 'PUT replaces the whole, so what is left out is gone; PATCH changes what is sent.',
					byVerb
						? [
								'Generic software understands GET or DELETE, but not /delete.',
								'Method semantics are standard.'
							]
						: [
								'PUT is a full replacement, PATCH a partial update.',
								'With PUT missing fields are reset.'
							],
					{
						evidence: [shown(project, one.place), shown(project, other.place)],
						contradictions: ['All routes follow one style.']
					}
				),
				essential('PUT and DELETE may be repeated without harm, POST may not.', [
					'Idempotent methods can be retried safely.',
					'A repeated POST creates a second one.',
					'After a lost answer a client can try again only if it is idempotent.'
				]),
				point(
					'One rule matters more than which: a client should be able to guess the next address.',
					['Consistency beats the choice itself.', 'Predictable names need no documentation.']
				),
				point('Actions that are not an update of a thing may well have a verb.', [
					'Some operations do not fit CRUD.',
					'Publishing or archiving can be a sub-resource or an action.'
				]),
				point(
					'Existing addresses stay while clients use them, so only new ones follow the rule at once.',
					['Do not break callers for style.', 'Keep the old ones as aliases.']
				)
			],
			modelAnswer: `${first} and ${second} do the same kind of thing in two ways. ${byVerb ? 'The method carries a meaning that every client and proxy knows: a GET may be cached, a PUT or DELETE may be repeated; a verb in the path says it only to people who read it' : 'PUT replaces the whole, so a field that is left out is gone, and PATCH changes what is sent'}. It matters when an answer gets lost, since PUT and DELETE can be sent again and POST cannot. Which rule is chosen matters less than that there is one, so that the next address can be guessed. I would write the rule down, follow it for new routes, and leave the old ones to the clients that use them. Actions that are no update of a thing may keep their verb.`,
			hints: [
				'The answer is lost on the way: may the client send it again?',
				'What does somebody know about the route who sees only method and path?'
			],
			followUps: [
				clarifying(
					2,
					`The answer to ${first} never arrives. The client sends it again: what has happened on the server?`,
					[
						essential('It depends on whether doing it twice leaves the same state.', [
							'If it is idempotent nothing changes.',
							'Otherwise it is done twice.'
						]),
						point('A key sent by the client can make it safe.', [
							'Idempotency key.',
							'Deduplicate by request id.'
						])
					]
				),
				deeper(5, 'You want one style. How do you get there without a single broken client?', [
					essential(
						'Offer the new address beside the old, count the use of the old, then end it.',
						['Alias, measure, remove.', 'Deprecate over time.']
					),
					point('Answers of the old one point to the new.', [
						'A deprecation header with a link.',
						'Tell clients in the response.'
					])
				])
			]
		})
	];
}
