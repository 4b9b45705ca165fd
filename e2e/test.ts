import { test as base } from '@playwright/test';
import { TestServer } from './server';

export { expect } from '@playwright/test';

/**
 * Playwright's `test` with a built server of each worker's own. A test that kills its server starts
 * one for itself with `TestServer.startBuilt`.
 */
export const test = base.extend<object, { server: TestServer }>({
	server: [
		// eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern.
		async ({}, use) => {
			const server = await TestServer.startBuilt();
			await use(server);
			await server.dispose();
		},
		{ scope: 'worker', timeout: 90_000 }
	],
	baseURL: async ({ server }, use) => use(server.url)
});
