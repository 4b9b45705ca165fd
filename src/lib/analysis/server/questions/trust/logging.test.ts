import { expect, test } from 'vitest';
import { asked } from '../questions.fixtures';
import { loggingQuestions } from './logging';
import { about, express, falseIn, saidIn } from './trust.fixtures';
import { watchingQuestions } from './watching';

const logger = {
	'src/logger.ts':
		"import winston from 'winston';\nexport const logger = winston.createLogger({ level: 'info' });\n"
};

const routes = express(
	['posts', 'people', 'tags', 'comments']
		.flatMap((name) => [`router.get('/${name}', list);`, `router.post('/${name}', add);`])
		.join('\n')
);

test('[Q3] calls that pass by the logger are held against it', async () => {
	const question = about(
		await asked(loggingQuestions, {
			...logger,
			'src/work.ts':
				'export function work() {\n\tconsole.log(1);\n\tconsole.log(2);\n\tconsole.log(3);\n}\n'
		}),
		'past-it'
	);
	expect(question.fileReferences).toEqual(['src/work.ts', 'src/logger.ts']);
	expect(falseIn(question)).toEqual(['All output goes through Winston.']);
});

test('[Q3] finding one request in the log is asked of whoever logs', async () => {
	const question = about(await asked(loggingQuestions, { ...logger, ...routes }), 'one-request');
	expect(saidIn(question)).toContain('the same id');
	expect(question.isRelated).toBe(true);
});

test('[Q3] a secret in the log is worth more than all else about it', async () => {
	const drafts = await asked(loggingQuestions, {
		...logger,
		'src/sign-in.ts': 'export const enter = (password: string) => logger.info(password);\n'
	});
	expect(about(drafts, 'secrets').worth).toBe(Math.max(...drafts.map(({ worth }) => worth)));
});

test('[Q3] health is asked about with the database that it might ask', async () => {
	const question = about(
		await asked(watchingQuestions, {
			...express("router.get('/health', (req, res) => res.end());"),
			'src/database.ts': "import { Pool } from 'pg';\nexport const pool = new Pool();\n"
		}),
		'alive'
	);
	expect(question.fileReferences).toEqual(['src/routes/posts.ts', 'src/database.ts']);
});

test('[Q3] a service that shows no numbers is asked how anybody would know', async () => {
	const question = about(await asked(watchingQuestions, routes), 'unseen');
	expect(falseIn(question)).toContain('Metrics are collected in the code.');
});

test('[Q3] one that counts is asked what should wake somebody, and not whether it counts', async () => {
	const drafts = await asked(watchingQuestions, {
		...routes,
		'src/metrics.ts':
			"import client from 'prom-client';\nexport const calls = new client.Counter({ name: 'calls' });\n"
	});
	expect(drafts.map(({ subject }) => subject)).toEqual(['who-wakes']);
});
