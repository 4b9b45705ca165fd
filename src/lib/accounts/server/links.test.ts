import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app';
import { newAccount, newGuest, visitorBy } from './accounts.fixtures';

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

const links = () => house.app.accounts.links;
const tokenIn = (url: string) => /#(?:device|admin)\.([\w-]{43})$/.exec(url)?.[1] ?? 'none';

test('[R3] a link joins another device to the person, with what its guest did there', async () => {
	const owner = await newAccount(house.app, 'owner@example.org');
	const { url, expiresAt } = await links().makeDeviceLink(owner.identity);
	expect(url.startsWith(`${house.app.env.ORIGIN}/link#device.`)).toBe(true);
	expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(9 * 60_000);

	const other = await newGuest(house.app);
	await house.app.accounts.changeMe(other.identity, { preferences: { theme: 'dark' } });
	const shown = await links().look(tokenIn(url));
	expect(shown).toEqual({
		name: 'Guest',
		isGuest: false,
		email: 'owner@example.org',
		expiresAt
	});
	const session = await links().redeemDeviceLink(other.identity, tokenIn(url));
	const joined = await visitorBy(house.app, session);
	expect(joined.identity.userId).toBe(owner.identity.userId);
	expect(await house.app.accounts.preferencesOf(owner.identity.userId)).toEqual({ theme: 'dark' });
	expect(await house.app.accounts.devices.list(joined.identity)).toHaveLength(2);
});

test('[R3] a link works once, and for whoever comes first', async () => {
	const owner = await newGuest(house.app);
	const { url } = await links().makeDeviceLink(owner.identity);
	const [one, two] = [await newGuest(house.app), await newGuest(house.app)];
	const settled = await Promise.allSettled(
		[one, two].map(({ identity }) => links().redeemDeviceLink(identity, tokenIn(url)))
	);
	expect(settled.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
	expect(settled.find((each) => each.status === 'rejected')?.reason).toEqual(refusal('NOT_FOUND'));
	await expect(links().look(tokenIn(url))).rejects.toEqual(refusal('NOT_FOUND'));
});

test('[R3] a newer link takes the place of the older one', async () => {
	const { identity } = await newGuest(house.app);
	const older = await links().makeDeviceLink(identity);
	await links().makeDeviceLink(identity);
	await expect(links().look(tokenIn(older.url))).rejects.toEqual(refusal('NOT_FOUND'));
});

test('[R3] an account does not become another by a link, nor a browser its own', async () => {
	const owner = await newGuest(house.app);
	const { url } = await links().makeDeviceLink(owner.identity);
	const account = await newAccount(house.app, 'stays@example.org');
	await expect(links().redeemDeviceLink(account.identity, tokenIn(url))).rejects.toEqual(
		refusal('INVALID_STATE', 'account')
	);
	await expect(links().redeemDeviceLink(owner.identity, tokenIn(url))).rejects.toEqual(
		refusal('INVALID_STATE', 'joined')
	);
	// Neither has used it up.
	expect(await links().look(tokenIn(url))).toMatchObject({ isGuest: true });
});

test('[R3] a link is good for ten minutes', async () => {
	const late = await startTestApp();
	const owner = await newGuest(late.app);
	const { url } = await late.app.accounts.links.makeDeviceLink(owner.identity);
	late.advance(10 * 60_000);
	await expect(late.app.accounts.links.look(tokenIn(url))).rejects.toEqual(refusal('NOT_FOUND'));
	const other = await newGuest(late.app);
	await expect(
		late.app.accounts.links.redeemDeviceLink(other.identity, tokenIn(url))
	).rejects.toEqual(refusal('NOT_FOUND'));
	await late.stop();
});

test('[A7] the first who opens the printed link administers; then there is no other', async () => {
	const fresh = await startTestApp();
	const { accounts } = fresh.app;
	const url = await accounts.links.makeAdminLink();
	const first = await newGuest(fresh.app);
	const session = await accounts.links.redeemAdminLink(first.identity, tokenIn(url!));
	const admin = await visitorBy(fresh.app, session);
	expect(admin.identity.permissions).toEqual(['read', 'write', 'admin']);
	const second = await newGuest(fresh.app);
	await expect(accounts.links.redeemAdminLink(second.identity, tokenIn(url!))).rejects.toEqual(
		refusal('NOT_FOUND')
	);
	expect(await accounts.links.makeAdminLink()).toBeUndefined();

	// Who administers as a guest administers by the account he signs in to.
	const { session: own } = await accounts.entrance.signUp(admin.identity, {
		email: 'chief@example.org',
		password: 'correct horse battery'
	});
	expect((await accounts.byCredential(own.id)).permissions).toContain('admin');
	await fresh.stop();
});

test('[A7] a link for administrators is good for a day', async () => {
	const fresh = await startTestApp();
	const url = await fresh.app.accounts.links.makeAdminLink();
	fresh.advance(24 * 60 * 60_000);
	const { identity } = await newGuest(fresh.app);
	await expect(fresh.app.accounts.links.redeemAdminLink(identity, tokenIn(url!))).rejects.toEqual(
		refusal('NOT_FOUND')
	);
	await fresh.stop();
});

test('[A7] a newer link for administrators takes the place of the older one', async () => {
	const fresh = await startTestApp();
	const { accounts } = fresh.app;
	const older = await accounts.links.makeAdminLink();
	const newer = await accounts.links.makeAdminLink();
	const { identity } = await newGuest(fresh.app);
	await expect(accounts.links.redeemAdminLink(identity, tokenIn(older!))).rejects.toEqual(
		refusal('NOT_FOUND')
	);
	await accounts.links.redeemAdminLink(identity, tokenIn(newer!));
	await fresh.stop();
});

test('[A7] a link for administrators makes none where there is one meanwhile', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'greenroom-test-'));
	const before = await startTestApp({ DATA_DIR: folder });
	const url = await before.app.accounts.links.makeAdminLink();
	await newAccount(before.app, 'boss@example.org');
	await before.stop();
	const named = await startTestApp({ DATA_DIR: folder, ADMIN_EMAILS: 'boss@example.org' });
	const { identity } = await newGuest(named.app);
	await expect(named.app.accounts.links.redeemAdminLink(identity, tokenIn(url!))).rejects.toEqual(
		refusal('INVALID_STATE', 'administered')
	);
	expect(await named.app.accounts.links.makeAdminLink()).toBeUndefined();
	await named.stop();
	rmSync(folder, { recursive: true });
});

