import type { BrowserContext, Page } from '@playwright/test';
import { TestServer } from './server';
import { expect, test as base } from './test';
import { unsent } from './test-helpers/threads';
import { expectConnected, OPEN_SOCKETS_STAY } from './test-helpers/typing';

/** Here each test has a server of its own, since it ends it. */
const test = base.extend<{ mortal: TestServer }>({
	// eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern.
	mortal: async ({}, use) => {
		const server = await TestServer.startBuilt();
		await use(server);
		await server.dispose();
	}
});

const connection = (page: Page) => page.getByRole('region', { name: 'Connection' });
/** Said by pages that do not show themselves what waits. */
const waiting = (page: Page) => page.getByTestId('waiting-info');
const setAside = (page: Page) => connection(page).getByRole('list', { name: 'Not delivered' });

/** Makes a thread and opens it. @returns its address */
async function openThread(page: Page, server: TestServer): Promise<string> {
	await page.goto(`${server.url}/threads`);
	await expectConnected(page);
	await page.getByLabel('Title of a new thread').fill('Notes');
	await page.getByRole('button', { name: 'Make the thread' }).click();
	await expect(page.getByRole('heading', { name: 'Notes' })).toBeVisible();
	await expect(page.getByText('Nothing was said here yet.')).toBeVisible();
	return page.url();
}

async function say(page: Page, ...texts: string[]): Promise<void> {
	for (const text of texts) {
		await page.getByLabel('Message', { exact: true }).fill(text);
		await page.keyboard.press('Enter');
		await expect(page.getByLabel('Message', { exact: true })).toHaveValue('');
	}
}

/** What the server keeps of a thread, first to last. */
async function said(page: Page, thread: string): Promise<string[]> {
	const { origin, pathname } = new URL(thread);
	const id = pathname.split('/').at(-1);
	const answer = await page.request.get(`${origin}/api/chat/threads/${id}/messages`);
	const { items } = (await answer.json()) as { items: { text: string }[] };
	return items.map(({ text }) => text).reverse();
}

async function away(page: Page): Promise<void> {
	await expect(page.getByTestId('auth-status')).toHaveText('Not Authenticated');
}

test('[D5] what is said while the server is away is sent once, in order, by itself', async ({
	page,
	context,
	mortal
}) => {
	const thread = await openThread(page, mortal);
	await say(page, 'before');
	await expect.poll(() => said(page, thread)).toEqual(['before']);
	const elsewhere = await context.newPage();
	await elsewhere.goto(mortal.url);
	await expectConnected(elsewhere);
	await mortal.kill();
	await Promise.all([away(page), away(elsewhere)]);
	await say(page, 'one');
	await expect(waiting(elsewhere)).toHaveText('1 message waits.');
	await say(page, 'two', 'three');
	await expect(waiting(elsewhere)).toHaveText('3 messages wait.');
	await expect(unsent(page)).toHaveCount(3);
	await expect(waiting(page)).toHaveCount(0);

	await mortal.start();
	await expectConnected(page);
	await expect.poll(() => said(page, thread)).toEqual(['before', 'one', 'two', 'three']);
	await expect(unsent(page)).toHaveCount(0);
	await expect(waiting(elsewhere)).toHaveCount(0);
});

test('[D5] it outlives the page: another one sends it once, in order', async ({
	page,
	context,
	mortal
}) => {
	const thread = await openThread(page, mortal);
	await mortal.kill();
	await away(page);
	await say(page, 'one', 'two');
	await expect(unsent(page)).toHaveCount(2);
	await page.close();

	await mortal.start();
	const next = await context.newPage();
	// Whichever page it is.
	await next.goto(mortal.url);
	await expectConnected(next);
	await expect.poll(() => said(next, thread)).toEqual(['one', 'two']);
	await next.reload();
	await expectConnected(next);
	expect(await said(next, thread)).toEqual(['one', 'two']);
});

