import type { Project } from '../../../project';
import { annotatedRoutes } from './annotated';
import { calledRoutes } from './called';
import type { Route } from './route';
import { scriptRoutes } from './scripts';

export { changes, type Route } from './route';

const known = new WeakMap<Project, readonly Route[]>();

/** Every route of the project's own HTTP interfaces, in the order of its files. */
export function routesOf(project: Project): readonly Route[] {
	const before = known.get(project);
	if (before) return before;
	const routes = [...scriptRoutes(project), ...annotatedRoutes(project), ...calledRoutes(project)];
	known.set(project, routes);
	return routes;
}
