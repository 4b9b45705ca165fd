import { expect, test } from 'vitest';
import { readFacts } from './read-facts';
import { mayHoldSecret } from './secret-facts';

async function holds(path: string, text: string): Promise<boolean> {
	const facts = await readFacts(path, path.endsWith('.py') ? 'python' : 'typescript', text);
	return mayHoldSecret(facts, JSON.stringify(facts));
}

test.each([
	["const apiKey = 'kJ8sd7fKJh3kd92m';", true],
	["jwt.sign({ id }, 'correct horse'.length, 'kJ8sd7fK');", true],
	["const url = 'postgres://me:hunter2@db/shop'; query(url);", true],
	["connect(process.env.TOKEN ?? 'superSecret1');", true],
	["client.use('ghp_abcdefghijklmnopqrstuvwxyz0123456789');", true],
	['const signedIn = sign(payload, process.env.KEY);', false],
	["const token = await read('./token');", false],
	["throw new Error('the password is wrong');", false],
	['export const add = (a: number, b: number) => a + b;', false]
])('[R4] of %s it is said: %s', async (code, expected) => {
	expect(await holds('a.ts', code)).toBe(expected);
});

test('[R4] nor is a default of a parameter kept', async () => {
	expect(await holds('a.py', "def connect(password='hunter2xyz'):\n    return password\n")).toBe(
		true
	);
});