test('[D5] two tabs share what waits, and each message is sent once', async ({
	page,
	context,
	mortal
}) => {
	const thread = await openThread(page, mortal);
	const other = await context.newPage();
	await other.goto(thread);
	await expectConnected(other);
	await mortal.kill();
	await Promise.all([away(page), away(other)]);
	await say(page, 'one');
	await expect(unsent(other)).toHaveCount(1);
	await say(other, 'two');
	await expect(unsent(page)).toHaveCount(2);
	await say(page, 'three');

	await mortal.start();
	await Promise.all([expectConnected(page), expectConnected(other)]);
	await expect.poll(() => said(page, thread)).toEqual(['one', 'two', 'three']);
	await expect(unsent(page)).toHaveCount(0);
	await expect(unsent(other)).toHaveCount(0);
	for (const tab of [page, other]) {
		await expect(tab.getByRole('log').getByText(/^(one|two|three)$/)).toHaveCount(3);
	}
});

test('[D3] a server killed between a message and its answer has it once', async ({
	page,
	mortal
}) => {
	let isCut = false;
	await page.routeWebSocket(/\/v1\/ws$/, (socket) => {
		const server = socket.connectToServer();
		server.onMessage((message) => {
			if (isCut || !String(message).includes('"original_type":"send_message"')) {
				socket.send(message);
				return;
			}
			isCut = true;
			void mortal.kill().then(() => mortal.start());
		});
	});
	const thread = await openThread(page, mortal);
	await say(page, 'one', 'two');
	await expect.poll(() => isCut).toBe(true);
	await expectConnected(page);
	await expect.poll(() => said(page, thread).catch(() => [])).toEqual(['one', 'two']);
	await expect(page.getByRole('list', { name: 'Not sent yet' })).toHaveCount(0);
	expect(await said(page, thread)).toEqual(['one', 'two']);
});

test('[D5] whoever is somebody else now neither sends nor sees what the other left', async ({
	page,
	context,
	mortal
}) => {
	const thread = await openThread(page, mortal);
	await mortal.kill();
	await away(page);
	await say(page, 'mine');
	await expect(unsent(page)).toHaveCount(1);
	const cookies = await context.cookies();
	await page.close();
	await context.clearCookies();
	await mortal.start();

	const stranger = await context.newPage();
	await stranger.goto(mortal.url);
	await expectConnected(stranger);
	await mortal.kill();
	await away(stranger);
	await expect(waiting(stranger)).toHaveCount(0);
	await stranger.close();

	await mortal.start();
	await context.clearCookies();
	await context.addCookies(cookies);
	const again = await context.newPage();
	await again.goto(thread);
	await expect.poll(() => said(again, thread)).toEqual(['mine']);
});

