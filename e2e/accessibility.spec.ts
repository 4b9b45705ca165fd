import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './test';
import { anotherBrowser, somebody } from './test-helpers/accounts';
import { bring, expectDone, makeShop, openAnalyses, pack, tab } from './test-helpers/analyses';
import { clockStatus, linkToClock, makeClock, openClock } from './test-helpers/clocks';
import { makeShareLink, openShareLink, watchStatus } from './test-helpers/sharing';
import { say } from './test-helpers/threads';
import { go, makeRace } from './test-helpers/races';
import {
	expectConnected,
	field,
	Fingers,
	openTenWords,
	pick,
	readText,
	savedResult
} from './test-helpers/typing';

const ONE_DOCUMENT = 'axe reads the document, which is the same in every browser.';
const NO_MEDIA = 'Media features cannot be emulated in Debian’s Firefox.';

/** Axe may have been installed beside another release of Playwright, whose types differ. */
type AxePage = ConstructorParameters<typeof AxeBuilder>[0]['page'] & Page;

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const nowhere = '/typing/results/00000000-0000-4000-8000-000000000000';

/** One person's way past every page, in each of its forms. */
async function visitAll(
	page: Page,
	url: string,
	look: (name: string) => Promise<void>
): Promise<void> {
	const open = async (path: string) => {
		await page.goto(`${url}${path}`);
		await expectConnected(page);
	};
	await open('/');
	await look('first visit');
	await open('/typing/history');
	await look('empty history');
	await open(nowhere);
	await look('not found');
	const text = await openTenWords(page, url);
	await look('typing');
	await page.getByRole('button', { name: 'Your own text' }).click();
	await look('own text');
	await page.keyboard.press('Escape');
	await field(page).focus();
	const fingers = new Fingers(page);
	await fingers.type(`${text[0]}~`);
	await look('test under way');
	await fingers.backspace();
	await fingers.type(text.slice(1));
	await savedResult(page);
	await expect(page.getByRole('link', { name: 'Next test' })).toBeFocused();
	await look('result');
	await page.getByText('As a table').click();
	await look('result as a table');
	await open('/typing/history');
	await look('history');
	await open('/');
	await look('home');
}

/** The way of a guest who makes an account, and uses all there is to set. */
async function visitSettings(
	page: Page,
	url: string,
	look: (name: string) => Promise<void>
): Promise<void> {
	const { email, password } = somebody();
	const open = async (path: string) => {
		await page.goto(`${url}${path}`);
		await expectConnected(page);
	};
	const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

	await open('/sign-in');
	await press('Sign in');
	await look('sign-in with problems');
	await open('/recover');
	await look('recover');
	await open('/link');
	await look('no link');
	await open('/link#device.gone');
	await expect(page.getByRole('heading', { name: 'This link does not open' })).toBeVisible();
	await look('link that is gone');
	await open('/link#admin.token');
	await expect(page.getByRole('heading', { name: 'Become an administrator?' })).toBeVisible();
	await look('administrator’s link');

	await open('/settings');
	await look('account of a guest');
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('Password', { exact: true }).fill(password);
	await press('Make an account');
	await expect(page.getByRole('heading', { name: 'Your recovery codes' })).toBeFocused();
	await look('recovery codes');
	await page.getByRole('checkbox').check();
	await press('Go on');
	await expect(page.getByText(email)).toBeVisible();
	await press('Change the password');
	await look('account with problems');

	await open('/settings/devices');
	await press('Make a link');
	const link = await page.getByLabel('Open this on the other device').inputValue();
	await look('devices');
	await page.goto(link);
	await expect(page.getByRole('heading', { name: 'This device is yours already' })).toBeVisible();
	await look('own link');
	await open('/sign-in');
	await look('signed in already');

	await open('/settings/keys');
	await look('no keys');
	await page.getByLabel('Name', { exact: true }).fill('editor');
	await press('Make a key');
	await expect(page.getByLabel('API key', { exact: true })).toBeFocused();
	await look('a key');
	await press('Revoke editor');
	await look('a key to be revoked');
	await open('/settings/sharing');
	await look('nothing shared');
	await open('/settings/appearance');
	await look('appearance');
	await open('/settings/data');
	await press('Delete everything');
	await look('data');
}

