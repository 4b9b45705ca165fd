import type { Evidence } from '../../../evidence';
import type { Project } from '../../../project';
import { counted, listed } from '../../detectors/detector';
import { changes, routesOf, type Route } from '../../detectors/routes';
import { clarifying, deeper, draft, essential, foundBy, listOf, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { routeName, tellingRoutes } from './told-routes';
import { elsewhere, fileName, shown, worded } from './worded';

/** How a route comes to ask who is there, and what happens to one that nobody thought of. */
export const guardQuestions: QuestionMaker = { name: 'guards', make: nextRoute };

/** What a route is that says nothing. */
type Silence = 'closed' | 'grouped' | 'open';

const GROUPS =
	/\.(use|Use|group|Group|With)\(|before_action|before_filter|middleware|UseGuards|authorize\w*(Requests|Exchange)|^\s*@?\[?Authorize/;

function silenceIn({ sources }: Project, guards: readonly Evidence[]): Silence {
	const isClosed = sources.some(
		({ assignments, calls }) =>
			assignments.some(
				({ name, value }) =>
					(name === 'provide' && value === 'APP_GUARD') ||
					/FallbackPolicy$/.test(name) ||
					(name === 'DEFAULT_PERMISSION_CLASSES' && !/AllowAny/.test(value))
			) ||
			calls.some(({ callee }) =>
				/anyRequest\(\)\.authenticated$|anyExchange\(\)\.authenticated$/.test(callee)
			)
	);
	if (isClosed) return 'closed';
	const grouped = guards.filter(({ snippet }) => GROUPS.test(snippet.split('\n')[0]!));
	return grouped.length * 2 >= guards.length ? 'grouped' : 'open';
}

const said: Record<
	Silence,
	{ claim: string; wordings: string[]; contradictions: string[]; model: string }
> = {
	closed: {
		claim: 'A route that says nothing is closed here, because a rule for all of them asks first.',
		wordings: [
			'It is deny by default: everything needs a signed-in user unless it is opened.',
			'The general rule covers new routes, so forgetting the guard locks people out and not in.'
		],
		contradictions: ['A new route is open unless somebody adds a guard to it.'],
		model:
			'a route that says nothing is closed, because a rule for all of them stands before it; a mistake is noticed by whoever cannot get in'
	},
	grouped: {
		claim: 'Whether a new route is guarded depends on the group or class that it is put into.',
		wordings: [
			'It inherits protection from where it is registered: inside the guarded group or controller, yes; beside it, no.',
			'The guard hangs on the router, class or group, so placement decides.',
			'If you register it outside of that scope it is open.'
		],
		contradictions: ['Every new route is protected, wherever it is registered.'],
		model:
			'it depends on where the route is put: inside the guarded group or class it is covered, beside it it is open, and nothing tells the two apart at a glance'
	},
	open: {
		claim: 'A route that says nothing is open: the guard has to be put at each one.',
		wordings: [
			'Protection is opt-in, so a forgotten guard leaves the endpoint public.',
			'Nothing stops a request if the developer does not add the middleware.',
			'By default anybody can call it.'
		],
		contradictions: ['New routes are protected automatically.', 'Everything is closed by default.'],
		model:
			'a route that says nothing is open: the guard is written at each one, and leaving it out changes nothing that anybody would see'
	}
};

const FEW = 4;

function nextRoute({ findings, project }: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const [found] = foundBy(findings, 'authorization', 'guards');
	const guards = found && {
		...found,
		evidence: found.evidence.filter(({ snippet }) => !/^\s*s?log(ger)?\./.test(snippet))
	};
	const routes = routesOf(project);
	if (!guards?.evidence[0] || routes.length < FEW) return [];
	const silence = silenceIn(project, guards.evidence);
	const by = listed(listOf(guards, 'libraries'), 2);
	const places = numberOf(guards, 'places');
	const changing = routes.filter(changes);
	const beside = besideOf(project, guards.evidence);
	const at = fileName(guards.evidence[0].path);
	const route = routeName(beside);
	const question = worded(
		phrasing,
		'next route',
		[
			`Tomorrow somebody who has never seen this code adds a route next to ${route} in ${fileName(beside.place.path)}.`,
			changing.length > 0
				? `I count ${counted(routes.length, 'route')}, ${changing.length} of which change something, and ${counted(places, 'place')} that ${places === 1 ? 'guards' : 'guard'} them by ${by}.`
				: `I count ${counted(routes.length, 'route')} and ${counted(places, 'place')} that ${places === 1 ? 'guards' : 'guard'} them by ${by}.`,
			`${by} decides who may come in, in ${at} for instance.`,
			`A colleague copies ${route} in ${fileName(beside.place.path)} to make a new route, and loses one line on the way.`,
			`You are asked to prove that each of the ${routes.length} routes checks who is calling; ${at} is where I would start.`
		],
		[
			'What happens to a new route for which nobody thinks of it, and how would you find out?',
			'When nobody says anything, is a route open or closed, and was that a choice?',
			'Is a route open or closed when nobody says anything, and how would a test find one that is open by mistake?',
			silence === 'closed'
				? 'What would have to go wrong for one of them to be open all the same, and who would see it?'
				: 'What would it take to turn it round, so that a route is closed unless the code says otherwise?',
			'Which routes have to be open at all, where does the code say so, and what about one that says nothing?'
		]
	);
	const { claim, wordings, contradictions, model } = said[silence];
	return [
		draft({
			subject: 'next-route',
			worth: 0.78,
			category: 'architecture',
			difficulty: 'mid-level',
			topic: 'authorization',
			question,
			findings: [guards],
			evidence: guards.evidence.slice(0, 2),
			related: [
				shown(project, beside.place),
				...elsewhere(guards.evidence, guards.evidence.slice(0, 1))
			],
			rubric: [
				essential(claim, wordings, { evidence: guards.evidence.slice(0, 2), contradictions }),
				essential(
					'It is safer when a route is closed unless it says otherwise, since a mistake is then noticed.',
					[
						'Deny by default and mark the public ones explicitly.',
						'Prefer an allow list of open endpoints over remembering the guard each time.',
						'With opt-out, a forgotten line breaks a feature instead of opening a hole.'
					]
				),
				point(
					'A test can walk through all routes without a sign-in and expect each to refuse, but for a list of open ones.',
					[
						'Enumerate the registered routes in a test and assert a 401 for every one that is not on the public list.',
						'Iterate over the router and call everything anonymously.'
					]
				),
				point(
					'A guard answers whether somebody is signed in; whose row it is must be asked beside it.',
					[
						'Being authenticated is not the same as being allowed to touch this object.',
						'Ownership still has to be checked in the function or the query.'
					]
				),
				point(
					'Some routes must stay open, such as signing in, registering and asking for health.',
					[
						'Login and sign-up cannot require a session.',
						'There are legitimate public endpoints, which should be named as such.'
					]
				)
			],
			modelAnswer: `Guards stand in ${counted(places, 'place')}, by ${by}; ${fileName(guards.evidence[0].path)} shows how. As the code is, ${model}. ${silence === 'closed' ? 'I would keep that' : 'I would turn it round, a rule that closes everything and a mark on the few that are open'}, because the mistake is then one that somebody notices. A test that walks through all ${routes.length} routes without a sign-in and expects a refusal, but for a written list, keeps it so. Signing in, registering and the like belong on that list. A guard says only that somebody is signed in: whether the row behind ${route} is theirs has to be asked in the function or in the query.`,
			hints: [
				`Look at what stands before the function of ${route}, and who put it there.`,
				'Which mistake would you rather make: a closed door too many, or an open one?',
				'Could a program find out which routes answer a stranger?'
			],
			followUps: [
				clarifying(
					1,
					`Say it concretely: I call ${route} without a token. Which code sees me first?`,
					[
						essential(
							'The guard or middleware before the function runs and refuses, if one covers the route.',
							[
								'The middleware in front answers with a 401.',
								'It stops in the guard before the handler is reached.'
							]
						),
						point('Without a guard the function itself runs for an anonymous caller.', [
							'Otherwise the handler is executed with no user.',
							'If nothing is in front, the code of the route runs.'
						])
					]
				),
				deeper(3, 'How would that test learn of a route that is added next year?', [
					essential('It asks the framework for its routes instead of keeping a list of its own.', [
						'Read them from the router at run time.',
						'Enumerate what is registered, so new ones are included.'
					]),
					point(
						'Only the open ones are listed by hand, so that a new one fails until somebody decides.',
						[
							'Keep an allow list of public routes.',
							'A new public route must be added to the list on purpose.'
						]
					)
				])
			]
		})
	];
}

/** A route near a guard, changing ones first: what one would copy. */
function besideOf(project: Project, guards: readonly Evidence[]): Route {
	const routes = routesOf(project);
	const paths = new Set(guards.map(({ path }) => path));
	const near = routes.filter(({ file }) => paths.has(file.path));
	const telling = tellingRoutes(project);
	const nearby = telling.filter((route) => near.includes(route));
	return nearby.find(changes) ?? telling.find(changes) ?? nearby[0] ?? telling[0] ?? routes[0]!;
}
