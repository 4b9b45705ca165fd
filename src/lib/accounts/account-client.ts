import type { Permission } from '../realtime/permissions';
import * as rest from '../realtime/rest-client';
import { Refusal, type AskOptions, type Method } from '../realtime/rest-client';
import type { Holding } from './server/belongings';
import type { Device } from './server/devices';
import type { ShownKey } from './server/keys';
import type { LinkOwner } from './server/links';
import type { Me } from './server/service';

/** The accounts' part of REST as the browser calls it (rule R3). Times are ISO 8601. */

export type { Device, Holding, LinkOwner, Me };

export interface DeviceLink {
	url: string;
	expiresAt: string;
}

export interface KeyWish {
	name: string;
	permission: Permission;
	expiresAt?: string;
}

export const CONFIRM_DELETION = 'delete everything';

export { Refusal };

/** Deriving a password takes its time on a small machine. */
const TIMEOUT_MS = 30_000;

const ask = <T>(method: Method, path: string, body?: object, options?: AskOptions) =>
	rest.ask<T>(method, path, { body, timeoutMs: TIMEOUT_MS, ...options });

const tell = (method: Method, path: string, body?: object) =>
	rest.tell(method, path, { body, timeoutMs: TIMEOUT_MS });

type Codes = { recoveryCodes: string[] };

/** Everything there is, as one archive. */
export const EXPORT_PATH = '/api/me/export';

/** Each rejects with a `Refusal`. */
export const accountClient = {
	me: () => ask<Me>('GET', '/api/me'),
	/** The guest becomes an account, with everything it owns. */
	signUp: (wish: { email: string; password: string; name?: string }) =>
		ask<Me & Codes>('POST', '/api/me/sign-up', wish),
	signIn: (proof: { email: string; password: string }) =>
		ask<Me>('POST', '/api/me/sign-in', proof, { isProof: true }),
	signOut: () => tell('POST', '/api/me/sign-out'),
	recover: (proof: { email: string; code: string; password: string }) =>
		ask<Me>('POST', '/api/me/recover', proof, { isProof: true }),
	rename: (name: string) => ask<Me>('PATCH', '/api/me', { name }),
	dismissAway: () => tell('PATCH', '/api/me', { wasAwayDays: null }),
	changePassword: (change: { current: string; password: string }) =>
		tell('POST', '/api/me/password', change),
	/** Ten new ones; the old ones are no longer good. */
	async newRecoveryCodes(password: string): Promise<string[]> {
		return (await ask<Codes>('POST', '/api/me/recovery-codes', { password })).recoveryCodes;
	},

	async devices(): Promise<Device[]> {
		return (await ask<{ items: Device[] }>('GET', '/api/me/devices')).items;
	},
	signOutDevice: (deviceId: string) => tell('DELETE', `/api/me/devices/${deviceId}`),
	makeDeviceLink: () => ask<DeviceLink>('POST', '/api/me/device-link'),
	/** Tells whose link it is, without using it. */
	lookAtDeviceLink: (token: string) =>
		ask<LinkOwner>('POST', '/api/me/device-link/look', { token }),
	redeemDeviceLink: (token: string) => ask<Me>('POST', '/api/me/device-link/redeem', { token }),
	redeemAdminLink: (token: string) => ask<Me>('POST', '/api/me/admin-link/redeem', { token }),

	makeKey: (wish: KeyWish) => ask<ShownKey & { key: string }>('POST', '/api/keys', wish),
	revokeKey: (keyId: string) => tell('DELETE', `/api/keys/${keyId}`),

	deleteEverything: () => tell('DELETE', '/api/me', { confirm: CONFIRM_DELETION })
};
