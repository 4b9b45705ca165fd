import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './processes.js';

/** Everything a build is made from. Migrations are read at start and are no part of it. */
const SOURCES = [
	'src',
	'static',
	'package-lock.json',
	'svelte.config.js',
	'tsconfig.json',
	'vite.config.ts'
];

/** Says what the build beside it was made from; adapter-node empties the folder before it builds. */
const STAMP = join(root, 'build', '.sources');

/** @returns {string[]} paths of files below `path`, relative to the root, in a fixed order */
function filesBelow(/** @type {string} */ path) {
	if (!statSync(join(root, path)).isDirectory()) return [path];
	return readdirSync(join(root, path))
		.sort()
		.flatMap((name) => filesBelow(`${path}/${name}`));
}

/** @returns {string} SHA-256 over names and contents, tests left out */
function hashOfSources() {
	const hash = createHash('sha256');
	for (const path of SOURCES.flatMap(filesBelow)) {
		if (path.includes('.test.')) continue;
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

/** @returns {Promise<{ ok: boolean, output: string }>} */
export async function build() {
	// Taken before: an edit during the build must lead to another one.
	const hash = hashOfSources();
	const built = await run('vite', ['build']);
	if (built.ok) writeFileSync(STAMP, hash);
	return built;
}
