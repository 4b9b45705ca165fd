import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { create } from 'tar';
import { prepareText } from '../src/lib/typing/text';
import { expect, test } from './test';
import {
	expectConnected,
	field,
	Fingers,
	inWords,
	pick,
	readText,
	savedResult
} from './test-helpers/typing';

const settle = `export function settle(orders, paid) {
	const open = [];

	for (const order of orders) {
		if (!paid.has(order.id)) open.push(order);
	}
	return open;
}
`;

const total = `def total(items, rate):
    amount = sum(item.price * item.count for item in items)
    return round(amount * (1 + rate), 2)
`;

/** Has a folder analysed, as whoever looks at this page. @returns the analysis' id */
async function analyse(page: Page, name: string, files: Record<string, string>): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'greenroom-test-'));
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), text);
	}
	const chunks: Buffer[] = [];
	for await (const chunk of create({ cwd: folder }, Object.keys(files))) chunks.push(chunk);
	rmSync(folder, { recursive: true });
	const packed = Buffer.concat(chunks).toString('base64');
	const analysisId = await page.evaluate(
		async ([name, packed]) => {
			const body = Uint8Array.from(atob(packed!), (byte) => byte.charCodeAt(0));
			const answer = await fetch(`/api/analyses?kind=folder&name=${name}`, {
				method: 'POST',
				headers: { 'content-type': 'application/x-tar' },
				body
			});
			return ((await answer.json()) as { analysisId: string }).analysisId;
		},
		[name, packed]
	);
	const status = () =>
		page.evaluate(async (id) => {
			const answer = await fetch(`/api/analyses/${id}`);
			return ((await answer.json()) as { status: string }).status;
		}, analysisId);
	await expect.poll(status, { timeout: 30_000 }).toBe('completed');
	return analysisId;
}

/** How many tests on code this browser keeps ahead. */
const codeKept = (page: Page) =>
	page.evaluate(() => {
		const name = Object.keys(localStorage).find((key) => key.startsWith('greenroom:kept-tests:'));
		const kept = JSON.parse(localStorage.getItem(name ?? '') ?? '[]') as { order: string }[];
		return kept.filter(({ order }) => order.startsWith('code ')).length;
	});

/** What an editor leaves to be typed of a text. */
const keysOf = (text: string) =>
	prepareText(text)
		.words.map(({ chars, separator }) => chars.join('') + separator)
		.join('');

test('[T1] without a repository the mode says how there will be code', async ({ page, server }) => {
	await page.goto(`${server.url}/typing`);
	await readText(page);
	await pick(page, 'Code');
	await expect(page.getByRole('heading', { name: 'None of your code is here yet' })).toBeVisible();
	await expect(page.getByRole('link', { name: 'Bring a repository' })).toHaveAttribute(
		'href',
		'/analyses'
	);
	await expect(field(page)).toBeHidden();
	await pick(page, 'Words');
	await expect.poll(async () => (await readText(page)).split(' ').length).toBe(25);
});

test('[T1] [T4] a function of one’s own is typed as in an editor, and the result says which it was', async ({
	page,
	server
}) => {
	await page.goto(`${server.url}/typing`);
	await readText(page);
	await expectConnected(page);
	await analyse(page, 'shop', { 'src/orders.js': settle, 'package.json': '{"name":"shop"}' });
	await page.reload();
	await readText(page);

	await pick(page, 'Code');
	const text = settle.trim();
	await expect.poll(() => readText(page)).toBe(text);
	const fingers = new Fingers(page);
	await fingers.type(keysOf(text));

	const { log, characters, settings, accuracy } = await savedResult(page);
	expect(inWords(log)).toEqual(fingers.typed);
	expect(characters).toEqual({
		...{ correct: keysOf(text).length, incorrect: 0, extra: 0, missed: 0 }
	});
	expect(accuracy).toBe(100);
	expect(settings).toMatchObject({ mode: 'code', language: 'javascript', length: 'short' });
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your code, JavaScript, short');
	await expect(page.getByText('src/orders.js:1 settle')).toContainText('in shop');

	await page.goto(`${server.url}/typing/history?mode=code`);
	await expect(page.getByRole('row', { name: 'src/orders.js:1 settle' })).toBeVisible();

	// The kind of test is remembered; Tab leads to Restart from the middle of a line.
	await page.goto(`${server.url}/typing`);
	await expect.poll(() => readText(page)).toBe(text);
	await new Fingers(page).type('export');
	await page.keyboard.press('Tab');
	await expect(page.getByRole('button', { name: 'Restart' })).toBeFocused();
	await page.keyboard.press('Enter');
	await expect.poll(() => readText(page)).toBe(text);
});

test('[T1] language and repository are chosen where there are several', async ({
	page,
	server
}) => {
	await page.goto(`${server.url}/typing`);
	await readText(page);
	const files = { 'src/orders.js': settle, 'tools/sums.py': total };
	await analyse(page, 'shop', files);
	await page.reload();
	await readText(page);
	await pick(page, 'Code');
	await expect.poll(() => readText(page)).toMatch(/^(export function settle|def total)/);

	await expect(page.getByLabel('Repository')).toBeHidden();
	await page.getByLabel('Language').selectOption('Python');
	await expect.poll(() => readText(page)).toBe(total.trim());
	await page.getByLabel('Language').selectOption('JavaScript');
	await expect.poll(() => readText(page)).toBe(settle.trim());

	await analyse(page, 'other', { 'lib/names.py': total.replaceAll('total', 'whole') });
	await page.goto(`${server.url}/typing`);
	await expect.poll(() => readText(page)).toBe(settle.trim());
	await page.getByLabel('Repository').selectOption('other');
	await expect.poll(() => readText(page)).toContain('def whole');
	await expect(page.getByLabel('Language')).toBeHidden();
});

test('[T1] [T6] the next functions are kept for when the server is away', async ({
	page,
	server,
	context
}) => {
	await page.goto(`${server.url}/typing`);
	await readText(page);
	await analyse(page, 'shop', { 'src/orders.js': settle });
	await page.reload();
	await readText(page);
	await pick(page, 'Code');
	await expect.poll(() => readText(page)).toBe(settle.trim());
	await expect.poll(() => codeKept(page)).toBe(3);
	await context.setOffline(true);
	await field(page).press('Tab');
	await page.keyboard.press('Enter');
	await expect.poll(() => readText(page)).toBe(settle.trim());
	await expect(page.getByText('cannot be reached, and no test')).toBeHidden();
	await context.setOffline(false);
});
