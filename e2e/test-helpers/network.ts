import { expect, type Page } from '@playwright/test';

/** Why a test that takes the network away is not for Firefox. */
export const OPEN_SOCKETS_STAY = 'Debian’s Firefox takes the network from new connections only.';

/**
 * Takes the network from a page and all of its context, and waits until the page has heard of it: of
 * some hundred times Chromium forgets to say so once, and must be told again.
 */
export async function goOffline(page: Page): Promise<void> {
	await expect(async () => {
		await page.context().setOffline(false);
		await page.context().setOffline(true);
		await expect.poll(() => page.evaluate(() => navigator.onLine), { timeout: 2_000 }).toBe(false);
	}).toPass();
}
