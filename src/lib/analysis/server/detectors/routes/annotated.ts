import type { AnnotationFact, FileFacts } from '../../../facts';
import type { Project } from '../../../project';
import { classAt, joinPaths, symbolUnder, textIn, type Route } from './route';

/** A framework whose routes stand on functions, and what its classes put before them. */
interface Annotated {
	framework: string;
	languages: readonly FileFacts['language'][];
	imports?: RegExp;
	/** Its first group is the method where there is one. */
	route: RegExp;
	prefix?: RegExp;
	/** Routes without a path of their own are at the prefix. */
	mayBeBare: boolean;
}

const frameworks: readonly Annotated[] = [
	{
		framework: 'NestJS',
		languages: ['typescript', 'javascript'],
		imports: /^@nestjs\/common$/,
		route: /^(Get|Post|Put|Patch|Delete|All|Head|Options)$/,
		prefix: /^Controller$/,
		mayBeBare: true
	},
	{
		framework: 'Spring',
		languages: ['java', 'kotlin'],
		imports: /^org\.springframework\.web\.bind/,
		route: /^(Get|Post|Put|Patch|Delete|Request)Mapping$/,
		prefix: /^RequestMapping$/,
		mayBeBare: true
	},
	{
		framework: 'JAX-RS',
		languages: ['java', 'kotlin'],
		imports: /^(javax|jakarta)\.ws\.rs/,
		route: /^(GET|POST|PUT|PATCH|DELETE)$/,
		prefix: /^Path$/,
		mayBeBare: true
	},
	{
		framework: 'ASP.NET Core',
		languages: ['csharp'],
		route: /^Http(Get|Post|Put|Patch|Delete|Head)$/,
		prefix: /^Route$/,
		mayBeBare: true
	},
	{
		framework: 'Flask',
		languages: ['python'],
		imports: /^(flask|flask_openapi3|apiflask|quart)$/,
		route: /^\w+\.(route|get|post|put|patch|delete)$/,
		mayBeBare: false
	},
	{
		framework: 'FastAPI',
		languages: ['python'],
		imports: /^fastapi(\.|$)/,
		route: /^\w+\.(get|post|put|patch|delete|head|options)$/,
		mayBeBare: false
	},
	{
		framework: 'aiohttp, Sanic or Bottle',
		languages: ['python'],
		imports: /^(aiohttp|aiohttp\.web|sanic|bottle|starlette\.routing|litestar)$/,
		route: /^(?:\w+\.)?(route|get|post|put|patch|delete)$/,
		mayBeBare: false
	},
	{
		framework: 'actix-web',
		languages: ['rust'],
		imports: /^actix_web/,
		route: /^(get|post|put|patch|delete)$/,
		mayBeBare: false
	},
	{
		framework: 'Rocket',
		languages: ['rust'],
		route: /^(?:rocket\.)?(get|post|put|patch|delete)$/,
		imports: /^rocket/,
		mayBeBare: false
	},
	{
		framework: 'Symfony',
		languages: ['php'],
		imports: /^Symfony\\Component\\Routing/,
		route: /^(Route)$/,
		mayBeBare: false
	}
];

const CLASSES = ['class', 'interface'];

/** Routes that decorators, annotations and attributes tell of. */
export const annotatedRoutes = (project: Project): Route[] =>
	project.sources.flatMap((file) => {
		if (file.annotations.length === 0) return [];
		const own = frameworks.find(
			({ languages, imports, route }) =>
				languages.includes(file.language) &&
				(!imports || file.imports.some(({ specifier }) => imports.test(specifier))) &&
				file.annotations.some(({ name }) => route.test(name))
		);
		return own ? routesIn(file, own) : [];
	});

function routesIn(file: FileFacts, own: Annotated): Route[] {
	// A client declares what it calls by the same annotations.
	if (
		file.annotations.some(({ name }) =>
			/^(FeignClient|HttpExchange|RegisterRestClient)$/.test(name)
		)
	)
		return [];
	return file.annotations.flatMap((annotation) => {
		const written = own.route.exec(annotation.name)?.[1];
		if (!written) return [];
		const on = symbolUnder(file, annotation);
		if (!on || CLASSES.includes(on.kind)) return [];
		const path = textIn(annotation.args);
		if (path === undefined && !own.mayBeBare) return [];
		const prefix = prefixAt(file, own, annotation.line);
		const ownPath =
			path ?? (own.framework === 'JAX-RS' ? pathBeside(file, annotation.line, on?.startLine) : '');
		return [
			{
				method: methodOf(written, annotation),
				path: joinPaths(prefix, ownPath),
				framework: own.framework,
				file,
				place: { path: file.path, startLine: annotation.line },
				...(on && { handler: on.name }),
				before: []
			}
		];
	});
}

function methodOf(written: string, { args }: AnnotationFact): string {
	const upper = written.toUpperCase();
	if (upper !== 'ROUTE' && upper !== 'REQUEST') return upper === 'ALL' ? 'ANY' : upper;
	const named = args.find((arg) => /^methods?\s*[=:]/.test(arg)) ?? '';
	const methods = named.match(/\b(GET|POST|PUT|PATCH|DELETE)\b/g) ?? [];
	if (methods.length > 0) return methods.find((one) => one !== 'GET') ?? 'GET';
	// Flask answers GET where nothing is said.
	return written === 'route' ? 'GET' : 'ANY';
}

/** What stands on the class around this line. */
function prefixAt(file: FileFacts, { prefix }: Annotated, line: number): string {
	const around = classAt(file, line);
	if (!prefix || !around) return '';
	const name = around.name.split('.').at(-1);
	const own = file.annotations.find(
		(one) => prefix.test(one.name) && one.on?.split('.').at(-1) === name
	);
	return textIn(own?.args ?? []) ?? '';
}

/** JAX-RS says the method and the path in two annotations on one function. */
function pathBeside(file: FileFacts, line: number, functionLine = line): string {
	const beside = file.annotations.find(
		(one) => one.name === 'Path' && Math.abs(one.line - line) <= 3 && one.line <= functionLine
	);
	return textIn(beside?.args ?? []) ?? '';
}
