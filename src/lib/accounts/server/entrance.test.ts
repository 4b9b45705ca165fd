import SQLite from 'better-sqlite3';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Identity } from '../../realtime/server/identity';
import { startTestApp, type TestApp } from '../../testing/app';
import { newAccount, newGuest, PASSWORD, visitorBy } from './accounts.fixtures';
import { hashOfCode } from './codes';

let house: TestApp;
beforeAll(async () => {
	house = await startTestApp({ LIMIT_GUESTS_PER_HOUR: '10000' });
});
afterAll(() => house.stop());

const refusal = (code: string, state?: string) =>
	expect.objectContaining({
		code,
		...(state !== undefined && { details: { state } })
	}) as unknown;

const entrance = () => house.app.accounts.entrance;

/** A person with something of every kind that a guest can have. */
async function guestWithThings() {
	const guest = await newGuest(house.app);
	const { userId } = guest.identity;
	const [test] = await house.app.typing.reserveTests(userId, { mode: 'custom', text: 'ab' }, 1);
	const key = await house.app.accounts.keys.create(guest.identity, {
		name: 'laptop',
		permission: 'write'
	});
	await house.app.accounts.changeMe(guest.identity, { preferences: { theme: 'dark' } });
	return { guest, test: test!, key };
}

/** Rows of a table, by a connection of the test's own. */
function rows<T>(statement: string, ...values: unknown[]): T[] {
	const sqlite = new SQLite(join(house.folder, 'greenroom.sqlite'), { readonly: true });
	try {
		return sqlite.prepare(statement).all(...values) as T[];
	} finally {
		sqlite.close();
	}
}

test('[R3] a guest who signs up is the same person, with an address, a name and ten codes', async () => {
	const { guest, test } = await guestWithThings();
	const { session, recoveryCodes } = await entrance().signUp(guest.identity, {
		email: 'ada@example.org',
		password: PASSWORD,
		name: 'Ada'
	});
	const account = await visitorBy(house.app, session);
	expect(account.identity.userId).toBe(guest.identity.userId);
	expect(await house.app.accounts.me(account.identity)).toEqual({
		userId: guest.identity.userId,
		name: 'Ada',
		isGuest: false,
		email: 'ada@example.org',
		permissions: ['read', 'write'],
		preferences: { theme: 'dark' }
	});
	expect(new Set(recoveryCodes).size).toBe(10);
	await house.app.typing.session(account.identity.userId, test.sessionId);
});

test('[R3] better-auth knows the cookie of a session that we wrote', async () => {
	const { cookie, identity } = await newAccount(house.app, 'cookie@example.org');
	const recognised = await house.app.accounts.recognise(new Headers({ cookie }));
	expect(recognised?.identity).toMatchObject({
		userId: identity.userId,
		credential: identity.credential
	});
	const client = await house.open({ headers: { cookie, origin: house.origin } });
	expect((await client.next('connection_success')).payload['userId']).toBe(identity.userId);
	client.close();
});

test('[A5] whoever signs up has a new session; the old cookie is worth nothing', async () => {
	const guest = await newGuest(house.app);
	await entrance().signUp(guest.identity, { email: 'fixed@example.org', password: PASSWORD });
	const headers = new Headers({ cookie: guest.cookie });
	expect(await house.app.accounts.recognise(headers)).toBeUndefined();
});

test('[R3] an address belongs to one account, however it is asked for at once', async () => {
	const guests = [await newGuest(house.app), await newGuest(house.app)];
	const asked = guests.map(({ identity }) =>
		entrance().signUp(identity, { email: 'taken@example.org', password: PASSWORD })
	);
	const settled = await Promise.allSettled(asked);
	expect(settled.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
	const refused = settled.find((one) => one.status === 'rejected');
	expect(refused?.reason).toEqual(refusal('INVALID_STATE', 'email_taken'));
});

test('[R3] whoever has an account does not sign up again', async () => {
	const { identity } = await newAccount(house.app, 'once@example.org');
	await expect(
		entrance().signUp(identity, { email: 'twice@example.org', password: PASSWORD })
	).rejects.toEqual(refusal('INVALID_STATE', 'account'));
});

test('[R3] of a password only a salted hash is kept, of the codes only hashes', async () => {
	const { identity, recoveryCodes } = await newAccount(house.app, 'kept@example.org');
	const [kept] = rows<{ hash: string }>(
		'select hash from password where user_id = ?',
		identity.userId
	);
	expect(kept?.hash).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/);
	const codes = rows<{ hash: string }>(
		'select hash from recovery_code where user_id = ?',
		identity.userId
	);
	expect(codes.map(({ hash }) => hash).toSorted()).toEqual(
		recoveryCodes.map(hashOfCode).toSorted()
	);
});

