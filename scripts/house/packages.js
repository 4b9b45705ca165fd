import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pinnedNode, root, run } from './processes.js';

/**
 * @typedef {{ version?: string, optional?: boolean, link?: boolean }} LockedPackage
 * @typedef {{ packages: Record<string, LockedPackage> }} LockFile
 */

/** @param {string} path @returns {LockFile} */
const readLock = (path) => JSON.parse(readFileSync(path, 'utf8'));

/**
 * Whether node_modules holds what package-lock.json says. npm writes its own account of
 * node_modules once everything is in place, so that an interrupted installation counts as none and
 * one made by hand with `npm install` is good.
 *
 * @param {LockFile} wanted
 * @param {LockFile} installed
 * @returns {boolean}
 */
export function agrees(wanted, installed) {
	return Object.entries(wanted.packages).every(([path, entry]) => {
		if (path === '') return true;
		const there = installed.packages[path];
		// Optional ones are left out where they are for another platform.
		return there ? there.version === entry.version : entry.optional === true;
	});
}

function packagesAreThere() {
	const account = join(root, 'node_modules', '.package-lock.json');
	if (!existsSync(account) || !existsSync(pinnedNode)) return false;
	return agrees(readLock(join(root, 'package-lock.json')), readLock(account));
}

/**
 * Installs the npm packages where they are missing or others than package-lock.json says; quiet
 * unless it fails, which ends the process.
 */
export async function ensurePackages() {
	if (packagesAreThere()) return;
	console.log('Installing…');
	// Under `npm start` this is the npm that runs us; it is a script, and this Node can run it.
	const npm = process.env['npm_execpath'];
	const args = ['ci', '--include=dev', '--no-fund', '--no-audit'];
	const { ok, output } = npm?.endsWith('.js')
		? await run(process.execPath, [npm, ...args], process.env)
		: await run('npm', args, process.env);
	if (ok) return;
	process.stderr.write(output);
	console.error('The packages cannot be installed; npm says why above.');
	process.exit(1);
}
