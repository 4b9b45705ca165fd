import { posix } from 'node:path';

/**
 * The house's arrows as a lint rule (docs/decisions/0001): it finds the room of a file and of what
 * it imports by their paths, and says why an import points the wrong way.
 */

/** From the top down: each may import from itself and from what stands below it. */
const LAYERS = /** @type {const} */ ([
	'routes',
	'app',
	'doors',
	'feature',
	'sessions',
	'realtime',
	'server'
]);

const FEATURES = ['typing', 'races', 'analysis', 'interview', 'chat', 'accounts', 'developers'];

/** Files at the top of a feature's room that hold more than rules. */
const NOT_PURE = /^(index|owned|messages|settings|preferences)$|\.svelte$|\.(test|fixtures|d)$/;

/** Rules that stand below the features, held to the same: they import nothing but pure files. */
const PURE_BELOW = ['src/lib/sessions/clock'];

/** What a value import of these brings along: the schema library. */
const HOLDS_SCHEMAS = /^(index|messages|settings|preferences)$/;

/**
 * @typedef {object} Place
 * @property {typeof LAYERS[number] | 'ui' | 'shared'} layer `shared`: all may import it
 * @property {string} room the folder below src/lib, or the layer's name
 * @property {string} name the file's name without its last ending
 * @property {boolean} isServer whether it runs on the server only
 * @property {boolean} isPure whether it holds a feature's rules and nothing else
 * @property {boolean} isSupport whether it is a test, or there for tests only
 */

/**
 * @param {string} path relative to the project, with slashes; the ending may be left out
 * @param {readonly string[]} [browserFiles] paths without ending
 * @returns {Place | undefined} undefined outside src/
 */
function placeOf(path, browserFiles = []) {
	if (!path.startsWith('src/')) return undefined;
	const bare = path.replace(/\.(ts|js)$/, '');
	const parts = bare.split('/').slice(1);
	const name = parts.at(-1) ?? '';
	const isServer =
		parts.slice(0, -1).includes('server') || /(^\+server|\.server|^owned)$/.test(name);
	const isSupport = /\.(test|fixtures)$/.test(name) || parts[1] === 'testing';
	const place = { name, isServer, isSupport, isPure: false };
	const room = parts[1] ?? '';
	if (parts[0] !== 'lib') return { ...place, layer: 'routes', room: 'routes' };
	if (parts.length === 2 && !isRoom(room)) {
		const layer = room.startsWith('app.') ? 'app' : 'shared';
		return { ...place, layer, room: layer };
	}
	if (FEATURES.includes(room)) {
		// `../typing` is the room's index.
		if (parts.length === 2) return { ...place, name: 'index', layer: 'feature', room };
		const isPure =
			parts.length === 3 && !NOT_PURE.test(name) && !isSupport && !browserFiles.includes(bare);
		return { ...place, layer: 'feature', room, isPure };
	}
	const layer = room === 'ui' ? room : LAYERS.find((candidate) => candidate === room);
	return { ...place, layer: layer ?? 'shared', room, isPure: PURE_BELOW.includes(bare) };
}

/** @param {string} name */
const isRoom = (name) =>
	FEATURES.includes(name) || /^(ui|doors|sessions|realtime|server)$/.test(name);

/**
 * @param {string} from path of the importing file, relative to the project
 * @param {string} specifier
 * @returns {string | undefined} path relative to the project; undefined for packages
 */
function resolveImport(from, specifier) {
	const bare = specifier.replace(/\?.*$/, '');
	if (bare.startsWith('$lib/')) return `src/lib/${bare.slice('$lib/'.length)}`;
	if (bare.startsWith('.')) return posix.join(posix.dirname(from), bare);
	return undefined;
}

/**
 * What is wrong with an import, if anything.
 *
 * @param {Place} from
 * @param {Place | undefined} to undefined for packages
 * @param {string} specifier
 * @param {boolean} isType whether only types are imported
 * @returns {string | undefined} a messageId
 */