test.describe('what cannot be delivered', () => {
	test.skip(({ browserName }) => browserName === 'firefox', OPEN_SOCKETS_STAY);

	/** Says two things in a thread that is deleted before they arrive. */
	async function sayInVain(page: Page, context: BrowserContext, server: TestServer) {
		const thread = await openThread(page, server);
		await context.setOffline(true);
		await away(page);
		await say(page, 'one', 'two');
		await expect(unsent(page)).toHaveCount(2);
		const id = thread.split('/').at(-1);
		// Of the browser's own cookie, and with no regard to its network.
		const headers = { origin: server.url };
		await page.request.delete(`${server.url}/api/chat/threads/${id}`, {
			headers
		});
		await context.setOffline(false);
		await expect(unsent(page).getByRole('alert')).toHaveCount(2);
		await expect(setAside(page)).toHaveCount(0);
		// Where nothing else shows them.
		await page.goto(`${server.url}/typing`);
		await expect(setAside(page).getByRole('listitem')).toHaveCount(2);
	}

	test('[L1] it stands there with what happened, and is announced once', async ({
		page,
		context,
		mortal
	}) => {
		await sayInVain(page, context, mortal);
		await expect(setAside(page).getByRole('listitem').first()).toContainText(
			/^one\s*Not delivered: \S.+\./
		);
		const announcement = connection(page).getByRole('status');
		await expect(announcement).toHaveText(/^Not delivered: .+ You can try again or discard it\.$/);
		await expect(page.getByTestId('connection-status')).toHaveText('Connected');
		await page.reload();
		await expect(setAside(page).getByRole('listitem')).toHaveCount(2);
	});

	test('[L1] by keyboard it is tried again, or discarded', async ({ page, context, mortal }) => {
		await sayInVain(page, context, mortal);
		const again = setAside(page).getByRole('button', { name: 'Try again' });
		const discard = setAside(page).getByRole('button', { name: 'Discard' });
		await expect(discard.first()).toHaveAccessibleDescription(/^one\s*Not delivered: /);
		await again.first().focus();
		await page.keyboard.press('Enter');
		await expect(setAside(page).getByRole('listitem')).toHaveCount(2);
		// While it is tried again it is out of the list: the first there may be the other one.
		const one = setAside(page).getByRole('listitem').filter({ hasText: /^one/ });
		await one.getByRole('button', { name: 'Discard' }).press('Enter');
		await expect(setAside(page).getByRole('listitem')).toHaveCount(1);
		await expect(setAside(page)).toContainText(/^two\s*Not delivered: /);
		await expect(again).toBeFocused();
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await expect(setAside(page)).toHaveCount(0);
		await page.reload();
		await expectConnected(page);
		await expect(setAside(page)).toHaveCount(0);
	});

	test('[C8] nothing of it moves the page', async ({ page, context, mortal }) => {
		await openThread(page, mortal);
		const places = () =>
			page.evaluate(() =>
				[...document.querySelectorAll('h1, textarea, footer')].map(
					(element) => element.getBoundingClientRect().top
				)
			);
		const before = await places();
		await context.setOffline(true);
		await away(page);
		await expect(page.getByRole('button', { name: 'Retry now' })).toBeVisible();
		expect(await places()).toEqual(before);
	});
});

for (const way of ['is denied', 'is absent', 'throws when it is opened'] as const) {
	test(`[D5] where IndexedDB ${way} it is said so, and what waits is sent all the same`, async ({
		page,
		mortal
	}) => {
		await page.addInitScript((way) => {
			const denied = () => {
				throw new DOMException('Denied.', 'SecurityError');
			};
			const rooms = {
				'is denied': { get: denied },
				'is absent': { value: undefined },
				'throws when it is opened': { value: { open: denied } }
			};
			Object.defineProperty(window, 'indexedDB', rooms[way]);
			Object.defineProperty(navigator, 'locks', { value: undefined });
			Object.defineProperty(window, 'BroadcastChannel', { get: denied });
		}, way);
		const complaints: string[] = [];
		page.on('pageerror', ({ message }) => complaints.push(message));
		await page.goto(`${mortal.url}/typing`);
		await expectConnected(page);
		const thread = await openThread(page, mortal);
		await say(page, 'one');
		await expect.poll(() => said(page, thread)).toEqual(['one']);
		await mortal.kill();
		await away(page);
		await say(page, 'two');
		await expect(unsent(page)).toHaveCount(1);
		await expect(
			page.getByText('This browser keeps nothing: a reload loses what waits.')
		).toBeVisible();
		await mortal.start();
		await expect.poll(() => said(page, thread).catch(() => [])).toEqual(['one', 'two']);
		// Firefox reports a server that is away as if the page had failed.
		expect(complaints.filter((one) => !one.startsWith('Firefox can’t establish'))).toEqual([]);
	});
}

test('the server gives out the client for programs of others, with its types', async ({
	request,
	server
}) => {
	const script = await request.get(`${server.url}/line-client.js`);
	expect(script.headers()['content-type']).toContain('javascript');
	expect(await script.text()).toMatch(/export \{[^}]*\bLineClient\b/);
	const types = await request.get(`${server.url}/line-client.d.ts`);
	expect(await types.text()).toContain('export declare class LineClient');
});
