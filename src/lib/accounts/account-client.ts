import type { ErrorBody, ErrorCode } from '../errors';
import type { Permission } from '../realtime/permissions';
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

/** Why the server did not do what it was asked, in words for the person who asked. */
export class Refusal extends Error {
	override readonly name = 'Refusal';

	constructor(
		message: string,
		/** Absent where no server answered. */
		readonly code?: ErrorCode,
		private readonly details: { path?: unknown; state?: unknown } = {}
	) {
		super(message);
	}

	/** The field of the request that is wrong, where it is one. */
	get field(): string | undefined {
		const { path } = this.details;
		return typeof path === 'string' && path !== '' ? path : undefined;
	}

	/** The same, to be shown beside `field`. */
	about(field: string): Refusal {
		return new Refusal(this.message, this.code, { ...this.details, path: field });
	}

	/** Of INVALID_STATE: which moment it is. */
	get state(): string | undefined {
		return typeof this.details.state === 'string' ? this.details.state : undefined;
	}
}

/** Deriving a password takes its time on a small machine. */
const TIMEOUT_MS = 30_000;

const UNREACHABLE =
	'The server cannot be reached. Nothing here is lost: try again once it is back.';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** @throws Refusal */
async function answerTo(method: Method, path: string, body?: object): Promise<Response> {
	const answer = await fetch(path, {
		method,
		cache: 'no-store',
		signal: AbortSignal.timeout(TIMEOUT_MS),
		...(body && {
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body)
		})
	}).catch(() => {
		throw new Refusal(UNREACHABLE);
	});
	if (answer.ok) return answer;
	throw await refusalOf(answer);
}

async function refusalOf(answer: Response): Promise<Refusal> {
	const said: { error?: ErrorBody } = await answer.json().catch(() => ({}));
	// A proxy in front of no server answers in its own words.
	if (!said.error) return new Refusal(UNREACHABLE);
	const { errorCode, errorMessage, details } = said.error;
	const refusal = new Refusal(errorMessage, errorCode, details ?? {});
	if (refusal.field === undefined) return refusal;
	// The form shows it beside that very field.
	const message = errorMessage.replace(`${refusal.field}: `, '');
	return new Refusal(message, errorCode, details ?? {});
}

async function ask<T>(method: Method, path: string, body?: object): Promise<T> {
	return (await (await answerTo(method, path, body)).json()) as T;
}

async function tell(method: Method, path: string, body?: object): Promise<undefined> {
	await answerTo(method, path, body);
	return undefined;
}

type Codes = { recoveryCodes: string[] };

/** Everything there is, as one archive. */
export const EXPORT_PATH = '/api/me/export';

/** Each rejects with a `Refusal`. */
export const accountClient = {
	me: () => ask<Me>('GET', '/api/me'),
	/** The guest becomes an account, with everything it owns. */
	signUp: (wish: { email: string; password: string; name?: string }) =>
		ask<Me & Codes>('POST', '/api/me/sign-up', wish),
	signIn: (proof: { email: string; password: string }) => ask<Me>('POST', '/api/me/sign-in', proof),
	signOut: () => tell('POST', '/api/me/sign-out'),
	recover: (proof: { email: string; code: string; password: string }) =>
		ask<Me>('POST', '/api/me/recover', proof),
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
