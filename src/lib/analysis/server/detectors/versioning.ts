import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { distinct, finding, listed, literal, placeOf, type Detector } from './detector';
import { SCRIPTS, usesOf, type Mark } from './marks';
import { routesOf } from './routes';

const NAME = 'versioning';

const IN_PATH = /(?:^|\/)(v\d{1,2})(?=\/|$)/i;

/** Calls that put a prefix before routes. */
const PREFIXES =
	/(^|\.)(use|Group|group|prefix|route|path|re_path|url|register|setGlobalPrefix|nest|scope|mount|include_router|Blueprint|APIRouter|MapGroup|PathPrefix|Route|namespace|basePath|register_blueprint|Mount)$/;

const declared: readonly Mark[] = [
	{ name: "NestJS's versioning", in: SCRIPTS, imports: /^@nestjs\//, calls: /\.enableVersioning$/ },
	{
		name: "ASP.NET Core's API versions",
		in: ['csharp'],
		annotations: /^(ApiVersion|MapToApiVersion)$/,
		calls: /\.AddApiVersioning$/
	},
	{ name: "DRF's versioning", in: ['python'], bases: /Versioning$/ }
];

/** How an API says which version of it answers. */
export const versioning: Detector = {
	name: NAME,
	topics: ['versioning'],
	detect(project) {
		const inPaths = pathVersions(project);
		const marks = usesOf(project, declared);
		if (inPaths.length > 0) return [told(project, inPaths)];
		if (marks.length > 0) {
			const names = marks.map(({ mark }) => mark.name);
			return [
				finding(project, {
					detector: NAME,
					subject: 'declared',
					topic: 'versioning',
					kind: 'decision',
					title: `The API's versions are declared: ${listed(names)}.`,
					detail:
						'Old clients go on while new ones move. Look at how long a version lives, and at what two of them share.',
					confidence: 0.9,
					at: marks.flatMap(({ places }) => places),
					facts: { libraries: names }
				})
			];
		}
		return none(project);
	}
};

function pathVersions(project: Project): { version: string; place: Place }[] {
	const all = routesOf(project);
	const versioned = all.flatMap(({ path, place }) => {
		const version = IN_PATH.exec(path)?.[1];
		return version ? [{ version, place }] : [];
	});
	// One that is called v2 beside hundreds that are not is a newer variant of one.
	const routes = versioned.length * 5 >= all.length ? versioned : [];
	const prefixes = project.sources
		.filter(({ language, path }) => language !== 'svelte' && !/\.(jsx|tsx|vue)$/.test(path))
		.flatMap((file) =>
			file.calls
				.filter(({ callee, args }) => PREFIXES.test(callee) && args.length > 0)
				.flatMap((fact) => {
					const texts = [
						literal(fact.args[0]) ?? /^:(v\d+)/.exec(fact.args[0]!)?.[1],
						...fact.args.map((arg) => /^(?:url_)?prefix\s*=\s*["']([^"']+)/.exec(arg)?.[1])
					];
					const version = texts.map((text) => IN_PATH.exec(text ?? '')?.[1]).find(Boolean);
					return version && !/^https?:/.test(texts[0] ?? '')
						? [{ version, place: placeOf({ file, fact }) }]
						: [];
				})
		);
	const constants = project.sources.flatMap((file) =>
		file.assignments
			.filter(({ name }) =>
				/^(\w+\.)*(API_V\d+_STR|API_PREFIX|apiPrefix|API_VERSION|BASE_PATH|server\.servlet\.context-path)$/.test(
					name
				)
			)
			.flatMap((fact) => {
				const version = IN_PATH.exec(literal(fact.value) ?? '')?.[1];
				return version ? [{ version, place: placeOf({ file, fact }) }] : [];
			})
	);
	return [...prefixes, ...constants, ...routes];
}

function told(project: Project, found: readonly { version: string; place: Place }[]): Finding {
	const versions = distinct(found.map(({ version }) => version.toLowerCase())).sort();
	const places = distinct(found.map(({ place }) => `${place.path}:${place.startLine}`)).length;
	return finding(project, {
		detector: NAME,
		subject: 'in-path',
		topic: 'versioning',
		kind: 'decision',
		title: `The API's version stands in its paths: ${listed(versions)}.`,
		detail:
			versions.length > 1
				? 'Several versions answer side by side: old clients go on, and every change must be thought through for each. Look at what they share and at when the oldest ends.'
				: 'There is room for a second version that lives beside the first. Look at what counts as a breaking change, and at how clients would learn of it.',
		confidence: 0.9,
		at: found.map(({ place }) => place),
		facts: { versions, places }
	});
}

/** An interface of some size without any version: a fact worth an answer. */
function none(project: Project): Finding[] {
	const routes = routesOf(project).filter(
		({ framework }) => !/^(Next\.js|SvelteKit)$/.test(framework)
	);
	const speaks = project.sources.some(
		({ texts, path, assignments }) =>
			texts.some(({ kind, text }) => kind === 'route' && IN_PATH.test(text)) ||
			/\/v\d{1,2}\//i.test(path) ||
			assignments.some(({ name }) => /VERSIONING|api_?version/i.test(name))
	);
	if (routes.length < 10 || speaks) return [];
	return [
		finding(project, {
			detector: NAME,
			subject: 'none',
			topic: 'versioning',
			kind: 'fact',
			title: 'No version was seen in the paths of the routes.',
			detail:
				'Nothing has to be kept twice, as long as clients and server move together. A client that cannot be updated at once makes every change a compatible one.',
			confidence: 0.75,
			at: routes.map(({ place }) => place),
			facts: { routes: routes.length }
		})
	];
}
