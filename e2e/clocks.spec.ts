import type { Page } from '@playwright/test';
import { expect, test } from './test';
import {
	clockStatus,
	comesToClock,
	linkToClock,
	makeClock,
	openClock,
	timeLeft
} from './test-helpers/clocks';
import { makeShareLink, watcher } from './test-helpers/sharing';
import { OPEN_SOCKETS_STAY, openTenWords } from './test-helpers/typing';

const ONE_WINDOW = 'Debian’s Firefox gives the keys to one of several windows.';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('[S5] [A6] a link leads to the clock: turns are ended by Space, everybody sees it, watchers only that', async ({
	page,
	browser,
	browserName
}) => {
	test.skip(browserName === 'firefox', ONE_WINDOW);
	const sessionId = await makeClock(page, ['Ada', 'Bob'], 300_000);
	await openClock(page, `/sessions/${sessionId}`);
	const link = await linkToClock(page, sessionId, { role: 'participate', personId: 'p1' });
	const bob = await comesToClock(browser, link);
	const cyd = await comesToClock(browser, await linkToClock(page, sessionId, { role: 'watch' }));
	await expect(clockStatus(cyd)).toHaveText('Not started yet. Ada begins.');
	await expect(timeLeft(cyd, 'Ada')).toHaveText('5:00');

	await button(page, 'Start').click();
	await expect(clockStatus(cyd)).toHaveText('Ada’s turn.');
	await expect(timeLeft(cyd, 'Ada')).toHaveText(/^4:5\d$/);
	await expect(timeLeft(cyd, 'Bob')).toHaveText('5:00');
	await expect(button(bob, 'End turn')).toBeDisabled();
	// It is not his turn: the key does what it does on any page.
	await bob.keyboard.press(' ');
	await expect(clockStatus(bob)).toHaveText('Ada’s turn.');

	await button(page, 'End Ada’s turn').click();
	await expect(clockStatus(bob)).toHaveText('Your turn.');
	const stopped = (await timeLeft(cyd, 'Ada').textContent()) ?? '';
	await expect(timeLeft(cyd, 'Bob')).toHaveText(/^4:5[0-8]$/);
	await expect(timeLeft(cyd, 'Ada')).toHaveText(stopped);
	await bob.keyboard.press(' ');
	for (const other of [page, bob, cyd]) await expect(clockStatus(other)).toHaveText('Ada’s turn.');
	await expect(cyd.locator('main').getByRole('button')).toHaveCount(0);
	await expect(page.getByRole('list', { name: 'Also in this session' })).toContainText('Watches');
});

test('[S5] it is started, paused, gone on with and completed by the keyboard alone', async ({
	page
}) => {
	const sessionId = await makeClock(page, ['Ada', 'Bob'], 300_000);
	await openClock(page, `/sessions/${sessionId}`);
	await button(page, 'Start').focus();
	await page.keyboard.press('Enter');
	await expect(clockStatus(page)).toHaveText('Ada’s turn.');
	await expect(button(page, 'End Ada’s turn')).toBeFocused();
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await expect(clockStatus(page)).toHaveText('Paused in Ada’s turn.');
	const left = await timeLeft(page, 'Ada').textContent();
	await page.waitForTimeout(1_500);
	await expect(timeLeft(page, 'Ada')).toHaveText(left ?? '');
	await button(page, 'Resume').focus();
	await page.keyboard.press('Enter');
	await expect(clockStatus(page)).toHaveText('Ada’s turn.');
	await button(page, 'Complete').focus();
	await page.keyboard.press('Enter');
	await page.getByRole('dialog').getByRole('button', { name: 'Complete it' }).press('Enter');
	await expect(clockStatus(page)).toHaveText('Completed.');
	await expect(clockStatus(page)).toBeFocused();
	await expect(button(page, 'Resume')).toHaveCount(0);
});

