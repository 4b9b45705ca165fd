import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { Page } from '@playwright/test';
import type { Me } from '../src/lib/accounts/account-client';
import { expect, test } from './test';
import {
	anotherBrowser,
	expectFocus,
	open,
	openLink,
	signIn,
	signUp,
	somebody,
	type Person,
	typeOneTest
} from './test-helpers/accounts';
import { Caller, cookieOf } from './test-helpers/rest';
import { expectConnected, OPEN_SOCKETS_STAY, resultsOf } from './test-helpers/typing';
import { LineWatch } from './test-helpers/websocket';

const resultIds = async (page: Page) => (await resultsOf(page)).map(({ resultId }) => resultId);

const me = (page: Page): Promise<Me> =>
	page.evaluate(async () => (await (await fetch('/api/me')).json()) as never);

/** Makes a one-time link for another device. @returns its address */
async function makeDeviceLink(page: Page): Promise<string> {
	await page.getByRole('button', { name: 'Make a link' }).click();
	return page.getByLabel('Open this on the other device').inputValue();
}

test('[R3] a guest who makes an account has everything in it, after a reload too', async ({
	page,
	server
}) => {
	const resultId = await typeOneTest(page, server);
	const guest = await me(page);
	const person = somebody();

	const codes = await signUp(page, server, person);

	expect(new Set(codes).size).toBe(10);
	await page.reload();
	await expect(page.getByText(person.email)).toBeVisible();
	await expect(page.getByLabel('Name', { exact: true })).toHaveValue(person.name);
	expect(await me(page)).toMatchObject({ userId: guest.userId, isGuest: false });
	expect(await resultIds(page)).toEqual([resultId]);
});

test('[R3] recovery codes are not left by mistake', async ({ page, server, browserName }) => {
	const { email, password } = somebody();
	await open(page, `${server.url}/settings`);
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('Password', { exact: true }).fill(password);
	await page.getByRole('button', { name: 'Make an account' }).click();
	await expectFocus(page.getByRole('heading', { name: 'Your recovery codes' }));
	const codes = await page.getByRole('list').getByRole('listitem').allTextContents();

	await page.getByRole('link', { name: 'History' }).click();
	await expectFocus(page.getByText('Say first that you have kept them'));
	// Debian’s Firefox tells nobody of what a page saves by itself.
	if (browserName === 'chromium') {
		const download = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Save as text' }).click();
		const saved = readFileSync(await (await download).path(), 'utf8');
		for (const line of [email, ...codes]) expect(saved).toContain(line);
	}
	await page.getByRole('checkbox', { name: /^I have kept them/ }).check();
	await page.getByRole('link', { name: 'History' }).click();
	await expect(page.getByRole('heading', { name: 'History' })).toBeVisible();
});

test('[A8] who signs out is a new guest; who signs in elsewhere finds what was done on both', async ({
	page,
	browser,
	server
}) => {
	const person = somebody();
	const first = await typeOneTest(page, server);
	await signUp(page, server, person);

	await page.getByRole('button', { name: 'Sign out' }).click();
	await expect(page.getByText('You are signed out.')).toBeVisible();
	await expectConnected(page);
	expect(await me(page)).toMatchObject({ isGuest: true });
	expect(await resultIds(page)).toEqual([]);

	const other = await anotherBrowser(browser);
	const second = await typeOneTest(other, server);
	await signIn(other, server, person);
	expect(await resultIds(other)).toEqual([second, first]);
	await other.reload();
	await expect(other.getByText('You are signed in.')).toBeHidden();
	await other.context().close();
});

test('[A5] signing in leaves no other tab with what was the guest’s', async ({
	page,
	context,
	server
}) => {
	const person = somebody();
	await signUp(page, server, person);
	await page.getByRole('button', { name: 'Sign out' }).click();
	await expect(page.getByText('You are signed out.')).toBeVisible();
	const behind = await context.newPage();
	await open(behind, `${server.url}/settings`);
	await expect(behind.getByText('You are a guest.')).toBeVisible();

	await signIn(page, server, person);

	await expect(behind.getByText(person.email)).toBeVisible();
	await expectConnected(behind);
	expect(new URL(page.url()).pathname).toBe('/');
});

