import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { LineClient } from '../realtime/client';
import type { LineSocketClass } from '../realtime/line-options';
import { startTestApp, type TestApp } from '../testing/app';
import type { ClockState } from './server/clock-kind';
import { SharedSession } from './shared-session.svelte';

let house: TestApp;
let aliceId: string;
const lines: LineClient[] = [];

beforeAll(async () => {
	house = await startTestApp();
	aliceId = (await house.app.accounts.byToken('alice')).userId;
});
afterAll(async () => {
	for (const line of lines) line.close();
	await house.stop();
});

function connect(): LineClient {
	const line = new LineClient({
		url: house.url,
		WebSocket: WebSocket as unknown as LineSocketClass,
		credential: async () => ({ apiKey: 'alice' })
	});
	lines.push(line);
	line.connect();
	return line;
}

const clock = { syncMode: 'count_up' as const, participants: [] };

async function until(holds: () => boolean): Promise<void> {
	const deadline = performance.now() + 5_000;
	while (!holds()) {
		if (performance.now() > deadline) throw new Error(`never: ${holds}`);
		await new Promise((wait) => setTimeout(wait, 5));
	}
}

test('[S2] it shows what the server knows, and every change of it', async () => {
	const { sessionId } = await house.app.sessions.createClock(aliceId, clock);
	const shared = new SharedSession<ClockState>(sessionId, connect());
	const close = shared.open();
	await until(() => shared.isLive);
	expect(shared).toMatchObject({ version: 1, role: 'owner' });
	await house.app.sessions.act(aliceId, sessionId, 'start', {});
	await until(() => shared.state?.clock.status === 'running');
	await until(() => shared.people.length === 1);
	close();
});

test('[D4] what happened while it was away is there after it came back', async () => {
	const { sessionId } = await house.app.sessions.createClock(aliceId, clock);
	const line = connect();
	const shared = new SharedSession<ClockState>(sessionId, line);
	const close = shared.open();
	await until(() => shared.isLive);
	line.close();
	await until(() => !line.state.authenticated);
	await house.app.sessions.act(aliceId, sessionId, 'start', {});
	await house.app.sessions.act(aliceId, sessionId, 'pause', {});
	expect(shared.version).toBe(1);
	line.connect();
	await until(() => shared.version === 3);
	expect(shared.state?.clock.status).toBe('paused');
	close();
});

test('[S3] it ends with the session, and says why', async () => {
	const { sessionId } = await house.app.sessions.createClock(aliceId, clock);
	const shared = new SharedSession<ClockState>(sessionId, connect());
	const close = shared.open();
	await until(() => shared.isLive);
	await house.app.sessions.engine.remove(aliceId, sessionId);
	await until(() => shared.ended === 'deleted');
	expect(shared.isLive).toBe(false);
	close();
});

test('[S1] of one that does not exist it says so', async () => {
	const shared = new SharedSession<ClockState>(crypto.randomUUID(), connect());
	const close = shared.open();
	await until(() => shared.ended === 'gone');
	close();
});

test('[C8] as long as it is open the line has something subscribed', () => {
	const opened: string[] = [];
	const line = Object.assign(connect(), {
		open: (kind: string, id: string) => {
			opened.push(`${kind} ${id}`);
			return () => void opened.pop();
		}
	});
	const close = new SharedSession<ClockState>('a', line).open();
	expect(opened).toEqual(['subscribed a']);
	close();
	expect(opened).toEqual([]);
});
