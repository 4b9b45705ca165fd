import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { setTimeout as delay } from 'node:timers/promises';
import { RawClient } from '../src/lib/testing/raw-client';
import { TEST_KEY, TestServer } from './server';
import { expect, test as base } from './test';
import { Caller } from './test-helpers/rest';
import { box, expectSaid, makeThread, said, say, unsent } from './test-helpers/threads';
import { expectConnected, OPEN_SOCKETS_STAY } from './test-helpers/typing';

const test = base.extend<{ mortal: TestServer; device: (page: Page) => Promise<Page> }>({
	// eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern.
	mortal: async ({}, use) => {
		const server = await TestServer.startBuilt();
		await use(server);
		await server.dispose();
	},
	/** Another device of whoever looks at a page, at the same address. */
	device: async ({ browser }, use) => {
		const contexts: BrowserContext[] = [];
		await use(async (page) => {
			const context = await anotherContext(browser, page);
			contexts.push(context);
			const other = await context.newPage();
			await other.goto(page.url());
			await expectConnected(other);
			return other;
		});
		for (const context of contexts) await context.close();
	}
});

const anotherContext = async (browser: Browser, page: Page) =>
	browser.newContext({ storageState: await page.context().storageState() });

async function open(page: Page, url: string): Promise<void> {
	await page.goto(url);
	await expectConnected(page);
}

test('[H2] two devices of one person hear each other, in one order', async ({
	page,
	server,
	device
}) => {
	await makeThread(page, server.url, 'Before the call');
	const other = await device(page);
	await say(page, 'from the desk');
	await expectSaid(other, 'from the desk');
	await say(other, 'from the phone');
	await expectSaid(page, 'from the desk', 'from the phone');

	await Promise.all(
		[page, other].map(async (one, index) => {
			for (let turn = 0; turn < 5; turn += 1) await say(one, `${index} ${turn}`);
		})
	);
	await expect(said(page)).toHaveCount(12);
	await expect(said(other)).toHaveCount(12);
	expect(await said(page).allTextContents()).toEqual(await said(other).allTextContents());
	await page.reload();
	expect(await said(page).allTextContents()).toEqual(await said(other).allTextContents());
});

test('[D5] what is said offline waits in sight, and is sent once', async ({
	page,
	context,
	server,
	browserName,
	device
}) => {
	test.skip(browserName === 'firefox', OPEN_SOCKETS_STAY);
	await makeThread(page, server.url, 'On the train');
	const other = await device(page);
	await say(page, 'before the tunnel');
	await expectSaid(other, 'before the tunnel');
	await context.setOffline(true);
	await expect(page.getByTestId('connection-status')).toHaveText('Offline');
	await say(page, 'in the tunnel');
	await say(page, 'still in it');
	await expect(unsent(page)).toContainText(['in the tunnel', 'still in it']);
	await expect(unsent(page).first()).toContainText('waits for the connection');
	await say(other, 'meanwhile');

	await context.setOffline(false);
	await expectSaid(page, 'before the tunnel', 'meanwhile', 'in the tunnel', 'still in it');
	await expectSaid(other, 'before the tunnel', 'meanwhile', 'in the tunnel', 'still in it');
	await expect(unsent(page)).toHaveCount(0);
});

test('[E4] a cookie that was deleted makes a guest of its page when it asks for something', async ({
	page,
	context,
	server
}) => {
	await open(page, `${server.url}/threads`);
	await context.clearCookies();
	const make = async () => {
		await page.getByLabel('Title of a new thread').fill('After the flood');
		await page.getByRole('button', { name: 'Make the thread' }).click();
	};
	await make();
	await expect(page.getByText('This browser is somebody else’s by now')).toBeVisible();
	await expectConnected(page);
	await make();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('After the flood');
});

test('[E4] a browser that keeps no cookies is told so, and its page is not loaded again and again', async ({
	page,
	context,
	server
}) => {
	await open(page, `${server.url}/threads`);
	await context.clearCookies();
	await page.route('**/api/**', async (route) => {
		const response = await route.fetch({ headers: { ...route.request().headers(), cookie: '' } });
		await context.clearCookies();
		await route.fulfill({ response, headers: { 'content-type': 'application/json' } });
	});
	await page.evaluate(() => Object.assign(window, { isSame: true }));
	await page.getByLabel('Title of a new thread').fill('In vain');
	await page.getByRole('button', { name: 'Make the thread' }).click();
	await expect(page.getByText('Say who is asking: a session cookie')).toBeVisible();
	expect(await page.evaluate(() => 'isSame' in window)).toBe(true);
});