/** A race of somebody alone, from the lobby to its result. */
async function visitRace(
	page: Page,
	url: string,
	look: (name: string) => Promise<void>
): Promise<void> {
	await makeRace(page, url, 'Ada Lovelace of the Analytical Engine');
	await look('lobby');
	await page.getByRole('button', { name: 'Start alone' }).click();
	await readText(page);
	await look('countdown');
	const text = await go(page);
	const fingers = new Fingers(page);
	await fingers.type(text.slice(0, 5));
	await look('race under way');
	await fingers.type(text.slice(5));
	await expect(page.getByRole('button', { name: 'Rematch' })).toBeFocused();
	await look('result of a race');
}

/** The way of somebody who shares a test, then of one who watches somebody else's. */
async function visitShared(
	page: Page,
	url: string,
	look: (name: string) => Promise<void>
): Promise<void> {
	await openTenWords(page, url);
	await page.getByRole('button', { name: 'Share', exact: true }).click();
	await expect(page.getByRole('button', { name: 'Make a link' })).toBeVisible();
	await look('about to share');
	await page.getByRole('button', { name: 'Make a link' }).click();
	await expect(page.getByLabel('Opened by anybody, it lets them watch')).toBeFocused();
	await look('a share link');
	await page.getByRole('button', { name: 'Close' }).click();
	await look('shared');
	await page.goto(`${url}/settings/sharing`);
	await expectConnected(page);
	await look('a link in the settings');
	await page.getByRole('button', { name: /^Withdraw: Watch/ }).click();
	await look('a link to be withdrawn');

	const other = await anotherBrowser(page.context().browser()!);
	const text = await openTenWords(other, url);
	await openShareLink(page, await makeShareLink(other));
	await look('a test to be watched');
	await say(page, 'go');
	await new Fingers(other).type(text);
	await expect(watchStatus(page)).toContainText('Finished.');
	await look('a test that was watched');
	await other.goto(`${url}/settings/sharing`);
	await other.getByRole('button', { name: /^Withdraw: Watch/ }).click();
	await other.getByRole('dialog').getByRole('button', { name: 'Withdraw the link' }).click();
	await expect(watchStatus(page)).toContainText('stopped sharing');
	await look('a test that is watched no more');
	await other.context().close();
	await page.goto(`${url}/share`);
	await expect(page.getByRole('heading', { name: 'There is no link' })).toBeVisible();
	await look('no share link');
}

/** A bare clock, from its start to its end, then as one who watches it. */
async function visitClock(
	page: Page,
	url: string,
	look: (name: string) => Promise<void>
): Promise<void> {
	await page.goto(`${url}/sessions/00000000-0000-4000-8000-000000000000`);
	await look('no session');
	const names = ['Ada Lovelace of the Analytical Engine', 'Bob'];
	const sessionId = await makeClock(page, names, 3_600_000);
	await openClock(page, `${url}/sessions/${sessionId}`);
	await look('clock that was not started');
	await page.getByRole('button', { name: 'Start' }).click();
	await expect(clockStatus(page)).toContainText('turn.');
	await look('clock that runs');
	const other = await anotherBrowser(page.context().browser()!);
	await openClock(other, await linkToClock(page, sessionId, { role: 'watch' }));
	await expect(page.getByText('Watches')).toBeVisible();
	await look('clock that is watched');
	await other.context().close();
	await page.getByRole('button', { name: 'Pause' }).click();
	await expect(clockStatus(page)).toContainText('Paused');
	await look('clock that stands still');
	await page.getByRole('button', { name: 'Complete' }).click();
	await look('clock to be completed');
	await page.getByRole('dialog').getByRole('button', { name: 'Complete it' }).click();
	await expect(clockStatus(page)).toHaveText('Completed.');
	await look('clock that is completed');
}

/** A repository that is brought, read and shown in all its parts, and one that cannot be read. */
async function visitAnalysis(
	page: Page,
	url: string,
	look: (name: string) => Promise<void>
): Promise<void> {
	await openAnalyses(page, url);
	await look('no analyses');
	await page.getByRole('button', { name: 'Read it' }).click();
	await expect(page.getByText('Give the address of a repository.')).toBeVisible();
	await look('no address');
	await bring(page, url, await pack(await makeShop('a-shop-with-a-rather-long-name-of-its-own')));
	await look('an analysis under way');
	await expectDone(page);
	for (const name of ['Overview', 'Report', 'Interview'] as const) {
		await tab(page, name).click();
		await look(name);
	}
	await page.getByRole('button', { name: 'Delete', exact: true }).click();
	await look('an analysis to be deleted');
	await page.keyboard.press('Escape');
	await openAnalyses(page, url);
	await look('analyses');
	await page.getByLabel('Address of a git repository').fill('https://127.0.0.1/acme/shop');
	await page.getByRole('button', { name: 'Read it' }).click();
	await expect(page.getByRole('button', { name: 'Read again' })).toBeVisible();
	await look('an analysis that failed');
	await page.goto(url);
	await expectConnected(page);
	await look('home with analyses');
}

