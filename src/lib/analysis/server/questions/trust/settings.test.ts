import { expect, test } from 'vitest';
import { asked } from '../questions.fixtures';
import { openDoorQuestions } from './open-doors';
import { secretQuestions } from './secrets';
import { settingQuestions } from './settings';
import { about, falseIn, saidIn } from './trust.fixtures';

const reading = (...names: string[]) =>
	Object.fromEntries(
		names.map((name, place) => [
			`src/part${place}.ts`,
			`export const value = process.env.${name};\n`
		])
	);

test('[Q3] variables read all over the code are asked about as spread', async () => {
	const question = about(
		await asked(
			settingQuestions,
			reading('DATABASE_URL', 'MAIL_HOST', 'QUEUE', 'REGION', 'BUCKET')
		),
		'missing'
	);
	expect(question).toMatchObject({ isRelated: true, category: 'architecture' });
	expect(falseIn(question)).toContain('All variables are read in one file.');
});

test('[Q3] two variables are no reason to ask', async () => {
	expect(await asked(settingQuestions, reading('DATABASE_URL', 'PORT'))).toEqual([]);
});

test('[Q3] a read that goes past the checked settings is held against them', async () => {
	const question = about(
		await asked(settingQuestions, {
			'app/config.py': `from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    database_url: str
`,
			'app/mail.py': "import os\n\nhost = os.environ['MAIL_HOST']\n"
		}),
		'past-the-rest'
	);
	expect(question.fileReferences).toEqual(['app/mail.py', 'app/config.py']);
	expect(question.isRelated).toBe(true);
});

test('[Q3] a secret with a fallback is the exception beside one without', async () => {
	const question = about(
		await asked(secretQuestions, {
			'src/config.ts': `export const config = {
	key: process.env.SECRET_KEY || 'keep-it-quiet',
	mail: process.env.MAIL_PASSWORD
};
`
		}),
		'falls-back'
	);
	expect(saidIn(question)).toContain('MAIL_PASSWORD has no value to fall back to');
	expect(JSON.stringify(question)).not.toContain('keep-it-quiet');
	expect(falseIn(question)).toEqual(['The service refuses to start when SECRET_KEY is missing.']);
});

test('[Q3] a secret in the code is asked about without being told', async () => {
	const question = about(
		await asked(secretQuestions, {
			'src/mail.ts': "export const apiKey = 'a81Kd02mQz77LpX4vB93';\n"
		}),
		'leaked'
	);
	expect(question.question).toMatch(/mail\.ts/);
	expect(JSON.stringify(question)).not.toContain('a81Kd02mQz77LpX4vB93');
});

test('[Q3] open origins matter by what says who is calling', async () => {
	const question = about(
		await asked(openDoorQuestions, {
			'src/app.ts': "import cors from 'cors';\napp.use(cors());\n",
			'src/sessions.ts':
				"import session from 'express-session';\nexport const sessions = session({ secret: process.env.KEY });\n"
		}),
		'any-origin'
	);
	expect(question.modelAnswer).toContain('a session cookie');
	expect(question.fileReferences).toEqual(['src/app.ts', 'src/sessions.ts']);
});

test('[Q3] debugging that a literal switches on is asked about', async () => {
	const question = about(
		await asked(openDoorQuestions, {
			'shop/settings.py': 'DEBUG = True\nROOT_URLCONF = "shop.urls"\n'
		}),
		'debugging'
	);
	expect(falseIn(question)).toEqual(['Debugging is off unless a variable turns it on.']);
});
