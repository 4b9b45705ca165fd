import { error } from '@sveltejs/kit';

/** Who looks at a page; every visitor is at least a guest. */
export function visitor(locals: App.Locals): string {
	return (
		locals.identity?.userId ?? error(401, 'Allow cookies for this site: they say who you are.')
	);
}
