import { expect, test } from 'vitest';
import { findingsOf } from './detectors.fixtures';
import { secrets } from './secrets';

/** Put together here, so that no whole token stands in this file. */
const token = ['ghp', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join('_');
const made = 'q8Zt' + '3Lw0vX9rB2nK7mJd';

test('[Q2] a token of a known form is found in any text file, and never shown', async () => {
	const found = await findingsOf(secrets, { 'deploy/config.yml': `name: x\ntoken: ${token}\n` });
	expect(found).toHaveLength(1);
	expect(found[0]).toMatchObject({ kind: 'risk', topic: 'secrets' });
	expect(found[0]?.evidence[0]).toMatchObject({ path: 'deploy/config.yml', startLine: 2 });
	expect(JSON.stringify(found)).not.toContain(token);
});

test.each([
	['a.py', `SECRET_KEY = '${made}'\n`],
	['a.ts', `export const config = { apiKey: '${made}' };\n`],
	['A.java', `package a;\nclass A { static final String API_KEY = "${made}"; }`],
	['a.go', `package a\nconst apiKey = "${made}"\n`],
	['a.php', `<?php\nreturn ['api_key' => '${made}'];\n`]
])('[Q2] a literal that is named a secret is found in %s, and never shown', async (path, text) => {
	const found = await findingsOf(secrets, { [path]: text });
	expect(found.map(({ key }) => key)).toEqual(['secrets:literal']);
	expect(JSON.stringify(found)).not.toContain(made);
});

test('[Q2] placeholders, words, messages, variables and tests are none', async () => {
	expect(
		await findingsOf(secrets, {
			'a.ts': `export const a = { password: 'Password is required', apiKey: process.env.KEY, secret: 'your-secret-here-123' };
export const b = { token: 'access_token', password: '' };
`,
			'a.test.ts': `const apiKey = '${made}';\n`,
			'A.php': "<?php\nreturn ['password' => 'required|string|min:8|confirmed'];\n",
			'.env.example': 'API_KEY=abcdef123456\n',
			'docker-compose.yml': 'url: postgres://postgres:postgres@db:5432/app\n'
		})
	).toEqual([]);
});

test('[Q2] a file of settings with a secret in it is told, without the secret', async () => {
	const found = await findingsOf(secrets, { '.env': `PORT=3000\nSMTP_PASSWORD=${made}\n` });
	expect(found.map(({ key }) => key)).toContain('secrets:files');
	expect(JSON.stringify(found)).not.toContain(made);
});

test('[Q7] lines that were made to be looked at for long are not', async () => {
	const started = performance.now();
	await findingsOf(secrets, {
		'.env': `${'TOKEN'.repeat(50_000)}\nTOKEN=a${'<'.repeat(250_000)}\n`
	});
	await findingsOf(secrets, { '.env': ' '.repeat(250_000) });
	expect(performance.now() - started).toBeLessThan(4000);
});

test('[Q2] words that people read in their language are none', async () => {
	const text = `<?php\nreturn ['password' => '${made}'];\n`;
	expect(await findingsOf(secrets, { 'lang/ja/passwords.php': text })).toEqual([]);
	expect(await findingsOf(secrets, { 'app/passwords.php': text })).toHaveLength(1);
});
