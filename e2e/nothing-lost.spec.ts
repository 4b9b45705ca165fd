import type { Page } from '@playwright/test';
import type { ResultSummary } from '../src/lib/typing/results';
import { TestServer } from './server';
import { expect, test as base } from './test';
import {
	expectConnected,
	Fingers,
	inWords,
	openTenWords,
	OPEN_SOCKETS_STAY,
	readText,
	resultsOf,
	resultWithLog,
	savedResult,
	type ResultWithLog
} from './test-helpers/typing';

/** Here each test has a server of its own, since it ends it. */
const test = base.extend<{ mortal: TestServer }>({
	// eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern.
	mortal: async ({}, use) => {
		const server = await TestServer.startBuilt();
		await use(server);
		await server.dispose();
	}
});

/** Where to stop on the way through a text: after its first half. */
const halves = (text: string) => {
	const middle = Math.floor(text.length / 2);
	return [text.slice(0, middle), text.slice(middle)] as const;
};

/** The one result there is, once the page reaches the server and has one. */
async function onlyResult(page: Page): Promise<ResultWithLog> {
	let results: ResultSummary[] = [];
	await expect(async () => {
		results = await resultsOf(page);
		expect(results).toHaveLength(1);
	}).toPass({ timeout: 45_000, intervals: [250] });
	return resultWithLog(page, results[0]!.resultId);
}

test('[T3] a server killed in the middle of a test takes no key with it', async ({
	page,
	mortal
}) => {
	const [before, after] = halves(await openTenWords(page, mortal.url));
	const fingers = new Fingers(page);
	await fingers.type(before);
	await mortal.kill();
	await fingers.type(after.slice(0, 8));
	await mortal.start();
	await fingers.type(after.slice(8));

	const { log, accuracy } = await savedResult(page);
	expect(inWords(log)).toEqual(fingers.typed);
	expect(accuracy).toBe(100);
	expect(await resultsOf(page)).toHaveLength(1);
});

test('[T4] a server killed right after the last key keeps the result, or gets it again', async ({
	page,
	mortal
}) => {
	const text = await openTenWords(page, mortal.url);
	const fingers = new Fingers(page);
	await fingers.type(text);
	await mortal.kill();
	await mortal.start();

	expect(inWords((await onlyResult(page)).log)).toEqual(fingers.typed);
});

test('[T4] a test finished while the server is away shows its figures, and is saved by itself', async ({
	page,
	mortal
}) => {
	const [before, after] = halves(await openTenWords(page, mortal.url));
	const fingers = new Fingers(page);
	await fingers.type(before);
	await mortal.kill();
	await fingers.type(after);

	await expect(page.getByRole('heading', { name: '10 words' })).toBeVisible();
	await expect(page.getByText('Not saved yet')).toBeVisible();
	await mortal.start();
	await expect(page.getByText('Saved.')).toBeVisible({ timeout: 45_000 });

	expect(inWords((await savedResult(page)).log)).toEqual(fingers.typed);
	await page.getByRole('link', { name: 'See it among the others' }).click();
	await expect(page.getByRole('link', { name: 'All results' })).toBeVisible();
});

test('[T6] a finished test that could not be saved survives a reload', async ({ page, mortal }) => {
	const [before, after] = halves(await openTenWords(page, mortal.url));
	const fingers = new Fingers(page);
	await fingers.type(before);
	await mortal.kill();
	await fingers.type(after);
	await expect(page.getByText('Not saved yet')).toBeVisible();

	await mortal.start();
	await page.goto(`${mortal.url}/typing`);

	expect(inWords((await onlyResult(page)).log)).toEqual(fingers.typed);
});

test('[C7] a server replaced by another in the middle of a test takes no key with it', async ({
	page,
	mortal
}) => {
	const [before, after] = halves(await openTenWords(page, mortal.url));
	const fingers = new Fingers(page);
	await fingers.type(before);
	expect(await mortal.kill('SIGTERM')).toBe(0);
	await mortal.start();
	await fingers.type(after);

	expect(inWords((await savedResult(page)).log)).toEqual(fingers.typed);
});

test('[T6] a reload in the middle takes the test up where it was', async ({ page, server }) => {
	const text = await openTenWords(page, server.url);
	const [before, after] = halves(text);
	const fingers = new Fingers(page);
	await fingers.type(before);

	await page.reload();
	await expect.poll(() => readText(page)).toBe(text);
	await fingers.type(after);

	const { log, accuracy } = await savedResult(page);
	expect(inWords(log)).toEqual(fingers.typed);
	expect(accuracy).toBe(100);
});

test('[T6] a test finished offline is saved when the network is back', async ({
	page,
	context,
	server,
	browserName
}) => {
	test.skip(browserName === 'firefox', OPEN_SOCKETS_STAY);
	const [before, after] = halves(await openTenWords(page, server.url));
	const fingers = new Fingers(page);
	await fingers.type(before);
	await context.setOffline(true);
	await expect(page.getByTestId('connection-status')).toHaveText('Offline');
	await fingers.type(after);
	await expect(page.getByText('Not saved yet')).toBeVisible();

	await context.setOffline(false);

	expect(inWords((await savedResult(page)).log)).toEqual(fingers.typed);
});

test('[T1] offline, the next tests are there already', async ({ page, context, server }) => {
	const texts = [await openTenWords(page, server.url)];
	await context.setOffline(true);
	for (let next = 0; next < 3; next += 1) {
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await expect.poll(() => readText(page)).not.toBe(texts.at(-1));
		texts.push(await readText(page));
	}
	expect(new Set(texts).size).toBe(4);
	await context.setOffline(false);
});

test('[T3] a second tab has a test of its own, and both are kept', async ({
	page,
	context,
	server
}) => {
	const text = await openTenWords(page, server.url);
	const [before, after] = halves(text);
	const fingers = new Fingers(page);
	await fingers.type(before);

	const second = await context.newPage();
	const otherText = await openTenWords(second, server.url);
	expect(otherText).not.toBe(text);
	const otherFingers = new Fingers(second);
	await otherFingers.type(otherText);
	expect(inWords((await savedResult(second)).log)).toEqual(otherFingers.typed);

	await page.bringToFront();
	await fingers.type(after);
	expect(inWords((await savedResult(page)).log)).toEqual(fingers.typed);
	expect(await resultsOf(page)).toHaveLength(2);
	await expectConnected(page);
});
