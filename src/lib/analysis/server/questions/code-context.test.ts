import { expect, it } from 'vitest';
import { projectOf } from '../../analysis.fixtures';
import type { Evidence } from '../../evidence';
import type { Question } from '../../questions';
import { contextIn } from './code-context';

const KEY = [
	'-----BEGIN PRIVATE KEY-----',
	'MIIEvQIBADANBgkqh',
	'AoIBAQC7VJTUt9Us8',
	'-----END-----'
];

const contents = {
	'short.ts': [
		"import { pool } from './pool';",
		'',
		'export async function load(id: string) {',
		"	const rows = await pool.query('select 1', [id]);",
		'	return rows[0];',
		'}',
		'',
		'export const other = 1;'
	].join('\n'),
	'long.ts': [
		'export function long(a: number) {',
		...Array.from({ length: 20 }, (_, place) => (place === 5 ? '' : `	a += ${place};`)),
		'	return a;',
		'}',
		'other();'
	].join('\n'),
	'secret.ts': [
		'const key = `',
		...KEY,
		'`;',
		"const password = 'hunter2-hunter2';",
		'connect(key, password);'
	].join('\n')
};

async function inContext(place: Partial<Evidence> & Pick<Evidence, 'path' | 'startLine'>) {
	const project = await projectOf(contents);
	const evidence = { ...project.evidence(place), ...place };
	const question = { evidence: [evidence] } as unknown as Question;
	return contextIn(project)(question).evidence[0];
}

it('[R4] one line is shown with the short function that it stands in', async () => {
	const shown = await inContext({ path: 'short.ts', startLine: 4 });
	expect(shown).toMatchObject({ startLine: 4, endLine: 4, around: { startLine: 3 } });
	expect(shown?.snippet).toBe("	const rows = await pool.query('select 1', [id]);");
	expect(shown?.around?.snippet.split('\n')).toEqual(contents['short.ts'].split('\n').slice(2, 6));
});

it('[R4] of a long function four lines before and after are, blank ones at the ends left out', async () => {
	const shown = await inContext({ path: 'long.ts', startLine: 11 });
	expect(shown?.around?.startLine).toBe(8);
	expect(shown?.around?.snippet.split('\n')).toEqual(contents['long.ts'].split('\n').slice(7, 15));
});

it('[R4] what stands beside a function is not shown with it', async () => {
	const shown = await inContext({ path: 'long.ts', startLine: 22 });
	expect(shown?.around?.snippet).not.toContain('other');
});

it('[F7] what is secret around it is not shown, not even the middle of a key', async () => {
	const shown = await inContext({ path: 'secret.ts', startLine: 8 });
	expect(shown?.around?.startLine).toBe(4);
	expect(shown?.around?.snippet).not.toMatch(/MII|AoIB|hunter2/);
	expect(shown?.around?.snippet).toContain('connect(key, password);');
});

it('[F7] what its detector hides stays hidden', async () => {
	const shown = await inContext({ path: 'short.ts', startLine: 4, snippet: '	const rows = …;' });
	expect(shown?.around?.snippet).toContain('\n	const rows = …;\n');
	expect(shown?.around?.snippet).not.toContain('select 1');
});

it.each([
	['what tells of an older state', { path: 'short.ts', startLine: 4, commit: 'a'.repeat(40) }],
	['what cannot be shown', { path: 'short.ts', startLine: 4, snippet: '' }],
	['what is long enough', { path: 'long.ts', startLine: 2, endLine: 9 }],
	['what is no file of code', { path: 'README.md', startLine: 1, snippet: '# Read me' }]
])('[R4] %s stays as it is', async (_, place) => {
	expect(await inContext(place)).not.toHaveProperty('around');
});
