import { expect, test } from 'vitest';
import { asked, placesIn } from '../questions.fixtures';
import { limitQuestions } from './limits';
import { passwordQuestions } from './passwords';
import { about, express, falseIn, saidIn } from './trust.fixtures';
import { weakHashQuestions } from './weak-hashes';

const hashing = (cost: number) => ({
	'src/people.ts': `import bcrypt from 'bcrypt';
export const hash = (password: string) => bcrypt.hash(password, ${cost});
`,
	'src/sign-in.ts': `import bcrypt from 'bcrypt';
export const fits = (password: string, kept: string) => bcrypt.compare(password, kept);
`
});

const signIn = express("router.post('/login', signIn);", 'src/routes/auth.ts');

test('[Q3] the cost of a hash is asked about where it is made and where it is compared', async () => {
	const question = about(await asked(passwordQuestions, hashing(12)), 'under-load');
	expect(placesIn(question)).toEqual(['src/people.ts:2', 'src/sign-in.ts:2']);
	expect(question).toMatchObject({ isRelated: true, category: 'scalability' });
	expect(saidIn(question)).toContain('bcrypt at cost 12');
	expect(falseIn(question)).toContain('Passwords are hashed with MD5.');
	expect(falseIn(question).join()).not.toContain('bcrypt');
});

test('[Q3] a low cost is worth more than a usual one', async () => {
	const low = about(await asked(passwordQuestions, hashing(8)), 'raised');
	const usual = about(await asked(passwordQuestions, hashing(12)), 'raised');
	expect(low.worth).toBeGreaterThan(usual.worth);
});

test('[Q3] a hash made for a first start is not what the question names', async () => {
	const question = about(
		await asked(passwordQuestions, {
			'prisma/seed.ts':
				"import bcrypt from 'bcrypt';\nexport const first = bcrypt.hash('x', 12);\n",
			...hashing(12)
		}),
		'under-load'
	);
	expect(question.evidence[0]?.path).toBe('src/people.ts');
});

test('[Q3] a quick hash beside a slow one is the exception to the rule', async () => {
	const question = about(
		await asked(weakHashQuestions, {
			...hashing(12),
			'src/import.ts': `import { createHash } from 'node:crypto';
export const old = (password: string) => createHash('md5').update(password).digest('hex');
export const isOld = (password: string, kept: string) => old(password) === kept;
`
		}),
		'quick'
	);
	expect(question.isRelated).toBe(true);
	expect(question.fileReferences).toEqual(
		expect.arrayContaining(['src/import.ts', 'src/people.ts'])
	);
});

test('[Q3] without a quick hash nothing is asked about one', async () => {
	expect(await asked(weakHashQuestions, hashing(12))).toEqual([]);
});

test('[Q3] a sign-in that nothing limits is asked about with the hash that each try costs', async () => {
	const question = about(await asked(limitQuestions, { ...hashing(12), ...signIn }), 'without-end');
	expect(question.question).toContain('POST /login');
	expect(placesIn(question)).toEqual(['src/routes/auth.ts:3', 'src/people.ts:2']);
});

test('[Q3] where tries are counted by code of its own nobody says that they are not', async () => {
	const drafts = await asked(limitQuestions, {
		...hashing(12),
		...signIn,
		'src/attempts.ts':
			'export function tooManyAttempts(name: string) {\n\treturn count(name) > 5;\n}\n'
	});
	expect(drafts).toEqual([]);
});

test('[Q3] a limit is asked about by its library and what it covers', async () => {
	const question = about(
		await asked(limitQuestions, {
			...signIn,
			'src/limits.ts':
				"import rateLimit from 'express-rate-limit';\nexport const limiter = rateLimit({ max: 20 });\n"
		}),
		'counting'
	);
	expect(question.question).toContain('express-rate-limit');
	expect(question.isRelated).toBe(true);
});
