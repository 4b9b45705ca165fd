import { expect, type Locator, type Page } from '@playwright/test';
import { expectConnected } from './typing';

/** Where one writes. */
export const box = (page: Page): Locator => page.getByLabel('Message', { exact: true });

/** Makes a thread on the page that lists them. @returns its address, without the server's */
export async function makeThread(page: Page, url: string, title: string): Promise<string> {
	await page.goto(`${url}/threads`);
	await expectConnected(page);
	await page.getByLabel('Title of a new thread').fill(title);
	await page.getByRole('button', { name: 'Make the thread' }).click();
	await page.waitForURL('**/threads/*');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
	return new URL(page.url()).pathname;
}

export async function say(page: Page, text: string): Promise<void> {
	await box(page).fill(text);
	await box(page).press('Enter');
	await expect(box(page)).toHaveValue('');
}

/** What is kept by the server, as the page shows it. */
export const said = (page: Page): Locator =>
	page.getByRole('log').getByRole('listitem').locator('p');

/** What is not. */
export const unsent = (page: Page): Locator =>
	page.getByRole('list', { name: 'Not sent yet' }).getByRole('listitem');

export async function expectSaid(page: Page, ...texts: string[]): Promise<void> {
	await expect(said(page)).toHaveText(texts, { timeout: 45_000 });
}
