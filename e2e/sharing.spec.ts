import { expect, test } from './test';
import {
	makeShareLink,
	openShareLink,
	restart,
	typedSoFar,
	watchedText,
	watcher,
	watchStatus
} from './test-helpers/sharing';
import { expectSaid, say } from './test-helpers/threads';
import {
	expectConnected,
	figure,
	Fingers,
	OPEN_SOCKETS_STAY,
	openTenWords,
	savedResult
} from './test-helpers/typing';

const lettersOf = (text: string) => text.replaceAll(/\s/g, '');

test('[T7] [A6] a watcher sees the text, the caret as it moves, and the result', async ({
	page,
	browser,
	server
}) => {
	const text = await openTenWords(page, server.url);
	const link = await makeShareLink(page);
	const bob = await watcher(browser, link);
	expect(await watchedText(bob)).toBe(text);
	expect(bob.url()).not.toContain('#');
	await expect(watchStatus(bob)).toHaveText('Waiting for the first key.');
	await expect(page.getByText('1 watching')).toBeVisible();

	const fingers = new Fingers(page);
	const half = text.slice(0, 20);
	await fingers.type(half);
	await expect(watchStatus(bob)).toHaveText('Typing now.');
	await expect.poll(() => typedSoFar(bob)).toBe(lettersOf(half));
	await fingers.type(text.slice(20));
	const { wpm } = await savedResult(page);
	await expect(figure(bob, 'Speed')).toHaveText(`${wpm.toFixed(1)} wpm`);
});

test('[A6] restarting leads the watchers along, and a reload shows what is typed now', async ({
	page,
	browser,
	server
}) => {
	await openTenWords(page, server.url);
	const bob = await watcher(browser, await makeShareLink(page));
	const first = bob.url();
	const text = await restart(page);
	await new Fingers(page).type(text.slice(0, 5));
	await expect.poll(() => watchedText(bob)).toBe(text);
	await expect.poll(() => typedSoFar(bob)).toBe(lettersOf(text.slice(0, 5)));
	expect(bob.url()).not.toBe(first);
	await expect(page.getByText('1 watching')).toBeVisible();

	await bob.goto(first);
	await expectConnected(bob);
	expect(await watchedText(bob)).toBe(text);
	await expect.poll(() => typedSoFar(bob)).toBe(lettersOf(text.slice(0, 5)));
});

