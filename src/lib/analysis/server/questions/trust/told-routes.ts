import type { Project } from '../../../project';
import { routesOf, type Route } from '../../detectors/routes';

/** As people write it: `GET /users/<id>`. */
export function routeName({ method, path }: Pick<Route, 'method' | 'path'>): string {
	const written = path
		.replace(/\(\?P(<\w+>)[^)]*\)/g, '$1')
		.replace(/\?<.*$|\/\?$|\$$/g, '')
		.replace(/^\/?\^/, '/');
	return method === 'ANY' ? written : `${method} ${written}`;
}

/** Pages, files and questions for health: not what clients build on. */
const ASIDE =
	/\.\w{2,5}$|log-?out|log-?in|sign-?in|\/\d{3}\/?$|health|status|ping|css|static|assets|manifest|favicon|stylesheets?|filename|callback|webhook|metrics|docs|rss|test|\*|[\\[\]|]/i;

const NOUNS = /\/[a-z][a-z_-]*s(\/|$)/i;

const known = new WeakMap<Project, readonly Route[]>();

/** Routes that tell what the program is about, those that name things in the plural first. */
export function tellingRoutes(project: Project): readonly Route[] {
	const before = known.get(project);
	if (before) return before;
	const routes = routesOf(project)
		.filter(({ path }) => /[a-z]{2}/i.test(path.replace(/[:{<]\w+[}>]?/g, '')))
		.filter((route) => !ASIDE.test(routeName(route)))
		.toSorted((one, other) => Number(NOUNS.test(other.path)) - Number(NOUNS.test(one.path)));
	known.set(project, routes);
	return routes;
}
