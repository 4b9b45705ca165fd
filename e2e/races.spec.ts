import type { Page } from '@playwright/test';
import { expect, test } from './test';
import { comeBy, go, makeRace, racer, shareOf, table, typeAt } from './test-helpers/races';
import { expectConnected, field, Fingers, openTenWords } from './test-helpers/typing';

const ONE_WINDOW = 'Debian’s Firefox gives the keys to one of several windows.';

/** What a tab says that does not type. */
const ELSEWHERE = 'Another tab types this test now.';

const start = (page: Page) => page.getByRole('button', { name: 'Start the race' });

test('[S7] a race is made, started and typed by the keyboard alone', async ({ page, server }) => {
	await openTenWords(page, server.url);
	await page.getByRole('button', { name: 'Race a friend' }).focus();
	await page.keyboard.press('Enter');
	await expectConnected(page);
	await expect(page.getByRole('button', { name: 'Invite by a link' })).toBeFocused();
	await page.keyboard.press('Tab');
	await expect(page.getByRole('button', { name: 'Start alone' })).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(field(page)).toBeFocused();
	// Nothing counts before the start, and time counts from it.
	await page.keyboard.press('x');
	const text = await go(page);
	await page.waitForTimeout(1_500);
	await new Fingers(page).type(text);
	await expect(page.getByRole('button', { name: 'Rematch' })).toBeFocused();
	const [[, who, , accuracy, time] = []] = await table(page);
	expect(who).toContain('your result');
	expect(accuracy).toBe('100 %');
	expect(parseFloat(time ?? '')).toBeGreaterThan(1.5);
});

test('[S7] friends race by a link: lobby, countdown, tracks, result, rematch; who comes late watches', async ({
	page: ada,
	browser,
	server,
	browserName
}) => {
	test.skip(browserName === 'firefox', ONE_WINDOW);
	const link = await makeRace(ada, server.url, 'Ada');
	const bob = await comeBy(browser, link, 'Bob');
	await expect(racer(ada, 'Bob')).toBeVisible();
	await expect(racer(bob, 'Ada')).toContainText('starts the race');
	await expect(start(bob)).toHaveCount(0);

	await start(ada).press('Enter');
	await field(ada).focus();
	// Nothing counts before the start.
	await ada.keyboard.press('x');
	const typed = await go(ada);
	expect(await go(bob)).toBe(typed);

	const half = Math.floor(typed.length / 2);
	await Promise.all([
		typeAt(ada, typed.slice(0, half), 70),
		typeAt(bob, typed.slice(0, half), 110)
	]);
	await expect.poll(() => shareOf(bob, 'Ada')).toBeGreaterThan(35);
	await expect.poll(() => shareOf(ada, 'Bob')).toBeGreaterThan(35);
	const cy = await comeBy(browser, link, '');
	await expect(cy.getByText('Under way: you are in the next one.')).toBeVisible();
	await expect.poll(() => shareOf(cy, 'Ada')).toBeGreaterThan(35);
	await expect(field(cy)).toHaveCount(0);

	await typeAt(ada, typed.slice(half), 70);
	await expect(ada.getByText('1st so far. Others still type.')).toBeVisible();
	await typeAt(bob, typed.slice(half), 110);

	for (const page of [ada, bob, cy]) {
		const [first, second, ...others] = await table(page);
		expect(first?.slice(0, 2)).toEqual(['1st', expect.stringMatching(/^Ada/)]);
		expect(second?.slice(0, 2)).toEqual(['2nd', expect.stringMatching(/^Bob/)]);
		expect(first?.[3]).toBe('100 %');
		expect(others).toEqual([]);
		await expect(page.getByText(/^Ada won with \d+ words a minute\.$/)).toBeVisible();
	}
	await expect(bob.getByRole('link', { name: 'your result' })).toHaveAttribute(
		'href',
		/\/typing\/results\//
	);

	const before = ada.url();
	await bob.getByRole('button', { name: 'Rematch' }).press('Enter');
	await expect(start(bob)).toBeVisible();
	for (const page of [ada, cy]) {
		await page.getByRole('button', { name: 'Go to the rematch' }).press('Enter');
		await expect(page).toHaveURL(bob.url());
	}
	expect(bob.url()).not.toBe(before);
	await expect(racer(bob, 'Ada')).not.toContainText('away');
	await start(bob).press('Enter');
	const next = await Promise.all([ada, bob, cy].map((page) => go(page)));
	expect(new Set(next).size).toBe(1);
	expect(next[0]).not.toBe(typed);
	for (const page of [bob, cy]) await page.context().close();
});

