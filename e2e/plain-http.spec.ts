import type { LaunchOptions, Page } from '@playwright/test';
import { TestServer } from './server';
import { expect, test as base } from './test';
import {
	makeShareLink,
	typedSoFar,
	watchedText,
	watcher,
	watchStatus
} from './test-helpers/sharing';
import { expectSaid, makeThread, say } from './test-helpers/threads';
import { expectConnected, Fingers, pick, readText, savedResult } from './test-helpers/typing';

/**
 * A machine of the local network, reached by its name over plain http: no secure page, so that the
 * browser has no clipboard, no `randomUUID`, no locks and no service worker for it.
 */
const NAME = 'greenroom.test';

const ONE_RESOLVER = 'Only Chromium can be told where a name leads.';

const test = base.extend<object, { lan: TestServer; launchOptions: LaunchOptions }>({
	launchOptions: [
		async ({ launchOptions, browserName }, use) => {
			const rule = `--host-resolver-rules=MAP ${NAME} 127.0.0.1`;
			const args = [...(launchOptions.args ?? []), ...(browserName === 'chromium' ? [rule] : [])];
			await use({ ...launchOptions, args });
		},
		{ scope: 'worker' }
	],
	lan: [
		// eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern.
		async ({}, use) => {
			const server = await TestServer.startBuilt((port) => ({
				HOST: '0.0.0.0',
				ORIGIN: `http://${NAME}:${port}`
			}));
			await use(server);
			await server.dispose();
		},
		{ scope: 'worker', timeout: 90_000 }
	]
});

test.beforeEach(({ browserName }) => {
	test.skip(browserName !== 'chromium', ONE_RESOLVER);
});

const originOf = ({ port }: TestServer) => `http://${NAME}:${port}`;

/** Everything that goes wrong unseen. */
function errorsOf(page: Page): string[] {
	const errors: string[] = [];
	page.on('pageerror', (error) => errors.push(error.message));
	page.on('console', (message) => {
		if (message.type() === 'error') errors.push(message.text());
	});
	return errors;
}

test('[C3] [A6] over plain http one types, shares and is watched', async ({
	page,
	browser,
	lan
}) => {
	const errors = errorsOf(page);
	await page.goto(`${originOf(lan)}/typing`);
	await expectConnected(page);
	expect(await page.evaluate(() => [isSecureContext, 'randomUUID' in crypto])).toEqual([
		false,
		false
	]);
	const count = async () => (await readText(page)).split(' ').length;
	await pick(page, 'Words');
	await expect.poll(count).toBe(25);
	await pick(page, '10 words');
	await expect.poll(count).toBe(10);

	await page.getByRole('button', { name: 'Share', exact: true }).click();
	const dialog = page.getByRole('dialog');
	await expect(dialog).toBeVisible();
	await expect(dialog.getByText('Nobody else can open a link')).toHaveCount(0);
	await page.keyboard.press('Escape');
	await expect(dialog).toBeHidden();
	const link = await makeShareLink(page);
	expect(link).toContain(`${originOf(lan)}/share#`);
	const bob = await watcher(browser, link);
	const bobsErrors = errorsOf(bob);

	await page.getByLabel('Type the text here').focus();
	const text = await readText(page);
	expect(await watchedText(bob)).toBe(text);
	const fingers = new Fingers(page);
	await fingers.type(text.slice(0, 10));
	await expect.poll(() => typedSoFar(bob)).toBe(text.slice(0, 10).replaceAll(' ', ''));
	await say(bob, 'well done');
	await expect(page.getByRole('button', { name: 'In the margin: 1 new' })).toBeAttached();
	await fingers.type(text.slice(10));
	await savedResult(page);
	await expect(watchStatus(bob)).toContainText('Finished.');
	expect([...errors, ...bobsErrors]).toEqual([]);
});

test('[A6] without a clipboard a link is selected, and says so', async ({ page, lan }) => {
	await page.goto(`${originOf(lan)}/typing`);
	await expectConnected(page);
	await page.getByRole('button', { name: 'Share', exact: true }).click();
	await page.getByRole('button', { name: 'Make a link' }).click();
	await page.getByRole('button', { name: 'Copy' }).click();
	await expect(page.getByText('Selected: copy it with your keyboard.')).toBeVisible();
	const link = await page.getByLabel('Opened by anybody, it lets them watch').inputValue();
	const selected = await page.evaluate(() => {
		const field = document.activeElement as HTMLInputElement;
		return field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0);
	});
	expect(selected).toBe(link);
});

test('[C3] [D5] over plain http threads and settings work, and the cookie stays', async ({
	page,
	context,
	lan
}) => {
	const errors = errorsOf(page);
	await makeThread(page, originOf(lan), 'Over plain http');
	await say(page, 'said here');
	await expectSaid(page, 'said here');
	await page.reload();
	await expectSaid(page, 'said here');
	const kept = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
	await pick(page, 'Dark');
	expect((await kept).ok()).toBe(true);
	for (const path of ['', '/devices', '/keys', '/sharing', '/appearance', '/data']) {
		await page.goto(`${originOf(lan)}/settings${path}`);
		await expectConnected(page);
	}
	const cookies = await context.cookies(originOf(lan));
	expect(cookies.length).toBeGreaterThan(0);
	for (const cookie of cookies) expect(cookie, cookie.name).toMatchObject({ secure: false });
	expect(errors).toEqual([]);
});
