import { expect, test } from 'vitest';
import { UserError } from '../../errors';
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
