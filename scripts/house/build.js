import { createHash } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	readdirSync,
	readFileSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { root, run } from './processes.js';

/** Everything a build is made from. Migrations are read at start and are no part of it. */
const SOURCES = [
	'src',
	'static',
	'examples',
	'docs/asyncapi.json',
	'docs/line-client.d.ts',
	'docs/openapi.json',
	'package-lock.json',
	'svelte.config.js',
	'tsconfig.json',
	'vite.config.ts'
];

/** The client for programs of others, as the server serves it. */
const LINE_CLIENT = ['line-client.js', 'line-client.d.ts'];

/** Says what the build beside it was made from; adapter-node empties the folder before it builds. */
const STAMP = join(root, 'build', '.sources');

/** @returns {string[]} paths of files below `path`, relative to the root, in a fixed order */
function filesBelow(/** @type {string} */ path) {
	if (!statSync(join(root, path)).isDirectory()) return [path];
	return readdirSync(join(root, path))
		.sort()
		.flatMap((name) => filesBelow(`${path}/${name}`));
}

/** @returns {string} SHA-256 over names and contents, without tests and what is made from the rest */
function hashOfSources() {
	const hash = createHash('sha256');
	const made = LINE_CLIENT.map((name) => `static/${name}`);
	for (const path of SOURCES.flatMap(filesBelow)) {
		if (path.includes('.test.') || made.includes(path)) continue;
		const content = readFileSync(join(root, path));
		hash.update(`${path}\0${content.length}\0`).update(content);
	}
	return hash.digest('hex');
}

/** @returns {boolean} whether build/ was made from the sources as they are */
export function isBuilt() {
	try {
		return readFileSync(STAMP, 'utf8') === hashOfSources();
	} catch {
		return false;
	}
}

/**
 * Bundles the client for programs of others, with its types, so that the server serves it.
 *
 * @param {string} [folder]
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export async function buildLineClient(folder = join(root, 'static')) {
	// TypeScript's settings extend what SvelteKit writes there.
	if (!existsSync(join(root, '.svelte-kit', 'tsconfig.json'))) {
		const synced = await run('svelte-kit', ['sync']);
		if (!synced.ok) return synced;
	}
	const config = join('scripts', 'house', 'line-client.vite.js');
	const built = await run('vite', ['build', '--config', config, '--outDir', folder]);
	if (built.ok) {
		copyFileSync(join(root, 'docs', 'line-client.d.ts'), join(folder, 'line-client.d.ts'));
	}
	return built;
}

/** @returns {Promise<{ ok: boolean, output: string }>} */
export async function build() {
	// Taken before: an edit during the build must lead to another one.
	const hash = hashOfSources();
	const client = await buildLineClient();
	if (!client.ok) return client;
	const built = await run('vite', ['build']);
	if (!built.ok) return built;
	const reader = await buildReaderWorker();
	if (reader.ok) writeFileSync(STAMP, hash);
	return reader;
}

/** What reads syntax trees, with its grammars, beside the server that starts it. */
const buildReaderWorker = () =>
	run('vite', ['build', '--config', join('scripts', 'house', 'reader-worker.vite.js')]);

/** Builds where the sources are others than those of build/; a failure ends the process. */
export async function ensureBuilt() {
	if (isBuilt()) return;
	console.log('Building…');
	const { ok, output } = await build();
	if (ok) return;
	process.stderr.write(output);
	console.error('Greenroom cannot be built; the reason is above.');
	process.exit(1);
}
