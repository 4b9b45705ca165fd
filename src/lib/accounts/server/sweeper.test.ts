import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import { ownedTables } from '../../app.server';
import { startTestApp } from '../../testing/app';
import { openDatabase, type Database } from '../../server/database';
import { createLog } from '../../server/log';
import { newAccount, newGuest } from './accounts.fixtures';
import { apiKey, endedCredential, oneTimeToken, session, user } from './schema';
import { addSession, DAY_MS } from './sessions';
import { AccountSweeper } from './sweeper';

const NOW = Date.UTC(2026, 0, 1);
const daysAgo = (days: number) => new Date(NOW - days * DAY_MS);

let folder: string;
let database: Database;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'greenroom-sweep-'));
	const file = join(folder, 'greenroom.sqlite');
	copyFileSync(inject('templateDatabase'), file);
	database = openDatabase(file, 'drizzle', createLog({ LOG_LEVEL: 'silent' }));
});
afterEach(async () => {
	await database.close();
	rmSync(folder, { recursive: true });
});

function sweeper() {
	const log = createLog({ LOG_LEVEL: 'silent' });
	const info = vi.spyOn(log, 'info');
	return { info, sweeper: new AccountSweeper({ database, ownedTables, log, now: () => NOW }) };
}

function addUser(id: string, row: Partial<typeof user.$inferInsert>): Promise<unknown> {
	const made = { createdAt: daysAgo(400), updatedAt: daysAgo(400) };
	return database.write((tx) =>
		tx
			.insert(user)
			.values({ id, name: id, email: `${id}@guest.invalid`, isAnonymous: true, ...made, ...row })
			.run()
	);
}

const left = () =>
	database.read
		.select({ id: user.id })
		.from(user)
		.all()
		.map(({ id }) => id)
		.toSorted();

test('[R3] a guest is removed after 180 idle days; accounts, and whoever was here, stay', async () => {
	await addUser('idle', { lastSeenAt: daysAgo(181) });
	await addUser('never seen since the column', {});
	await addUser('seen lately', { lastSeenAt: daysAgo(179) });
	await addUser('changed lately', { updatedAt: daysAgo(10) });
	await addUser('account', { isAnonymous: false, lastSeenAt: daysAgo(999) });
	await addUser('has a session in use', { lastSeenAt: daysAgo(181) });
	await addUser('has a key in use', { lastSeenAt: daysAgo(181) });
	await database.write((tx) => {
		addSession(tx, 'has a session in use', null, daysAgo(100));
		addSession(tx, 'idle', null, daysAgo(181));
		const key = { name: 'k', prefix: 'gr_', permission: 'read', createdAt: daysAgo(400) } as const;
		tx.insert(apiKey)
			.values([
				{ ...key, id: 'used', userId: 'has a key in use', hash: 'a', lastUsedAt: daysAgo(3) },
				{ ...key, id: 'unused', userId: 'idle', hash: 'b' }
			])
			.run();
	});
	expect(await sweeper().sweeper.sweep()).toBe(2);
	expect(left()).toEqual([
		'account',
		'changed lately',
		'has a key in use',
		'has a session in use',
		'seen lately'
	]);
	// With everything.
	expect(database.read.select({ id: apiKey.id }).from(apiKey).all()).toEqual([{ id: 'used' }]);
});

test('[R3] a great many idle guests are removed in one sweep', async () => {
	for (let guest = 0; guest < 120; guest += 1) {
		await addUser(`guest ${guest}`, { lastSeenAt: daysAgo(200) });
	}
	expect(await sweeper().sweeper.sweep()).toBe(120);
	expect(left()).toEqual([]);
});

test('[R3] a sweep says once how many guests expire within a month', async () => {
	await addUser('soon', { lastSeenAt: daysAgo(151) });
	await addUser('later', { lastSeenAt: daysAgo(149) });
	const { info, sweeper: sweeps } = sweeper();
	await sweeps.sweep();
	expect(info.mock.calls.map(([about]) => about)).toEqual([{ removed: 0, expiring: 1 }]);
});

