import { expect, type Browser, type Locator, type Page } from '@playwright/test';
import { expectFocus } from './accounts';
import { expectConnected, field } from './typing';

/** Makes a link on the typing page, and closes what it is shown in. @returns its address */
export async function makeShareLink(page: Page): Promise<string> {
	await page.getByRole('button', { name: 'Share', exact: true }).click();
	await page.getByRole('button', { name: 'Make a link' }).click();
	const link = await page.getByLabel('Opened by anybody, it lets them watch').inputValue();
	await page.getByRole('button', { name: 'Close' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
	return link;
}

/** Opens a link as it was sent, and waits for what it leads to. */
export async function openShareLink(page: Page, link: string): Promise<void> {
	await page.goto(link);
	await page.waitForURL('**/typing/watch/*');
	await expectConnected(page);
}

/** A person of his own, who opens a link. */
export async function watcher(browser: Browser, link: string): Promise<Page> {
	const page = await (await browser.newContext()).newPage();
	await openShareLink(page, link);
	return page;
}

/** The text that a watcher is shown. */
export async function watchedText(page: Page): Promise<string> {
	const spoken = await page.getByText(/^The text: /).textContent();
	return (spoken ?? '').slice('The text: '.length);
}

/** Restarts, whichever window the machine gives its own focus. @returns the new text to type */
export async function restart(page: Page): Promise<string> {
	const read = async () =>
		((await page.getByText(/^Text to type: /).textContent()) ?? '').slice('Text to type: '.length);
	const before = await read();
	await page.getByRole('button', { name: 'Restart' }).click();
	await expect.poll(read).not.toBe(before);
	await expectFocus(field(page));
	return read();
}

/** What stands before the typist's caret, as a watcher sees it. */
export const typedSoFar = (page: Page): Promise<string> =>
	page
		.locator('main .letters .right')
		.allTextContents()
		.then((letters) => letters.join(''));

export const watchStatus = (page: Page): Locator => page.locator('main .live').getByRole('status');
