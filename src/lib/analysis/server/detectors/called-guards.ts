import type { Place, Project } from '../../project';
import { distinct, listed, placeOf } from './detector';
import { SCRIPTS } from './marks';

/** Guards that are told by an argument of a call. */
export function calledGuards(project: Project): { name: string; place: Place }[] {
	const rails = project
		.calls(/^(before_action|before_filter)$/, 'ruby')
		.filter(({ fact }) =>
			/^:(authenticate|require_(login|user|admin|auth)|authorize|logged_in|ensure_(\w+_)?(auth|log|sign|admin|user|owner|member|permi|access))/.test(
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
		.filter(({ fact }) => !/^(slog|log|logger|zap|zerolog)\b/i.test(fact.callee))
		.filter(({ fact }) => fact.args.some((arg) => GO_GUARD.test(arg)));
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
						!/^[[(]\s*((permissions\.)?AllowAny,?\s*)?[\])]$/.test(value)
				)
				.map((fact) => ({ file, fact }))
		);
	const nest = project
		.calls(/consumer\.apply$/, ...SCRIPTS)
		.filter(({ fact }) => fact.args.some((arg) => refuses(project, arg)));
	return [
		...nest.map((at) => ({ name: 'NestJS middleware on routes', place: placeOf(at) })),
		...dependencies.map((place) => ({ name: "FastAPI's dependencies", place })),
		...views.map((at) => ({ name: "DRF's permission classes", place: placeOf(at) })),
		...rails.map((at) => ({ name: 'Rails before_action', place: placeOf(at) })),
		...[...laravel, ...laravelGroups].map((at) => ({
			name: 'Laravel middleware',
			place: placeOf(at)
		})),
		...guardsInSignatures(project),
		...go.map((at) => ({ name: 'middleware of the router', place: placeOf(at) })),
		...express.map((at) => ({ name: 'middleware before handlers', place: placeOf(at) }))
	];
}

const REFUSES =
	/^new (Unauthorized|Forbidden)Exception$|^new HttpException$|\.(status|sendStatus|code)$/;

/** Whether a class of middleware turns somebody away: many only add to the request. */
const refuses = (project: Project, middleware: string): boolean =>
	project.sources
		.filter(({ symbols }) => symbols.some(({ name }) => name === middleware))
		.some(({ calls }) =>
			calls.some(
				({ callee, args }) =>
					REFUSES.test(callee) &&
					(/^new (Un|Fo)/.test(callee) ||
						args.some((arg) => /\b40[13]\b|UNAUTHORIZED|FORBIDDEN/.test(arg)))
			)
		);

/** Who somebody is, and not what keeps them: `get_user_service` guards nothing. */
const ASKS_WHO =
	/\b(Depends|Security)\(\s*(?![\w.]*(service|repo|store|manager|dao|crud|query|settings|config|backend|limit|filter|params))[\w.]*(current|auth|user|admin|permission|role)/i;

/** Middleware by its own name, whatever package it comes from: `auth.CorsConfig` is none. */
const GO_GUARD =
	/^(?!["`]|func\b)(?!.*(cors|log|optional))(\w+(\(\))?\.)*\w*(auth|jwt|require(user|login|admin|client|token|role)|verifytoken)\w*(\(.*\))?$|^(auth|authn|authentication|authorization)\.(?!.*(cors|optional))\w+(\(.*\))?$/i;

/** A name of middleware that asks who somebody is. */
const GUARD =
	/^\[?\s*(?!\(|async|function|["'`])(?![\w.]*(limit|router|routes|controller|config|path|url))[\w.]*(auth(?!or(?!i))|protect|requireUser|requireLogin|isLoggedIn|isAdmin|ensureLoggedIn|verifyToken|checkJwt|jwt|restrictTo|permit)\w*/i;

/** Rocket, Actix and Axum ask for what a handler's parameters name before they call it. */
function guardsInSignatures(project: Project): { name: string; place: Place }[] {
	const found = project.sources
		.filter(({ language }) => language === 'rust')
		.flatMap((file) =>
			file.symbols
				.filter(
					({ kind, bases }) => kind === 'module' && bases?.some((base) => EXTRACTS.test(base))
				)
				.filter(({ name }) => WHO.test(name))
				.map(({ name, startLine }) => ({ name, place: { path: file.path, startLine } }))
		);
	const name = `parameters of handlers (${listed(distinct(found.map((one) => one.name)))})`;
	return found.map(({ place }) => ({ name, place }));
}

const EXTRACTS = /(^|::)((Optional)?FromRequest(Parts)?)(<|$)/;
const WHO =
	/^(?!maybe|opt)\w*(auth|user|admin|headers$|claims|session|token|owner|manager|identity)/i;