/** Signs in when the page asks to, and brings the new cookie to its browser only after a time. */
async function bringCookieLate(page: Page, person: Person, ms: number): Promise<void> {
	await page.route('**/api/me/sign-in', async (route) => {
		const { origin, href } = new URL(route.request().url());
		const cookies = await page.context().cookies();
		const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
		const { email, password } = person;
		// Not by `route.fetch`, which puts cookies into the browser at once.
		const answer = await fetch(href, {
			method: 'POST',
			headers: { 'content-type': 'application/json', cookie, origin },
			body: JSON.stringify({ email, password })
		});
		await delay(ms);
		const [name = '', value = ''] = (answer.headers.getSetCookie()[0] ?? '').split(/[=;]/);
		await page.context().addCookies([{ name, value, url: origin }]);
		await route.fulfill({
			status: answer.status,
			contentType: 'application/json',
			body: await answer.text()
		});
	});
}

test('[A5] a tab that hears of the new person before the cookie has come makes no guest of the browser', async ({
	page,
	context,
	server
}) => {
	const person = somebody();
	await signUp(page, server, person);
	await page.getByRole('button', { name: 'Sign out' }).click();
	await expect(page.getByText('You are signed out.')).toBeVisible();
	const behind = await context.newPage();
	await open(behind, `${server.url}/settings`);
	await bringCookieLate(page, person, 1500);

	await signIn(page, server, person);

	await expect(behind.getByText(person.email)).toBeVisible();
	expect(await me(page)).toMatchObject({ isGuest: false });
});

const SOMEBODY_ELSE = 'This browser is somebody else’s by now';

/** Does what a page asks for, and loses the answer. */
async function loseAnswers(page: Page, path: string): Promise<void> {
	await page.route(`**${path}`, async (route) => {
		await route.fetch();
		await route.abort();
	});
}

/** Both tabs ask before either is answered. */
async function holdUntilBothAsk(tabs: readonly Page[], path: string): Promise<void> {
	let asked = 0;
	let go: () => void = () => undefined;
	const both = new Promise<void>((resolve) => (go = resolve));
	for (const tab of tabs) {
		await tab.route(
			`**${path}`,
			async (route) => {
				if ((asked += 1) === tabs.length) go();
				await both;
				await route.continue();
			},
			{ times: 1 }
		);
	}
}

/** Without a line, which would say it first. */
const withoutLine = (page: Page) => page.routeWebSocket(/\/v1\/ws$/, () => undefined);

test('[E4] signing out in two tabs at once leaves neither with what was the account’s', async ({
	page,
	context,
	server
}) => {
	const person = somebody();
	await signUp(page, server, person);
	const other = await context.newPage();
	const tabs = [page, other];
	for (const tab of tabs) {
		await withoutLine(tab);
		await tab.goto(`${server.url}/settings`);
		await expect(tab.getByText(person.email)).toBeVisible();
	}
	await holdUntilBothAsk(tabs, '/api/me/sign-out');
	await Promise.all(tabs.map((tab) => tab.getByRole('button', { name: 'Sign out' }).click()));

	for (const tab of tabs) {
		await expect(
			tab.getByText('You are signed out.').or(tab.getByText(SOMEBODY_ELSE))
		).toBeVisible();
		await expect(tab.getByText(person.email)).toBeHidden();
	}
	expect(await me(page)).toMatchObject({ isGuest: true });
});

test('[E4] who signed out is told so, though the cookie that says it was too late for the page', async ({
	page,
	server
}) => {
	await signUp(page, server, somebody());
	await page.addInitScript(() => {
		Object.defineProperty(document, 'cookie', { set: () => undefined, get: () => '' });
	});
	await page.goto(`${server.url}/settings`);
	await page.getByRole('button', { name: 'Sign out' }).click();
	await expect(page.getByText('You are signed out.')).toBeVisible();
	await page.reload();
	await expect(page.getByText('You are signed out.')).toBeHidden();
});

