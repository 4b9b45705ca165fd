import { expect, test } from 'vitest';
import { UserError } from '../../errors';
import { startTestApp } from '../../testing/app';
import { newGuest } from './accounts.fixtures';
import { ApiKeys } from './keys';
import { Admins } from './people';
import type { AccountStore } from './store';
import type { Visits } from './visits';

test('[A1] a key is good although the disk does not take when it was last used', async () => {
	const store = {
		keyByHash: async () => ({ id: 'key', userId: 'alice', permission: 'write', expiresAt: null }),
		person: async () => ({ id: 'alice', email: '', isAdmin: false, isAccount: false }),
		touchKey: async () => {
			throw new UserError('CAPACITY_EXCEEDED', 'The disk is full.');
		}
	};
	const keys = new ApiKeys(
		{
			store: store as unknown as AccountStore,
			admins: new Admins([]),
			visits: { note: async () => undefined } as unknown as Visits,
			now: Date.now
		},
		[]
	);
	await expect(keys.identify('gr_any')).resolves.toMatchObject({ userId: 'alice' });
});

test('[A7] a key makes no key that outlives it', async () => {
	const house = await startTestApp();
	const { accounts } = house.app;
	const { keys } = accounts;
	const { identity } = await newGuest(house.app);
	const wish = { name: 'k', permission: 'write' } as const;
	const hour = (hours: number) => new Date(Date.now() + hours * 3_600_000);
	const expiresAt = hour(1);
	const maker = await accounts.byToken((await keys.create(identity, { ...wish, expiresAt })).key);
	await expect(keys.create(maker, { ...wish, expiresAt: hour(2) })).rejects.toMatchObject({
		code: 'FORBIDDEN',
		message: `A key cannot make one that outlives it: take ${expiresAt.toISOString()} or earlier.`
	});
	const untold = await keys.create(maker, wish);
	expect(untold.expiresAt).toBe(expiresAt.toISOString());
	const earlier = hour(0.5);
	const told = await keys.create(maker, { ...wish, expiresAt: earlier });
	expect(told.expiresAt).toBe(earlier.toISOString());
	// A session makes what it likes.
	expect(await keys.create(identity, wish)).not.toHaveProperty('expiresAt');
	await house.stop();
});