test('[S7] [T6] a race outlives a reload, and the connection of one who types on', async ({
	page: ada,
	browser,
	server,
	browserName
}) => {
	test.skip(browserName === 'firefox', ONE_WINDOW);
	const bob = await comeBy(browser, await makeRace(ada, server.url, 'Ada'), 'Bob');
	await start(ada).click();
	const text = await go(ada);
	await go(bob);
	const third = Math.floor(text.length / 3);
	await Promise.all([typeAt(ada, text.slice(0, third), 70), typeAt(bob, text.slice(0, third), 80)]);

	await ada.reload();
	await expect(field(ada)).toBeFocused();
	await bob.context().setOffline(true);
	await typeAt(ada, text.slice(third), 70);
	await expect(ada.getByText('1st so far. Others still type.')).toBeVisible();
	await typeAt(bob, text.slice(third), 80);
	await expect(bob.getByText(/^Not saved yet: it counts if/)).toBeVisible();
	await bob.context().setOffline(false);

	for (const page of [ada, bob]) {
		const [first, second] = await table(page);
		expect(first?.slice(0, 2)).toEqual(['1st', expect.stringMatching(/^Ada/)]);
		expect(second?.slice(0, 2)).toEqual(['2nd', expect.stringMatching(/^Bob/)]);
	}
	await bob.context().close();
});

test('[S7] [T3] a second tab says who types before it takes anything, and each may go on with all keys', async ({
	page: first,
	server,
	browserName
}) => {
	test.skip(browserName === 'firefox', ONE_WINDOW);
	await openTenWords(first, server.url);
	await first.getByRole('button', { name: 'Race a friend' }).click();
	await expectConnected(first);
	await first.getByRole('button', { name: 'Start alone' }).click();
	const early = await first.context().newPage();
	await early.goto(first.url());
	await expect(field(early)).toBeVisible();
	await first.bringToFront();
	const text = await go(first);
	const third = Math.floor(text.length / 3);
	await typeAt(first, text.slice(0, third), 60);

	// One that waited beside it, and one that comes later: neither has a field to take it with.
	const late = await first.context().newPage();
	await late.goto(first.url());
	for (const page of [early, late]) {
		await expect(page.getByText(ELSEWHERE)).toBeVisible();
		await expect(field(page)).toHaveCount(0);
		await page.keyboard.press('x');
	}
	await expect(first.getByText(ELSEWHERE)).toHaveCount(0);

	await late.getByRole('button', { name: 'Type here' }).click();
	await expect(field(late)).toBeFocused();
	await expect(first.getByText(ELSEWHERE)).toBeVisible();
	await typeAt(late, text.slice(third, 2 * third), 60);
	await first.bringToFront();
	await first.getByRole('button', { name: 'Type here' }).click();
	await expect(late.getByText(ELSEWHERE)).toBeVisible();
	await expect(field(first)).toBeFocused();
	await typeAt(first, text.slice(2 * third), 60);

	for (const page of [first, late, early]) {
		const [[place, , , accuracy] = []] = await table(page);
		expect([place, accuracy]).toEqual(['1st', '100 %']);
	}
	await early.close();
	await late.close();
});

test('[S7] [A6] whose link is withdrawn in the middle is told that, and nothing else', async ({
	page: ada,
	browser,
	server
}) => {
	const bob = await comeBy(browser, await makeRace(ada, server.url, 'Ada'), 'Bob');
	await start(ada).click();
	await expect(bob.getByText('Go.', { exact: true })).toBeAttached();
	await ada.evaluate(async () => {
		const { items } = await (await fetch('/api/share-links')).json();
		await fetch(`/api/share-links/${items[0].linkId}`, { method: 'DELETE' });
	});
	await expect(bob.getByText('The link that brought you here was withdrawn.')).toBeVisible();
	await expect(bob.getByText(/Go\.|Under way/)).toHaveCount(0);
	await bob.context().close();
});

test('[S7] while the owner is away others may start; who closes a race closes it for all', async ({
	page: ada,
	browser,
	server
}) => {
	const bob = await comeBy(browser, await makeRace(ada, server.url, 'Ada'), 'Bob');
	const address = ada.url();
	await ada.goto(`${server.url}/threads`);
	await expect(racer(bob, 'Ada')).toContainText('away');
	await expect(start(bob)).toBeVisible();
	await ada.goto(address);
	await expect(start(bob)).toHaveCount(0);

	await ada.getByRole('button', { name: 'Close this race for everybody' }).click();
	await ada.getByRole('button', { name: 'Close it' }).click();
	await expect(ada).toHaveURL(/\/typing$/);
	await expect(bob.getByText('This race was closed.')).toBeVisible();
	await bob.context().close();
});

test('[S7] names of sixty letters without a space fit on a narrow screen, all the way', async ({
	page: ada,
	browser,
	server,
	browserName
}) => {
	test.skip(browserName === 'firefox', ONE_WINDOW);
	const link = await makeRace(ada, server.url, 'M'.repeat(60));
	const bob = await comeBy(browser, link, 'W'.repeat(60));
	await bob.setViewportSize({ width: 390, height: 800 });
	const tooWide = () =>
		bob.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	await expect(bob.getByText(/M starts the race\.$/)).toBeVisible();
	expect(await tooWide(), 'lobby').toBe(0);
	await start(ada).click();
	const text = await go(ada);
	await go(bob);
	expect(await tooWide(), 'tracks').toBe(0);
	await typeAt(ada, text, 60);
	await typeAt(bob, text, 60);
	await expect(bob.getByText(/^M+ won with \d+ words a minute\.$/)).toBeVisible();
	expect(await tooWide(), 'result').toBe(0);
	await bob.context().close();
});