test('[E4] a sign-out whose answer was lost is noticed when it is tried again', async ({
	page,
	server
}) => {
	const person = somebody();
	await signUp(page, server, person);
	await withoutLine(page);
	await page.goto(`${server.url}/settings`);
	const cookies = await page.context().cookies();
	await loseAnswers(page, '/api/me/sign-out');
	await page.getByRole('button', { name: 'Sign out' }).click();
	await expectFocus(page.getByText('The server cannot be reached.'));
	// The browser never heard that its cookie is to go.
	await page.context().addCookies(cookies);
	await page.unroute('**/api/me/sign-out');
	await page.getByRole('button', { name: 'Sign out' }).click();

	await expect(page.getByText(SOMEBODY_ELSE)).toBeVisible();
	await expect(page.getByText('You are a guest.')).toBeVisible();
	await page.reload();
	await expect(page.getByText('You are a guest.')).toBeVisible();
	await expect(page.getByText(SOMEBODY_ELSE)).toBeHidden();
});

/** Fills in what makes an account. */
async function fillSignUp(page: Page, { email, password }: ReturnType<typeof somebody>) {
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('Password', { exact: true }).fill(password);
}

const makeAccount = (page: Page) => page.getByRole('button', { name: 'Make an account' }).click();

/** Takes the way from the notice to codes that are shown. */
async function makeMissingCodes(page: Page, password: string): Promise<void> {
	// At once, though the form was further down.
	await expect(page.getByText('Its recovery codes were made too, but not shown')).toBeInViewport();
	await page.getByRole('link', { name: 'New recovery codes' }).click();
	await page.getByLabel('Your password', { exact: true }).fill(password);
	await page.getByRole('button', { name: 'Make new codes' }).click();
	await expect(page.getByRole('heading', { name: 'Your recovery codes' })).toBeVisible();
}

/** What is sent on in its place would say that it has a body, and have none. */
const NO_BODIES = 'Debian’s Firefox does not tell Playwright what a request posts.';

test('[R3] a sign-up whose answer was lost leads to new recovery codes', async ({
	page,
	server,
	browserName
}) => {
	test.skip(browserName === 'firefox', NO_BODIES);
	const person = somebody();
	await page.goto(`${server.url}/settings`);
	await expectConnected(page);
	await fillSignUp(page, person);
	await loseAnswers(page, '/api/me/sign-up');
	await makeAccount(page);
	await expectFocus(page.getByText('The server cannot be reached.'));
	await page.unroute('**/api/me/sign-up');
	await makeAccount(page);

	await makeMissingCodes(page, person.password);
});

test('[R3] an account made in two tabs at once is shown in both, its codes in one', async ({
	page,
	context,
	server
}) => {
	const person = somebody();
	const other = await context.newPage();
	const tabs = [page, other];
	for (const tab of tabs) {
		await tab.goto(`${server.url}/settings`);
		await expectConnected(tab);
		await fillSignUp(tab, person);
	}
	await holdUntilBothAsk(tabs, '/api/me/sign-up');
	await Promise.all(tabs.map(makeAccount));

	const codes = (tab: Page) => tab.getByRole('heading', { name: 'Your recovery codes' });
	const lost = (tab: Page) => tab.getByText('Its recovery codes were made too, but not shown');
	for (const tab of tabs) await expect(codes(tab).or(lost(tab))).toBeVisible();
	const losers = [];
	for (const tab of tabs) if (await lost(tab).isVisible()) losers.push(tab);
	expect(losers).toHaveLength(1);
	await expect(losers[0]!.getByText(person.email)).toBeVisible();
});

