import { afterAll, expect, test } from 'vitest';
import { snapshotOf } from '../analysis.fixtures';
import { analyse } from './pipeline';
import { ReaderPool } from './read/reader-pool';

const readers = new ReaderPool({ size: 1 });
afterAll(() => readers.close());

const contents = {
	'package.json': JSON.stringify({
		name: 'shop',
		dependencies: { express: '^4.0.0', bcrypt: '^5.0.0', jsonwebtoken: '^9.0.0' }
	}),
	'src/server.js': [
		"import express from 'express';",
		"import bcrypt from 'bcrypt';",
		"import jwt from 'jsonwebtoken';",
		"import { find } from './people.js';",
		'const app = express();',
		"app.post('/login', async (request, response) => {",
		'	const person = await find(request.body.email);',
		'	if (!(await bcrypt.compare(request.body.password, person.hash))) return response.sendStatus(401);',
		"	response.json({ token: jwt.sign({ id: person.id }, process.env.KEY, { expiresIn: '1h' }) });",
		'});'
	].join('\n'),
	'src/people.js': [
		"import bcrypt from 'bcrypt';",
		'export const find = async (email) => ({ id: 1, email });',
		'export const hash = (password) => bcrypt.hash(password, 12);'
	].join('\n')
};

test('[N3] both stages tell what is there, with the lines that show it', async () => {
	const analysis = await analyse(snapshotOf(contents), { readers });
	expect(analysis.project_review).toMatchObject({ files: 3, mainLanguage: 'JavaScript' });
	expect(analysis.intelligence_report.modules).toMatchObject({ count: 2, imports: 1, cycles: [] });
	const keys = analysis.findings.map(({ key }) => key);
	expect(keys.some((key) => key.startsWith('password-hashing:'))).toBe(true);
	expect(keys.some((key) => key.startsWith('jwt:'))).toBe(true);
	expect(new Set(keys).size).toBe(keys.length);
	for (const { evidence } of analysis.findings) {
		expect(evidence.length).toBeGreaterThan(0);
		for (const { path, startLine, snippet } of evidence) {
			const lines = contents[path as keyof typeof contents].split('\n');
			expect(lines[startLine - 1]).toContain(snippet.split('\n')[0]!.slice(0, 20));
		}
	}
});

test('[N3] progress is counted, and never more than there is', async () => {
	const told: { step: string; done: number; total: number }[] = [];
	await analyse(snapshotOf(contents), {
		readers,
		onProgress: (stage, step, done, total) => told.push({ step: `${stage} ${step}`, done, total })
	});
	const last = new Map(told.map((progress) => [progress.step, progress]));
	expect(last.get('intelligence_report parse')).toMatchObject({ done: 3, total: 3 });
	for (const { done, total } of last.values()) expect(done).toBeLessThanOrEqual(total);
});

test('[N2] one that is cancelled ends', async () => {
	const ending = new AbortController();
	const running = analyse(snapshotOf(contents), {
		readers,
		signal: ending.signal,
		onProgress: () => ending.abort(new Error('cancelled'))
	});
	await expect(running).rejects.toThrow('cancelled');
});

test('[Q7] nothing at all is said to be so', async () => {
	const { project_review: review, findings } = await analyse(snapshotOf({}), { readers });
	expect(review.notes).toContain('There is no file to look at.');
	expect(findings).toEqual([]);
});
