import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, test } from './test';
import { pageWithoutScripts } from './test-helpers/without-scripts';
import { anotherBrowser } from './test-helpers/accounts';
import {
	bring,
	expectDone,
	HOSTILE,
	makeLargeShop,
	makeShop,
	notSo,
	openAnalyses,
	pack,
	stageWords,
	tab
} from './test-helpers/analyses';
import { expectConnected, OPEN_SOCKETS_STAY } from './test-helpers/typing';

let folder: string;
let archive: string;
let large: string;
test.beforeAll(async () => {
	folder = await makeShop();
	archive = await pack(folder);
	large = await pack(await makeLargeShop());
});
test.afterAll(async () => {
	for (const one of [folder, large]) await rm(dirname(one), { recursive: true, force: true });
});

test('[N1] [N3] an archive is read in three stages, each shown as soon as it is done', async ({
	page,
	server
}) => {
	await bring(page, server.url, archive);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('shop');
	await expectDone(page);
	await expect(tab(page, 'Overview')).toHaveAttribute('aria-selected', 'true');
	await expect(page.getByRole('tabpanel')).toContainText('JavaScript');
	await tab(page, 'Report').click();
	await expect(notSo(page).first()).toBeVisible();
	await expect(page).toHaveURL(/\?tab=report$/);
	await page.reload();
	await expect(tab(page, 'Report')).toHaveAttribute('aria-selected', 'true');
	await expect(notSo(page).first()).toBeVisible();
});

test('[N1] a folder that is chosen comes with its history, and without what tools put there', async ({
	page,
	server,
	browserName
}) => {
	test.skip(browserName === 'firefox', 'It is handed no folders from outside.');
	await openAnalyses(page, server.url);
	await page.getByTestId('folder').setInputFiles(folder);
	await page.waitForURL('**/analyses/*');
	await expectDone(page);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('shop');
	await expect(page.getByText(/^commit [0-9a-f]{10}$/)).toBeVisible();
	await openAnalyses(page, server.url);
	await expect(page.getByRole('listitem').filter({ hasText: 'shop' })).toContainText('JavaScript');
});

test('[N1] an archive may be dropped anywhere on the page', async ({ page, server }) => {
	await openAnalyses(page, server.url);
	const drop = (name: string, text: string) =>
		page.evaluate(
			([name, text]) => {
				const dataTransfer = new DataTransfer();
				dataTransfer.items.add(new File([text!], name!));
				const of = { dataTransfer, bubbles: true, cancelable: true };
				document.querySelector('footer')!.dispatchEvent(new DragEvent('drop', of));
			},
			[name, text]
		);
	await drop('notes.md', 'none');
	await expect(page.getByRole('alert')).toContainText('notes.md is neither a folder nor a .zip');
	await drop('broken.zip', 'this was never packed');
	await page.waitForURL('**/analyses/*');
	await expect(page.getByRole('alert')).toContainText('This is no .zip, .tar or .tar.gz archive');
	await expect(stageWords(page).first()).toHaveText('Failed');
	await expect(page.getByRole('link', { name: 'Bring something else' })).toBeVisible();
});

test('[N4] what cannot be read says what to do', async ({ page, server }) => {
	await openAnalyses(page, server.url);
	const address = page.getByLabel('Address of a git repository');
	await address.fill('git@example.org:acme/shop.git');
	await address.press('Enter');
	await expect(page.getByText('Repositories are cloned by https, not by ssh')).toBeVisible();
	await expect(address).toBeFocused();
	await address.fill('https://127.0.0.1/acme/shop');
	await address.press('Enter');
	await page.waitForURL('**/analyses/*');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('acme/shop');
	await expect(stageWords(page).first()).toHaveText('Failed');
	await expect(page.getByRole('alert')).not.toBeEmpty();
	await page.getByRole('button', { name: 'Read again' }).click();
	await expect(stageWords(page).first()).toHaveText('Failed');
});