test('[E4] a wrong password loads no page again', async ({ page, server }) => {
	await signUp(page, server, somebody());
	await page.evaluate(() => Object.assign(window, { isSame: true }));
	await page.getByLabel('Your password', { exact: true }).fill('not this one');
	await page.getByRole('button', { name: 'Make new codes' }).click();
	await expectFocus(page.getByLabel('Your password', { exact: true }));
	await expect(page.getByLabel('Your password', { exact: true })).toHaveAccessibleDescription(
		'The password is wrong.'
	);
	expect(await page.evaluate(() => 'isSame' in window)).toBe(true);
});

test('[R3] a wrong password is said, and what was written stays', async ({ page, server }) => {
	const { email } = somebody();
	await open(page, `${server.url}/sign-in`);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await expectFocus(page.getByLabel('E-mail address'));
	await expect(page.getByLabel('E-mail address')).toHaveAccessibleDescription(
		'Write your e-mail address.'
	);
	await expect(page.getByText('2 fields need a look.')).toBeVisible();

	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('Password', { exact: true }).fill('not the one');
	await page.keyboard.press('Enter');
	await expectFocus(page.getByText('The e-mail address or the password is wrong.'));
	await expect(page.getByLabel('E-mail address')).toHaveValue(email);
	await expect(page.getByLabel('Password', { exact: true })).toHaveValue('not the one');
	await page.getByRole('button', { name: 'Show password' }).click();
	await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('type', 'text');
});

test('[R3] an address that has an account is said beside it, with the way in', async ({
	page,
	browser,
	server
}) => {
	const person = somebody();
	await signUp(page, server, person);
	const other = await anotherBrowser(browser);
	await open(other, `${server.url}/settings`);
	await other.getByLabel('E-mail address').fill(person.email);
	await other.getByLabel('Password', { exact: true }).fill('another password');
	await other.getByRole('button', { name: 'Make an account' }).click();

	await expectFocus(other.getByLabel('E-mail address'));
	await expect(other.getByLabel('E-mail address')).toHaveAttribute('aria-invalid', 'true');
	await other.getByRole('link', { name: 'Sign in instead' }).click();
	await expect(other.getByRole('heading', { name: 'Sign in' })).toBeVisible();
	await other.context().close();
});

test('[R3] a form sent while the server is away keeps what was written, and works once it is back', async ({
	page,
	context,
	server,
	browserName
}) => {
	test.skip(browserName === 'firefox', OPEN_SOCKETS_STAY);
	const { email, password } = somebody();
	await open(page, `${server.url}/settings`);
	await context.setOffline(true);
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('Password', { exact: true }).fill(password);
	await page.getByRole('button', { name: 'Make an account' }).click();
	await expectFocus(page.getByText('The server cannot be reached.'));

	await context.setOffline(false);
	await expect(page.getByLabel('Password', { exact: true })).toHaveValue(password);
	await page.getByRole('button', { name: 'Make an account' }).click();
	await expect(page.getByRole('heading', { name: 'Your recovery codes' })).toBeVisible();
});

test('[R3] a recovery code sets a new password once, and other devices are signed out', async ({
	page,
	browser,
	server
}) => {
	const person = somebody();
	const [code = ''] = await signUp(page, server, person);
	const other = await anotherBrowser(browser);
	const recover = async () => {
		await open(other, `${server.url}/recover`);
		await other.getByLabel('E-mail address').fill(person.email);
		await other.getByLabel('Recovery code').fill(code.toLowerCase());
		await other.getByLabel('New password', { exact: true }).fill('another three words');
		await other.getByRole('button', { name: 'Set the new password' }).click();
	};

	await recover();
	await expect(other.getByText('Your new password is set')).toBeVisible();
	expect(await me(other)).toMatchObject({ email: person.email });
	await open(page, `${server.url}/settings`);
	await expect(page.getByText('You are a guest.')).toBeVisible();

	await open(other, `${server.url}/settings`);
	await other.getByRole('button', { name: 'Sign out' }).click();
	await expect(other.getByText('You are signed out.')).toBeVisible();
	await recover();
	await expectFocus(other.getByText('The e-mail address or the code is wrong.'));
	await other.context().close();
});

