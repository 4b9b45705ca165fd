import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { counted, distinct, finding, listed, placeOf, type Detector } from './detector';
import { JVM, SCRIPTS, sureness, usesOf, type Mark } from './marks';
import { unguardedRoutes } from './unguarded';

const NAME = 'authorization';

interface Gate extends Mark {
	by: 'policies' | 'roles' | 'guards';
}

const gates: readonly Gate[] = [
	{
		by: 'policies',
		name: 'CASL',
		in: SCRIPTS,
		imports: /^@casl\//,
		calls: /^(defineAbility|new AbilityBuilder|createMongoAbility)$|(^|\.)ability\.can(not)?$/
	},
	{
		by: 'policies',
		name: 'Casbin',
		in: ['javascript', 'typescript', 'go', 'python', 'java', 'rust'],
		imports: /casbin/,
		calls: /[eE]nforcer?\w*(\.|$)|\.Enforce$/
	},
	{
		by: 'policies',
		name: 'Oso',
		in: [...SCRIPTS, 'python', 'ruby', 'go'],
		imports: /^oso(-cloud)?$/,
		calls: /oso\.\w+$/i
	},
	{
		by: 'policies',
		name: 'Pundit',
		in: ['ruby'],
		calls: /^(authorize|policy_scope)$/,
		bases: /ApplicationPolicy/,
		dependency: /^pundit$/
	},
	{
		by: 'policies',
		name: 'CanCanCan',
		in: ['ruby'],
		calls: /^(load_and_authorize_resource|authorize!|authorize_resource)$/,
		dependency: /^cancancan$/
	},
	{
		by: 'policies',
		name: "Laravel's gates and policies",
		in: ['php'],
		calls: /^Gate\.(define|allows|denies|authorize|policy)$|^this\.(authorize|authorizeResource)$/
	},
	{
		by: 'policies',
		name: "ASP.NET Core's policies",
		in: ['csharp'],
		calls: /\.(AddPolicy|RequireAssertion|RequireClaim)$/,
		bases: /^AuthorizationHandler/
	},
	{ by: 'policies', name: 'django-guardian', in: ['python'], imports: /^(guardian|rules)(\.|$)/ },
	{
		by: 'policies',
		name: "DRF's own permissions",
		in: ['python'],
		bases: /^(permissions\.)?(BasePermission|IsAuthenticated\w*)$/
	},

	{
		by: 'roles',
		name: 'Spring method security',
		in: JVM,
		annotations: /^(PreAuthorize|PostAuthorize|Secured|RolesAllowed)$/
	},
	{
		by: 'roles',
		name: 'Spring Security requests',
		in: JVM,
		imports: /^org\.springframework\.security/,
		calls: /\.(hasRole|hasAnyRole|hasAuthority|hasAnyAuthority)$/
	},
	{
		by: 'roles',
		name: "NestJS's roles",
		in: SCRIPTS,
		imports: /^@nestjs\/|roles/,
		annotations: /^(Roles|RequireRoles|HasRoles|RequirePermissions?|Permissions)$/
	},
	{
		by: 'roles',
		name: "Django's permissions",
		in: ['python'],
		imports: /^django/,
		annotations: /^(permission_required|user_passes_test|staff_member_required)$/,
		bases: /^(PermissionRequiredMixin|UserPassesTestMixin)$/
	},
	{
		by: 'roles',
		name: 'Flask roles',
		in: ['python'],
		annotations: /^(roles_required|roles_accepted|admin_required|role_required)$/
	},
	{ by: 'roles', name: 'spatie/laravel-permission', in: ['php'], imports: /^Spatie\\Permission/ },
	{ by: 'roles', name: 'Rolify', in: ['ruby'], calls: /^rolify$/ },

	{
		by: 'guards',
		name: "NestJS's guards",
		in: SCRIPTS,
		imports: /^@nestjs\/common$/,
		annotations: /^UseGuards$/,
		bases: /^CanActivate$/
	},
	{
		by: 'guards',
		name: 'NestJS middleware on routes',
		in: SCRIPTS,
		imports: /^@nestjs\/common$/,
		calls: /consumer\.apply\(\)(\.\w+\(\))*\.forRoutes$/
	},
	{
		by: 'guards',
		name: 'Passport',
		in: SCRIPTS,
		imports: /^passport$/,
		calls: /^passport\.authenticate$/
	},
	{
		by: 'guards',
		name: "ASP.NET Core's [Authorize]",
		in: ['csharp'],
		annotations: /^(Authorize|AllowAnonymous)$/,
		calls: /\.RequireAuthorization$/
	},
	{
		by: 'guards',
		name: "Django's login_required",
		in: ['python'],
		imports: /^django\.contrib\.auth/,
		annotations: /^(login_required|method_decorator)$/,
		bases: /^LoginRequiredMixin$/
	},
	{
		by: 'guards',
		name: 'Flask-Login',
		in: ['python'],
		imports: /^(flask_login|flask_security)/,
		annotations: /^(login_required|fresh_login_required|auth_required)$/
	},
	{
		by: 'guards',
		name: 'Flask-JWT-Extended',
		in: ['python'],
		imports: /^flask_jwt_extended/,
		annotations: /^jwt_(required|optional)$/
	},
	{
		by: 'guards',
		name: 'Flask-HTTPAuth',
		in: ['python'],
		annotations: /^\w*auth\.login_required$/
	},
	{
		by: 'guards',
		name: 'Spring Security requests',
		in: JVM,
		imports: /^org\.springframework\.security/,
		calls: /(^|\.)(authorizeRequests|authorizeHttpRequests|authorizeExchange)$/
	}
];

