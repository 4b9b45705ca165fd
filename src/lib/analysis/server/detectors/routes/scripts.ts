import type { FileFacts } from '../../../facts';
import type { Project } from '../../../project';
import { literal } from '../detector';
import { SCRIPTS } from '../marks';
import { METHODS, placeOfCall, type Route } from './route';

const FRAMEWORKS: readonly [RegExp, string][] = [
	[/^express$/, 'Express'],
	[/^fastify$|^@fastify\//, 'Fastify'],
	[/^(koa-router|@koa\/router|koa)$/, 'Koa'],
	[/^hono(\/|$)/, 'Hono'],
	[/^restify$/, 'Restify'],
	[/^@hapi\/hapi$/, 'hapi'],
	[/^polka$/, 'Polka'],
	[/^elysia$/, 'Elysia'],
	[/^itty-router$/, 'itty-router']
];

const SERVED =
	/(^|\.)(\w*[rR]outer|app|server|fastify|\w*[rR]outes?|instance|hono)(\(\))?\.(get|post|put|patch|delete|del|all)$/;
const CHAINED = /\.route\(\)(?:\.\w+\(\))*\.(get|post|put|patch|delete|all)$/;

/** Express and its kin, and routes that are files. */
export function scriptRoutes(project: Project): Route[] {
	const named = FRAMEWORKS.filter(([name]) => project.dependency(name));
	const files = project.sources.filter(({ language }) => SCRIPTS.includes(language));
	const server = files.flatMap((file) => {
		const own = FRAMEWORKS.find(([name]) => file.imports.some((one) => name.test(one.specifier)));
		const framework = own ?? (named.length > 0 && !isBrowser(file) ? named[0] : undefined);
		return framework ? calledRoutes(file, framework[1]) : [];
	});
	return [...server, ...files.flatMap(fileRoutes)];
}

const isBrowser = ({ imports, path }: FileFacts) =>
	/\.(tsx|jsx|vue|svelte)$/.test(path) ||
	imports.some(({ specifier }) => /^(react|vue|svelte|axios|@angular\/|supertest)/.test(specifier));

function calledRoutes(file: FileFacts, framework: string): Route[] {
	const routes: Route[] = [];
	for (const call of file.calls) {
		const { callee, args } = call;
		const method = (SERVED.exec(callee)?.[4] ?? '').toUpperCase().replace(/^DEL$/, 'DELETE');
		const path = literal(args[0]);
		const handler = args.at(-1) ?? '';
		const place = placeOfCall(file, call);
		const own = { framework, file, place, ...(/^[\w.]+$/.test(handler) && { handler }) };
		if (method && path !== undefined && /^[/*]|^$/.test(path) && args.length > 1) {
			if (!isFunctionLike(handler)) continue;
			routes.push({
				...own,
				method: method === 'ALL' ? 'ANY' : method,
				path,
				before: args.slice(1, -1)
			});
			continue;
		}
		const chained = CHAINED.exec(callee)?.[1];
		if (chained) {
			const route = file.calls.find(
				(one) => /\.route$/.test(one.callee) && one.startLine === call.startLine
			);
			const at = literal(route?.args[0]);
			if (at === undefined) continue;
			const verb = chained === 'all' ? 'ANY' : chained.toUpperCase();
			routes.push({ ...own, method: verb, path: at, before: args.slice(0, -1) });
			continue;
		}
		if (/(^|\.)(fastify|server|app|instance)\.route$/.test(callee)) {
			const written = /method:\s*["'](\w+)["']/.exec(args[0] ?? '')?.[1];
			const at = /(?:url|path):\s*["'`]([^"'`]+)["'`]/.exec(args[0] ?? '')?.[1];
			if (written && at) {
				routes.push({
					framework,
					file,
					place,
					method: written.toUpperCase(),
					path: at,
					before: [args[0]!]
				});
			}
		}
	}
	return routes;
}

/** A function, or a name that may be one; no object of options, as clients take. */
const isFunctionLike = (arg: string) =>
	/^(async\b|function\b|\(|\w+\s*=>|\[)/.test(arg) || /^[\w.$]+(\([^]*)?$/.test(arg);

const FILE_ROUTES: readonly [RegExp, string][] = [
	[/(?:^|\/)app\/(.*?)\/?route\.[jt]sx?$/, 'Next.js'],
	[/(?:^|\/)src\/routes\/(.*?)\/?\+server\.[jt]s$/, 'SvelteKit']
];

function fileRoutes(file: FileFacts): Route[] {
	const found = FILE_ROUTES.map(([path, name]) => [path.exec(file.path), name] as const).find(
		([match]) => match
	);
	const api = /(?:^|\/)pages\/(api\/.*?)(?:\/index)?\.[jt]sx?$/.exec(file.path);
	if (api && file.symbols.some(({ isExported }) => isExported)) {
		const [first] = file.symbols.filter(({ isExported }) => isExported);
		const place = { path: file.path, startLine: first!.startLine };
		return [{ method: 'ANY', path: `/${api[1]}`, framework: 'Next.js', file, place, before: [] }];
	}
	if (!found) return [];
	const folder = found[0]![1]!.replace(/(^|\/)\([^)]*\)/g, '');
	const named = [
		...file.symbols.map(({ name, startLine }) => ({ name, startLine })),
		...file.assignments.map(({ name, line }) => ({ name, startLine: line }))
	].filter(
		({ name }, place, all) =>
			METHODS.includes(name) && all.findIndex((one) => one.name === name) === place
	);
	return named.map(({ name, startLine }) => ({
		method: name,
		path: `/${folder}`,
		framework: found[1],
		file,
		place: { path: file.path, startLine },
		before: []
	}));
}