test('[R3] name, password and recovery codes are changed in the settings', async ({
	page,
	server
}) => {
	const person = somebody();
	const codes = await signUp(page, server, person);

	await page.getByLabel('Name', { exact: true }).fill('Ada Lovelace');
	await page.getByRole('button', { name: 'Save the name' }).click();
	await expect(page.getByText('Saved.')).toBeVisible();
	expect(await me(page)).toMatchObject({ name: 'Ada Lovelace' });

	const current = page.getByLabel('Current password', { exact: true });
	await current.fill('not this one');
	await page.getByLabel('New password', { exact: true }).fill('another three words');
	await page.getByRole('button', { name: 'Change the password' }).click();
	await expectFocus(current);
	await expect(current).toHaveAccessibleDescription('The password is wrong.');
	await current.fill(person.password);
	await page.getByRole('button', { name: 'Change the password' }).click();
	await expect(page.getByText('Changed.')).toBeVisible();

	await page.getByLabel('Your password', { exact: true }).fill('another three words');
	await page.getByRole('button', { name: 'Make new codes' }).click();
	await expect(page.getByRole('heading', { name: 'Your recovery codes' })).toBeVisible();
	const fresh = await page.getByRole('list').getByRole('listitem').allTextContents();
	expect(fresh).toHaveLength(10);
	expect(fresh.filter((code) => codes.includes(code))).toEqual([]);
});

test('[R3] a one-time link makes another browser the same person, with what was typed there', async ({
	page,
	browser,
	server
}) => {
	const person = somebody();
	const first = await typeOneTest(page, server);
	await signUp(page, server, person);
	await open(page, `${server.url}/settings/devices`);
	const url = await makeDeviceLink(page);
	expect(url).toMatch(new RegExp(`^${server.url}/link#device\\.[\\w-]{43}$`));

	const phone = await anotherBrowser(browser);
	const second = await typeOneTest(phone, server);
	await openLink(phone, url);
	await expectFocus(phone.getByRole('heading', { name: 'Join this device to Ada?' }));
	await expect(phone.getByText(person.email)).toBeVisible();
	await phone.getByRole('button', { name: 'Join this device' }).click();
	await expect(phone.getByText('This device has joined.')).toBeVisible();
	expect(await me(phone)).toMatchObject({ email: person.email });
	expect(await resultIds(phone)).toEqual([second, first]);

	// The page that made the link sees it used, and can sign the other out again.
	await expect(page.getByText(/has joined\.$/)).toBeVisible();
	await expect(page.getByRole('list', { name: 'Devices' }).getByRole('listitem')).toHaveCount(2);
	await page.getByRole('button', { name: /^Sign out / }).click();
	await page.getByRole('button', { name: 'Sign it out' }).click();
	await expectFocus(page.getByText(/is signed out\.$/));
	await open(phone, `${server.url}/settings`);
	await expect(phone.getByText('You are a guest.')).toBeVisible();

	await openLink(phone, url);
	await expectFocus(phone.getByRole('heading', { name: 'This link does not open' }));
	await phone.context().close();
});

test('[R3] a one-time link opened where it was made, or by another account, joins nothing', async ({
	page,
	browser,
	server
}) => {
	await signUp(page, server, somebody());
	await open(page, `${server.url}/settings/devices`);
	const url = await makeDeviceLink(page);
	await openLink(page, url);
	await expectFocus(page.getByRole('heading', { name: 'This device is yours already' }));

	const other = await anotherBrowser(browser);
	await signUp(other, server, somebody());
	await openLink(other, url);
	await expectFocus(other.getByRole('heading', { name: 'Sign out first' }));
	await other.getByRole('button', { name: 'Sign out and go on' }).click();
	await expectFocus(other.getByRole('heading', { name: 'Join this device to Ada?' }));
	expect(new URL(other.url()).hash).toBe('');
	await other.getByRole('link', { name: 'Stay apart' }).click();
	await expect(other.getByRole('link', { name: 'Start typing' })).toBeVisible();
	expect(await me(other)).toMatchObject({ isGuest: true });
	await other.context().close();
});