const said: Record<Gate['by'], { title: (names: string) => string; detail: string }> = {
	policies: {
		title: (names) => `Who may do what is decided by policies: ${names}.`,
		detail:
			'Rules stand in one place and can be tested alone; every path to the data must ask them. Look for paths that do not.'
	},
	roles: {
		title: (names) => `Access goes by roles and permissions: ${names}.`,
		detail:
			'A role says what somebody may do in general; whose row it is must be asked beside it. Look at where that is.'
	},
	guards: {
		title: (names) => `Routes are guarded before their function runs: ${names}.`,
		detail:
			'A guard answers whether somebody is signed in, and seldom whether this row is theirs. Look at how a new route comes to have one.'
	}
};

/** Guards, roles and policies; hand-made refusals; and changing routes beside guarded ones. */
export const authorization: Detector = {
	name: NAME,
	topics: ['authorization'],
	detect(project) {
		const uses = usesOf(project, gates).filter(({ manifestOnly }) => !manifestOnly);
		const gated = Object.entries(said).flatMap(([by, { title, detail }]) => {
			const own = uses.filter((use) => use.mark.by === by && use.uses > 0);
			const extra = by === 'guards' ? calledGuards(project) : [];
			const names = distinct([
				...own.map(({ mark }) => mark.name),
				...extra.map(({ name }) => name)
			]);
			if (names.length === 0) return [];
			return [
				finding(project, {
					detector: NAME,
					subject: by,
					topic: 'authorization',
					kind: 'decision',
					title: title(listed(names)),
					detail,
					confidence: Math.max(...own.map(sureness), extra.length > 0 ? 0.9 : 0),
					at: [...own.flatMap(({ places }) => places), ...extra.map(({ place }) => place)],
					facts: {
						by,
						libraries: names,
						places: own.reduce((sum, use) => sum + use.uses, 0) + extra.length
					}
				})
			];
		});
		return [
			...gated,
			...defaults(project),
			...refusals(project),
			...unguardedRoutes(project, NAME)
		];
	}
};

