#!/usr/bin/env node
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { chromium } from '@playwright/test';
import { chromiumPath } from './house/browsers.js';

/**
 * Pictures of every page, wide and narrow, by day and by night, into shots/: `npm run shots` beside
 * a server that runs. `BASE_URL` says where (default http://localhost:3000).
 */

const base = process.env['BASE_URL'] ?? 'http://localhost:3000';
const folder = 'shots';
const widths = [390, 1440];
const themes = /** @type {const} */ (['light', 'dark']);

const browser = await chromium.launch({
	executablePath: process.env['CHROMIUM_PATH'] ?? chromiumPath(),
	args: process.getuid?.() === 0 ? ['--no-sandbox'] : []
});
await mkdir(folder, { recursive: true });
try {
	for (const theme of themes) {
		for (const width of widths) await visit(theme, width);
	}
} finally {
	await browser.close();
}

/**
 * One person's first visit, from the empty house to a history.
 * @param {'light' | 'dark'} theme
 * @param {number} width pixels
 */
async function visit(theme, width) {
	const context = await browser.newContext({
		baseURL: base,
		colorScheme: theme,
		viewport: { width, height: width < 600 ? 844 : 900 },
		deviceScaleFactor: 2
	});
	const page = await context.newPage();
	/** @param {string} name */
	const shoot = async (name, fullPage = false) => {
		await page.evaluate(() => document.fonts.ready);
		const path = join(folder, `${name}-${width}-${theme}.png`);
		await page.screenshot({ path, fullPage });
		console.log(path);
	};

	await open(page, '/');
	await shoot('home-new');
	await open(page, '/typing/history');
	await shoot('history-empty');
	await open(page, '/typing/results/00000000-0000-4000-8000-000000000000');
	await shoot('not-found');

	await open(page, '/typing');
	await shoot('typing-ready');
	await page.getByRole('button', { name: 'Your own text' }).click();
	await shoot('typing-own-text');
	await page.keyboard.press('Escape');
	await page.getByRole('radio', { name: 'Words', exact: true }).check({ force: true });
	await page.getByRole('radio', { name: '10 words' }).check({ force: true });
	for (let test = 0; test < 4; test += 1) {
		await page.getByLabel('Type the text here').focus();
		await type(page, await textOf(page, 10), test === 0 ? () => shoot('typing') : undefined);
		await page.waitForURL('**/typing/results/**');
		if (test < 3) await page.getByRole('link', { name: 'Next test' }).click();
		if (test < 3) await page.waitForURL('**/typing');
	}
	await shoot('result', true);
	await page.getByText('As a table').click();
	await shoot('result-table', true);
	await open(page, '/');
	await shoot('home');
	await open(page, '/typing/history');
	await shoot('history', true);

	await visitSettings(page, shoot);
	await visitThreads(page, shoot);
	await visitAnalyses(page, shoot);
	await visitInterviews(page, shoot);
	await open(page, '/developers');
	await shoot('developers');

	await open(page, '/typing');
	await context.setOffline(true);
	await page.getByTestId('reconnect-info').waitFor({ timeout: 60_000 });
	await page.waitForTimeout(600);
	await shoot('typing-offline');
	await type(page, await textOf(page, 10));
	await page.getByText('Not saved yet').waitFor();
	await shoot('result-offline', true);
	await context.close();
}

/**
 * Notes to oneself.
 * @param {import('@playwright/test').Page} page
 * @param {(name: string, fullPage?: boolean) => Promise<void>} shoot
 */
async function visitThreads(page, shoot) {
	await open(page, '/threads');
	await shoot('threads-empty');
	await page.getByLabel('Title of a new thread').fill('Before Friday');
	await page.getByRole('button', { name: 'Make the thread' }).click();
	await page.waitForURL('**/threads/*');
	await shoot('thread-empty');
	for (const text of ['Why SQLite and not Postgres?', 'The cache has no end.\nSay so first.']) {
		await page.getByRole('textbox').last().fill(text);
		await page.keyboard.press('Enter');
		await page.getByText(text.slice(0, 10)).waitFor();
	}
	await page.waitForTimeout(600);
	await shoot('thread');
	await open(page, '/threads');
	await shoot('threads');
}

/**
 * This very project, read by itself.
 * @param {import('@playwright/test').Page} page
 * @param {(name: string, fullPage?: boolean) => Promise<void>} shoot
 */
async function visitAnalyses(page, shoot) {
	await open(page, '/analyses');
	await shoot('analyses-empty');
	await page.getByLabel('Address of a git repository').fill('git@example.org:acme/shop.git');
	await page.getByRole('button', { name: 'Read it' }).click();
	await page.getByText('not by ssh').waitFor();
	await shoot('analyses-refused');
	await page.getByTestId('folder').setInputFiles('src');
	await page.waitForURL('**/analyses/*');
	await page
		.getByText(/, [\d,]+ of [\d,]+$/)
		.first()
		.waitFor();
	await shoot('analysis-running');
	await page.getByRole('tab', { name: 'Interview' }).and(page.locator('[href]')).waitFor();
	for (const name of ['Overview', 'Report', 'Interview']) {
		await page.getByRole('tab', { name }).click();
		await page.waitForTimeout(600);
		await shoot(`analysis-${name.toLowerCase()}`, true);
	}
	await open(page, '/analyses');
	await shoot('analyses');
}

