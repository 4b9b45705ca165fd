import type { Page } from '@playwright/test';
import { TestServer } from './server';
import { expect, test } from './test';
import { expectConnected, Fingers, OPEN_SOCKETS_STAY, readText } from './test-helpers/typing';
import { LineWatch } from './test-helpers/websocket';

const status = (page: Page) => page.getByTestId('connection-status');
const authentication = (page: Page) => page.getByTestId('auth-status');
const troubles = ['error-message', 'reconnect-info', 'error-details'];

/** The longest waits that rule C8 allows, so that a countdown is long enough to be read. */
const waitLongest = (page: Page) => page.addInitScript(() => (Math.random = () => 0.999));

test('[C8] a page is Connecting, then Connected, and quiet about it', async ({ page, server }) => {
	const line = await LineWatch.begin(page);
	await page.goto(server.url);
	await expectConnected(page);

	expect(await line.states()).toEqual([
		'Connecting, Not Authenticated',
		'Connected, Not Authenticated',
		'Connected, Authenticated'
	]);
	for (const id of troubles) await expect(page.getByTestId(id)).toHaveCount(0);
	await expect(page.getByRole('button', { name: 'Retry now' })).toHaveCount(0);
	await expect(page.getByRole('region', { name: 'Connection' }).getByRole('status')).toBeEmpty();
});

test('[A8] nobody is Authenticated before the page is alive', async ({ request, server }) => {
	const html = await (await request.get(server.url)).text();
	expect(html).toMatch(/data-testid="connection-status"[^>]*>Connecting</);
	expect(html).toMatch(/data-testid="auth-status"[^>]*>Not Authenticated</);
});

test('[A2] the store passes on what the server says, in its order', async ({ page, server }) => {
	const line = await LineWatch.begin(page);
	await page.goto(server.url);
	const { payload } = await line.waitFor('connection_success');
	expect(payload).toMatchObject({ message: 'Connected', permissions: ['read', 'write'] });
	await line.waitFor('message_delivered');
	const said = (await line.events()).map(({ type }) => type).filter((type) => type !== 'status');
	expect(said).toEqual(['connection_established', 'connection_success', 'message_delivered']);
});

test('[C8] without a server it counts down, and "Retry now" does not wait', async ({ page }) => {
	const server = await TestServer.startBuilt();
	const line = await LineWatch.begin(page);
	await waitLongest(page);
	await page.goto(`${server.url}/typing`);
	await expectConnected(page);
	const healthy = (await line.states()).length;

	await server.kill();
	await expect(status(page)).toHaveText('Reconnecting');
	await expect(authentication(page)).toHaveText('Not Authenticated');
	await expect(page.getByTestId('error-message')).toHaveText('The server cannot be reached.');
	await expect(page.getByTestId('error-details')).toHaveText('(close code 1006)');
	const info = page.getByTestId('reconnect-info');
	await expect(info).toHaveText('Trying again in 8 s.');
	await expect(info).toHaveText('Trying again in 7 s.');
	const region = page.getByRole('region', { name: 'Connection' });
	await expect(region.getByRole('status')).toHaveText(/^The connection was lost/);
	await expect(region.getByRole('status')).toHaveAttribute('aria-live', 'polite');

	await server.start();
	await page.getByRole('button', { name: 'Retry now' }).click();
	await expectConnected(page);
	for (const id of troubles) await expect(page.getByTestId(id)).toHaveCount(0);
	await expect(region.getByRole('status')).toHaveText('Connected again.');

	const again = (await line.states()).slice(healthy);
	expect(again.slice(-2)).toEqual(['Connected, Not Authenticated', 'Connected, Authenticated']);
	expect(again.slice(0, -1).filter((state) => !state.endsWith('Not Authenticated'))).toEqual([]);
	await server.dispose();
});

test('[C7] a server that goes says so, and the page comes back by itself', async ({ page }) => {
	const server = await TestServer.startBuilt();
	const line = await LineWatch.begin(page);
	await page.goto(server.url);
	await expectConnected(page);

	const gone = server.kill('SIGTERM');
	const { payload } = await line.waitFor('disconnect');
	expect(payload).toEqual({ reason: 'Server shutting down', retryAfterMs: 0 });
	expect(await gone).toBe(0);
	await expect(status(page)).toHaveText('Reconnecting');

	await server.start();
	await expectConnected(page);
	await server.dispose();
});

test('a page asked for while the server is away opens once it is back', async ({ page }) => {
	const server = await TestServer.startBuilt();
	await page.goto(`${server.url}/typing`);
	await expectConnected(page);
	await server.kill();
	await expect(status(page)).toHaveText('Reconnecting');

	await page.getByRole('link', { name: 'History' }).click();
	await expect(page.getByText('The page you asked for opens as soon as the server')).toHaveCount(2);
	await expect(page).toHaveURL(`${server.url}/typing`);

	await server.start();
	await expect(page).toHaveURL(`${server.url}/typing/history`);
	await expect(page.getByRole('heading', { name: 'History' })).toBeVisible();
	await server.dispose();
});

test('[E4] whoever lost the cookie while away is a new guest, and Connected', async ({
	page,
	context
}) => {
	const server = await TestServer.startBuilt();
	const line = await LineWatch.begin(page);
	await waitLongest(page);
	await page.goto(server.url);
	const before = await line.waitFor('connection_success');
	await server.kill();
	// No try is under way: the next one asks who it is before it connects.
	await expect(page.getByTestId('reconnect-info')).toHaveText('Trying again in 4 s.');
	await context.clearCookies();

	// The page is somebody else's then, and loads itself again: one user from then on.
	const loadedAgain = page.waitForEvent('load');
	await server.start();
	await loadedAgain;
	await expectConnected(page);
	const after = await line.waitFor('connection_success');
	const me = (await (await page.request.get(`${server.url}/api/me`)).json()) as { userId: string };
	expect(after.payload?.['userId']).toBe(me.userId);
	expect(me.userId).not.toBe(before.payload?.['userId']);
	await server.dispose();
});

test('[C8] offline it says so, and is back at once with the network', async ({
	page,
	context,
	server,
	browserName
}) => {
	test.skip(browserName === 'firefox', OPEN_SOCKETS_STAY);
	await page.goto(server.url);
	await expectConnected(page);

	await context.setOffline(true);
	await expect(status(page)).toHaveText('Offline');
	await expect(authentication(page)).toHaveText('Not Authenticated');
	await expect(page.getByTestId('reconnect-info')).toHaveText(
		'This device is offline. It reconnects by itself.'
	);
	await expect(page.getByTestId('error-message')).toHaveCount(0);

	await context.setOffline(false);
	await expectConnected(page);
	await expect(page.getByTestId('reconnect-info')).toHaveCount(0);
});

test('[T6] the page is of use while the line is away', async ({ page }) => {
	const server = await TestServer.startBuilt();
	await page.goto(`${server.url}/typing`);
	const text = await readText(page);
	await expectConnected(page);
	await expect
		.poll(() => page.evaluate(() => JSON.stringify(localStorage).length))
		.toBeGreaterThan(500);
	await server.kill();
	await expect(status(page)).toHaveText('Reconnecting');

	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await expect.poll(() => readText(page)).not.toBe(text);
	const [word = ''] = (await readText(page)).split(' ');
	await new Fingers(page).type(word);
	await expect(page.locator('.letters .right')).toHaveCount(word.length);
	await server.dispose();
});