test('[A5] sessions and links past their time go, and ended credentials after a day', async () => {
	await addUser('somebody', { lastSeenAt: daysAgo(1) });
	const ended = (credential: string, endedAt: Date) => ({ credential, endedAt });
	const link = { purpose: 'device', userId: 'somebody', createdAt: daysAgo(2) } as const;
	await database.write((tx) => {
		const [old, good] = [daysAgo(181), daysAgo(1)].map((at) => addSession(tx, 'somebody', 'x', at));
		tx.update(session).set({ userAgent: 'old' }).where(eq(session.id, old!.id)).run();
		tx.update(session).set({ userAgent: 'good' }).where(eq(session.id, good!.id)).run();
		tx.insert(endedCredential)
			.values([ended('long ago', daysAgo(1.1)), ended('lately', daysAgo(0.9))])
			.run();
		tx.insert(oneTimeToken)
			.values([
				{ ...link, hash: 'past', expiresAt: daysAgo(0) },
				{ ...link, hash: 'good', expiresAt: daysAgo(-1) }
			])
			.run();
	});
	await sweeper().sweeper.sweep();
	const agents = database.read.select({ userAgent: session.userAgent }).from(session).all();
	expect(agents).toEqual([{ userAgent: 'good' }]);
	const hashes = database.read.select({ hash: oneTimeToken.hash }).from(oneTimeToken).all();
	expect(hashes).toEqual([{ hash: 'good' }]);
	const credentials = database.read
		.select({ credential: endedCredential.credential })
		.from(endedCredential)
		.all()
		.map(({ credential }) => credential);
	expect(credentials).toContain('lately');
	expect(credentials).not.toContain('long ago');
});

test('[R3] a guest who comes back after 150 days is told so until it is dismissed', async () => {
	const house = await startTestApp();
	const { accounts } = house.app;
	const guest = await newGuest(house.app);
	const account = await newAccount(house.app, 'away@example.org');
	const comeBack = async ({ cookie }: { cookie: string }) => {
		const recognised = await accounts.recognise(new Headers({ cookie }));
		return accounts.me(recognised!.identity);
	};
	house.advance(149 * DAY_MS);
	expect(await comeBack(guest)).not.toHaveProperty('wasAwayDays');
	house.advance(155 * DAY_MS);
	expect(await comeBack(guest)).toMatchObject({ wasAwayDays: 155 });
	house.advance(2 * DAY_MS);
	expect(await comeBack(guest)).toMatchObject({ wasAwayDays: 155 });
	expect(await comeBack(account)).not.toHaveProperty('wasAwayDays');
	expect(await accounts.changeMe(guest.identity, { wasAwayDays: null })).not.toHaveProperty(
		'wasAwayDays'
	);
	await house.stop();
});

test('[R3] the application sweeps by its own clock', async () => {
	const house = await startTestApp();
	const { identity } = await newGuest(house.app);
	house.advance(179 * DAY_MS);
	await house.app.sweep();
	await house.app.accounts.me(identity);
	house.advance(2 * DAY_MS);
	await house.app.sweep();
	await expect(house.app.accounts.me(identity)).rejects.toThrow();
	await house.stop();
});

test('[A5] what is past its time goes some at a time, so that others write between', async () => {
	await addUser('somebody', { lastSeenAt: daysAgo(1) });
	await database.write((tx) => {
		for (let sessions = 0; sessions < 1200; sessions += 1)
			addSession(tx, 'somebody', '', daysAgo(200));
	});
	const before = database.writer.jobs;
	await sweeper().sweeper.sweep();
	expect(database.read.select({ id: session.id }).from(session).all()).toEqual([]);
	// Three for the sessions, one each for links, ended credentials and guests.
	expect(database.writer.jobs - before).toBe(6);
});

test.each([
	['session', 'expires_at'],
	['one_time_token', 'expires_at'],
	['ended_credential', 'ended_at']
])('[A5] what is past its time is found in %s without reading all of it', (table, column) => {
	const plan = database.read.all<{ detail: string }>(
		sql.raw(`explain query plan select * from ${table} where ${column} <= 0`)
	);
	expect(plan[0]?.detail).toMatch(/USING INDEX/);
});

test('[R3] [S3] whoever has to do with an idle guest is told once everything of his is gone', async () => {
	await addUser('idle', { lastSeenAt: daysAgo(181) });
	await addUser('seen lately', { lastSeenAt: daysAgo(1) });
	const order: string[] = [];
	const onLeaving = (userId: string) => {
		order.push(`${userId} is about to leave ${left().length} users`);
		return () => order.push(`told of ${userId}, with ${left().length} user left`);
	};
	const log = createLog({ LOG_LEVEL: 'silent' });
	await new AccountSweeper({ database, ownedTables, onLeaving, log, now: () => NOW }).sweep();
	expect(order).toEqual(['idle is about to leave 2 users', 'told of idle, with 1 user left']);
});