/**
 * Asked about what was just read, and not to the end.
 * @param {import('@playwright/test').Page} page
 * @param {(name: string, fullPage?: boolean) => Promise<void>} shoot
 */
async function visitInterviews(page, shoot) {
	/** @param {string | RegExp} name */
	const press = (name) => page.getByRole('button', { name, exact: true }).click();
	await open(page, '/interviews');
	await shoot('interviews-empty');
	await open(page, '/interviews/new');
	await shoot('interview-new', true);
	await press('Begin');
	const answer = page.getByLabel('Your answer', { exact: true });
	await answer.fill('Because **one place** decides:\n\n```ts\nconst one = place();\n```');
	await press(/^Hint, /);
	await page.getByRole('list', { name: 'Hints' }).waitFor();
	await page.getByText('Your draft is kept.').waitFor();
	await shoot('interview', true);
	await press('Answer');
	const ways = page.getByRole('button', { name: /^(Next question|Go on to the follow-up)$/ });
	await ways.waitFor();
	while ((await ways.textContent())?.includes('follow-up')) {
		await ways.click();
		await answer.fill('I cannot say more about it.');
		await press('Answer');
		await ways.waitFor();
	}
	await page.waitForTimeout(1_000);
	await shoot('interview-evaluated', true);
	await ways.click();
	await press('Pause');
	await page.getByRole('button', { name: 'Go on' }).waitFor();
	await shoot('interview-paused', true);
	await press('End');
	await shoot('interview-end');
	await press('End it');
	await page.waitForURL('**/results');
	await shoot('interview-results', true);
	await open(page, '/interviews');
	await shoot('interviews', true);
}

/**
 * From guest to account, and past all there is to set.
 * @param {import('@playwright/test').Page} page
 * @param {(name: string, fullPage?: boolean) => Promise<void>} shoot
 */
async function visitSettings(page, shoot) {
	/** @param {string} name */
	const press = (name) => page.getByRole('button', { name, exact: true }).click();
	await open(page, '/sign-in');
	await shoot('sign-in');
	await open(page, '/recover');
	await shoot('recover');
	await open(page, '/settings');
	await shoot('account-guest', true);
	await press('Make an account');
	await shoot('account-guest-problems', true);
	await page.getByLabel('E-mail address').fill(`ada.${Date.now()}@example.org`);
	await page.getByLabel('Password', { exact: true }).fill('three words suffice');
	await page.getByLabel('Name (optional)').fill('Ada');
	await press('Make an account');
	await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
	await shoot('recovery-codes', true);
	await page.getByRole('checkbox').check();
	await press('Go on');
	await page.getByText('You sign in as').waitFor();
	await shoot('account', true);
	await open(page, '/settings/devices');
	await press('Make a link');
	const link = await page.getByLabel('Open this on the other device').inputValue();
	await shoot('devices', true);
	await page.goto(link);
	await page.getByRole('heading', { name: 'This device is yours already' }).waitFor();
	await shoot('link-own');
	await open(page, '/settings/keys');
	await shoot('keys-empty', true);
	await page.getByLabel('Name', { exact: true }).fill('Editor');
	await press('Make a key');
	await page.getByLabel('API key', { exact: true }).waitFor();
	await shoot('keys', true);
	await press('Revoke Editor');
	await shoot('keys-revoke');
	await press('Cancel');
	await open(page, '/settings/appearance');
	await shoot('appearance');
	await open(page, '/settings/data');
	await shoot('data', true);
	await open(page, '/settings');
	await press('Sign out');
	await page.getByText('You are signed out.').waitFor();
	await shoot('signed-out');
	await page.goto(link);
	await page.getByRole('heading', { name: 'Join this device to Ada?' }).waitFor();
	await shoot('link');
	await press('Join this device');
	await page.getByText('This device has joined.').waitFor();
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} path
 */
async function open(page, path) {
	await page.goto(path);
	await page.getByTestId('auth-status').getByText('Authenticated', { exact: true }).waitFor({
		state: 'attached'
	});
}

/**
 * The text to type, once there is one with so many words.
 * @param {import('@playwright/test').Page} page
 * @param {number} words
 */
async function textOf(page, words) {
	const spoken = page.getByText(/^Text to type: /);
	for (;;) {
		const text = ((await spoken.textContent()) ?? '').replace('Text to type: ', '');
		if (text.split(' ').length === words) return text;
		await page.waitForTimeout(50);
	}
}

/**
 * Types as a person does: unevenly, with a slip now and then that is mended or left.
 * @param {import('@playwright/test').Page} page
 * @param {string} text
 * @param {() => Promise<void>} [halfway]
 */
async function type(page, text, halfway) {
	const letters = [...text];
	for (const [index, letter] of letters.entries()) {
		if (index === Math.floor(letters.length * 0.7)) await halfway?.();
		const isSlip = /[a-z]/.test(letter) && index % 13 === 9;
		if (isSlip) await page.keyboard.press(letter === 'e' ? 'r' : 'e');
		if (isSlip && index % 2 === 0) await page.keyboard.press('Backspace');
		if (!isSlip || index % 2 === 0) await page.keyboard.press(letter === ' ' ? 'Space' : letter);
		await page.waitForTimeout(50 + ((index * 37) % 70) + (letter === ' ' ? 60 : 0));
	}
	// A slip left in the last word keeps the test open: a space submits it.
	await page.keyboard.press('Space');
}
