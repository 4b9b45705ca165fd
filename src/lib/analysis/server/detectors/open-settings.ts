import type { CallFact } from '../../facts';
import type { Finding } from '../../findings';
import type { Found, Project } from '../../project';
import { counted, finding, placeOf } from './detector';
import { SCRIPTS } from './marks';
import { onlyWhere } from './switches';

/** Debugging switched on by a literal. */
export function debugOn(project: Project, detector: string): Finding[] {
	const settings = project.sources
		.filter(
			({ language, path }) =>
				language === 'python' && /settings/.test(path) && !/(dev|local|test)\w*\.py$/.test(path)
		)
		.flatMap((file) => {
			const on = file.assignments.filter(({ name }) => name === 'DEBUG');
			return on.length > 0 && on.every(({ value }) => value === 'True')
				? on.map((fact) => placeOf({ file, fact }))
				: [];
		});
	const calls = project
		.calls(/(^|\.)run$/, 'python')
		.filter(
			({ file, fact }) =>
				fact.args.some((arg) => /^debug\s*=\s*True$/.test(arg)) &&
				file.imports.some(({ specifier }) => /^(flask|dash)/.test(specifier))
		)
		.map(placeOf);
	const places = [...settings, ...calls];
	if (places.length === 0) return [];
	return [
		finding(project, {
			detector,
			subject: 'debug-on',
			topic: 'configuration',
			kind: 'risk',
			title: `Debugging is switched on by a literal in the code.`,
			detail:
				'Errors show code, settings and variables to whoever caused them. Look at what switches it off in production.',
			confidence: 0.85,
			at: places,
			facts: { places: places.length }
		})
	];
}

/** Cross-origin requests from everywhere. */
export function anyOrigin(project: Project, detector: string): Finding[] {
	const scripts = project
		.calls(/^(cors|(app|fastify|server)\.(enableCors|register))$/, ...SCRIPTS)
		.filter(({ file, fact }) => {
			const named =
				/enableCors$/.test(fact.callee) ||
				file.imports.some(({ specifier }) =>
					/^(cors|@fastify\/cors|@koa\/cors|hono\/cors)$/.test(specifier)
				);
			if (!named) return false;
			const [first, second] = fact.args;
			if (/register$/.test(fact.callee))
				return first === 'cors' && /origin:\s*(["']\*["']|true)/.test(second ?? '');
			return first === undefined || /origin:\s*(["']\*["']|true)/.test(first);
		});
	const python = project.sources
		.filter(({ language }) => language === 'python')
		.flatMap((file) =>
			file.assignments
				.filter(
					({ name, value }) =>
						(/^CORS_(ORIGIN_ALLOW_ALL|ALLOW_ALL_ORIGINS)$/.test(name) && value === 'True') ||
						(name === 'allow_origins' && /^\[["']\*["']\]$/.test(value))
				)
				.map((fact) => placeOf({ file, fact }))
		);
	const others = project
		.calls(
			/\.(AllowAnyOrigin|allowedOrigins|setAllowedOrigins|addAllowedOrigin|AllowAllOrigins)$|^cors\.(Default|AllowAll)$/
		)
		.filter(
			({ fact }) =>
				/Any|Default|AllowAll/.test(fact.callee) || fact.args.some((arg) => arg.includes('"*"'))
		)
		.map(placeOf);
	const places = [...scripts.map(placeOf), ...python, ...others];
	if (places.length === 0) return [];
	const routes = scripts.filter(isOfRoute).length;
	const isOfRoutes = routes === places.length;
	return [
		finding(project, {
			detector,
			subject: 'any-origin',
			topic: 'configuration',
			kind: 'decision',
			title: isOfRoutes
				? `Browsers may call ${counted(routes, 'route')} from any origin: CORS is open there, and nowhere else was seen to be.`
				: `Browsers may call from any origin: CORS is open${onlyWhere(project, places)}.`,
			detail:
				'Fit for a public API whose callers carry a token. Where a cookie signs people in, every page they visit could ask in their name if credentials are allowed too.',
			confidence: 0.9,
			at: places,
			facts: { places: places.length }
		})
	];
}

/** Handed to one route, and not to the program. */
const isOfRoute = ({ file, fact }: Found<CallFact>) =>
	file.calls.some(
		({ callee, args, startLine, endLine }) =>
			/\.(get|post|put|patch|delete|options|all)$/.test(callee) &&
			/^["'`]/.test(args[0] ?? '') &&
			args.slice(1).some((argument) => argument.startsWith(`${fact.callee}(`)) &&
			startLine <= fact.startLine &&
			fact.endLine <= endLine
	);
