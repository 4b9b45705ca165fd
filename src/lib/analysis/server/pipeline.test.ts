import { afterAll, expect, test } from 'vitest';
import { snapshotOf } from '../analysis.fixtures';
import type { Snapshot } from '../source';
import type { StepProgress } from './ledger';
import { MemoryLedger } from './memory-ledger';
import { analyse } from './pipeline';
import { stepWeights } from '../steps';
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

async function analysed(
	snapshot: Snapshot,
	ledger = new MemoryLedger(),
	signal = new AbortController().signal
): Promise<MemoryLedger> {
	await analyse(snapshot, ledger, { readers, signal });
	return ledger;
}

test('[N3] the stages tell what is there, with the lines that show it', async () => {
	const { stages, allFindings } = await analysed(snapshotOf(contents));
	expect(stages.project_review).toMatchObject({ files: 3, mainLanguage: 'JavaScript' });
	expect(stages.intelligence_report.modules).toMatchObject({ count: 2, imports: 1, cycles: [] });
	const keys = allFindings.map(({ key }) => key);
	expect(keys.some((key) => key.startsWith('password-hashing:'))).toBe(true);
	expect(keys.some((key) => key.startsWith('jwt:'))).toBe(true);
	expect(new Set(keys).size).toBe(keys.length);
	for (const { evidence } of allFindings) {
		expect(evidence.length).toBeGreaterThan(0);
		for (const { path, startLine, snippet } of evidence) {
			const lines = contents[path as keyof typeof contents].split('\n');
			expect(lines[startLine - 1]).toContain(snippet.split('\n')[0]!.slice(0, 20));
		}
	}
});

test('[N3] the last stage tells how many questions there are, of what kind', async () => {
	const { stages, allQuestions, pieces } = await analysed(snapshotOf(contents));
	const { questions, categories, difficulties, codePieces } = stages.interview_simulation;
	expect(questions).toBe(allQuestions.length);
	expect(questions).toBeGreaterThan(0);
	const sum = (counts: Record<string, number>) =>
		Object.values(counts).reduce((total, count) => total + count, 0);
	expect(sum(categories)).toBe(questions);
	expect(sum(difficulties)).toBe(questions);
	expect(codePieces).toBe(pieces.length);
});

test('[N3] progress is counted, step by step as they are declared, and never more than there is', async () => {
	const told: StepProgress[] = [];
	await analysed(snapshotOf(contents), new MemoryLedger({ onProgress: (one) => told.push(one) }));
	const last = new Map(told.map((progress) => [`${progress.stage} ${progress.step}`, progress]));
	expect(last.get('intelligence_report parse')).toMatchObject({ done: 3, total: 3 });
	for (const { done, total } of last.values()) expect(done).toBeLessThanOrEqual(total);
	const declared = Object.entries(stepWeights).flatMap(([stage, steps]) =>
		Object.keys(steps).map((step) => `${stage} ${step}`)
	);
	const places = [...last.keys()].map((step) => declared.indexOf(step));
	expect(places).not.toContain(-1);
	expect(places).toEqual(places.toSorted((one, other) => one - other));
});

test('[N2] one that is cancelled ends', async () => {
	const ending = new AbortController();
	const ledger = new MemoryLedger({ onProgress: () => ending.abort(new Error('cancelled')) });
	const running = analysed(snapshotOf(contents), ledger, ending.signal);
	await expect(running).rejects.toThrow('cancelled');
});

test('[Q7] nothing at all is said to be so', async () => {
	const { stages, allFindings } = await analysed(snapshotOf({}));
	expect(stages.project_review.notes).toContain('There is no file to look at.');
	expect(allFindings).toEqual([]);
	expect(stages.intelligence_report.map).toEqual({ nodes: [], edges: [] });
});