/** Guards that are told by an argument of a call. */
function calledGuards(project: Project): { name: string; place: Place }[] {
	const rails = project
		.calls(/^(before_action|before_filter)$/, 'ruby')
		.filter(({ fact }) =>
			/^:(authenticate|require_(login|user|admin|auth)|authorize|logged_in|ensure_)/.test(
				fact.args[0] ?? ''
			)
		);
	const laravel = project
		.calls(/(^|\.)middleware$/, 'php')
		.filter(({ fact }) =>
			/^\[?\s*['"](auth|can|role|permission|jwt|admin)\b/.test(fact.args[0] ?? '')
		);
	const laravelGroups = project
		.calls(/(^|\.)Route\.group$/, 'php')
		.filter(({ fact }) =>
			/middleware['"]\s*=>\s*\[?\s*['"](auth|can|jwt)/.test(fact.args[0] ?? '')
		);
	const go = project
		.calls(/\.(Use|With|Group)$/, 'go')
		.filter(({ fact }) =>
			fact.args.some(
				(arg) => /(auth|jwt|requireuser|requirelogin|verifytoken)/i.test(arg) && !/^"/.test(arg)
			)
		);
	const express = project
		.calls(/\.(get|post|put|patch|delete|use|all)$/, ...SCRIPTS)
		.filter(({ file }) =>
			file.imports.some(({ specifier }) =>
				/^(express|fastify|koa|@koa\/router|hono)/.test(specifier)
			)
		)
		.filter(({ fact }) => fact.args.slice(0, -1).some((arg) => GUARD.test(arg)));
	const dependencies = project
		.importing(/^fastapi/)
		.flatMap((file) => [
			...file.assignments
				.filter(({ value }) => ASKS_WHO.test(value))
				.map((fact) => placeOf({ file, fact })),
			...file.annotations
				.filter(({ args }) => ASKS_WHO.test(args.join()))
				.map((fact) => placeOf({ file, fact })),
			...file.symbols
				.filter(({ parameters }) => parameters?.some((one) => ASKS_WHO.test(one)))
				.map(({ startLine }) => ({ path: file.path, startLine }))
		]);
	const views = project.sources
		.filter(({ language }) => language === 'python')
		.flatMap((file) =>
			file.assignments
				.filter(
					({ name, value }) =>
						name === 'permission_classes' &&
						!/^[[(]\s*(permissions\.)?AllowAny,?\s*[\])]$/.test(value)
				)
				.map((fact) => ({ file, fact }))
		);
	return [
		...dependencies.map((place) => ({ name: "FastAPI's dependencies", place })),
		...views.map((at) => ({ name: "DRF's permission classes", place: placeOf(at) })),
		...rails.map((at) => ({ name: 'Rails before_action', place: placeOf(at) })),
		...[...laravel, ...laravelGroups].map((at) => ({
			name: 'Laravel middleware',
			place: placeOf(at)
		})),
		...go.map((at) => ({ name: 'middleware of the router', place: placeOf(at) })),
		...express.map((at) => ({ name: 'middleware before handlers', place: placeOf(at) }))
	];
}

const ASKS_WHO = /\b(Depends|Security)\(\s*[\w.]*(current|auth|user|admin|permission|role)/i;

/** A name of middleware that asks who somebody is. */
const GUARD =
	/^\[?\s*(?!\(|async|function|["'`])[\w.]*(auth|protect|requireUser|requireLogin|isLoggedIn|isAdmin|ensureLoggedIn|verifyToken|checkJwt|jwt|restrictTo|permit)\w*/i;

/** DRF's default for every view, in the settings. */
function defaults(project: Project): Finding[] {
	const found = project.sources.flatMap((file) =>
		file.assignments
			.filter(({ name }) => name === 'DEFAULT_PERMISSION_CLASSES')
			.map((fact) => ({ file, fact }))
	);
	const [first] = found;
	if (!first) return [];
	const named = /(\w+)['"]/.exec(first.fact.value)?.[1] ?? 'a class of its own';
	return [
		finding(project, {
			detector: NAME,
			subject: 'default',
			topic: 'authorization',
			kind: 'decision',
			title: `Every API view asks for ${named} unless it says otherwise.`,
			detail:
				named === 'AllowAny'
					? 'A view that forgets its permissions is open to everybody.'
					: 'A view that forgets its permissions stays closed: mistakes are seen, not exploited.',
			confidence: 0.95,
			at: found.map(placeOf),
			facts: { default: named }
		})
	];
}

const REFUSES =
	/^(new (\w*\.)?(Forbidden(Exception|Error|AccessException)?|AccessDeniedException|No\w*Authoriz\w*Exception|NotAuthorizedException|\w*ForbiddenException)|PermissionDenied|(exceptions\.)?PermissionDenied|Forbid|this\.Forbid|HttpResponseForbidden|createError\.Forbidden)$/;
const WITH_STATUS =
	/^(new (HttpException|HttpError|ApiError|AppError|HTTPException|RestException|createError)|createError|abort|HTTPException|error|head|res\.(status|sendStatus)|response\.status|c\.(AbortWithStatus|AbortWithStatusJSON|JSON|AbortWithError)|http\.Error|echo\.NewHTTPError)$/;
const FORBIDDEN =
	/^(403|status_code=403|http\.StatusForbidden|HttpStatus\.FORBIDDEN|HttpStatusCode\.Forbidden|status\.HTTP_403_FORBIDDEN|status_code=status\.HTTP_403_FORBIDDEN|:forbidden)$/;

/** Somebody is refused by code of the function itself: mostly because a row is not theirs. */
function refusals(project: Project): Finding[] {
	const calls = [
		...project.calls(REFUSES),
		...project.calls(WITH_STATUS).filter(({ fact }) => fact.args.some((arg) => FORBIDDEN.test(arg)))
	];
	if (calls.length < 2) return [];
	const functions = distinct(calls.flatMap(({ fact }) => fact.within ?? []));
	return [
		finding(project, {
			detector: NAME,
			subject: 'refused-by-hand',
			topic: 'authorization',
			kind: 'decision',
			title: `Code refuses access (403) itself in ${counted(calls.length, 'place')}${functions.length > 0 ? `, among them ${listed(functions, 3)}` : ''}.`,
			detail:
				'What belongs to whom is decided beside the work that it protects: easy to read there, and easy to forget in the next function. Look at whether the same rule is written more than once.',
			confidence: 0.85,
			at: calls.map(placeOf),
			facts: { places: calls.length, functions: functions.slice(0, 20) }
		})
	];
}
