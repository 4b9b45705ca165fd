import { expect, type Browser, type Locator, type Page } from '@playwright/test';
import { expectConnected, Fingers, openTenWords, readText } from './typing';

/** Makes a race of ten words, and says what its maker is called. @returns the link for others */
export async function makeRace(page: Page, url: string, name: string): Promise<string> {
	await openTenWords(page, url);
	await page.getByRole('button', { name: 'Race a friend' }).click();
	await keepName(page, name);
	await page.getByRole('button', { name: 'Invite by a link' }).click();
	const link = page.getByLabel('Whoever opens this link races with you');
	// It is selected, for where there is no clipboard.
	await expect(link).toBeFocused();
	return link.inputValue();
}

/** Somebody else's browser comes by the link. */
export async function comeBy(browser: Browser, link: string, name: string): Promise<Page> {
	const page = await (await browser.newContext()).newPage();
	await page.goto(link);
	await page.waitForURL(/\/typing\/races\//);
	await expectConnected(page);
	if (name !== '') await keepName(page, name);
	return page;
}

async function keepName(page: Page, name: string): Promise<void> {
	await expectConnected(page);
	await page.getByLabel('What should others call you?').fill(name);
	await page.getByRole('button', { name: 'Keep the name' }).click();
	await expect(racer(page, name)).toBeVisible();
}

/** Who is in the lobby under that name. */
export const racer = (page: Page, name: string): Locator =>
	page.getByRole('listitem').filter({ hasText: name });

/** How far somebody is, in percent. */
export async function shareOf(page: Page, name: string): Promise<number> {
	const meter = page.getByRole('meter', { name: `${name}: how far` });
	return Number(await meter.getAttribute('aria-valuenow'));
}

/** Waits for the end of the countdown. @returns the text to type */
export async function go(page: Page): Promise<string> {
	const text = await readText(page);
	await expect(page.getByText('Go.', { exact: true })).toBeAttached();
	return text;
}

/** Types it in a rhythm of one's own, some of it or all. */
export const typeAt = (page: Page, text: string, paceMs: number) =>
	new Fingers(page, paceMs).type(text);

/** The lines of the result table: place, who, and three figures. */
export async function table(page: Page): Promise<string[][]> {
	await expect(page.getByRole('table')).toBeVisible();
	const rows = await page.locator('tbody tr').all();
	return Promise.all(
		rows.map(async (row) =>
			(await row.locator('td, th').allInnerTexts()).map((cell) => cell.replaceAll(/\s+/g, ' '))
		)
	);
}