for (const [width, theme] of [
	[390, 'dark'],
	[1440, 'light']
] as const) {
	test(`[C8] words about the connection never lie over where one writes, ${width} wide`, async ({
		page,
		mortal
	}) => {
		await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
		await page.emulateMedia({ colorScheme: theme });
		await makeThread(page, mortal.url, 'In sight');
		await mortal.kill();
		await say(page, 'waits');
		await expect(unsent(page)).toContainText(['waits']);
		const bar = page.getByRole('region', { name: 'Connection' });
		await expect(bar.getByRole('button', { name: 'Retry now' })).toBeVisible();
		await expect(bar.getByTestId('error-message')).toBeVisible();
		// The thread shows what waits.
		await expect(bar.getByTestId('waiting-info')).toHaveCount(0);
		const form = page.locator('form').filter({ has: box(page) });
		const clear = async () => {
			const [below, above] = [await bar.boundingBox(), await form.boundingBox()];
			return (below?.y ?? 0) - (above?.y ?? 0) - (above?.height ?? 0);
		};
		await expect.poll(clear).toBeGreaterThanOrEqual(0);
	});
}

test('[D5] what is taken back before it is sent is never sent', async ({ page, mortal }) => {
	await makeThread(page, mortal.url, 'Second thoughts');
	await mortal.kill();
	await say(page, 'rash');
	await unsent(page).getByRole('button', { name: 'Take back' }).click();
	await expect(unsent(page)).toHaveCount(0);
	await expect(box(page)).toHaveValue('rash');
	await expect(box(page)).toBeFocused();
	await say(page, 'considered');
	await mortal.start();
	await expectSaid(page, 'considered');
});

test('[D2] a server killed and started again takes nothing with it', async ({ page, mortal }) => {
	await makeThread(page, mortal.url, 'Through a restart');
	await say(page, 'one');
	await expectSaid(page, 'one');
	await mortal.kill();
	await say(page, 'two');
	await expect(unsent(page)).toContainText(['two']);
	await mortal.start();
	await expectSaid(page, 'one', 'two');
	await say(page, 'three');
	await expectSaid(page, 'one', 'two', 'three');
});

test('[D5] what waits survives a reload, and so does what is half written', async ({
	page,
	mortal
}) => {
	await makeThread(page, mortal.url, 'Through a reload');
	await mortal.kill();
	await say(page, 'kept');
	await expect(unsent(page)).toContainText(['kept']);
	await box(page).fill('half a sen');
	await mortal.start();
	await page.reload();
	await expectSaid(page, 'kept');
	await expect(unsent(page)).toHaveCount(0);
	await expect(box(page)).toHaveValue('half a sen');
	await page.reload();
	await expectSaid(page, 'kept');
});

test('[H1] a thread deleted elsewhere says so, and what waited for it is not lost from sight', async ({
	page,
	context,
	server,
	browserName,
	device
}) => {
	await makeThread(page, server.url, 'Short-lived');
	const other = await device(page);
	if (browserName !== 'firefox') {
		await context.setOffline(true);
		await expect(page.getByTestId('connection-status')).toHaveText('Offline');
		await say(page, 'too late');
	}
	await other.getByRole('button', { name: 'Delete' }).click();
	await other.getByRole('button', { name: 'Delete the thread' }).click();
	await other.waitForURL('**/threads');
	await expect(other.getByText('No threads yet')).toBeVisible();
	await context.setOffline(false);
	await expect(page.getByText('This thread was deleted.')).toBeVisible({ timeout: 45_000 });
	if (browserName === 'firefox') return;
	await expect(unsent(page)).toContainText(['Not sent']);
	await expect(unsent(page)).toContainText(['too late']);
});

test('[H2] text is text: nothing in it becomes a link, a tag or a script', async ({
	page,
	server
}) => {
	await makeThread(page, server.url, '<i>Title</i>');
	const hostile = '<img src=x onerror="document.title=1"> https://example.org\n\t**not bold**';
	await box(page).fill(hostile);
	await box(page).press('Enter');
	const message = said(page).first();
	await expect(message).toBeVisible();
	expect(await message.textContent()).toBe(hostile);
	expect(await message.locator('*').count()).toBe(0);
	await page.reload();
	expect(await said(page).first().textContent()).toBe(hostile);
	await expect(page).toHaveTitle('<i>Title</i> · Greenroom');
});

