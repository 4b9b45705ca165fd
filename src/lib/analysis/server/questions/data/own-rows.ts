import type { FileFacts, SymbolFact } from '../../../facts';
import type { Project } from '../../../project';
import { listed } from '../../detectors/detector';
import { changes, type Route, routesOf } from '../../detectors/routes';
import { clarifying, deeper, draft, essential, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { asFunction, isElsewhere } from './places';
import { tableNamed } from './tables-by-name';

/** Whose rows a route may change, and where that is decided. */
export const ownRowsQuestions: QuestionMaker = {
	name: 'own-rows',
	make: (material, phrasing) => ownRows(material, phrasing)
};

interface Answered {
	route: Route;
	file: FileFacts;
	symbol: SymbolFact;
	/** The line that names a user or an owner, from 1. */
	names: number | undefined;
}

/** Anything that may say who asks or whose a row is. */
const OWNER =
	/(\b|_)(user|owner|author(?!i)|account|principal|member|creator|identity|session|auth\b|me\b)|(\b|(?<=[a-z\d]))(User|Owner|Author(?!i)|Account|Principal|Member|Creator|Identity|Session|Auth\b)|created_?by/;

/** The session of a database, by its type or by what is done with it: nobody's. */
const OF_DATABASE =
	/\b(db_?)?session\s*:\s*[\w.[\]]*Session\w*|\b(get_(db_?)?session|SessionDep|AsyncSession|SessionLocal|sessionmaker|SessionFactory)\b|\bsession\.(add|get|exec|execute|query|scalars?|flush|refresh|delete|merge|commit|rollback|begin|close|save|persist|find)\w*\(/g;

/** Says who may in another way, so that nothing can be said of it. */
const MAY = /\bHeaders\b|admin|token|permission|policy|authorize|role|guard|scope/i;

/** There the row is a person, and naming one says nothing. */
const OF_PERSONS =
	/\/(users?|owners?|authors?|accounts?|members?|profiles?|people|admins?)\/[:{<]/i;

/** Routes that change one row, with the function that answers them. */
function answeredRoutes(project: Project): Answered[] {
	return routesOf(project)
		.filter((route) => changes(route) && /[:{<]\w/.test(route.path) && route.handler)
		.flatMap((route): Answered[] => {
			const found = handlerOf(project, route);
			if (!found) return [];
			const { file, symbol } = found;
			const lines = project.lines(file.path).slice(symbol.startLine - 1, symbol.endLine);
			const index = lines.findIndex((line) => OWNER.test(line.replace(OF_DATABASE, '')));
			if (index < 0 && lines.some((line) => MAY.test(line))) return [];
			return [{ route, file, symbol, names: index < 0 ? undefined : symbol.startLine + index }];
		});
}

const last = (name: string) => name.split(/[.:#@]/).at(-1)!;

function handlerOf(
	project: Project,
	{ handler = '', file }: Route
): { file: FileFacts; symbol: SymbolFact } | undefined {
	const name = last(handler);
	const isIt = ({ kind, name: own }: SymbolFact) =>
		(kind === 'function' || kind === 'method') && last(own) === name;
	const here = file.symbols.find(isIt);
	if (here) return { file, symbol: here };
	const [only, another] = project.sources.flatMap((one) =>
		one.symbols.filter(isIt).map((symbol) => ({ file: one, symbol }))
	);
	return another ? undefined : only;
}

const pathOf = ({ method, path }: Route) => `${method} ${path}`;

function ownRows({ project }: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const all = answeredRoutes(project).filter(
		({ route }) =>
			!/login|signup|register|password/i.test(route.path) && !OF_PERSONS.test(route.path)
	);
	const careful = all.find(({ names }) => names !== undefined);
	const silent = all.find(
		({ names, symbol, file }) =>
			names === undefined &&
			(!careful ||
				isElsewhere(
					{ path: file.path, startLine: symbol.startLine },
					{ path: careful.file.path, startLine: careful.symbol.startLine }
				))
	);
	const one = silent ?? careful;
	if (!one) return [];
	const { route, symbol } = one;
	const isSilent = one.names === undefined;
	const at = (answered: Answered) =>
		project.evidence({
			path: answered.file.path,
			startLine: answered.names ?? answered.symbol.startLine,
			endLine: answered.names ?? Math.min(answered.symbol.endLine, answered.symbol.startLine + 8)
		});
	const rule = isSilent ? careful : undefined;
	const name = asFunction(symbol.name);
	const ruleName = rule && asFunction(rule.symbol.name);
	const guards = route.before
		.map((guard) => guard.replace(/\(.*$/s, ''))
		.filter((guard) => /^[\w.]+$/.test(guard));
	const behind = guards.length > 0 ? `, behind ${listed(guards, 2)}` : '';
	const segment = /\/([\w-]+)\/[:{<]/.exec(route.path)?.[1];
	const table = segment ? tableNamed(project, segment) : undefined;
	const open = isSilent
		? phrasing.one('own.silent', [
				`${pathOf(route)} is handled by ${name}${behind}, and no line of that function names a user or an owner${rule ? `; ${ruleName}, which handles ${pathOf(rule.route)}, does` : ''}.`,
				`${rule ? `${ruleName} names the user when it answers ${pathOf(rule.route)}. ` : ''}${name} answers ${pathOf(route)}${behind} without naming anybody.`,
				`Whoever sends ${pathOf(route)} reaches ${name}${behind}${rule ? `; compare that with ${ruleName}, which names the user` : ', which names no user'}.`
			])
		: phrasing.one('own.open', [
				`${pathOf(route)} is handled by ${name}${behind}, which names a user in line ${one.names}.`,
				`In ${name}, which answers ${pathOf(route)}${behind}, a user comes up in line ${one.names}.`,
				`${name} answers ${pathOf(route)}${behind}; line ${one.names} is the first to name a user.`
			]);
	const ask = phrasing.one(isSilent ? 'own.ask.silent' : 'own.ask', [
		'I am logged in and send it with the id of somebody else’s row. Take me through what happens.',
		'Where is it decided that this row is mine to change, and what keeps the next route from forgetting it?',
		'Where does somebody who may not do that get stopped, and what do they learn from the answer?',
		'Say where you would put that decision if you wrote it again: in the route, the function, or the query?'
	]);
	return [
		draft({
			subject: 'changing-route',
			worth: rule ? 0.94 : 0.83,
			topic: 'authorization',
			category: 'implementation',
			difficulty: isSilent ? 'mid-level' : 'junior',
			findings: [],
			question: `${open} ${ask}`,
			evidence: [at(one)],
			related: [
				project.evidence(route.place),
				...(rule ? [at(rule)] : []),
				...(table ? [project.evidence(table.place)] : [])
			],
			rubric: [
				essential(
					'Being logged in is not enough: the row must belong to whoever asks, or they must have a right to it.',
					[
						'authentication is not authorization',
						'check ownership and not only the token',
						'otherwise anyone can edit other people’s data by changing the id',
						'insecure direct object reference'
					]
				),
				essential(
					'The owner goes into the query, or is compared with the row, on the server.',
					[
						'where id = ? and user_id = ?',
						'load the row and compare its owner with the current user',
						'scope the lookup to the current user'
					],
					{ evidence: rule ? [at(rule)] : isSilent ? [] : [at(one)] }
				),
				point(
					'One place for the rule, such as a policy or a scoped query, is not forgotten by the next route.',
					[
						'use a policy or guard for all routes of the resource',
						'a default that denies',
						'central authorization instead of copies'
					]
				),
				point(
					'A row of somebody else answers as if it did not exist, so that ids cannot be probed.',
					[
						'return 404 instead of 403',
						'do not reveal that the record exists',
						'the same answer for missing and forbidden'
					]
				),
				point('A test sends each such route as another user and expects to be refused.', [
					'test with a second account',
					'a table of routes tested with a foreign id',
					'negative tests for authorization'
				])
			],
			modelAnswer: `${pathOf(route)} is answered by ${name}${guards.length > 0 ? ` behind ${listed(guards, 2)}, which says who asks and not whose row it is` : ''}. Being logged in is not enough: the row has to belong to whoever asks, or changing the id in the path is all it takes. ${isSilent ? `In ${name} itself nobody is named, so it must be decided by what it calls${rule ? `, whereas ${ruleName} does it itself` : ''}, or it is not decided at all` : `${name} names the user, so the comparison can be made there`}. Safest is a query that asks for the id and the owner together, or a policy that all routes of the resource pass, so that the next one does not forget it. Somebody else's row should answer as if it did not exist. A test should send every such route with another account and expect a refusal.`,
			hints: [
				'Who is known after the login, and what is not known yet?',
				'Change one number in the path and follow it down to the query.',
				'Where would a rule have to stand so that nobody can forget it?'
			],
			followUps: [
				clarifying(2, `Show me the exact condition that would refuse me in ${pathOf(route)}.`, [
					essential('Names the comparison or query with the owner, or says that there is none.', [
						'the where clause contains the user id',
						'there is no such check in this path'
					]),
					point('It uses the user of the session and nothing that the client sent.', [
						'the user id comes from the token',
						'never trust an owner field in the body'
					])
				]),
				deeper(
					3,
					'Next month admins and team members may change it as well. What happens to your code?',
					[
						essential(
							'The rule moves to one place that answers “may this person do this to this row”.',
							[
								'a policy function with user, action and resource',
								'role and ownership checks are combined centrally'
							]
						),
						point('Queries for lists need the same rule as a condition.', [
							'scope lists as well',
							'filter collections by what the user may see'
						])
					]
				)
			]
		})
	];
}
