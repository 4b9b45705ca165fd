import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app';
import { Rehearsal } from './rehearsal.fixtures';
import type * as store from './store';

/** What another instance does between two reads of this one. */
const meanwhile = vi.hoisted(() => ({ happens: (): void => undefined }));

vi.mock('./store', async (original) => {
	const real = await original<typeof store>();
	const turnsOf: typeof store.turnsOf = (...given) => {
		meanwhile.happens();
		return real.turnsOf(...given);
	};
	return { ...real, turnsOf };
});

let house: TestApp;
let elsewhere: SQLite.Database;

beforeAll(async () => {
	house = await startTestApp();
	elsewhere = new SQLite(join(house.folder, 'greenroom.sqlite'));
});
afterAll(async () => {
	elsewhere.close();
	await house.stop();
});

test('[A6] [D4] an interview is shown as it was at one moment, also while another instance removes it', async () => {
	const rehearsal = await Rehearsal.begun(house, { questionCount: 2 });
	const before = await rehearsal.shown();
	meanwhile.happens = () =>
		void elsewhere.prepare('delete from shared_session where id = ?').run(rehearsal.sessionId);
	expect(await rehearsal.shown()).toEqual(before);
	meanwhile.happens = () => undefined;
	await expect(rehearsal.shown()).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' });
});
