import { expect, type Locator, type Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expectConnected } from './typing';

const run = promisify(execFile);

/** A name that would run, were it markup, and one that would turn the line around. */
export const HOSTILE = {
	path: 'src/<img src=x onerror=pwned=1>.js',
	rightToLeft: 'src/\u202Egpj.js'
};

const shop: Record<string, string> = {
	'package.json': JSON.stringify({
		name: '<b>shop</b>',
		scripts: { start: 'node src/server.js' },
		dependencies: { express: '^5.0.0', bcrypt: '^6.0.0', jsonwebtoken: '^9.0.0' }
	}),
	'README.md': '# Shop\n\n<script>pwned = 1</script>\n',
	'src/server.js': [
		"const express = require('express');",
		"const users = require('./users');",
		'const app = express();',
		'app.use(express.json());',
		"app.post('/users', async (request, response) => {",
		'\tconst { email, password } = request.body;',
		'\tif (!email || !password) return response.status(400).end();',
		'\tresponse.status(201).json(await users.add(email, password));',
		'});',
		'app.listen(process.env.PORT || 3000);'
	].join('\n'),
	'src/users.js': [
		"const bcrypt = require('bcrypt');",
		"const jwt = require('jsonwebtoken');",
		'async function add(email, password) {',
		'\tconst hash = await bcrypt.hash(password, 10);',
		"\tconst token = jwt.sign({ email, hash }, process.env.SECRET, { expiresIn: '1h' });",
		'\ttry {',
		'\t\treturn { email, token };',
		'\t} catch (error) {}',
		'}',
		'module.exports = { add };'
	].join('\n'),
	[HOSTILE.path]: [
		"const bcrypt = require('bcrypt');",
		'module.exports = (password) => bcrypt.hashSync(password, 4); // <img src=x onerror=pwned=1>'
	].join('\n'),
	[HOSTILE.rightToLeft]: 'module.exports = 1;\n'
};

/** A folder with these files, and with a history of one commit. @returns its path */
export async function makeRepository(name: string, files: Record<string, string>): Promise<string> {
	const folder = join(await mkdtemp(join(tmpdir(), 'greenroom-e2e-repository-')), name);
	for (const [path, content] of Object.entries(files)) {
		await mkdir(dirname(join(folder, path)), { recursive: true });
		await writeFile(join(folder, path), content);
	}
	const git = (...args: string[]) =>
		run('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-C', folder, ...args]);
	await git('init', '--quiet', '--initial-branch=main');
	await git('add', '--all');
	await git('commit', '--quiet', '--message', 'Sell things');
	return folder;
}

/** A small repository with something to find in it. */
export const makeShop = (name = 'shop'): Promise<string> => makeRepository(name, shop);

/** One that takes a while. */
export function makeLargeShop(): Promise<string> {
	const copies = Array.from({ length: 300 }, (_, index) => [
		`src/copies/${index}.js`,
		`${shop['src/users.js']}\n${`function f${index}(a) { return a ? a + ${index} : -a; }\n`.repeat(60)}`
	]);
	return makeRepository('large', { ...shop, ...Object.fromEntries(copies) });
}

/** @returns the path of a .tar.gz of it */
export async function pack(folder: string): Promise<string> {
	const archive = `${folder}.tar.gz`;
	await run('tar', [
		'czf',
		archive,
		'-C',
		dirname(folder),
		folder.slice(dirname(folder).length + 1)
	]);
	return archive;
}

export async function openAnalyses(page: Page, url: string): Promise<void> {
	await page.goto(`${url}/analyses`);
	await expectConnected(page);
}

/** Chooses an archive on the page of analyses; ends on the page of the new one. */
export async function bring(page: Page, url: string, archive: string): Promise<string> {
	await openAnalyses(page, url);
	await page.getByTestId('archive').setInputFiles(archive);
	await page.waitForURL('**/analyses/*');
	return page.url();
}

/** The three stages in words: `Done`, `Waiting`. */
export const stageWords = (page: Page): Locator =>
	page.getByTestId('stages').getByRole('listitem').locator('p:last-child');

export async function expectDone(page: Page): Promise<void> {
	await expect(stageWords(page)).toHaveText(['Done', 'Done', 'Done'], { timeout: 60_000 });
}

export const tab = (page: Page, name: 'Overview' | 'Report' | 'Interview'): Locator =>
	page.getByRole('tab', { name: new RegExp(`^${name}`) });

export const notSo = (page: Page): Locator => page.getByRole('button', { name: /^Not so: / });