test('[H3] earlier messages come when one goes up, and what is read stays in place', async ({
	page,
	server
}) => {
	await makeThread(page, server.url, 'Long');
	const key = await page.evaluate(async () => {
		const answer = await fetch('/api/keys', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ name: 'threads', permission: 'write' })
		});
		return ((await answer.json()) as { key: string }).key;
	});
	const client = new RawClient(server.lineUrl);
	await client.next('connection_established');
	await client.request('connect', { api_key: key });
	for (let count = 1; count <= 90; count += 1) {
		const { type } = await client.request('send_message', {
			channel: 'room:long',
			text: `message ${count}`
		});
		expect(type).toBe('message_delivered');
	}
	await page.reload();
	await expectConnected(page);
	const first = page.getByText('message 41', { exact: true });
	await expect(page.getByText('message 90', { exact: true })).toBeInViewport();
	await expect(first).toBeAttached();
	await expect(page.getByText('message 40', { exact: true })).not.toBeAttached();

	await first.scrollIntoViewIfNeeded();
	await expect(page.getByText('message 1', { exact: true })).toBeAttached();
	await expect(first).toBeInViewport();
	await client.request('send_message', { channel: 'room:long', text: 'news' });
	await expect(page.getByRole('button', { name: 'New messages below' })).toBeVisible();
	await expect(first).toBeInViewport();
	await page.getByRole('button', { name: 'New messages below' }).click();
	await expect(page.getByText('news', { exact: true })).toBeInViewport();
	client.close();
});

test('[H3] everything goes by keyboard: make, write, break a line, rename, delete', async ({
	page,
	server
}) => {
	await open(page, `${server.url}/threads`);
	const tabTo = async (name: string) => {
		for (let presses = 0; presses < 40; presses += 1) {
			await page.keyboard.press('Tab');
			const focus = await page.evaluate(() => {
				const { activeElement } = document;
				const labels = (activeElement as HTMLInputElement | null)?.labels ?? [];
				return [...labels, activeElement].map((one) => one?.textContent?.trim());
			});
			if (focus.includes(name)) return;
		}
		throw new Error(`${name} is not reached by Tab`);
	};
	await tabTo('Title of a new thread');
	await page.keyboard.type('By hand');
	await page.keyboard.press('Enter');
	await page.waitForURL('**/threads/*');
	await expectConnected(page);
	await tabTo('Message');
	await page.keyboard.type('one line');
	await page.keyboard.press('Shift+Enter');
	await page.keyboard.type('another');
	await page.keyboard.press('Enter');
	await expect(said(page)).toHaveCount(1);
	expect(await said(page).first().textContent()).toBe('one line\nanother');
	await expect(box(page)).toBeFocused();
	await page.keyboard.press('Enter');
	await page.keyboard.type('   ');
	await page.keyboard.press('Enter');
	await expect(said(page)).toHaveCount(1);

	await page.reload();
	await expectConnected(page);
	await tabTo('Rename');
	await page.keyboard.press('Enter');
	await page.keyboard.press('ControlOrMeta+A');
	await page.keyboard.type('By hand, renamed');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('By hand, renamed');
	await expect(page.getByRole('button', { name: 'Rename' })).toBeFocused();
	await tabTo('Delete');
	await page.keyboard.press('Enter');
	await tabTo('Delete the thread');
	await page.keyboard.press('Enter');
	await page.waitForURL('**/threads');
	await expect(page.getByText('No threads yet')).toBeVisible();
});

test('[R3] a guest is asked for a name at the first message, once, and may decline', async ({
	page,
	server,
	device
}) => {
	await makeThread(page, server.url, 'Names');
	const other = await device(page);
	const question = (one: Page) => one.getByLabel('What should others call you?');
	await expect(question(page)).toHaveCount(0);
	await say(page, 'hello');
	await question(page).fill('Ada');
	await page.getByRole('button', { name: 'Keep the name' }).click();
	await expect(question(page)).toHaveCount(0);
	const name = await page.evaluate(async () => {
		const me = (await (await fetch('/api/me')).json()) as { name: string };
		return me.name;
	});
	expect(name).toBe('Ada');

	await say(other, 'from elsewhere');
	await other.getByRole('button', { name: 'Not now' }).click();
	await expect(question(other)).toHaveCount(0);
	await say(other, 'again');
	await expectSaid(other, 'hello', 'from elsewhere', 'again');
	await expect(question(other)).toHaveCount(0);
});

test('[A6] another’s thread looks exactly as one that does not exist', async ({
	page,
	server,
	browser
}) => {
	const path = await makeThread(page, server.url, 'Mine');
	const stranger = await (await browser.newContext()).newPage();
	const look = async (address: string) => {
		const answer = await stranger.goto(server.url + address);
		return [answer?.status(), await stranger.getByRole('main').textContent()];
	};
	const theirs = await look(path);
	expect(theirs[0]).toBe(404);
	expect(theirs).toEqual(await look('/threads/00000000-0000-4000-8000-000000000000'));
	await stranger.context().close();
});