test('[A6] what is withdrawn is felt at once, and stays so', async ({ page, browser, server }) => {
	await openTenWords(page, server.url);
	const link = await makeShareLink(page);
	const bob = await watcher(browser, link);
	await page.getByRole('button', { name: 'Stop sharing' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Stop sharing' }).click();
	await expect(watchStatus(bob)).toHaveText('A guest stopped sharing.');
	await expect(page.getByRole('button', { name: 'Share', exact: true })).toBeVisible();
	await bob.reload();
	await expect(bob.getByRole('heading', { name: 'There is nothing to watch here' })).toBeVisible();
	await bob.goto(link);
	await expect(bob.getByRole('heading', { name: 'This link does not open' })).toBeVisible();
});

test('[S6] two tabs of one watcher are one who watches', async ({ page, browser, server }) => {
	await openTenWords(page, server.url);
	const link = await makeShareLink(page);
	const bob = await watcher(browser, link);
	const again = await bob.context().newPage();
	await openShareLink(again, link);
	await expect(page.getByText('1 watching')).toBeVisible();
	await bob.close();
	await expect(page.getByText('1 watching')).toBeVisible();
	await again.close();
	await expect(page.getByText('Nobody is watching')).toBeVisible();
});

test('[H1] what a watcher says in the margin reaches the typist, from test to test', async ({
	page,
	browser,
	server
}) => {
	await openTenWords(page, server.url);
	const bob = await watcher(browser, await makeShareLink(page));
	await say(bob, 'sit up straight');
	await page.getByRole('button', { name: 'In the margin: 1 new' }).click();
	await expectSaid(page, 'sit up straight');
	await say(page, 'I do');
	await expectSaid(bob, 'sit up straight', 'I do');
	await page.getByRole('button', { name: 'In the margin' }).click();
	const text = await restart(page);
	await new Fingers(page).type(text.slice(0, 3));
	await expect.poll(() => watchedText(bob)).toBe(text);
	await say(bob, 'and again');
	await expect(page.getByRole('button', { name: 'In the margin: 1 new' })).toBeAttached();
	await expectSaid(bob, 'sit up straight', 'I do', 'and again');
});

test('[A6] the settings list what is shared, and who came; one is taken out, a link withdrawn', async ({
	page,
	browser,
	server
}) => {
	await page.goto(`${server.url}/settings/sharing`);
	await expect(page.getByRole('heading', { name: 'Nothing is shared' })).toBeVisible();
	await openTenWords(page, server.url);
	const link = await makeShareLink(page);
	const bob = await watcher(browser, link);
	await page.goto(`${server.url}/settings/sharing`);
	await expectConnected(page);
	await expect(page.getByText('Watch you type, test after test')).toBeVisible();
	await expect(page.getByText('Here now')).toBeVisible();
	const cyd = await watcher(browser, link);
	await expect(page.getByText('Here now')).toHaveCount(2);
	await cyd.close();
	await expect(page.getByText('Here now')).toHaveCount(1);
	await expect(page.getByText('Away')).toHaveCount(1);

	const people = page.getByRole('list', { name: 'Came by this link' }).getByRole('listitem');
	await people.filter({ hasText: 'Here now' }).getByRole('button').click();
	await page.getByRole('dialog').getByRole('button', { name: 'Take out' }).click();
	await expect(watchStatus(bob)).toHaveText('A guest stopped sharing.');
	await expect(page.getByText('Lets nobody else in', { exact: true })).toBeVisible();
	await page.getByRole('button', { name: /^Withdraw: Watch/ }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Withdraw the link' }).click();
	await expect(page.getByRole('heading', { name: 'Nothing is shared' })).toBeVisible();
});

test('[A6] where the server is this machine’s alone, sharing says so first', async ({
	page,
	server
}) => {
	await openTenWords(page, server.url);
	await page.getByRole('button', { name: 'Share', exact: true }).click();
	const dialog = page.getByRole('dialog');
	await expect(dialog.getByText('Nobody else can open a link of this server.')).toBeVisible();
	const lines = await dialog.getByRole('listitem').allTextContents();
	for (const line of lines) {
		expect(line).toMatch(new RegExp(`^HOST=0\\.0\\.0\\.0\\nORIGIN=http://.+:${server.port}$`));
	}
});

test('[A6] a link that is none says what to do', async ({ page, server }) => {
	await page.goto(`${server.url}/share`);
	await expect(
		page.getByRole('heading', { name: 'There is no link in this address' })
	).toBeVisible();
	await page.goto(`${server.url}/share#nothing`);
	await expect(page.getByRole('heading', { name: 'This link does not open' })).toBeVisible();
	expect(page.url()).toBe(`${server.url}/share`);
});

test('[T7] [D4] a watcher who was away is shown where the typist is; a typist who leaves is away', async ({
	page,
	browser,
	browserName,
	server
}) => {
	test.skip(browserName === 'firefox', OPEN_SOCKETS_STAY);
	const text = await openTenWords(page, server.url);
	const bob = await watcher(browser, await makeShareLink(page));
	const fingers = new Fingers(page);
	await fingers.type(text.slice(0, 4));
	await expect.poll(() => typedSoFar(bob)).toBe(lettersOf(text.slice(0, 4)));
	await bob.context().setOffline(true);
	await expect(bob.getByTestId('reconnect-info')).toBeVisible();
	await fingers.type(text.slice(4, 20));
	await bob.context().setOffline(false);
	await expect.poll(() => typedSoFar(bob)).toBe(lettersOf(text.slice(0, 20)));
	await expect(watchStatus(bob)).toHaveText('No key for a while.');
	await page.close();
	await expect(watchStatus(bob)).toContainText('A guest is away.');
});

test('[A6] one’s own link leads to where one types', async ({ page, server }) => {
	await openTenWords(page, server.url);
	const link = await makeShareLink(page);
	await page.goto(link);
	await page.waitForURL(`${server.url}/typing`);
	await expect(page.getByText('Nobody is watching')).toBeVisible();
});
