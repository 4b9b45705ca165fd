import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { buildEmptyApp } from './empty-app.js';
import { answering, freePort, start, startGreenroom, stop } from './processes.js';
import { median, report } from './report.js';

const debian = '/usr/bin/chromium';

/**
 * P8, the parts that need no keyboard: compressed JavaScript of /typing, and how soon a key counts.
 * @param {number} runs
 */
export async function pageWeight(runs) {
	const browser = await chromium.launch({
		...(existsSync(debian) && { executablePath: process.env.CHROMIUM_PATH ?? debian }),
		args: ['--no-sandbox', '--disable-quic', '--disable-background-networking']
	});
	const empty = buildEmptyApp();
	const [port, emptyPort] = [await freePort(), await freePort()];
	const servers = [
		startGreenroom(port, { LIMIT_GUESTS_PER_HOUR: '100000' }),
		start(['build/index.js'], {
			core: 0,
			cwd: empty,
			env: { PORT: String(emptyPort), HOST: '127.0.0.1' }
		})
	];
	const page = `http://localhost:${port}/typing`;
	const emptyPage = `http://127.0.0.1:${emptyPort}/`;
	await Promise.all([answering(`http://localhost:${port}/readyz`), answering(emptyPage)]);
	const here = [];
	const yardstick = [];
	const firstKey = [];
	for (let run = 0; run < runs; run++) {
		here.push(await kilobytesOfScript(browser, page));
		yardstick.push(await kilobytesOfScript(browser, emptyPage));
		firstKey.push(await secondsToFirstKey(browser, page));
	}
	await browser.close();
	await Promise.all(servers.map(stop));
	report(
		'P8 The typing page',
		'npm run bench -- P8',
		'JavaScript that a cold visit of /typing loads, as transferred (gzip), in kB of 1,000 bytes; and the seconds from opening the page cold to the first key that counts.',
		[
			{
				what: 'kB of JavaScript, compressed',
				values: here,
				peer: 'an empty SvelteKit build',
				peerValues: yardstick,
				target: '≤ 90 kB',
				met: median(here) <= 90
			},
			{
				what: 's to the first key that counts',
				values: firstKey,
				target: '< 5 s',
				met: median(firstKey) < 5
			}
		]
	);
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 */
async function kilobytesOfScript(browser, url) {
	const context = await browser.newContext();
	const page = await context.newPage();
	await page.goto(url, { waitUntil: 'networkidle' });
	const bytes = await page.evaluate(() =>
		performance
			.getEntriesByType('resource')
			.map((entry) => /** @type {PerformanceResourceTiming} */ (entry))
			.filter(({ name }) => new URL(name).pathname.endsWith('.js'))
			.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)
	);
	await context.close();
	return bytes / 1000;
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 */
async function secondsToFirstKey(browser, url) {
	const context = await browser.newContext();
	const page = await context.newPage();
	const from = performance.now();
	await page.goto(url, { waitUntil: 'commit' });
	const letter = page.locator('.letters > *').first();
	// As an impatient person does: a key every 50 ms until one of them counts.
	while (
		!(await letter.evaluate((element) => element.className.includes('right')).catch(() => false))
	) {
		await page.keyboard.press((await letter.textContent()) ?? ' ');
		await page.waitForTimeout(50);
		if (performance.now() - from > 20_000) throw new Error('no key counts');
	}
	const took = (performance.now() - from) / 1000;
	await context.close();
	return took;
}