test('[S5] time that is up is said to everybody, also to who comes afterwards', async ({
	page,
	browser
}) => {
	const sessionId = await makeClock(page, ['Ada', 'Bob'], 3_000);
	await openClock(page, `/sessions/${sessionId}`);
	const watch = await linkToClock(page, sessionId, { role: 'watch' });
	const cyd = await comesToClock(browser, watch);
	await button(page, 'Start').click();
	for (const other of [page, cyd]) {
		await expect(clockStatus(other)).toHaveText('Ada’s time is up.');
		await expect(timeLeft(other, 'Ada')).toHaveText('0:00.0');
		await expect(timeLeft(other, 'Bob')).toHaveText('0:03.0');
	}
	await expect(page.locator('main').getByRole('button')).toHaveCount(0);
	const dan = await comesToClock(browser, watch);
	await expect(clockStatus(dan)).toHaveText('Ada’s time is up.');
});

test('[S5] [D4] who was away sees where the clock is, and works it again', async ({
	page,
	browser,
	browserName
}) => {
	test.skip(browserName === 'firefox', OPEN_SOCKETS_STAY);
	const sessionId = await makeClock(page, ['Ada', 'Bob'], 300_000);
	await openClock(page, `/sessions/${sessionId}`);
	const link = await linkToClock(page, sessionId, { role: 'participate', personId: 'p0' });
	const ada = await comesToClock(browser, link);
	await button(ada, 'Start').click();
	await expect(clockStatus(ada)).toHaveText('Your turn.');
	await ada.context().setOffline(true);
	await expect(ada.getByText(/^The connection is away\./)).toBeVisible();
	await expect(button(ada, 'End turn')).toBeDisabled();
	await button(page, 'End Ada’s turn').click();
	await expect(clockStatus(page)).toHaveText('Bob’s turn.');
	await button(page, 'End Bob’s turn').click();
	await button(page, 'Pause').click();
	await ada.context().setOffline(false);
	await expect(clockStatus(ada)).toHaveText('Paused in your turn.');
	await button(ada, 'Resume').click();
	await expect(clockStatus(page)).toHaveText('Ada’s turn.');
});

test('[S5] what is decided before the last answer has come is done after it', async ({ page }) => {
	const sessionId = await makeClock(page, ['Ada', 'Bob'], 300_000);
	await openClock(page, `/sessions/${sessionId}`);
	await button(page, 'Start').click();
	await page.route('**/api/sessions/*/switch', async (route) => {
		await page.waitForTimeout(1_000);
		await route.continue();
	});
	await button(page, 'End Ada’s turn').click();
	await button(page, 'Pause').click();
	await expect(clockStatus(page)).toHaveText('Paused in Bob’s turn.');
	await button(page, 'Resume').click();
	await expect(clockStatus(page)).toHaveText('Bob’s turn.');
	await expect(page.getByRole('alert')).toHaveCount(0);
});

test('[A6] [S3] what is withdrawn or deleted is felt at once, and stays so', async ({
	page,
	browser
}) => {
	const sessionId = await makeClock(page, ['Ada', 'Bob'], 300_000);
	await openClock(page, `/sessions/${sessionId}`);
	const owner = await page.context().newPage();
	await openClock(owner, `/sessions/${sessionId}`);
	const cyd = await comesToClock(browser, await linkToClock(page, sessionId, { role: 'watch' }));
	const address = cyd.url();
	await page.goto('/settings/sharing');
	await page.getByRole('button', { name: /^Withdraw: Watch/ }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Withdraw the link' }).click();
	await expect(clockStatus(cyd)).toHaveText('The link that brought you here was withdrawn.');
	await expect(cyd.getByRole('timer')).toHaveCount(0);
	await cyd.reload();
	await expect(cyd.getByRole('heading', { name: 'There is no session here' })).toBeVisible();

	const origin = new URL(address).origin;
	await page.request.delete(`${origin}/api/sessions/${sessionId}`, { headers: { origin } });
	await expect(clockStatus(owner)).toHaveText('This clock was deleted.');
	await owner.reload();
	await expect(owner.getByRole('heading', { name: 'There is no session here' })).toBeVisible();
});

test('[A6] a session of another kind is shown on the page of its own', async ({
	page,
	browser,
	server
}) => {
	await openTenWords(page, server.url);
	const bob = await watcher(browser, await makeShareLink(page));
	const watched = bob.url();
	await bob.goto(watched.replace('/typing/watch/', '/sessions/'));
	expect(bob.url()).toBe(watched);
});
