import AxeBuilder from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import type { AsyncApiDocument } from '../src/lib/developers/server/asyncapi';
import { TEST_KEY, TestServer } from './server';
import { expect, test } from './test';
import { pageWithoutScripts } from './test-helpers/without-scripts';
import { operations } from './test-helpers/reference';
import { expectConnected } from './test-helpers/typing';

const ONE_DOCUMENT = 'axe reads the document, which is the same in every browser.';

/** Axe may have been installed beside another release of Playwright, whose types differ. */
type AxePage = ConstructorParameters<typeof AxeBuilder>[0]['page'] & Page;

const messages = Object.keys(
	(JSON.parse(readFileSync('docs/asyncapi.json', 'utf8')) as AsyncApiDocument).components.messages
);

async function open(page: Page, url: string, hash = ''): Promise<void> {
	await page.goto(`${url}/developers${hash}`);
	await expectConnected(page);
}

const entry = (page: Page, id: string) => page.locator('details', { has: page.locator(`#${id}`) });
const body = (page: Page, id: string) => page.locator(`#${id}`);

test('[E5] every message and every address of REST is on the page, each with its place', async ({
	page,
	server
}) => {
	await open(page, server.url);
	const ids = await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id));
	for (const type of messages) expect(ids).toContain(`message-${type}`);
	for (const { operationId } of operations) expect(ids).toContain(`rest-${operationId}`);
	expect(new Set(ids).size).toBe(ids.length);
	const places = await page
		.locator('main a[href^="#"]')
		.evaluateAll((all) => all.map((link) => link.getAttribute('href')?.slice(1) ?? ''));
	expect(places.filter((place) => !ids.includes(place))).toEqual([]);
});

test('[V6] the page shows the examples as they are in their files, with this server’s address', async ({
	page,
	server
}) => {
	await open(page, server.url);
	await expect(page.getByText(server.lineUrl, { exact: true })).toBeVisible();
	for (const name of ['wscat.txt', 'browser.html', 'node.mjs']) {
		const shown = page.locator('figure', { has: page.getByText(name, { exact: true }).first() });
		const file = readFileSync(`examples/${name}`, 'utf8');
		const text = file.replaceAll('localhost:3000', `localhost:${server.port}`);
		expect(await shown.locator('code').textContent()).toBe(text);
	}
});

test('what is shown is copied with a click', async ({ page, context, server, browserName }) => {
	test.skip(browserName !== 'chromium', 'Only Chromium lets a test read the clipboard.');
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await open(page, server.url);
	await page.getByRole('button', { name: 'Copy The address of the line' }).click();
	await expect(page.getByRole('button', { name: 'Copied The address of the line' })).toBeVisible();
	expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(server.lineUrl);
});

test('words find messages by name, sender and field, and addresses beside them', async ({
	page,
	server
}) => {
	await open(page, server.url);
	const find = page.getByLabel('Find a message or an address');
	const status = page.locator('main').getByRole('status');
	await find.fill('durableSeq');
	await expect(status).toHaveText('1 found');
	await expect(entry(page, 'message-metrics_update')).toBeVisible();
	await expect(entry(page, 'message-ping')).toBeHidden();
	await find.fill('api typing sessions');
	await expect(entry(page, 'rest-postTypingSessions')).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Messages', exact: true })).toBeHidden();
	await find.fill('no such thing');
	await expect(status).toHaveText('Nothing has these words.');
	await find.fill('');
	await expect(entry(page, 'message-ping')).toBeVisible();
	await expect(status).toBeEmpty();
});

test('a link to a message opens it, also one that the words had hidden', async ({
	page,
	server
}) => {
	await open(page, server.url, '#message-end_session');
	await expect(body(page, 'message-end_session')).toBeInViewport();
	await page.getByLabel('Find a message or an address').fill('end_session');
	await expect(entry(page, 'message-session_complete')).toBeHidden();
	await body(page, 'message-end_session').getByRole('link', { name: 'session_complete' }).click();
	await expect(body(page, 'message-session_complete')).toBeInViewport();
});

test('without JavaScript everything is there to read', async ({ browser, server }) => {
	const page = await pageWithoutScripts(browser);
	await page.goto(`${server.url}/developers`);
	await expect(body(page, 'message-connect')).toBeHidden();
	await entry(page, 'message-connect').locator('summary').click();
	await expect(body(page, 'message-connect')).toContainText('api_key');
	await page.close();
});

test('no schema library travels to the browser', async ({ page, server }) => {
	const scripts: Promise<string>[] = [];
	page.on('response', (answer) => {
		if (answer.request().resourceType() === 'script') scripts.push(answer.text());
	});
	await open(page, server.url);
	expect(scripts.length).toBeGreaterThan(0);
	for (const script of await Promise.all(scripts)) expect(script).not.toMatch(/safeParse|ZodMini/);
});

for (const name of ['asyncapi', 'openapi']) {
	test(`[R1] /${name}.json is the file, with this server’s address`, async ({
		request,
		server
	}) => {
		const answer = await request.get(`${server.url}/${name}.json`);
		expect(answer.headers()['content-type']).toMatch(/^application\/json/);
		const file = readFileSync(`docs/${name}.json`, 'utf8');
		const here = file.replaceAll('localhost:3000', `localhost:${server.port}`);
		expect(await answer.json()).toEqual(JSON.parse(here));
	});
}

test('[C3] browser.html speaks with the line from an origin that is allowed', async ({
	page,
	server: other
}) => {
	let text = '';
	const pages = createServer((_request, response) => {
		response.setHeader('content-type', 'text/html; charset=utf-8').end(text);
	});
	await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
	const origin = `http://localhost:${(pages.address() as AddressInfo).port}`;
	const server = await TestServer.startBuilt({ ALLOWED_ORIGINS: origin });
	const exampleFor = ({ port }: TestServer) =>
		readFileSync('examples/browser.html', 'utf8')
			.replaceAll('localhost:3000', `localhost:${port}`)
			.replaceAll('YOUR_KEY', TEST_KEY);
	const log = page.locator('#log');

	text = exampleFor(server);
	await page.goto(origin);
	await expect(log).toContainText('pong {}');
	expect((await log.textContent())?.split('\n').map((line) => line.split(' ')[0])).toEqual([
		'connection_established',
		'connection_success',
		'message_delivered',
		'pong',
		''
	]);

	// Another server does not know this origin.
	text = exampleFor(other);
	await page.reload();
	await expect(log).toHaveText(/^closed with 1006/);
	await server.dispose();
	pages.close();
});

for (const [theme, width] of [
	['light', 390],
	['dark', 1440]
] as const) {
	test(`the page is accessible: ${theme}, ${width} pixels`, async ({
		page,
		server,
		browserName
	}) => {
		test.skip(browserName !== 'chromium', ONE_DOCUMENT);
		await page.emulateMedia({ colorScheme: theme });
		await page.setViewportSize({ width, height: 844 });
		await open(page, server.url, '#message-input_update');
		await entry(page, 'rest-postTypingSessions').locator('summary').click();
		const { violations } = await new AxeBuilder({ page: page as AxePage })
			.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
			.analyze();
		expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
	});
}

test('the page does not scroll sideways at 320 pixels, with everything open', async ({
	page,
	server
}) => {
	await page.setViewportSize({ width: 320, height: 640 });
	await open(page, server.url);
	const { scrollWidth, clientWidth } = await page.evaluate(() => {
		for (const details of document.querySelectorAll('details')) details.open = true;
		const { scrollWidth, clientWidth } = document.documentElement;
		return { scrollWidth, clientWidth };
	});
	expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
});
