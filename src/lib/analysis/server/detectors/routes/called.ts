import type { CallFact, FileFacts } from '../../../facts';
import type { Project } from '../../../project';
import { literal } from '../detector';
import { joinPaths, placeOfCall, type Route } from './route';

type Parts = Pick<Route, 'method' | 'path'> & Partial<Pick<Route, 'handler' | 'before'>>;

interface Called {
	framework: string;
	language: FileFacts['language'];
	/** The file must import this, or call that. */
	imports?: RegExp;
	where?: RegExp;
	route(call: CallFact, file: FileFacts): Parts[];
}

const verb = (callee: string, of: RegExp) => of.exec(callee)?.[1]?.toUpperCase();

const GO_ROUTE =
	/\.(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|Any|Get|Post|Put|Patch|Delete|Handle|HandleFunc)$/;

/** Go's routers differ in spelling alone. */
const go = (framework: string, imports: RegExp): Called => ({
	framework,
	language: 'go',
	imports,
	route({ callee, args }, file) {
		const written = verb(callee, GO_ROUTE);
		const pattern = literal(args[0]);
		if (!written || pattern === undefined || args.length < 2) return [];
		const [, named, path = ''] = /^(?:(GET|POST|PUT|PATCH|DELETE) )?(\/\S*|)$/.exec(pattern) ?? [
			'',
			'',
			undefined
		];
		if (path === undefined || !/^(\/|$)/.test(pattern.replace(/^\w+ /, ''))) return [];
		const method = named ?? (/^(ANY|HANDLE|HANDLEFUNC)$/.test(written) ? 'ANY' : written);
		const handler = args.at(-1)!;
		return [
			{
				method,
				path: joinPaths(groupOf(callee, file), path),
				...(/^[\w.]+$/.test(handler) && { handler }),
				before: args.slice(1, -1)
			}
		];
	}
});

/** `v1 := r.Group("/api")` in the same file. */
function groupOf(callee: string, file: FileFacts): string {
	const receiver = callee.slice(0, callee.lastIndexOf('.'));
	const group = file.assignments.find(
		({ name, value }) => name === receiver && /\.Group\("/.test(value)
	);
	return /\.Group\("([^"]*)"/.exec(group?.value ?? '')?.[1] ?? '';
}

const RAILS_ACTIONS: Record<string, [method: string, path: string]> = {
	index: ['GET', ''],
	show: ['GET', ':id'],
	create: ['POST', ''],
	update: ['PATCH', ':id'],
	destroy: ['DELETE', ':id']
};

/** `resources :articles, only: [:index]` stands for as many routes as it names. */
function resources({ callee, args }: CallFact): Parts[] {
	const name = /^:(\w+)|^["'](\w+)["']/.exec(args[0] ?? '');
	if (!name) return [];
	const options = args.slice(1).join(', ');
	const words = (option: string): string[] | null =>
		(
			new RegExp(`${option}(?::|\\s*=>)\\s*(\\[[^\\]]*\\]|%i\\[[^\\]]*\\]|:\\w+)`).exec(
				options
			)?.[1] ?? ''
		).match(/\w+/g);
	const only = words('only');
	const except: string[] = words('except') ?? [];
	return Object.entries(RAILS_ACTIONS)
		.filter(([action]) => callee !== 'resource' || action !== 'index')
		.filter(([action]) => (only ? only.includes(action) : !except.includes(action)))
		.map(([action, [method, path]]) => ({
			method,
			path: joinPaths(name[1] ?? name[2]!, callee === 'resource' ? '' : path),
			handler: action
		}));
}

/** `match 'a', via: [:get, :post]` names its verbs; `:all` is any. */
function verbsOf(options: readonly string[]): string[] {
	const via = /\bvia(?::|\s*=>)\s*(\[[^\]]*\]|%i\[[^\]]*\]|:\w+)/.exec(options.join(', '))?.[1];
	const verbs = via?.match(/\b(get|post|put|patch|delete)\b/g)?.map((one) => one.toUpperCase());
	return verbs && verbs.length > 0 ? verbs : ['ANY'];
}

