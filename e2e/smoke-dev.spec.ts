import { request } from 'node:http';
import { expect, test } from '@playwright/test';
import { TestServer } from './server';

/** Vite's server takes the same line as the built one, beside its own HMR socket. */

test.describe.configure({ mode: 'serial' });

let server: TestServer;

test.beforeAll(async () => {
	test.setTimeout(180_000);
	server = await TestServer.startDevelopment();
});

test.afterAll(() => server.dispose());

/** @returns the status of the answer to an upgrade of `path`; 101 where it was taken */
function upgradeStatus(path: string): Promise<number | undefined> {
	return new Promise((resolve, reject) => {
		const sent = request({
			host: 'localhost',
			port: server.port,
			path,
			headers: {
				host: `localhost:${server.port}`,
				connection: 'Upgrade',
				upgrade: 'websocket',
				'sec-websocket-version': '13',
				'sec-websocket-key': Buffer.from('0123456789abcdef').toString('base64')
			},
			timeout: 20_000
		});
		sent.on('response', (response) => resolve(response.statusCode));
		sent.on('upgrade', (response, socket) => {
			socket.destroy();
			resolve(response.statusCode);
		});
		sent.on('timeout', () => sent.destroy(new Error('The upgrade hangs.')));
		sent.on('error', reject);
		sent.end();
	});
}

test('[C1] the line opens on the development server', async () => {
	expect(await upgradeStatus('/v1/ws')).toBe(101);
});

test('[C1] an upgrade that nobody claims is refused with 404', async () => {
	expect(await upgradeStatus('/nowhere')).toBe(404);
});

test('[C1] a page connects to the line, and to the HMR socket beside it', async ({ page }) => {
	// What is asked for first is compiled first.
	const timeout = 60_000;
	const hmr = page.waitForEvent('websocket', {
		predicate: (socket) => socket.url().includes('token='),
		timeout
	});
	const hello = hmr.then((socket) =>
		socket.waitForEvent('framereceived', {
			predicate: (frame) => String(frame.payload).includes('"connected"'),
			timeout
		})
	);
	await page.goto(`${server.url}/typing`);
	await hello;
	await expect(page.getByTestId('connection-status')).toHaveText('Connected');
	await expect(page.getByTestId('auth-status')).toHaveText('Authenticated');
});