test('[A7] a key is made, shown once, acts on /api/me, and is revoked', async ({
	page,
	server
}) => {
	await open(page, `${server.url}/settings/keys`);
	await expect(page.getByText('No keys yet.')).toBeVisible();
	await page.getByLabel('Name', { exact: true }).fill('editor');
	await page.getByRole('radio', { name: 'write' }).check({ force: true });
	await page.getByRole('radio', { name: '30 days' }).check({ force: true });
	await page.getByRole('button', { name: 'Make a key' }).click();
	const key = await page.getByLabel('API key', { exact: true }).inputValue();
	await page.getByRole('button', { name: 'Done' }).click();

	const program = Caller.withKey(server, key);
	const answer = await program.get('/api/me');
	const { userId } = await me(page);
	expect(answer.body).toMatchObject({ userId, permissions: ['read', 'write'] });
	await page.reload();
	await expect(page.getByText(key)).toBeHidden();
	const row = page.getByRole('list', { name: 'API keys' }).getByRole('listitem');
	await expect(row).toContainText(`${key.slice(0, 9)}…`);
	await expect(row).toContainText('Permission write');
	await expect(row).toContainText('Ends');
	await expect(row).toContainText('Last used');

	await page.getByRole('button', { name: 'Revoke editor' }).click();
	await page.getByRole('button', { name: 'Cancel' }).click();
	await expectFocus(page.getByRole('button', { name: 'Revoke editor' }));
	expect((await program.get('/api/me')).status).toBe(200);
	await page.getByRole('button', { name: 'Revoke editor' }).click();
	await page.getByRole('button', { name: 'Revoke the key' }).click();
	await expectFocus(page.getByText('“editor” is revoked.'));
	await expect(page.getByText('No keys yet.')).toBeVisible();
	expect((await program.get('/api/me')).status).toBe(401);
});

test('[A7] whoever opens the link that the server printed administers it', async ({
	page,
	server
}) => {
	const [url = ''] = /http\S+\/link#admin\.\S+/.exec(server.output) ?? [];
	await openLink(page, url);
	await expectFocus(page.getByRole('heading', { name: 'Become an administrator?' }));
	expect(await page.evaluate(async () => (await fetch('/metrics')).status)).toBe(403);
	await page.getByRole('button', { name: 'Become an administrator' }).click();

	await expect(page.getByText('You administer this server now.')).toBeVisible();
	await expect(page.getByRole('heading', { name: 'You administer this server' })).toBeVisible();
	await expectConnected(page);
	expect(await page.evaluate(async () => (await fetch('/metrics')).status)).toBe(200);
	await open(page, `${server.url}/settings/keys`);
	await expect(page.getByRole('radio', { name: 'admin' })).toBeAttached();

	await openLink(page, url);
	await page.getByRole('button', { name: 'Become an administrator' }).click();
	await expectFocus(page.getByText('This link was used, or its time is up.'));
});

test('[R3] everything is exported as one archive, and deleted once that is written out', async ({
	page,
	server
}) => {
	await typeOneTest(page, server);
	await open(page, `${server.url}/settings/data`);
	const exported = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Export everything' }).click();
	const download = await exported;
	expect(download.suggestedFilename()).toMatch(/^greenroom-.*\.zip$/);
	const archive = readFileSync(await download.path());
	expect(archive.subarray(0, 2).toString()).toBe('PK');

	const before = await me(page);
	await page.getByLabel(/^Write “delete everything”/).fill('delete');
	await page.getByRole('button', { name: 'Delete everything' }).click();
	await expectFocus(page.getByLabel(/^Write “delete everything”/));
	expect(await me(page)).toMatchObject({ userId: before.userId });
	await page.getByLabel(/^Write “delete everything”/).fill('delete everything');
	await page.getByRole('button', { name: 'Delete everything' }).click();

	await expect(page.getByText('Everything is deleted.')).toBeVisible();
	await expectConnected(page);
	const after = await me(page);
	expect(after.userId).not.toBe(before.userId);
	expect(await resultIds(page)).toEqual([]);
	const kept = await page.evaluate(() => Object.keys(localStorage));
	expect(kept.filter((name) => name.includes(before.userId))).toEqual([]);
});

