import type { FileFacts } from '../../facts';
import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { distinct, finding, listed } from './detector';
import { changes, routesOf, type Route } from './routes';
import { classAt } from './routes/route';

/** Paths that people must reach before they are signed in, and callers that sign otherwise. */
const OPEN =
	/log-?in|log-?out|sign-?(in|up|out)|regist|session|auth|token|refresh|forgot|reset|verif|confirm|activate|webhook|callback|health|ping|invite|csrf|contact|subscribe|graphql|otp|passw|\/users?\/?$|\/accounts?\/?$/i;

const GUARD =
	/auth|protect|require(User|Login|Role|Admin)|is(LoggedIn|Admin)|ensureLoggedIn|verifyToken|jwt|restrictTo|permission|login_required|permit|guard|session|csrf|secur|roles?\b/i;

/**
 * Routes that change something without a guard, in files where other routes have one: the
 * difference may be meant, and is worth a look. Only where guards stand at routes, or on classes.
 */
export function unguardedRoutes(project: Project, detector: string): Finding[] {
	if (isGuardedAsAWhole(project)) return [];
	const routes = routesOf(project).filter(changes);
	const open = distinct(routes.map(({ file }) => file)).flatMap((file) => {
		const own = routes.filter((route) => route.file === file);
		if (!isKnown(own[0]!) || isFileGuarded(file)) return [];
		const guarded = own.filter((route) => isGuarded(route));
		const left = own.filter(
			(route) =>
				!guarded.includes(route) && !OPEN.test(route.path) && !OPEN.test(route.handler ?? '')
		);
		return guarded.length > 0 ? left : [];
	});
	if (open.length === 0) return [...viewsWithoutPermissions(project, detector)];
	const names = open.map(({ method, path }) => `${method} ${path}`);
	return [
		finding(project, {
			detector,
			subject: 'unguarded-routes',
			topic: 'authorization',
			kind: 'risk',
			title: `No guard was seen at ${listed(names)}, beside routes that have one.`,
			detail:
				'The other routes of the same file ask who is there. This may be meant, or be checked inside the function; it is how a forgotten guard looks.',
			confidence: 0.7,
			at: open.map(({ place }) => place),
			facts: { routes: names.slice(0, 20), count: open.length }
		}),
		...viewsWithoutPermissions(project, detector)
	];
}

/** Frameworks whose guards are seen at the route or its class. */
const isKnown = ({ framework }: Route) =>
	/^(Express|Koa|Hono|NestJS|ASP\.NET Core|Flask)$/.test(framework);

/** Something else than routes and classes guards everything. */
function isGuardedAsAWhole(project: Project): boolean {
	const named = project.sources.some(({ assignments }) =>
		assignments.some(
			({ name, value }) =>
				(name === 'provide' && value === 'APP_GUARD') || /FallbackPolicy$/.test(name)
		)
	);
	const called = project
		.calls(
			/(\.forRoutes|useGlobalGuards|^new AuthorizeFilter|\.RequireAuthorization|before_request)$/
		)
		.some(({ fact }) => !/forRoutes$/.test(fact.callee) || fact.args.length > 0);
	const annotated = project.sources.some(({ annotations }) =>
		annotations.some(({ name }) => /(^|\.)before_(app_)?request$/.test(name))
	);
	return named || called || annotated;
}

/** `router.use(auth)`: order decides what it covers, so that nothing is said of such a file. */
const isFileGuarded = (file: FileFacts) =>
	file.calls.some(
		({ callee, args }) => /\.(use|addHook)$/.test(callee) && args.some((arg) => GUARD.test(arg))
	);

function isGuarded({ before, file, place }: Route): boolean {
	if (before.some((arg) => GUARD.test(arg))) return true;
	const around = classAt(file, place.startLine);
	const name = around?.name.split('.').at(-1);
	return file.annotations.some(({ name: annotation, line, on, args }) => {
		const guards =
			/^(UseGuards|Authorize|Auth|Roles|RolesAllowed|PreAuthorize|Secured|AllowAnonymous|Public|PermitAll)$|_required$|auth|permission|jwt/i.test(
				annotation
			) ||
			(annotation === 'UseMiddleware' && GUARD.test(args.join()));
		return (
			guards && ((on === name && name !== undefined) || isSameFunction(file, line, place.startLine))
		);
	});
}

/** Whether two annotations stand on one function. */
function isSameFunction(file: FileFacts, one: number, other: number): boolean {
	const first = file.annotations.filter(
		({ line }) => line >= Math.min(one, other) && line <= Math.max(one, other)
	);
	const names = distinct(first.map(({ on }) => on));
	if (names.length !== 1 || names[0] === undefined) return false;
	const between = file.symbols.some(
		({ kind, startLine }) =>
			(kind === 'method' || kind === 'function') &&
			startLine > Math.min(one, other) &&
			startLine < Math.max(one, other)
	);
	return !between && Math.abs(one - other) <= 25;
}

/** DRF leaves views open that name no permissions, unless the settings say otherwise. */
function viewsWithoutPermissions(project: Project, detector: string): Finding[] {
	const python = project.sources.filter(({ language }) => language === 'python');
	const hasDefault = python.some(({ assignments }) =>
		assignments.some(({ name }) => name === 'DEFAULT_PERMISSION_CLASSES')
	);
	if (hasDefault) return [];
	const views = python.flatMap((file) =>
		file.symbols
			.filter(
				({ kind, bases }) =>
					kind === 'class' && bases?.some((base) => /(APIView|ViewSet)$/.test(base))
			)
			.map((view) => ({
				file,
				view,
				says:
					file.assignments.some(
						({ name, line }) =>
							name === 'permission_classes' && view.startLine <= line && line <= view.endLine
					) || file.symbols.some(({ name }) => name === `${view.name}.get_permissions`)
			}))
	);
	const ours = new Set(views.map(({ view }) => view.name));
	const silent = views.filter(
		({ says, view }) =>
			!says &&
			!/^(Base|Abstract)|Mixin$/.test(view.name) &&
			// What a view of the project says, holds for those that stand on it.
			!view.bases?.some((base) => ours.has(base))
	);
	if (silent.length === 0 || silent.length === views.length) return [];
	const names = silent.map(({ view }) => view.name);
	return [
		finding(project, {
			detector,
			subject: 'views-without-permissions',
			topic: 'authorization',
			kind: 'risk',
			title: `${listed(names)} ${names.length === 1 ? 'names' : 'name'} no permission classes, beside API views that do.`,
			detail:
				'No default is set, so these views are open to everybody. That may be meant; a default in the settings would make it a statement.',
			confidence: 0.8,
			at: silent.map(({ file, view }) => ({ path: file.path, startLine: view.startLine })),
			facts: { views: names.slice(0, 20), count: silent.length }
		})
	];
}