const frameworks: readonly Called[] = [
	go('Gin', /gin-gonic\/gin$/),
	go('Echo', /labstack\/echo/),
	go('chi', /go-chi\/chi/),
	go('Fiber', /gofiber\/fiber/),
	go('gorilla/mux', /gorilla\/mux$/),
	go('net/http', /^net\/http$/),
	{
		framework: 'Django',
		language: 'python',
		imports: /^(django\.urls|django\.conf\.urls)$/,
		route({ callee, args }) {
			const path = literal(args[0]);
			if (path === undefined || args.length < 2) return [];
			if (/^(path|re_path|url)$/.test(callee) && !/^include\(/.test(args[1]!)) {
				return [
					{ method: 'ANY', path: joinPaths('', path.replace(/^\^|\$$/g, '')), handler: args[1] }
				];
			}
			if (/router\.register$/.test(callee)) {
				return [{ method: 'ANY', path: joinPaths('', path), handler: args[1] }];
			}
			return [];
		}
	},
	{
		framework: 'Rails',
		language: 'ruby',
		where: /routes\(?\)?\.draw$/,
		route(call) {
			const { callee, args } = call;
			if (callee === 'resources' || callee === 'resource') return resources(call);
			const method = verb(callee, /^(get|post|put|patch|delete|match)$/);
			const path = /^["']([^"']+)["']|^:(\w+)/.exec(args[0] ?? '');
			if (!method || !path) return [];
			const via = method === 'MATCH' ? verbsOf(args.slice(1)) : [method];
			return via.map((one) => ({ method: one, path: joinPaths('', path[1] ?? path[2]!) }));
		}
	},
	{
		framework: 'Sinatra',
		language: 'ruby',
		imports: /^sinatra/,
		route({ callee, args }) {
			const method = verb(callee, /^(get|post|put|patch|delete)$/);
			const path = literal(args[0]);
			return method && path?.startsWith('/') ? [{ method, path }] : [];
		}
	},
	{
		framework: 'Laravel',
		language: 'php',
		route({ callee, args }) {
			const method = verb(
				callee,
				/(?:^|\.)Route\.(?:\w+\(\)\.)*(get|post|put|patch|delete|any|match|resource|apiResource)$/
			);
			const path = literal(args[method === 'MATCH' ? 1 : 0]);
			if (!method || path === undefined) return [];
			const handler = args.at(-1)!;
			if (method !== 'RESOURCE' && method !== 'APIRESOURCE') {
				return [
					{ method: method === 'MATCH' ? 'ANY' : method, path: joinPaths('', path), handler }
				];
			}
			const options = args[2] ?? '';
			const except: string[] = /except/.test(options) ? (options.match(/\w+/g) ?? []) : [];
			const only: string[] | null = /only/.test(options) ? options.match(/\w+/g) : null;
			return [
				['index', 'GET'],
				['show', 'GET'],
				['store', 'POST'],
				['update', 'PUT'],
				['destroy', 'DELETE']
			]
				.filter(([action]) => (only ? only.includes(action!) : !except.includes(action!)))
				.map(([action, verb]) => ({ method: verb!, path: joinPaths('', path), handler: action }));
		}
	},
	{
		framework: 'Slim',
		language: 'php',
		imports: /^Slim\\/,
		route({ callee, args }) {
			const method = verb(
				callee,
				/^(?:app|group|router|this\.app)\.(get|post|put|patch|delete|any)$/
			);
			const path = literal(args[0]);
			return method && path !== undefined && args.length > 1
				? [{ method, path: joinPaths('', path) }]
				: [];
		}
	},
	{
		framework: 'ASP.NET Core',
		language: 'csharp',
		route({ callee, args }) {
			const method = verb(callee, /\.Map(Get|Post|Put|Patch|Delete)$/);
			const path = literal(args[0]);
			return method && path !== undefined && args.length > 1
				? [{ method, path: joinPaths('', path) }]
				: [];
		}
	},
	{
		framework: 'axum',
		language: 'rust',
		imports: /^axum/,
		route({ callee, args }) {
			const path = literal(args[0]);
			if (!/\.route$/.test(callee) || !path?.startsWith('/')) return [];
			const methods = args[1]?.match(/\b(get|post|put|patch|delete|any)\(/g) ?? [];
			return methods.map((method) => ({ method: method.slice(0, -1).toUpperCase(), path }));
		}
	},
	{
		framework: 'Ktor',
		language: 'kotlin',
		imports: /^io\.ktor\.server\.routing/,
		route({ callee, args }) {
			const method = verb(callee, /^(get|post|put|patch|delete)$/);
			const path = literal(args[0]);
			return method && path !== undefined ? [{ method, path: joinPaths('', path) }] : [];
		}
	}
];

/** Routes that calls tell of. */
export const calledRoutes = (project: Project): Route[] =>
	project.sources.flatMap((file) => {
		const own = frameworks.find(
			({ language, imports, where, route }) =>
				language === file.language &&
				(!imports || file.imports.some(({ specifier }) => imports.test(specifier))) &&
				(!where || file.calls.some(({ callee }) => where.test(callee))) &&
				file.calls.some((call) => route(call, file).length > 0)
		);
		if (!own) return [];
		return file.calls.flatMap((call) =>
			own.route(call, file).map((parts) => ({
				before: [],
				...parts,
				framework: own.framework,
				file,
				place: placeOfCall(file, call)
			}))
		);
	});
