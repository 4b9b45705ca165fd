import { expect, type Locator, type Page } from '@playwright/test';
import { keysFor } from '../../src/lib/testing/keys';
import type { KeyEvent } from '../../src/lib/typing/events';
import type { ResultDetail, ResultSummary } from '../../src/lib/typing/results';

export type ResultWithLog = ResultDetail & { log: KeyEvent[] };

/** Why Firefox sits out what begins with a connection cut by `setOffline`. */
export const OPEN_SOCKETS_STAY = 'Debian’s Firefox takes the network from new connections only.';

/** The hidden field that hears the keys. */
export const field = (page: Page): Locator => page.getByLabel('Type the text here');

/** Waits until keys are heard. @returns the text to type */
export async function readText(page: Page): Promise<string> {
	await expect(field(page)).toBeFocused();
	const spoken = await page.getByText(/^Text to type: /).textContent();
	return (spoken ?? '').slice('Text to type: '.length);
}

export async function expectConnected(page: Page): Promise<void> {
	await expect(page.getByTestId('connection-status')).toHaveText('Connected');
	await expect(page.getByTestId('auth-status')).toHaveText('Authenticated');
}

/** Picks one of a few by the keyboard's or the pointer's way: the circle itself is not drawn. */
export async function pick(page: Page, name: string): Promise<void> {
	await page.getByRole('radio', { name, exact: true }).check({ force: true });
}

/** Opens the typing page with a test of ten words. @returns its text */
export async function openTenWords(page: Page, url: string): Promise<string> {
	await page.goto(`${url}/typing`);
	await readText(page);
	await expectConnected(page);
	const count = async () => wordsOf(await readText(page)).length;
	if ((await count()) !== 10) {
		await pick(page, 'Words');
		await expect.poll(count).toBe(25);
		await pick(page, '10 words');
		await expect.poll(count).toBe(10);
	}
	return readText(page);
}

/** Brings a text of one's own. @returns it as it is to be typed */
export async function openOwnText(page: Page, text: string): Promise<string> {
	await page.getByRole('button', { name: 'Your own text' }).click();
	await page.getByLabel(/^Paste or write/).fill(text);
	await page.getByRole('button', { name: 'Type this text' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
	await expect.poll(() => readText(page)).toBe(text);
	return text;
}

export const wordsOf = (text: string): string[] => text.split(/\s+/);

/** Two hands on a page's keyboard, and what they did in the words of the log. */
export class Fingers {
	/** Each key as the log should have it: `+a` for a character, else the kind. */
	readonly typed: string[] = [];
	readonly #page: Page;
	readonly #paceMs: number;

	/** @param paceMs the usual wait between two keys */
	constructor(page: Page, paceMs = 12) {
		this.#page = page;
		this.#paceMs = paceMs;
	}

	/** Types in a person's rhythm, another one each time. */
	async type(text: string): Promise<void> {
		const keys = keysFor(text, this.#paceMs, Math.ceil(Math.random() * 2 ** 31));
		for (const [index, { t, text: char = '' }] of keys.entries()) {
			await this.#page.keyboard.press(keyNames[char] ?? char);
			this.typed.push(`+${char}`);
			await this.#page.waitForTimeout((keys[index + 1]?.t ?? t) - t);
		}
	}

	async backspace(times = 1): Promise<void> {
		for (let time = 0; time < times; time += 1) {
			await this.#page.keyboard.press('Backspace');
			this.typed.push('deleteChar');
			await this.#page.waitForTimeout(this.#paceMs);
		}
	}
}

const keyNames: Record<string, string> = { ' ': 'Space', '\n': 'Enter' };

/** A log in the words of `Fingers.typed`. */
export const inWords = (log: readonly KeyEvent[]): string[] =>
	log.map(({ kind, text = '' }) => (kind === 'insert' ? `+${text}` : kind));

/** Waits for the result of the test that has just ended, however it is shown. */
export async function savedResult(page: Page): Promise<ResultWithLog> {
	const link = page.getByRole('link', { name: 'See it among the others' });
	await expect(async () => {
		const isShown = /\/typing\/results\//.test(page.url()) || (await link.isVisible());
		expect(isShown, 'the result is saved').toBe(true);
	}).toPass({ timeout: 45_000, intervals: [100] });
	const path = (await link.isVisible())
		? ((await link.getAttribute('href')) ?? '')
		: new URL(page.url()).pathname;
	return resultWithLog(page, path.split('/').at(-1) ?? '');
}

export const resultWithLog = (page: Page, resultId: string): Promise<ResultWithLog> =>
	fetchJson(page, `/api/typing/results/${resultId}?include=log`);

/** All results of whoever looks at this page, newest first. */
export async function resultsOf(page: Page): Promise<ResultSummary[]> {
	return (await fetchJson<{ items: ResultSummary[] }>(page, '/api/typing/results')).items;
}

async function fetchJson<T>(page: Page, path: string): Promise<T> {
	const fetched: T[] = [];
	// The page may be on its way to another one, and takes the question along.
	await expect(async () => {
		fetched[0] = await page.evaluate(async (path) => {
			const answer = await fetch(path);
			if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
			return (await answer.json()) as never;
		}, path);
	}).toPass({ timeout: 10_000, intervals: [100] });
	return fetched[0]!;
}

/** A number of the result page, by its label. */
export const figure = (page: Page, label: string): Locator =>
	page
		.locator('dl > div')
		.filter({ has: page.getByText(label, { exact: true }) })
		.locator('dd');
