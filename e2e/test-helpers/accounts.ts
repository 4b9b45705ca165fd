import { expect, type Browser, type Locator, type Page } from '@playwright/test';
import type { TestServer } from '../server';
import { expectConnected, Fingers, openTenWords, savedResult } from './typing';

export interface Person {
	email: string;
	password: string;
	name: string;
}

let made = 0;

/** Somebody nobody else in these tests is. */
export function somebody(): Person {
	made += 1;
	const email = `ada-${process.pid}-${made}@example.org`;
	return { email, password: 'three words suffice', name: 'Ada' };
}

/** Opens a page, and waits until it hears the keyboard and the line is up. */
export async function open(page: Page, url: string): Promise<void> {
	await page.goto(url);
	await expectConnected(page);
}

/** Types a test of ten words. @returns the id of its result */
export async function typeOneTest(page: Page, server: TestServer): Promise<string> {
	const text = await openTenWords(page, server.url);
	await new Fingers(page).type(text);
	return (await savedResult(page)).resultId;
}

/** The guest who looks at `page` becomes an account. @returns the recovery codes */
export async function signUp(page: Page, server: TestServer, person: Person): Promise<string[]> {
	await open(page, `${server.url}/settings`);
	await page.getByLabel('E-mail address').fill(person.email);
	await page.getByLabel('Password', { exact: true }).fill(person.password);
	await page.getByLabel('Name (optional)').fill(person.name);
	await page.getByRole('button', { name: 'Make an account' }).click();
	await expectFocus(page.getByRole('heading', { name: 'Your recovery codes' }));
	const codes = await page.getByRole('list').getByRole('listitem').allTextContents();
	await page.getByRole('checkbox', { name: /^I have kept them/ }).check();
	await page.getByRole('button', { name: 'Go on' }).click();
	await expect(page.getByText(person.email)).toBeVisible();
	return codes;
}

/** Signs in from the page for it, and waits for the page that opens. */
export async function signIn(page: Page, server: TestServer, person: Person): Promise<void> {
	await open(page, `${server.url}/sign-in`);
	await page.getByLabel('E-mail address').fill(person.email);
	await page.getByLabel('Password', { exact: true }).fill(person.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await expect(page.getByText('You are signed in.')).toBeVisible();
	await expectConnected(page);
}

/** A browser that has never been here. */
export async function anotherBrowser(browser: Browser): Promise<Page> {
	return (await browser.newContext()).newPage();
}

/** Opens a page that asks for its link at once, and looks whether it has left the address. */
export async function openLink(page: Page, url: string): Promise<void> {
	await page.goto(url);
	await expect.poll(() => page.evaluate(() => location.href)).toBe(`${new URL(url).origin}/link`);
}

/** Waits until the page gives it the focus, whichever window the machine gives its own. */
export async function expectFocus(target: Locator): Promise<void> {
	await expect
		.poll(() => target.evaluate((element) => element === document.activeElement))
		.toBe(true);
}

/** Presses Tab until something has the focus; backwards, where that is the shorter way. */
export async function tabTo(target: Locator, way: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
	const hasFocus = () => target.evaluate((element) => element === document.activeElement);
	for (let presses = 0; presses < 60 && !(await hasFocus()); presses += 1) {
		await target.page().keyboard.press(way);
	}
	await expectFocus(target);
}
