import { accessSync, constants, existsSync } from 'node:fs';
import process from 'node:process';
import { run } from './processes.js';

/** @param {string} path */
function isExecutable(path) {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/**
 * Where CHROMIUM_PATH or Debian has Chromium, without a window if it can be: that takes two thirds of the
 * time. Where neither has it, Playwright's own is used.
 */
export const chromiumPath = () =>
	process.env['CHROMIUM_PATH'] ??
	debians('/usr/bin/chromium-headless-shell') ??
	debians('/usr/bin/chromium');

/** Where FIREFOX_PATH or Debian has Firefox; where neither has it, Playwright's own is used. */
export const firefoxPath = () => process.env['FIREFOX_PATH'] ?? debians('/usr/bin/firefox-esr');

/** @param {string} path */
const debians = (path) => (isExecutable(path) ? path : undefined);

/** @returns {Promise<string[]>} Debian's names of the browsers that are not here in any form */
async function missingBrowsers() {
	const { chromium, firefox } = await import('@playwright/test');
	const missing = [];
	if (!isExecutable(chromiumPath() ?? chromium.executablePath()))
		missing.push('chromium-headless-shell');
	if (!isExecutable(firefoxPath() ?? firefox.executablePath())) missing.push('firefox-esr');
	return missing;
}

const onDebianAsRoot = () =>
	existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;

/**
 * Installs the browsers that are missing, as root on Debian; elsewhere, says how.
 *
 * @returns {Promise<string | undefined>} what somebody has to do first; undefined: all is there
 */
export async function ensureBrowsers() {
	const missing = await missingBrowsers();
	if (missing.length === 0) return undefined;
	const names = missing.join(' ');
	if (!onDebianAsRoot()) {
		return (
			`The browser tests need ${missing.join(' and ')}. On Debian: ` +
			`sudo apt-get install --no-install-recommends ${names}. Elsewhere: ` +
			`npx playwright install --with-deps ${names
				.replace('-headless-shell', '')
				.replace('firefox-esr', 'firefox')}.`
		);
	}
	console.log(`Installing ${names}…`);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	await run('apt-get', ['update'], env);
	const args = ['install', '-y', '--no-install-recommends', ...missing];
	const { ok, output } = await run('apt-get', args, env);
	return ok ? undefined : `${output}\n${names} cannot be installed; apt-get says why above.`;
}
