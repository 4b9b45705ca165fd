import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../server/database';
import { createLog } from '../../server/log';
import { startTestApp, type TestApp } from '../../testing/app';
import { keysFor } from '../../testing/keys';
import type { FiledSettings, ReservedTest } from '../../typing';
import type { CodePiece } from '../code-pieces';
import { addAnalysis, removeAnalysis } from './store';
import { keepCodePieces } from './steps-store';

let house: TestApp;
let database: Database;
let alice: string;
let bob: string;
beforeAll(async () => {
	house = await startTestApp({ LIMIT_INPUT_BURST: '100000' });
	const log = createLog({ LOG_LEVEL: 'silent' });
	database = openDatabase(join(house.folder, 'greenroom.sqlite'), resolve('drizzle'), log);
	alice = (await house.app.accounts.keys.identify('alice')).userId;
	bob = (await house.app.accounts.keys.identify('bob')).userId;
});
afterAll(async () => {
	await database.close();
	await house.stop();
});

const held: string[] = [];
beforeEach(async () => {
	await database.write((tx) => held.splice(0).forEach((id) => removeAnalysis(tx, id)));
});

/** A function with as many statements, to be told by its name. */
function piece(name: string, statements = 3, more: Partial<CodePiece> = {}): CodePiece {
	const body = Array.from({ length: statements }, (_, line) => `\tstep(${line}, "${name}");`);
	const text = [`function ${name}() {`, ...body, '}'].join('\n');
	const startLine = 10;
	return {
		...{ path: 'src/steps.ts', name, language: 'typescript', startLine, text },
		endLine: startLine + body.length + 1,
		characters: text.replace(/\s+/g, ' ').length,
		...more
	};
}

let minute = 0;
/** An analysis of somebody's that found these pieces. */
async function bring(userId: string, name: string, pieces: CodePiece[]): Promise<string> {
	const id = randomUUID();
	const at = new Date(Date.UTC(2026, 0, 1, 0, (minute += 1)));
	await database.write((tx) => {
		const from = { sourceKind: 'folder', sourceAddress: null, bytes: 0 } as const;
		addAnalysis(tx, { id, userId, name, repository: name, ...from }, at);
		keepCodePieces(tx, id, pieces);
	});
	held.push(id);
	return id;
}

const reserve = (userId: string, wish: object = {}, count = 1) =>
	house.app.typing.reserveTests(userId, { mode: 'code', length: 'medium', ...wish }, count);

function sourceOf({ settings }: { settings: FiledSettings }) {
	if (settings.mode !== 'code') throw new Error('It is not filed under code.');
	return settings.source;
}

const namesOf = (tests: readonly ReservedTest[]) => tests.map((one) => sourceOf(one).name);

