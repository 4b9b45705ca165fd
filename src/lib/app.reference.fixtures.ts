import type { z } from 'zod/mini';
import type { Room } from './developers/server/asyncapi';
import type { RestRoute } from './developers/server/openapi';
import { interviewKind } from './interview/server/interview-kind';
import type { Catalogue } from './realtime/catalogue';
import { raceView } from './races/server/race-kind';
import type { Endpoint } from './realtime/server/rest';
import { clockKind } from './sessions/server/clock-kind';
import { watchedKind } from './typing/server/watched-kind';

/** Everything that travels, found where it stands: what is added is covered by what tests it. */

const catalogues = import.meta.glob<Record<string, unknown>>('./*/messages.ts', { eager: true });
const servers = import.meta.glob<Record<string, unknown>>('../routes/**/+server.ts', {
	eager: true
});

/** By folder, in the order in which one learns them. */
const titles: Record<string, string> = {
	realtime: 'The line',
	typing: 'Typing',
	analysis: 'Analyses',
	chat: 'Channels and threads',
	sessions: 'Shared sessions',
	interview: 'Interviews'
};

export const rooms: Room[] = Object.entries(catalogues)
	.map(([file, module]) => ({ folder: file.split('/')[1] ?? '', catalogue: catalogueOf(module) }))
	.sort((a, b) => rank(a.folder) - rank(b.folder))
	.map(({ folder, catalogue }, place, all) => ({
		title: titles[folder] ?? folder,
		catalogue: withoutThoseOf(
			all.slice(0, place).map((earlier) => earlier.catalogue),
			catalogue
		)
	}));

/** A room lists an entry of another's where it answers with it; here it stands once. */
function withoutThoseOf(earlier: readonly Catalogue[], catalogue: Catalogue): Catalogue {
	return Object.fromEntries(
		Object.entries(catalogue).filter(([type, entry]) =>
			earlier.every((other) => other[type] !== entry)
		)
	);
}

function rank(folder: string): number {
	const place = Object.keys(titles).indexOf(folder);
	return place < 0 ? Infinity : place;
}

/** The one export of a `messages.ts` that is called so. */
function catalogueOf(module: Record<string, unknown>): Catalogue {
	const found = Object.entries(module).filter(([name]) => name.endsWith('Messages'));
	if (found.length !== 1) throw new Error('a messages.ts exports one catalogue');
	return found[0]?.[1] as Catalogue;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Every handler of every `+server.ts`, by address and method. */
export const handlers = Object.entries(servers)
	.map(([file, module]) => ({ path: pathOf(file), module }))
	.sort((a, b) => (a.path < b.path ? -1 : 1))
	.flatMap(({ path, module }) =>
		[...METHODS, 'fallback']
			.filter((method) => method in module)
			.map((method) => ({ path, method, handler: module[method] }))
	);

/** `../routes/api/keys/[id]/+server.ts` → `/api/keys/{id}` */
function pathOf(file: string): string {
	return file
		.replace('../routes', '')
		.replace('/+server.ts', '')
		.replaceAll(/\[(\w+)(=\w+)?\]/g, '{$1}');
}

/** What says of itself what it is. */
export const routes: RestRoute[] = handlers
	.filter(({ handler }) => (handler as Partial<Endpoint>).spec !== undefined)
	.map(({ path, method, handler }) => ({ path, method, spec: (handler as Endpoint).spec }));

/** What a session's state is, by its kind. */
export const sessionStates: Record<string, z.ZodMiniType<object>> = {
	clock: clockKind.viewSchema,
	interview: interviewKind.viewSchema,
	race: raceView,
	typing: watchedKind.viewSchema
};
