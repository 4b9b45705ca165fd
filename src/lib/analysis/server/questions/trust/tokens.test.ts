import { expect, test } from 'vitest';
import { asked, placesIn } from '../questions.fixtures';
import { signInQuestions } from './sign-in';
import { tokenKeyQuestions } from './token-keys';
import { tokenQuestions } from './tokens';
import { wayInQuestions } from './ways-in';
import { about, express, falseIn, saidIn } from './trust.fixtures';

const signing = (key: string) => ({
	'src/token.ts': `import jwt from 'jsonwebtoken';
export const sign = (id: number) => jwt.sign({ id }, ${key}, { expiresIn: '60d' });
`,
	'src/check.ts': `import jwt from 'jsonwebtoken';
export function check(token: string) {
	return jwt.verify(token, ${key});
}
`
});

const inEnvironment = signing('process.env.JWT_SECRET');

test('[Q3] taking a token back rests on where it is signed and where it is checked', async () => {
	const question = about(await asked(tokenQuestions, inEnvironment), 'taken-back');
	expect(question.isRelated).toBe(true);
	expect(placesIn(question)).toEqual(expect.arrayContaining(['src/token.ts:2', 'src/check.ts:3']));
	expect(question.question).toContain('token.ts');
	expect(saidIn(question)).toContain('for 60 days');
	expect(falseIn(question)).toContain('Signing out makes the token invalid on the server.');
});

test('[Q3] a list of refused tokens changes what is true of a sign-out', async () => {
	const question = about(
		await asked(tokenQuestions, {
			...inEnvironment,
			'src/denylist.ts': 'export function isRevoked(id: string) {\n\treturn refused.has(id);\n}\n'
		}),
		'taken-back'
	);
	expect(falseIn(question)).toEqual([]);
	expect(question.fileReferences).toContain('src/denylist.ts');
});

test('[Q3] a token for a link in a message is not taken for one of somebody who signs in', async () => {
	const drafts = await asked(tokenQuestions, {
		'src/reset.ts': `import jwt from 'jsonwebtoken';
export function resetPasswordToken(id: number) {
	return jwt.sign({ id }, process.env.KEY);
}
export function verifyResetToken(token: string) {
	return jwt.verify(token, process.env.KEY);
}
`
	});
	expect(drafts).toEqual([]);
});

test('[Q3] a token for another service is not what people sign in with', async () => {
	const drafts = await asked(tokenQuestions, {
		'src/app_store.ts': inEnvironment['src/token.ts'],
		'src/check.ts': inEnvironment['src/check.ts']
	});
	expect(drafts).toEqual([]);
});

test('[Q3] a key with a literal to fall back to is asked about with what stands for it', async () => {
	const drafts = await asked(tokenKeyQuestions, signing("process.env.JWT_SECRET || 'superSecret'"));
	const question = about(drafts, 'key-in-code');
	expect(falseIn(question)).toContain('The service does not start when the variable is missing.');
	expect(JSON.stringify(question)).not.toContain('superSecret');
	expect(about(drafts, 'key-replaced').isRelated).toBe(true);
});

test('[Q3] a key in the environment is asked about only where it is replaced', async () => {
	const drafts = await asked(tokenKeyQuestions, inEnvironment);
	expect(drafts.map(({ subject }) => subject)).toEqual(['key-replaced']);
});

test('[Q3] two ways to sign in are asked about together, with evidence of both', async () => {
	const question = about(
		await asked(signInQuestions, {
			...inEnvironment,
			'src/sessions.ts': `import session from 'express-session';\nexport const sessions = session({ secret: process.env.KEY });\n`
		}),
		'side-by-side'
	);
	expect(question.fileReferences).toEqual(
		expect.arrayContaining(['src/token.ts', 'src/sessions.ts'])
	);
	expect(question.findingKeys).toEqual(['jwt:tokens', 'sign-in:sessions']);
});

test('[Q3] a token in the storage of the browser is named by its storage', async () => {
	const question = about(
		await asked(signInQuestions, {
			...express("router.get('/posts', list);"),
			'src/web/sign-in.ts':
				"export const keep = (token: string) => localStorage.setItem('token', token);\n"
		}),
		'storage'
	);
	expect(question.question).toContain('localStorage');
	expect(falseIn(question)).toContain('The token is kept in an HttpOnly cookie.');
});

test.each([
	['sessions', "import session from 'express-session';\nexport const sessions = session({});\n"],
	[
		'oauth',
		"import { buildAuthorizationUrl } from 'openid-client';\nbuildAuthorizationUrl(config);\n"
	],
	['basic', "import basicAuth from 'express-basic-auth';\napp.use(basicAuth({ users }));\n"],
	['hosted', "import { verifyToken } from '@clerk/backend';\nverifyToken(token);\n"],
	['two-factor', "import { authenticator } from 'otplib';\nauthenticator.check(code, secret);\n"]
])('[Q3] %s alone are asked about as well', async (way, text) => {
	const question = about(await asked(wayInQuestions, { 'src/way.ts': text }), way);
	expect(question.findingKeys).toEqual([`sign-in:${way}`]);
	expect(question.question).toContain('way.ts');
});