for (const width of [320, 390, 1440]) {
	test(`the pages of threads fit into ${width} pixels, and are accessible`, async ({
		page,
		server,
		browserName
	}) => {
		await page.setViewportSize({ width, height: 844 });
		const expectFit = async () => {
			const overflow = await page.evaluate(
				() => document.documentElement.scrollWidth - document.documentElement.clientWidth
			);
			expect(overflow).toBeLessThanOrEqual(0);
			if (browserName !== 'chromium') return;
			const { violations } = await new AxeBuilder({ page: page as never })
				.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
				.analyze();
			expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
		};
		await open(page, `${server.url}/threads`);
		await expectFit();
		await makeThread(page, server.url, `A-title-without-a-space-${'x'.repeat(60)}`);
		await expectFit();
		await say(page, 'y'.repeat(300));
		await say(page, Array.from({ length: 60 }, (_, line) => `line ${line}`).join('\n'));
		await expect(said(page)).toHaveCount(2);
		await expect(box(page)).toBeInViewport();
		await expectFit();
		await page.goto(`${server.url}/threads`);
		await expectConnected(page);
		await expectFit();
	});
}

test('[D2] ten kills at any moment: whatever was delivered is there, and there once', async ({
	browserName
}) => {
	test.skip(browserName !== 'chromium', 'There is no browser in it.');
	test.setTimeout(180_000);
	const mortal = await TestServer.startBuilt({ LIMIT_MESSAGES_PER_MINUTE: '100000' });
	const connect = async () => {
		const client = new RawClient(mortal.lineUrl);
		await client.next('connection_established');
		await client.request('connect', { api_key: TEST_KEY });
		await client.next('message_delivered');
		return client;
	};
	const first = await connect();
	const { payload } = await first.request('join_channel', { channel: 'room:kills' });
	const threadId = String(payload['threadId']);
	first.close();

	/** By requestId: what was said, and the number it was delivered under. */
	const all = new Map<string, { text: string; seq?: number }>();
	let count = 0;
	for (let kill = 0; kill < 10; kill += 1) {
		const client = await connect();
		const send = (requestId: string, text: string) =>
			client.send('send_message', { threadId, text }, requestId);
		client.socket.on('message', (data: Buffer) => {
			const { type, requestId, payload } = JSON.parse(data.toString()) as {
				type: string;
				requestId?: string;
				payload: { seq: number };
			};
			const known = all.get(requestId ?? '');
			if (!known || type !== 'message_delivered') return;
			// Answered again, it is the same answer.
			expect(known.seq ?? payload.seq).toBe(payload.seq);
			known.seq = payload.seq;
		});
		for (const [requestId, { text, seq }] of all) if (seq === undefined) send(requestId, text);
		const dies = mortal.kill.bind(mortal);
		const death = delay(Math.random() * 60).then(() => dies());
		for (let sent = 0; sent < 60 && client.socket.readyState === 1; sent += 1) {
			const requestId = crypto.randomUUID();
			all.set(requestId, { text: `message ${(count += 1)}` });
			send(requestId, `message ${count}`);
			await delay(1);
		}
		await death;
		await client.closed;
		await mortal.start();
	}
	const client = await connect();
	for (const [requestId, said] of all) {
		if (said.seq !== undefined) continue;
		client.send('send_message', { threadId, text: said.text }, requestId);
		const answer = await client.next('message_delivered', (one) => one.requestId === requestId);
		said.seq = Number(answer.payload['seq']);
	}
	client.close();

	const caller = Caller.withKey(mortal);
	const kept: { seq: number; text: string }[] = [];
	for (let query: string | undefined = '?after=0&limit=200'; query !== undefined;) {
		const { body } = await caller.get(`/api/chat/threads/${threadId}/messages${query}`);
		const page = body as { items: typeof kept; nextCursor?: string };
		kept.push(...page.items);
		query = page.nextCursor && `?limit=200&cursor=${page.nextCursor}`;
	}
	expect(kept.map(({ seq }) => seq)).toEqual(kept.map((_, index) => index + 1));
	expect(kept.map(({ text }) => text).toSorted()).toEqual(
		[...all.values()].map(({ text }) => text).toSorted()
	);
	for (const { text, seq } of all.values()) {
		expect(kept[Number(seq) - 1]?.text).toBe(text);
	}
	await mortal.dispose();
});