test('[R3] what is not so is hidden, after a reload and in the next analysis too', async ({
	page,
	context,
	server
}) => {
	await bring(page, server.url, archive);
	await expectDone(page);
	await tab(page, 'Report').click();
	const name = (await notSo(page).first().getAttribute('aria-label'))!;
	const one = page.getByRole('button', { name, exact: true });
	const before = await notSo(page).count();
	const other = await context.newPage();
	await other.goto(page.url());
	await expectConnected(other);
	await expect(other.getByRole('button', { name, exact: true })).toBeVisible();

	await one.click();
	await expect(one).toHaveCount(0);
	await expect(
		page.getByRole('button', { name: name.replace('Not so', 'Show again') })
	).toBeVisible();
	await expect(other.getByRole('button', { name, exact: true })).toHaveCount(0);
	await page.reload();
	await expect(notSo(page)).toHaveCount(before - 1);
	await expect(page.getByText('Hidden by you (1)')).toBeVisible();

	await bring(page, server.url, archive);
	await expectDone(page);
	await tab(page, 'Report').click();
	await expect(notSo(page)).toHaveCount(before - 1);
	await page.getByText('Hidden by you (1)').click();
	await page.getByRole('button', { name: name.replace('Not so', 'Show again') }).click();
	await expect(one).toBeVisible();
});

test('[R3] where the server will not hide it, it is shown again, and why', async ({
	page,
	server
}) => {
	await bring(page, server.url, archive);
	await expectDone(page);
	await tab(page, 'Report').click();
	const before = await notSo(page).count();
	await page.route('**/findings/*', (route) => route.abort());
	await notSo(page).first().click();
	await expect(page.getByText('The server cannot be reached')).toBeVisible();
	await expect(notSo(page)).toHaveCount(before);
});

test('[N6] cancelled, it stops; gone on with, it ends', async ({ page, server }) => {
	await bring(page, server.url, large);
	await expect(page.getByText(/, [\d,]+ of [\d,]+$/).first()).toBeVisible();
	await page.getByRole('button', { name: 'Cancel', exact: true }).click();
	await expect(page.getByText('Cancelled. What was found until then stays here.')).toBeVisible();
	await expect(stageWords(page).filter({ hasText: 'Stopped' })).toHaveCount(1);
	await page.getByRole('button', { name: 'Go on with it' }).click();
	await expectDone(page);
});

test('[N2] offline it says so, and what happened meanwhile is there afterwards', async ({
	page,
	context,
	server,
	browserName
}) => {
	test.skip(browserName === 'firefox', OPEN_SOCKETS_STAY);
	await bring(page, server.url, large);
	await expect(stageWords(page).first()).not.toHaveText('Waiting');
	await context.setOffline(true);
	await expect(page.getByTestId('connection-status')).toHaveText('Offline');
	await expect(page.getByText('Runs on the server')).toBeVisible();
	const known = page.getByRole('tab', { name: 'Report' });
	await expect(known).toBeVisible();
	await context.setOffline(false);
	await expectDone(page);
	await tab(page, 'Interview').click();
	await expect(page.getByRole('tabpanel')).toContainText(/Architecture|Implementation/);
});

test('[N2] the list follows those that run, and one that is deleted is gone everywhere', async ({
	page,
	context,
	server
}) => {
	const address = await bring(page, server.url, large);
	const list = await context.newPage();
	await openAnalyses(list, server.url);
	const row = list.getByRole('listitem').filter({ hasText: 'large' });
	await expect(row.getByRole('progressbar')).toBeVisible();
	await expect(row).toContainText(/\d+ %/);
	await expectDone(page);
	await expect(row).toContainText(/JavaScript · \d+ findings/);

	await row.getByRole('button', { name: 'Delete large' }).click();
	await list.getByRole('button', { name: 'Delete the analysis' }).click();
	await expect(row).toHaveCount(0);
	await expect(list.getByRole('heading', { name: 'No analyses yet' })).toBeVisible();
	await expect(page.getByRole('heading', { name: 'This analysis was deleted' })).toBeVisible();
	await page.goto(address);
	await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
});