test('[R3] an account is made, used and left with the keyboard alone', async ({ page, server }) => {
	const { email, password } = somebody();
	const press = (key: string) => page.keyboard.press(key);
	/** Goes on with Tab until something of this name has the focus. */
	const tabTo = async (name: string, key = 'Tab') => {
		const target = page
			.getByLabel(name, { exact: true })
			.or(
				page
					.getByRole('button', { name, exact: true })
					.or(page.getByRole('link', { name, exact: true }))
			);
		for (let step = 0; step < 60; step += 1) {
			await press(key);
			const isReached = await target.evaluateAll((found) =>
				found.some((element) => element === document.activeElement)
			);
			if (isReached) return;
		}
		throw new Error(`${key} does not reach “${name}”.`);
	};

	await open(page, server.url);
	await tabTo('Settings', 'Shift+Tab');
	await press('Enter');
	await expect(page.getByRole('heading', { name: 'Account', exact: true })).toBeVisible();
	await tabTo('E-mail address');
	await page.keyboard.type(email);
	await tabTo('Password');
	await page.keyboard.type(password);
	await press('Enter');
	await expectFocus(page.getByRole('heading', { name: 'Your recovery codes' }));
	await tabTo('I have kept them where I will find them');
	await press('Space');
	await tabTo('Go on');
	await press('Enter');
	await expect(page.getByText('You sign in as')).toBeVisible();

	await expectFocus(page.getByRole('heading', { name: 'Account', exact: true }));
	await tabTo('Your data', 'Shift+Tab');
	await press('Enter');
	await expect(page.getByRole('heading', { name: 'Your data' })).toBeVisible();
	await tabTo('Write “delete everything” to confirm');
	await page.keyboard.type('delete everything');
	await tabTo('Delete everything');
	await press('Enter');
	await expect(page.getByText('Everything is deleted.')).toBeVisible();
});

test('[R1] a page opened with the cookie of a session that ended gives one that is good', async ({
	server
}) => {
	const page = { accept: 'text/html' };
	const first = await new Caller(server).get('/settings', page);
	const cookie = cookieOf(first.headers['set-cookie']);
	await new Caller(server, { cookie, origin: server.url }).post('/api/me/sign-out', undefined);
	expect((await new Caller(server, { cookie }).get('/api/me')).status).toBe(401);

	const second = await new Caller(server, { cookie }).get('/settings', page);

	const fresh = new Caller(server, { cookie: cookieOf(second.headers['set-cookie']) });
	expect((await fresh.get('/api/me')).status).toBe(200);
});

test('[A8] making an account leaves the line where it is', async ({ page, server }) => {
	const watch = await LineWatch.begin(page);
	await signUp(page, server, somebody());
	await expectConnected(page);
	expect(await watch.states()).not.toContain('Disconnected, Not Authenticated');
});

test('[R3] a guest who was away for long is told so once, and nobody else is', async ({
	page,
	server
}) => {
	await open(page, server.url);
	await expect(page.getByText('Welcome back')).toBeHidden();
	const { userId } = await me(page);
	const database = new Database(join(server.dataDir, 'greenroom.sqlite'));
	database.prepare('UPDATE user SET was_away_days = 163 WHERE id = ?').run(userId);
	database.close();

	await page.reload();
	await expect(page.getByText('you were away for 163 days')).toBeVisible();
	const dismissed = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
	await page.getByRole('button', { name: 'Dismiss' }).click();
	expect((await dismissed).ok()).toBe(true);
	await page.reload();
	await expectConnected(page);
	await expect(page.getByText('Welcome back')).toBeHidden();
});