describe('a test on one’s own code', () => {
	test('[T1] has a function of one’s own repository, and says which it is', async () => {
		const analysisId = await bring(alice, 'acme/shop', [piece('settle', 12)]);
		const [made] = await reserve(alice);
		expect(made).toMatchObject({
			text: piece('settle', 12).text,
			settings: {
				mode: 'code',
				length: 'medium',
				language: 'typescript',
				source: {
					...{ analysisId, repository: 'acme/shop', path: 'src/steps.ts', name: 'settle' },
					...{ startLine: 10, endLine: 23 }
				}
			}
		});
		expect(made!.limitMs).toBeUndefined();
	});

	test('[T1] [A6] is never on somebody else’s code, which is as if it were not there', async () => {
		const analysisId = await bring(bob, 'bob/own', [piece('hidden', 12)]);
		const refused = {
			code: 'INVALID_STATE',
			details: { state: 'no_code' },
			message: expect.stringContaining('/analyses')
		};
		await expect(reserve(alice)).rejects.toMatchObject(refused);
		await expect(reserve(alice, { analysisId })).rejects.toMatchObject(refused);
		await expect(reserve(alice, { analysisId: randomUUID() })).rejects.toMatchObject(refused);
		expect(await house.app.typing.codeOffers(alice)).toEqual([]);
		expect(namesOf(await reserve(bob, { analysisId }))).toEqual(['hidden']);
	});

	test('[T1] tests made ahead have different functions, and one again where there are few', async () => {
		await bring(alice, 'acme/shop', [piece('one', 12), piece('two', 12), piece('three', 12)]);
		expect(namesOf(await reserve(alice, {}, 3)).toSorted()).toEqual(['one', 'three', 'two']);
		expect(new Set(namesOf(await reserve(alice, {}, 5))).size).toBe(3);
		const ids = (await reserve(alice, {}, 5)).map(({ sessionId }) => sessionId);
		expect(new Set(ids).size).toBe(5);
	});

	test('[T1] what was typed lately comes again when all else was', async () => {
		await bring(alice, 'acme/shop', [piece('a', 12), piece('b', 12), piece('c', 12)]);
		const turns: string[] = [];
		for (let turn = 0; turn < 9; turn += 1) {
			turns.push(...namesOf(await reserve(alice)));
			house.advance(1_000);
		}
		for (let turn = 0; turn < 9; turn += 3) {
			expect(turns.slice(turn, turn + 3).toSorted()).toEqual(['a', 'b', 'c']);
		}
	});

	test('[T1] is of the length, language and repository that was asked for', async () => {
		const shop = await bring(alice, 'acme/shop', [
			piece('brief', 4),
			piece('usual', 14),
			piece('lengthy', 36),
			piece('script', 14, { language: 'python', path: 'tools/run.py' })
		]);
		await bring(alice, 'acme/other', [piece('elsewhere', 14)]);
		const here = { analysisId: shop };
		expect(namesOf(await reserve(alice, { ...here, length: 'short' }))).toEqual(['brief']);
		expect(namesOf(await reserve(alice, { ...here, length: 'long' }))).toEqual(['lengthy']);
		expect(namesOf(await reserve(alice, { language: 'python' }, 3))).toEqual(
			Array.from({ length: 3 }, () => 'script')
		);
		const anywhere = namesOf(await reserve(alice, { language: 'typescript' }, 5));
		expect(anywhere).toContain('elsewhere');
		await expect(reserve(alice, { language: 'rust' })).rejects.toMatchObject({
			details: { state: 'no_code' }
		});
	});

	test('[T1] is of the nearest length where there is none of that, and filed under its own', async () => {
		await bring(alice, 'acme/shop', [piece('brief', 4), piece('usual', 14)]);
		const [made] = await reserve(alice, { length: 'long' });
		expect(made!.settings).toMatchObject({ length: 'medium', source: { name: 'usual' } });
	});

	test('[N6] of a repository analysed again the newer analysis counts', async () => {
		await bring(alice, 'acme/shop', [piece('old', 12)]);
		const newer = await bring(alice, 'acme/shop', [piece('fresh', 12), piece('new', 12)]);
		expect(new Set(namesOf(await reserve(alice, {}, 5)))).toEqual(new Set(['fresh', 'new']));
		expect(await house.app.typing.codeOffers(alice)).toEqual([
			{ analysisId: newer, repository: 'acme/shop', languages: ['typescript'] }
		]);
	});

	test('[T1] code that cannot be typed makes no test', async () => {
		await bring(alice, 'acme/shop', [piece('broken', 12, { text: 'stop\u0000();\n' })]);
		await expect(reserve(alice)).rejects.toMatchObject({ details: { state: 'no_code' } });
	});
});

describe('a result on one’s own code', () => {
	async function typeOne(length: string) {
		const [made] = await reserve(alice, { length });
		const client = await house.openAs('alice');
		const keys = keysFor(made!.text.replace(/\s*\n\s*/g, '\n'), 120, Math.random() * 2 ** 31);
		house.advance(keys.at(-1)!.t + 1_000);
		client.send('input_update', { sessionId: made!.sessionId, seq: 0, events: keys });
		const { payload } = await client.next('session_complete');
		client.close();
		return house.app.typing.result(alice, String((payload as Record<string, unknown>)['resultId']));
	}

	test('[T4] [T5] says which function it was, and is a record among code of its length and language', async () => {
		await bring(alice, 'acme/shop', [piece('brief', 4), piece('usual', 14)]);
		const short = await typeOne('short');
		expect(short).toMatchObject({
			accuracy: 100,
			flags: [],
			isRecord: true,
			settings: { mode: 'code', source: { path: 'src/steps.ts', name: 'brief', startLine: 10 } }
		});
		expect((await typeOne('medium')).previousBest).toBeUndefined();
		expect((await typeOne('short')).previousBest).toBe(short.wpm);
		const { items } = await house.app.typing.listResults(alice, { mode: 'code', limit: 10 });
		expect(items.map((item) => sourceOf(item).name)).toEqual(['brief', 'usual', 'brief']);
	});

	test('[T4] stays when its analysis is deleted', async () => {
		const id = await bring(alice, 'acme/shop', [piece('brief', 4)]);
		const { resultId } = await typeOne('short');
		await database.write((tx) => removeAnalysis(tx, id));
		expect(sourceOf(await house.app.typing.result(alice, resultId)).name).toBe('brief');
		await expect(reserve(alice)).rejects.toMatchObject({ details: { state: 'no_code' } });
	});
});