test('[A7] who signs up with an address in ADMIN_EMAILS administers already, by the link', async () => {
	const fresh = await startTestApp({ ADMIN_EMAILS: 'Boss@Example.org' });
	const { accounts } = fresh.app;
	const { entrance, links } = accounts;
	const proof = { email: 'boss@example.org', password: 'correct horse battery' };
	const stranger = await newGuest(fresh.app);
	await expect(entrance.signUp(stranger.identity, proof)).rejects.toEqual(refusal('FORBIDDEN'));
	const url = await links.makeAdminLink();
	const boss = await newGuest(fresh.app);
	const marked = await links.redeemAdminLink(boss.identity, tokenIn(url!));
	const { session } = await entrance.signUp(await accounts.byCredential(marked.id), proof);
	expect((await accounts.byCredential(session.id)).permissions).toContain('admin');
	expect(await links.makeAdminLink()).toBeUndefined();
	await fresh.stop();
});

test('[A7] what a guest administers goes along by a password, never by somebody’s link', async () => {
	const fresh = await startTestApp();
	const { links, entrance } = fresh.app.accounts;
	const becomeAdmin = async () => {
		const guest = await newGuest(fresh.app);
		const session = await links.redeemAdminLink(
			guest.identity,
			tokenIn((await links.makeAdminLink())!)
		);
		return (await visitorBy(fresh.app, session)).identity;
	};
	const other = await newAccount(fresh.app, 'other@example.org');
	const { url } = await links.makeDeviceLink(other.identity);
	const joined = await links.redeemDeviceLink(await becomeAdmin(), tokenIn(url));
	expect((await fresh.app.accounts.byCredential(joined.id)).permissions).not.toContain('admin');

	// There is no administrator any more: a link makes one again.
	const own = { email: 'other@example.org', password: 'correct horse battery' };
	const signedIn = await entrance.signIn(await becomeAdmin(), own);
	expect((await fresh.app.accounts.byCredential(signedIn.id)).permissions).toContain('admin');
	await fresh.stop();
});

test.each(['boss', 'boss@example.org@example.com', 'boss@guest.invalid'])(
	'[A7] ADMIN_EMAILS=%s stops the start with a sentence',
	async (ADMIN_EMAILS) => {
		await expect(startTestApp({ ADMIN_EMAILS })).rejects.toThrow(
			/cannot start: ADMIN_EMAILS: ".*" is no e-mail address/
		);
	}
);
