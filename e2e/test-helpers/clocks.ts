import { expect, type Browser, type Locator, type Page } from '@playwright/test';
import { expectConnected } from './typing';

/** Asks the API as whoever looks at `page`. */
async function post<T>(page: Page, path: string, data: object): Promise<T> {
	// A page makes the guest whose browser this is.
	if (page.url() === 'about:blank') await page.goto('/');
	const { origin } = new URL(page.url());
	const answer = await page.request.post(`${origin}${path}`, { data, headers: { origin } });
	expect(answer.ok(), await answer.text()).toBe(true);
	return answer.json() as Promise<T>;
}

/**
 * Makes a clock of a time for each, whose owner looks at `page`.
 * @param names of the participants; their ids are `p0`, `p1`, …
 * @returns the session's id
 */
export async function makeClock(
	page: Page,
	names: readonly string[],
	totalTimeMs: number
): Promise<string> {
	const participants = names.map((name, index) => ({ id: `p${index}`, name, totalTimeMs }));
	const wish = { syncMode: 'per_participant', participants };
	return (await post<{ sessionId: string }>(page, '/api/sessions', wish)).sessionId;
}

/** @param how the place that it gives is `personId` */
export async function linkToClock(
	page: Page,
	sessionId: string,
	how: { role: 'watch' | 'participate'; personId?: string }
): Promise<string> {
	return (await post<{ url: string }>(page, '/api/share-links', { sessionId, ...how })).url;
}

/** Opens a clock, or a link to it, and waits until it is followed. */
export async function openClock(page: Page, address: string): Promise<void> {
	await page.goto(address);
	await page.waitForURL('**/sessions/*');
	await expectConnected(page);
}

/** A person of his own, who opens a link. */
export async function comesToClock(browser: Browser, link: string): Promise<Page> {
	const page = await (await browser.newContext()).newPage();
	await openClock(page, link);
	return page;
}

export const clockStatus = (page: Page): Locator => page.locator('header').getByRole('status');

/** What is left for somebody, as it is shown. */
export const timeLeft = (page: Page, name: string): Locator =>
	page.getByRole('timer', { name: `Time left for ${name}` });