function wrongWith(from, to, specifier, isType) {
	if (!to) {
		if (from.isPure && !isType) return 'purePackage';
		return /^zod(\/|$)/.test(specifier) && !isType && runsInBrowser(from)
			? 'browserSchema'
			: undefined;
	}
	if (to.isSupport) return 'support';
	if (to.isServer && !from.isServer && !isType) return 'serverOnly';
	if (to.layer === 'shared') return undefined;
	if (from.layer === 'shared') return 'sharedStandsAlone';
	if (from.layer === 'ui') return to.layer === 'ui' ? undefined : 'uiKnowsNothing';
	if (to.layer === 'ui') return undefined;
	if (LAYERS.indexOf(to.layer) < LAYERS.indexOf(from.layer)) return 'upwards';
	if (from.layer === 'feature' && to.layer === 'feature' && from.room !== to.room) {
		const bothSchemas = from.name === 'schema' && to.name === 'schema';
		if (to.name !== 'index' && !bothSchemas) return 'throughIndex';
	}
	if (from.isPure && !isType && !to.isPure) return 'pure';
	if (runsInBrowser(from) && !isType && to.layer === 'feature' && HOLDS_SCHEMAS.test(to.name)) {
		return 'browserSchema';
	}
	return undefined;
}

/** @param {Place} place */
const runsInBrowser = ({ name, isServer, isSupport }) =>
	!isServer && !isSupport && (/\.svelte$/.test(name) || /^\+(page|layout)$/.test(name));

/** @type {import('eslint').Rule.RuleModule} */
export const arrows = {
	meta: {
		type: 'problem',
		docs: { description: 'imports follow the arrows of the house' },
		schema: [
			{
				type: 'object',
				properties: {
					/** Paths, without ending, of files at a room's top that work with the browser: not pure. */
					browserFiles: { type: 'array', items: { type: 'string' } }
				},
				additionalProperties: false
			}
		],
		defaultOptions: [{ browserFiles: [] }],
		messages: {
			upwards:
				'{{from}} must not import from {{to}}: arrows point one way (routes → app → doors → features → sessions → realtime → server), so that what lies below can be understood and tested alone. Pass it in as an argument.',
			throughIndex:
				"Features meet only through a feature's index.ts, so that the rest of {{to}} is free to change. Export what you need from $lib/{{to}}.",
			uiKnowsNothing:
				'ui knows no feature: what it draws comes in as props, so that every room can use it.',
			sharedStandsAlone:
				'What every room may import must import no room, or the arrows would run in circles.',
			serverOnly:
				'Only server files (below a server/ folder, *.server.ts, +server.ts, owned.ts) import server files: nothing of the server may reach a browser.',
			support: 'This is there for tests only; what ships must not stand on it.',
			pure: 'A pure file imports only pure files: it runs in the browser and on the server, and nothing around it can change what it says.',
			purePackage:
				'A pure file imports no packages: it runs in the browser, where every byte is paid for, and on the server alike. A browser file of this room is named in eslint.config.js.',
			browserSchema:
				'The browser bundles no schemas, only their types: use `import type`, and keep plain constants in a file of their own (docs/decisions/0005).'
		}
	},
	create(context) {
		const path = posix.relative(toPosix(context.cwd), toPosix(context.filename));
		const { browserFiles } = context.options[0];
		const from = placeOf(path, browserFiles);
		if (!from || from.isSupport) return {};

		/**
		 * @param {import('estree').Node} node
		 * @param {unknown} specifier
		 * @param {boolean} isType
		 */
		const check = (node, specifier, isType) => {
			if (typeof specifier !== 'string') return;
			const resolved = resolveImport(path, specifier);
			const to = resolved === undefined ? undefined : placeOf(resolved, browserFiles);
			if (resolved !== undefined && !to) return;
			const messageId = wrongWith(from, to, specifier, isType);
			if (messageId) {
				context.report({ node, messageId, data: { from: from.room, to: to?.room ?? specifier } });
			}
		};

		return {
			ImportDeclaration(node) {
				check(node.source, node.source.value, isTypeImport(node));
			},
			ExportNamedDeclaration(node) {
				if (node.source) check(node.source, node.source.value, kindOf(node, 'exportKind'));
			},
			ExportAllDeclaration(node) {
				check(node.source, node.source.value, kindOf(node, 'exportKind'));
			},
			ImportExpression(node) {
				if (node.source.type === 'Literal') check(node.source, node.source.value, false);
			}
		};
	}
};

/** @param {string} path */
const toPosix = (path) => path.replaceAll('\\', '/');

/** @param {object} node @param {'importKind' | 'exportKind'} key */
const kindOf = (node, key) => Reflect.get(node, key) === 'type';

/** @param {import('estree').ImportDeclaration} node */
const isTypeImport = (node) =>
	kindOf(node, 'importKind') ||
	(node.specifiers.length > 0 &&
		node.specifiers.every((specifier) => kindOf(specifier, 'importKind')));