test('[R3] a guest who signs in brings everything along, and is gone', async () => {
	const account = await newAccount(house.app, 'home@example.org');
	const { guest, test } = await guestWithThings();
	const session = await entrance().signIn(guest.identity, {
		email: 'home@example.org',
		password: PASSWORD
	});
	const { identity } = await visitorBy(house.app, session);
	const { userId } = account.identity;
	expect(identity.userId).toBe(userId);
	await house.app.typing.session(userId, test.sessionId);
	expect(await house.app.accounts.preferencesOf(userId)).toEqual({ theme: 'dark' });
	expect(rows('select id from user where id = ?', guest.identity.userId)).toEqual([]);
	await expect(house.app.accounts.byCredential(guest.identity.credential!)).rejects.toEqual(
		refusal('UNAUTHORIZED')
	);
	// The account's own devices stay signed in.
	await house.app.accounts.byCredential(account.identity.credential!);
});

test('[R3] what the account chose itself is not changed by a guest’s choice', async () => {
	const account = await newAccount(house.app, 'choosy@example.org');
	await house.app.accounts.changeMe(account.identity, { preferences: { theme: 'light' } });
	const { guest } = await guestWithThings();
	await house.app.accounts.changeMe(guest.identity, { preferences: { typing: { words: 50 } } });
	await entrance().signIn(guest.identity, { email: 'choosy@example.org', password: PASSWORD });
	expect(await house.app.accounts.preferencesOf(account.identity.userId)).toEqual({
		theme: 'light',
		typing: { words: 50 }
	});
});

test('[R3] a wrong password and an unknown address are refused alike, and cost the same', async () => {
	await newAccount(house.app, 'secret@example.org');
	const { identity } = await newGuest(house.app);
	const timed = async (email: string) => {
		const from = performance.now();
		const refused = await entrance()
			.signIn(identity, { email, password: 'not this one' })
			.catch((error: unknown) => error);
		return { refused, ms: performance.now() - from };
	};
	await timed('warm@example.org');
	const known = await timed('secret@example.org');
	const unknown = await timed('nobody@example.org');
	expect(known.refused).toEqual(refusal('UNAUTHORIZED'));
	expect(unknown.refused).toEqual(known.refused);
	expect(unknown.ms).toBeGreaterThan(known.ms / 5);
	// Still the guest it was.
	await house.app.accounts.byCredential(identity.credential!);
});

test('[R3] the event loop goes on while a password is hashed', async () => {
	let turns = 0;
	const timer = setInterval(() => (turns += 1), 1);
	await newAccount(house.app, 'smooth@example.org');
	clearInterval(timer);
	expect(turns).toBeGreaterThan(5);
});

test('[R3] whoever is signed in to another account signs out first', async () => {
	const one = await newAccount(house.app, 'one@example.org');
	await newAccount(house.app, 'two@example.org');
	await expect(
		entrance().signIn(one.identity, { email: 'two@example.org', password: PASSWORD })
	).rejects.toEqual(refusal('INVALID_STATE', 'account'));
});

test('[A7] a key opens no account, and signs nobody out', async () => {
	const { identity } = await newGuest(house.app);
	const { key } = await house.app.accounts.keys.create(identity, {
		name: 'k',
		permission: 'write'
	});
	const bearer = await house.app.accounts.byToken(key);
	const proof = { email: 'key@example.org', password: PASSWORD };
	await expect(entrance().signUp(bearer, proof)).rejects.toEqual(refusal('FORBIDDEN'));
	await expect(entrance().signOut(bearer)).rejects.toEqual(refusal('FORBIDDEN'));
	await expect(house.app.accounts.links.makeDeviceLink(bearer)).rejects.toEqual(
		refusal('FORBIDDEN')
	);
	const { devices } = house.app.accounts;
	await expect(devices.remove(bearer, identity.credential!)).rejects.toEqual(refusal('FORBIDDEN'));
	expect(await devices.list(identity)).toHaveLength(1);
});

test('[A5] signing out ends that session alone', async () => {
	const account = await newAccount(house.app, 'out@example.org');
	const guest = await newGuest(house.app);
	const elsewhere = await visitorBy(
		house.app,
		await entrance().signIn(guest.identity, { email: 'out@example.org', password: PASSWORD })
	);
	await entrance().signOut(account.identity);
	await expect(house.app.accounts.byCredential(account.identity.credential!)).rejects.toEqual(
		refusal('UNAUTHORIZED')
	);
	await house.app.accounts.byCredential(elsewhere.identity.credential!);
});

test('[R3] a recovery code sets a new password once, however it is written; other sessions end', async () => {
	const account = await newAccount(house.app, 'lost@example.org');
	const { guest, test } = await guestWithThings();
	const code = account.recoveryCodes[3]!;
	const session = await entrance().recover(guest.identity, {
		email: 'lost@example.org',
		password: 'a new password',
		code: code.toLowerCase().replaceAll('-', ' ')
	});
	expect(session.userId).toBe(account.identity.userId);
	await house.app.typing.session(account.identity.userId, test.sessionId);
	await expect(house.app.accounts.byCredential(account.identity.credential!)).rejects.toEqual(
		refusal('UNAUTHORIZED')
	);
	const again = await newGuest(house.app);
	const proof = { email: 'lost@example.org', password: 'another one', code };
	await expect(entrance().recover(again.identity, proof)).rejects.toEqual(refusal('UNAUTHORIZED'));
	await expect(
		entrance().signIn(again.identity, { email: 'lost@example.org', password: PASSWORD })
	).rejects.toEqual(refusal('UNAUTHORIZED'));
	await entrance().signIn(again.identity, {
		email: 'lost@example.org',
		password: 'a new password'
	});
});