test('[A6] what is somebody else’s is not there', async ({ page, browser, server }) => {
	const address = await bring(page, server.url, archive);
	const other = await anotherBrowser(browser);
	await other.goto(address);
	await expect(other.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
	await other.context().close();
});

test('[N1] an upload shows how it goes, and can be cancelled', async ({ page, server }) => {
	await openAnalyses(page, server.url);
	let release: () => void = () => undefined;
	await page.route('**/api/analyses?*', async (route) => {
		if (route.request().method() !== 'POST') return route.continue();
		await new Promise<void>((resolve) => (release = resolve));
		await route.abort();
	});
	await page.getByTestId('archive').setInputFiles(archive);
	await expect(page.getByRole('progressbar', { name: 'Upload' })).toBeVisible();
	const cancel = page.getByRole('button', { name: 'Cancel the upload' });
	await expect(cancel).toBeFocused();
	await page.getByRole('link', { name: 'Threads' }).click();
	await expect(page.getByRole('heading', { name: 'Threads', exact: true })).toBeVisible();
	await page.getByRole('link', { name: 'Analyses' }).click();
	// It went on meanwhile.
	await cancel.click();
	await expect(page.getByRole('button', { name: 'Choose an archive' })).toBeVisible();
	await expect(page.getByRole('alert').filter({ hasText: /./ })).toHaveCount(0);
	release();
});

test('[L6] an upload that the server refuses says why', async ({ page, server }) => {
	await openAnalyses(page, server.url);
	const error = { errorCode: 'CAPACITY_EXCEEDED', errorMessage: 'The disk is full.' };
	await page.route('**/api/analyses?*', (route) =>
		route.fulfill({ status: 503, json: { error: { ...error, retryable: true } } })
	);
	await page.getByTestId('archive').setInputFiles(archive);
	await expect(page.getByRole('alert').filter({ hasText: 'The disk is full.' })).toBeVisible();
});

test('[F7] names and code of a repository are text, whatever they say', async ({
	page,
	server
}) => {
	await bring(page, server.url, archive);
	await expectDone(page);
	for (const name of ['Overview', 'Report', 'Interview'] as const) {
		await tab(page, name).click();
		await expect(tab(page, name)).toHaveAttribute('aria-selected', 'true');
		const more = page.getByText(/^\d+ more places?$/);
		while ((await more.count()) > 0) await more.first().click();
		expect(await page.locator('main img, main script, main b').count(), name).toBe(0);
		expect(await page.getByRole('main').innerText()).not.toContain('\u202e');
	}
	await tab(page, 'Report').click();
	await expect(page.getByText(HOSTILE.path).first()).toBeVisible();
	expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
});

test('[P6] by keyboard alone: from the first page to the parts of an analysis', async ({
	page,
	server
}) => {
	await page.goto(server.url);
	await expectConnected(page);
	await expect(page.getByRole('link', { name: 'Start typing' })).toBeFocused();
	const address = page.getByLabel('Address of a git repository');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await expect(address).toBeFocused();
	await page.keyboard.type('http://example.org/acme/shop');
	await page.keyboard.press('Enter');
	await expect(page.getByText('Repositories are cloned by https only')).toBeVisible();

	await bring(page, server.url, archive);
	await expectDone(page);
	await tab(page, 'Overview').focus();
	await page.keyboard.press('ArrowRight');
	await expect(tab(page, 'Report')).toBeFocused();
	await expect(tab(page, 'Report')).toHaveAttribute('aria-selected', 'true');
	await page.keyboard.press('End');
	await expect(tab(page, 'Interview')).toBeFocused();
	await page.keyboard.press('ArrowRight');
	await expect(tab(page, 'Overview')).toBeFocused();
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('Tab');
	await expect(tab(page, 'Interview')).not.toBeFocused();
	await notSo(page).first().focus();
	await page.keyboard.press('Enter');
	const back = page.getByRole('button', { name: /^Show again: / });
	await expect(back).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(notSo(page).first()).toBeFocused();
});

test('[N1] the first page leads on with the last analyses', async ({ page, server }) => {
	const address = await bring(page, server.url, archive);
	await expectDone(page);
	await page.goto(server.url);
	await page.getByRole('link', { name: 'shop', exact: true }).click();
	await expect(page).toHaveURL(address);
});

test('[N1] without any script the address is taken along', async ({ browser, server }) => {
	const page = await pageWithoutScripts(browser);
	await page.goto(server.url);
	await page.getByLabel('Address of a git repository').fill('https://example.org/acme/shop');
	await page.getByRole('button', { name: 'Read it' }).click();
	await expect(page.getByLabel('Address of a git repository')).toHaveValue(
		'https://example.org/acme/shop'
	);
	await page.close();
});
