import { expect, test } from 'vitest';
import { UserError } from '../../errors';
import { ApiKeys } from './keys';
import type { AccountStore } from './store';

test('[A1] a key is good although the disk does not take when it was last used', async () => {
	const store = {
		keyByHash: async () => ({ userId: 'alice', permission: 'write', expiresAt: null }),
		touchKey: async () => {
			throw new UserError('CAPACITY_EXCEEDED', 'The disk is full.');
		}
	};
	const keys = new ApiKeys(store as unknown as AccountStore, []);
	await expect(keys.identify('gr_any')).resolves.toMatchObject({ userId: 'alice' });
});