test('[R3] another account’s code is no code', async () => {
	const { recoveryCodes } = await newAccount(house.app, 'codes@example.org');
	await newAccount(house.app, 'victim@example.org');
	const { identity } = await newGuest(house.app);
	await expect(
		entrance().recover(identity, {
			email: 'victim@example.org',
			password: 'a new password',
			code: recoveryCodes[0]!
		})
	).rejects.toEqual(refusal('UNAUTHORIZED'));
});

test('[R3] a new password takes the old one; other sessions and links end, this one stays', async () => {
	const account = await newAccount(house.app, 'change@example.org');
	const guest = await newGuest(house.app);
	const elsewhere = await entrance().signIn(guest.identity, {
		email: 'change@example.org',
		password: PASSWORD
	});
	const { url } = await house.app.accounts.links.makeDeviceLink(account.identity);
	await expect(
		entrance().changePassword(account.identity, { current: 'wrong', password: 'brand new one' })
	).rejects.toEqual(refusal('UNAUTHORIZED'));
	await entrance().changePassword(account.identity, {
		current: PASSWORD,
		password: 'brand new one'
	});
	await house.app.accounts.byCredential(account.identity.credential!);
	await expect(house.app.accounts.byCredential(elsewhere.id)).rejects.toEqual(
		refusal('UNAUTHORIZED')
	);
	await expect(house.app.accounts.links.look(url.split('.').at(-1)!)).rejects.toEqual(
		refusal('NOT_FOUND')
	);
});

test('[R3] new recovery codes take the place of the old ones', async () => {
	const account = await newAccount(house.app, 'renew@example.org');
	const codes = await entrance().renewRecoveryCodes(account.identity, PASSWORD);
	const { identity } = await newGuest(house.app);
	const by = (code: string) =>
		entrance().recover(identity, { email: 'renew@example.org', password: 'a new password', code });
	await expect(by(account.recoveryCodes[0]!)).rejects.toEqual(refusal('UNAUTHORIZED'));
	await by(codes[0]!);
});

test('[R3] a guest has no password to change', async () => {
	const { identity } = await newGuest(house.app);
	await expect(
		entrance().changePassword(identity, { current: 'any', password: 'brand new one' })
	).rejects.toEqual(refusal('INVALID_STATE', 'guest'));
});

test('[A7] a guest’s keys stay when he signs up in place', async () => {
	const { guest, key } = await guestWithThings();
	const { userId } = guest.identity;
	await entrance().signUp(guest.identity, { email: 'keeps@example.org', password: PASSWORD });
	expect(await house.app.accounts.keys.list(userId)).toMatchObject([{ keyId: key.keyId }]);
	expect((await house.app.accounts.byToken(key.key)).userId).toBe(userId);
});

test('[A7] a key that somebody left in the browser opens no account that it becomes', async () => {
	const account = await newAccount(house.app, 'careful@example.org');
	const { url } = await house.app.accounts.links.makeDeviceLink(account.identity);
	const proof = { email: 'careful@example.org', password: PASSWORD };
	const [code] = account.recoveryCodes;
	const ways = [
		(identity: Identity) =>
			house.app.accounts.links.redeemDeviceLink(identity, url.split('device.')[1]!),
		(identity: Identity) => entrance().signIn(identity, proof),
		(identity: Identity) => entrance().recover(identity, { ...proof, code: code! })
	];
	for (const become of ways) {
		const { guest, key } = await guestWithThings();
		const client = await house.openAs(key.key);
		await become(guest.identity);
		expect((await client.next('error')).payload['errorCode']).toMatch(/UNAUTHORIZED|INVALID_KEY/);
		expect((await client.closed).code).toBe(4000);
		await expect(house.app.accounts.byToken(key.key)).rejects.toEqual(refusal('INVALID_KEY'));
	}
	expect(await house.app.accounts.keys.list(account.identity.userId)).toEqual([]);
});

test('[A5] a session that was replaced meanwhile is told so, and is taken for no key', async () => {
	const { identity } = await newGuest(house.app);
	await entrance().signUp(identity, { email: 'replaced@example.org', password: PASSWORD });
	const proof = { email: 'somebody@example.org', password: PASSWORD };
	const ended = refusal('UNAUTHORIZED', 'session_ended');
	await expect(entrance().signUp(identity, proof)).rejects.toEqual(ended);
	await expect(entrance().signOut(identity)).rejects.toEqual(ended);
	await expect(house.app.accounts.belongings.remove(identity)).rejects.toEqual(ended);
	const bearer = await house.app.accounts.byToken('alice');
	await expect(entrance().signUp(bearer, proof)).rejects.toEqual(refusal('FORBIDDEN'));
});
