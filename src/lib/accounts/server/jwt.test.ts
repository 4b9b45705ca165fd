import { setTimeout as delay } from 'node:timers/promises';
import { exportSPKI, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app';
import { Issuer, makeKey } from './issuer.fixtures';
import { JwtVerifier } from './jwt';

const COOLDOWN_MS = 50;

let issuer: Issuer;
let house: TestApp;
beforeAll(async () => {
	issuer = await Issuer.start();
	house = await startTestApp(issuer.settings);
});
afterAll(async () => {
	await house.stop();
	await issuer.stop();
});

/** One that has asked for no keys yet. */
const verifier = (cooldownMs = COOLDOWN_MS) =>
	JwtVerifier.configured(
		{ ...issuer.settings, AUTH_AUDIENCE: issuer.settings.AUTH_AUDIENCE.split(', ') },
		Date.now,
		cooldownMs
	)!;

const refusal = (code: string) => expect.objectContaining({ code }) as unknown;

test('[A1] Cognito’s access and id tokens are one person’s, by issuer and subject', async () => {
	const { accounts } = house.app;
	const byAccess = await accounts.byToken(await issuer.accessToken());
	const byId = await accounts.byToken(await issuer.idToken());
	expect(byAccess.userId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-/);
	expect(byId.userId).toBe(byAccess.userId);
	expect(byAccess.permissions).toEqual(['read', 'write']);
	const other = await accounts.byToken(await issuer.accessToken({ sub: 'grace' }));
	expect(other.userId).not.toBe(byAccess.userId);
});

test('[A1] a token’s person is there from the first time on, called as the token says', async () => {
	const { accounts, typing } = house.app;
	const identity = await accounts.byToken(
		await issuer.idToken({ sub: 'new', name: ' Ada\u202e ' })
	);
	expect(await accounts.me(identity)).toMatchObject({ name: 'Ada', isGuest: false });
	const made = await typing.reserveTests(identity.userId, { mode: 'custom', text: 'abc' }, 1);
	expect(made).toHaveLength(1);
});

test('[A1] a token ends at its exp', async () => {
	const exp = Math.floor(Date.now() / 1000) + 1800;
	const { expiresAt } = await house.app.accounts.byToken(await issuer.accessToken({ exp }));
	expect(expiresAt).toEqual(new Date(exp * 1000));
});

test('[A1] on the line: authenticate with a token, and told when it ends', async () => {
	const client = await house.open();
	const token = await issuer.accessToken();
	expect((await client.request('authenticate', { token })).payload).toMatchObject({
		message: 'Connected',
		expiresAt: expect.any(String) as unknown
	});
	client.close();
	const late = await house.open();
	late.send('connect', { api_key: await issuer.accessToken({ exp: 1_000_000_000 }) });
	expect((await late.next('error')).payload['errorCode']).toBe('TOKEN_EXPIRED');
	expect((await late.closed).code).toBe(4000);
});

const bad: [string, () => Promise<string>][] = [
	['of another issuer', () => issuer.accessToken({ iss: 'https://elsewhere.example' })],
	['for another client', () => issuer.accessToken({ client_id: 'another' })],
	['for another audience', () => issuer.idToken({ aud: ['another', 'third'] })],
	['for no audience', () => issuer.idToken({ aud: undefined })],
	[
		'that names its audience where its client should be',
		() => issuer.accessToken({ client_id: undefined, aud: 'greenroom-web' })
	],
	['about nobody', () => issuer.accessToken({ sub: undefined })],
	['about somebody without a name', () => issuer.accessToken({ sub: '' })],
	['about what is no text', () => issuer.accessToken({ sub: {} as string })],
	['that never ends', () => issuer.accessToken({ exp: undefined })],
	['that is not good yet', () => issuer.accessToken({ nbf: 4_000_000_000 })],
	['signed by nobody', async () => new UnsecuredJWT(await claims()).encode()],
	[
		'signed with the public key as a shared secret',
		async () =>
			new SignJWT(await claims())
				.setProtectedHeader({ alg: 'HS256', kid: 'first' })
				.sign(new TextEncoder().encode(await exportSPKI(issuer.keys[0]!.publicKey)))
	],
	[
		'signed by another key of the same name',
		async () => issuer.accessToken({}, await makeKey('first'))
	],
	['with a kid that nobody has', async () => issuer.accessToken({}, await makeKey('unknown'))],
	[
		'whose claims were changed',
		async () => {
			const [head, , signature] = (await issuer.accessToken()).split('.');
			const forged = Buffer.from(JSON.stringify({ ...(await claims()), sub: 'grace' }));
			return [head, forged.toString('base64url'), signature].join('.');
		}
	],
	['that is cut off', async () => (await issuer.accessToken()).slice(0, -20)],
	['that is no JSON', async () => 'eyJhbGciOi.eyJhbGciOi.c2lnbmVk']
];

const claims = async (): Promise<JWTPayload> =>
	JSON.parse(
		Buffer.from((await issuer.accessToken()).split('.')[1]!, 'base64url').toString()
	) as JWTPayload;

test.each(bad)('[A1] a token %s is refused with INVALID_KEY', async (_what, make) => {
	await expect(house.app.accounts.byToken(await make())).rejects.toEqual(refusal('INVALID_KEY'));
});

test('[A1] an expired token is told so', async () => {
	const token = await issuer.accessToken({ exp: Math.floor(Date.now() / 1000) - 1 });
	await expect(house.app.accounts.byToken(token)).rejects.toEqual(refusal('TOKEN_EXPIRED'));
});

test('[A1] elliptic curves count as well', async () => {
	issuer.keys.push(await makeKey('curve', 'ES256'));
	const token = await issuer.accessToken({}, issuer.keys.at(-1));
	await expect(verifier().verify(token)).resolves.toMatchObject({ name: 'ada' });
});

test('[A1] where no issuer is configured, a token is no credential', async () => {
	const alone = await startTestApp();
	await expect(alone.app.accounts.byToken(await issuer.accessToken())).rejects.toEqual(
		refusal('INVALID_KEY')
	);
	await alone.stop();
});

beforeEach(() => {
	issuer.isDown = false;
});

test('[A1] a key that the issuer rotated in counts, once the issuer may be asked again', async () => {
	const jwt = verifier();
	await jwt.verify(await issuer.accessToken());
	const rotated = await makeKey('rotated');
	const token = await issuer.accessToken({}, rotated);
	await expect(jwt.verify(token)).rejects.toEqual(refusal('INVALID_KEY'));

	issuer.keys = [rotated];
	await delay(COOLDOWN_MS);
	await expect(jwt.verify(token)).resolves.toMatchObject({ name: 'ada' });
});

test('[A1] whoever invents key names does not make us knock at the issuer’s door', async () => {
	const jwt = verifier(60_000);
	await jwt.verify(await issuer.accessToken());
	const before = issuer.asked;
	const invented = await makeKey('invented');
	for (let attempt = 0; attempt < 5; attempt += 1) {
		await jwt.verify(await issuer.accessToken({}, invented)).catch(() => undefined);
	}
	expect(issuer.asked).toBe(before);
});

test('[A1] an issuer that cannot be reached makes no token bad', async () => {
	issuer.isDown = true;
	const token = await issuer.accessToken();
	const jwt = verifier();
	await expect(jwt.verify(token)).rejects.toEqual(refusal('CAPACITY_EXCEEDED'));
	issuer.isDown = false;
	await expect(jwt.verify(token)).resolves.toMatchObject({ name: 'ada' });
});
