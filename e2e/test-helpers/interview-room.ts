import { expect, type Locator, type Page } from '@playwright/test';
import { expectConnected } from './typing';

export const answerBox = (page: Page): Locator => page.getByLabel('Your answer', { exact: true });

export const openQuestion = (page: Page): Locator =>
	page.getByRole('region', { name: /^Question/ }).getByRole('heading');

export const clock = (page: Page): Locator => page.getByRole('timer');

/** What was asked and is closed, the latest last. */
export const closedTurns = (page: Page): Locator =>
	page.getByRole('list', { name: 'What was asked so far' }).locator('> li');

interface Wish {
	topic?: string;
	kind?: 'Practice' | 'Live';
	time?: 'Usual' | '1.5 times' | 'Twice' | 'No clock';
	questions?: 3 | 5 | 10;
}

/** Begins an interview from the form, and waits for its first question. */
export async function beginInterview(
	page: Page,
	url: string,
	{ topic = 'Caching', kind = 'Practice', time, questions = 3 }: Wish = {}
): Promise<void> {
	await page.goto(`${url}/interviews/new`);
	await expectConnected(page);
	await page.getByLabel('General topic').selectOption(topic);
	await page.getByRole('radio', { name: kind, exact: true }).check({ force: true });
	if (time) await page.getByRole('radio', { name: time, exact: true }).check({ force: true });
	await page.getByRole('radio', { name: String(questions), exact: true }).check({ force: true });
	await page.getByRole('button', { name: 'Begin' }).click();
	await page.waitForURL(/\/interviews\/[0-9a-f-]{36}$/);
	await expect(answerBox(page)).toBeVisible();
}

/** Writes an answer, gives it, and waits until it was evaluated. */
export async function giveAnswer(page: Page, text: string): Promise<void> {
	const before = await closedTurns(page).count();
	await answerBox(page).fill(text);
	await page.getByRole('button', { name: 'Answer', exact: true }).click();
	await expect(closedTurns(page)).toHaveCount(before + 1);
}

/** Goes on from what an answer was worth to what is asked next. */
export const goOn = (page: Page): Locator =>
	page.getByRole('button', { name: /^(Next question|Go on to the follow-up)$/ });

/** Answers a question and all that is asked on about it, in the same words. */
export async function answerToItsEnd(page: Page, text: string): Promise<void> {
	await giveAnswer(page, text);
	while ((await goOn(page).textContent())?.includes('follow-up')) {
		await goOn(page).click();
		await giveAnswer(page, text);
	}
}
