import type { Browser, Page } from '@playwright/test';

/**
 * A page on which no script of ours runs. Firefox runs them although it is told not to when it is
 * driven from outside, so that they are not delivered either.
 */
export async function pageWithoutScripts(browser: Browser): Promise<Page> {
	const page = await browser.newPage({ javaScriptEnabled: false });
	await page.route(/\/_app\/.*\.js(\?.*)?$/, (route) => route.abort());
	return page;
}