/** Transitions change colours: what is judged is what stands after them. */
const settled = (page: Page) =>
	page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));

async function expectAccessible(page: Page, name: string): Promise<void> {
	await settled(page);
	const { violations } = await new AxeBuilder({ page: page as AxePage }).withTags(tags).analyze();
	const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`);
	expect(found, name).toEqual([]);
}

// Colours know nothing of the width, nor the layout of the theme: each once.
for (const [theme, width] of [
	['Light', 1440],
	['Dark', 390]
] as const) {
	for (const [what, visit] of [
		['page', visitAll],
		['page of the settings', visitSettings],
		['page of a race', visitRace],
		['page of what is shared', visitShared],
		['page of a clock', visitClock],
		['page of an analysis', visitAnalysis]
	] as const) {
		test(`every ${what} is accessible: ${theme.toLowerCase()}, ${width} pixels`, async ({
			page,
			server,
			browserName
		}) => {
			test.skip(browserName !== 'chromium', ONE_DOCUMENT);
			test.slow();
			await page.setViewportSize({ width, height: 844 });
			await page.goto(server.url);
			await expectConnected(page);
			const kept = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
			await pick(page, theme);
			await kept;
			await expect(page.locator('html')).toHaveAttribute('data-theme', theme.toLowerCase());
			await visit(page, server.url, (name) => expectAccessible(page, name));
		});
	}
}

test('a lost connection is shown accessibly', async ({ page, context, server, browserName }) => {
	test.skip(browserName !== 'chromium', ONE_DOCUMENT);
	await page.goto(`${server.url}/typing`);
	await expectConnected(page);
	await context.setOffline(true);
	await expect(page.getByTestId('reconnect-info')).toBeVisible();
	await expectAccessible(page, 'offline');
});

test('the theme chosen is kept, and there before any script', async ({ page, server }) => {
	await page.goto(server.url);
	await expectConnected(page);
	const background = () =>
		page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
	const kept = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
	await pick(page, 'Dark');
	await expect.poll(background).toBe('rgb(18, 24, 20)');
	await kept;
	await page.reload({ waitUntil: 'commit' });
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
	expect(await background()).toBe('rgb(18, 24, 20)');
});

test('no page scrolls sideways at 320 pixels', async ({ page, server }) => {
	test.slow();
	await page.setViewportSize({ width: 320, height: 640 });
	const expectNarrow = async (name: string) => {
		const { scrollWidth, clientWidth } = await page.evaluate(() => {
			const { scrollWidth, clientWidth } = document.documentElement;
			return { scrollWidth, clientWidth };
		});
		expect(scrollWidth, name).toBeLessThanOrEqual(clientWidth);
	};
	await visitAll(page, server.url, expectNarrow);
	await visitRace(page, server.url, expectNarrow);
	await visitSettings(page, server.url, expectNarrow);
	await visitShared(page, server.url, expectNarrow);
	await visitClock(page, server.url, expectNarrow);
	await visitAnalysis(page, server.url, expectNarrow);
});

test('who asked for less motion sees none', async ({ page, server, browserName }) => {
	test.skip(browserName !== 'chromium', NO_MEDIA);
	test.slow();
	await page.emulateMedia({ reducedMotion: 'reduce' });
	// Whatever begins to move, however briefly, is noted.
	await page.addInitScript(() => {
		const moved: string[] = [];
		Reflect.set(window, 'moved', moved);
		const watch = () => {
			for (const animation of document.getAnimations()) {
				const { duration } = animation.effect?.getTiming() ?? {};
				if (Number(duration) > 1) moved.push(animation.constructor.name);
			}
			requestAnimationFrame(watch);
		};
		requestAnimationFrame(watch);
	});
	const expectStill = async (name: string) => {
		expect(await page.evaluate(() => Reflect.get(window, 'moved') as string[]), name).toEqual([]);
	};
	await visitAll(page, server.url, expectStill);
	await visitRace(page, server.url, expectStill);
	await visitSettings(page, server.url, expectStill);
	await visitAnalysis(page, server.url, expectStill);
	await page.goto(`${server.url}/typing`);
	// Far enough for the lines to move up.
	await pick(page, '100 words');
	await expect.poll(async () => (await readText(page)).length).toBeGreaterThan(300);
	await new Fingers(page, 5).type((await readText(page)).slice(0, 180));
	await expectStill('lines that move up');
});
