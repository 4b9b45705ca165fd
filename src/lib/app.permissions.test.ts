import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rooms, routes } from './app.reference.fixtures';
import { startTestApp, type TestApp } from './testing/app';

/** Rule A7 over everything there is: what is added without the right permission fails here. */

/** No GET, though they change nothing that is kept: one makes a guest, one carries a secret. */
const readMayPost = ['POST /api/me', 'POST /api/me/device-link/look'];

const inbound = rooms.flatMap(({ catalogue }) =>
	Object.entries(catalogue).flatMap(([type, entry]) =>
		entry.direction === 'in' ? [{ type, entry }] : []
	)
);

test.each(routes.map(({ method, path, spec }) => ({ name: `${method} ${path}`, spec })))(
	'[A7] $name asks for the permission that it needs',
	({ name, spec: { permission } }) => {
		if (name.startsWith('GET ')) return expect(['read', 'write', 'admin']).toContain(permission);
		expect(permission === 'read').toBe(readMayPost.includes(name));
	}
);

test.each(inbound)('[A7] $type asks for the permission that it needs', ({ type, entry }) => {
	const isCredential = ['connect', 'authenticate', 'ping'].includes(type);
	expect(entry.permission === 'none').toBe(isCredential);
	if (entry.changes) expect(['write', 'admin']).toContain(entry.permission);
});

describe('with a key that may only read', () => {
	let house: TestApp;
	beforeAll(async () => {
		house = await startTestApp();
	});
	afterAll(() => house.stop());

	const beyond = inbound.filter(({ entry }) => ['write', 'admin'].includes(entry.permission));
	test.each(beyond)('[A7] $type is FORBIDDEN', async ({ type }) => {
		const client = await house.openAs('reader');
		expect((await client.request(type, {})).payload['errorCode']).toBe('FORBIDDEN');
		client.close();
	});
});
