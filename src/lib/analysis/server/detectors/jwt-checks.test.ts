import { expect, test } from 'vitest';
import { findingOf, findingsOf } from './detectors.fixtures';
import { jwt } from './jwt';

const signing = `import jwt from 'jsonwebtoken';
export const sign = (id: string) => jwt.sign({ id }, process.env.KEY, { expiresIn: '1h' });
`;

test('[Q2] claims that are not looked at are told; an expiry among them is a risk', async () => {
	const found = await findingOf(jwt, 'checks-left-out', {
		'A.cs':
			'using System.IdentityModel.Tokens.Jwt;\nclass A { void B() {\n\tvar h = new SecurityTokenDescriptor { };\n\tvar p = new TokenValidationParameters { ValidateIssuer = false, ValidateAudience = false };\n} }\n'
	});
	expect(found?.title).toContain('the issuer and the audience are left out');
	expect(found?.kind).toBe('decision');
	const risky = await findingOf(jwt, 'checks-left-out', {
		'a.ts': `${signing}export const read = (token: string) => jwt.verify(token, process.env.KEY, { ignoreExpiration: true });\n`
	});
	expect(risky?.kind).toBe('risk');
});

test('[Q2] claims that are looked at are not told', async () => {
	expect(
		await findingOf(jwt, 'checks-left-out', {
			'a.ts': `${signing}export const read = (token: string) => jwt.verify(token, process.env.KEY, { ignoreExpiration: false });\n`
		})
	).toBeUndefined();
});

test('[Q2] what takes tokens back is found by its name, beside tokens', async () => {
	const found = await findingOf(jwt, 'taken-back', {
		'a.ts': signing,
		'b.ts': 'export function revokeRefreshToken(id: string) {\n\treturn db.delete(id);\n}\n'
	});
	expect(found?.facts['by']).toEqual(['revokeRefreshToken']);
	expect(
		await findingOf(jwt, 'taken-back', {
			'a.ts': signing,
			'b.ts':
				'export function filterBlacklistedHeaders() {}\nexport function isTokenEnd() {}\nexport function listTokens() {}\n'
		})
	).toBeUndefined();
});

test('[Q2] a token that is signed for an outside service signs nobody in', async () => {
	const text =
		'import jwt\ndef token():\n    return jwt.encode(payload, settings.KEY, algorithm="RS256")\n';
	expect(await findingsOf(jwt, { 'hc/integrations/github/client.py': text })).toEqual([]);
	expect(await findingsOf(jwt, { 'billing/app_store_api.py': text })).toEqual([]);
	expect(await findingsOf(jwt, { 'accounts/tokens.py': text })).not.toEqual([]);
});

test('[Q2] a key is found by its name wherever it goes from there', async () => {
	const found = await findingOf(jwt, 'key-in-code', {
		'A.cs':
			'using System.IdentityModel.Tokens.Jwt;\nclass A { void B() { var d = new SecurityTokenDescriptor { }; } }\n',
		'Constants.cs':
			'class Constants { public const string JWT_SECRET_KEY = "LongEnoughToBeOneOfThem"; }\n'
	});
	expect(found?.evidence[0]?.path).toBe('Constants.cs');
	expect(JSON.stringify(found)).not.toContain('LongEnough');
});

test('[Q2] a token without an expiry is a risk; one whose file says when it ends is not', async () => {
	const file = (options: string) => ({
		'a.js': `const jwt = require('jsonwebtoken');\nexports.sign = (user) => jwt.sign({ id: user.id }, key${options});\n`
	});
	expect((await findingOf(jwt, 'without-expiry', file('')))?.kind).toBe('risk');
	expect(await findingOf(jwt, 'without-expiry', file(", { expiresIn: '1h' }"))).toBeUndefined();
	expect(await findingOf(jwt, 'without-expiry', file(', options'))).toBeUndefined();
	expect(
		await findingOf(jwt, 'without-expiry', {
			'a.py': 'import jwt\ntoken = jwt.encode({"id": 1, "exp": soon}, key)\n'
		})
	).toBeUndefined();
});
