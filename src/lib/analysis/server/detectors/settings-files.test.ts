import { expect, test } from 'vitest';
import { findingOf, findingsOf } from './detectors.fixtures';
import { secrets } from './secrets';

test.each([
	[
		'src/main/resources/application.properties',
		'server.port=80\njwt.secret=hunter-of-words\n',
		'jwt.secret'
	],
	[
		'src/main/resources/application-prod.yml',
		'spring:\n  datasource:\n    url: x\n    password: hunter-of-words # here\n',
		'spring.datasource.password'
	],
	[
		'src/Web/appsettings.json',
		'{\n  "ConnectionStrings": {\n    "Main": "Server=db;User Id=sa;Password=hunter-of-words;"\n  }\n}\n',
		"Main's password"
	]
])(
	'[Q2] a secret with a value in %s is told by its key, and not shown',
	async (path, text, key) => {
		const found = await findingOf(secrets, 'settings-files', { [path]: text });
		expect(found?.facts['keys']).toEqual([key]);
		expect(JSON.stringify(found)).not.toContain('hunter-of-words');
	}
);

test('[Q2] variables, encrypted values, empty ones and tests are none', async () => {
	expect(
		await findingsOf(secrets, {
			'src/main/resources/application.properties':
				'a.password=${DB_PASSWORD}\nb.password=\nc.secret=ENC(abc)\npassword.reset.enabled=true\n',
			'src/main/resources/application.yml':
				'a:\n  password: ${PASSWORD}\n  client-secret:\n    from: x\n  api-key: "{{ key }}"\n',
			'src/test/resources/application.yml': 'a:\n  password: hunter-of-words\n',
			'src/main/resources/application-test.yml': 'a:\n  password: hunter-of-words\n',
			'appsettings.json': '{\n  "Jwt": { "Issuer": "me" },\n  "Secret": ""\n}\n'
		})
	).toEqual([]);
});
