import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import type * as declared from '../../docs/line-client';
import { buildLineClient } from '../../scripts/house/build.js';
import { lineClientTypes } from './app.line-client.fixtures';
import * as made from './realtime';
import type { LineOptions } from './realtime/line-options';
import type { LineState } from './realtime/line-state';
import { startTestApp, type TestApp } from './testing/app';

const TYPES = 'docs/line-client.d.ts';

const folder = mkdtempSync(join(tmpdir(), 'greenroom-line-client-'));
beforeAll(async () => {
	const { ok, output } = await buildLineClient(folder);
	expect(ok, output).toBe(true);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the types of the client for programs of others', () => {
	test('[E5] docs/line-client.d.ts says what the catalogues say', async () => {
		const options = { ...(await resolveConfig(TYPES)), filepath: TYPES };
		const text = await format(lineClientTypes, options);
		if (process.env['UPDATE'] === '1') writeFileSync(TYPES, text);
		expect(readFileSync(TYPES, 'utf8')).toBe(text);
	});

	test('[E5] they declare what the module exports, no more and no less', async () => {
		const module = (await import(pathToFileURL(join(folder, 'line-client.js')).href)) as object;
		const names = [...readFileSync(TYPES, 'utf8').matchAll(/^export declare \w+ (\w+)/gm)];
		expect(names.map(([, name]) => name).sort()).toEqual(Object.keys(module).sort());
		expect(module).toMatchObject({
			closeCodes: made.closeCodes,
			LINE_PATH: '/v1/ws',
			PROTOCOL_VERSION: 1,
			SUBPROTOCOL: 'greenroom.v1'
		});
	});

	test('[E5] they are those of the client itself', () => {
		expectTypeOf<keyof declared.LineClient>().toEqualTypeOf<keyof made.LineClient>();
		type Generic = 'request' | 'send' | 'on' | 'channel';
		expectTypeOf<Omit<made.LineClient, Generic>>().toExtend<Omit<declared.LineClient, Generic>>();
		expectTypeOf<declared.LineOptions>().toExtend<LineOptions>();
		expectTypeOf<keyof declared.LineOptions>().toEqualTypeOf<keyof LineOptions>();
		expectTypeOf<keyof declared.LineState>().toEqualTypeOf<keyof LineState>();
		expectTypeOf<made.UserError>().toExtend<declared.UserError>();
		expectTypeOf<made.LineLostError>().toExtend<declared.LineLostError>();
	});

	test('[E5] a program that sends a wrong payload does not compile, a right one does', () => {
		const program = (payload: string) => `
			import { LineClient } from './line-client.js';
			const line = new LineClient({ url: 'ws://x/v1/ws', credential: () => ({ apiKey: 'k' }) });
			line.on('connection_success', ({ userId }) => console.log(userId.length));
			const answer = await line.request('start_session', ${payload});
			export const next: number = answer.nextSeq;
		`;
		const complaints = complaintsAbout({
			right: program(`{ sessionId: 's' }`),
			wrong: program(`{ session: 's' }`)
		});
		expect(complaints).toMatchObject([['wrong.ts', expect.stringContaining("'session'")]]);
	});
});

/** What TypeScript says of programs that stand beside the client: the file, and the sentence. */
function complaintsAbout(programs: Record<string, string>): [string, string][] {
	copyFileSync(TYPES, join(folder, 'line-client.d.ts'));
	const files = Object.entries(programs).map(([name, text]) => {
		const file = join(folder, `${name}.ts`);
		writeFileSync(file, text);
		return file;
	});
	const program = ts.createProgram(files, {
		noEmit: true,
		strict: true,
		skipDefaultLibCheck: true,
		types: [],
		target: ts.ScriptTarget.ES2022,
		module: ts.ModuleKind.ESNext,
		moduleResolution: ts.ModuleResolutionKind.Bundler
	});
	return ts
		.getPreEmitDiagnostics(program)
		.map(({ file, messageText }) => [
			basename(file?.fileName ?? ''),
			ts.flattenDiagnosticMessageText(messageText, '\n')
		]);
}

describe('the client in a program of its own', () => {
	let house: TestApp;
	beforeAll(async () => {
		house = await startTestApp();
	});
	afterAll(() => house.stop());

	/** Runs a program that stands beside the client. @returns what it printed */
	async function run(text: string, env: Record<string, string>): Promise<string> {
		const file = join(folder, 'program.mjs');
		writeFileSync(file, text);
		const { stdout } = await promisify(execFile)(process.execPath, [file], {
			env: { ...env, LINE_URL: house.url },
			timeout: 15_000
		});
		return stdout;
	}

	const program = (options = '') => `
		import { LineClient, UserError } from './line-client.js';
		${options && `import { WebSocket } from ${JSON.stringify(import.meta.resolve('ws'))};`}
		const { LINE_URL: url, SESSION: sessionId } = process.env;
		const line = new LineClient({ url, credential: () => ({ apiKey: 'alice' }), ${options} });
		line.connect();
		await line.request('start_session', { sessionId });
		const events = [{ t: 0, kind: 'insert', text: 'x' }];
		const { nextSeq } = await line.request('input_update', { sessionId, seq: 0, events });
		const refused = await line.request('start_session', { sessionId: 'none' }).catch((e) => e);
		console.log(line.state.userId, nextSeq, refused instanceof UserError, refused.code);
		line.close();
	`;

	/** A test that waits to be typed by the user of the key `alice`. */
	async function reserve(): Promise<{ userId: string; sessionId: string }> {
		const { userId } = await house.app.accounts.byToken('alice');
		const words = { mode: 'words', words: 10 } as never;
		const [test] = await house.app.typing.reserveTests(userId, words, 1);
		return { userId, sessionId: test!.sessionId };
	}

	test('[A1] it connects with an API key, types, is refused in words, and ends', async () => {
		const { userId, sessionId } = await reserve();
		const printed = await run(program(), { SESSION: sessionId });
		expect(printed).toBe(`${userId} 1 true INVALID_MESSAGE_FORMAT\n`);
	});

	test('[C2] it does so over the package ws too', async () => {
		const { userId, sessionId } = await reserve();
		const printed = await run(program('WebSocket'), { SESSION: sessionId });
		expect(printed).toBe(`${userId} 1 true INVALID_MESSAGE_FORMAT\n`);
	});
});
