import { describe, expect, it } from 'vitest';
import type { Envelope } from '../realtime/envelope';
import {
	admit,
	connect,
	pause,
	serve,
	until,
	type Visit
} from '../realtime/scripted-line.fixtures';
import type { KeyEvent } from './events';
import { seededRandom } from './generate';
import { LogBehindError, LogUploader, type SavedTest } from './uploader';

const SESSION = '0195f8a0-0000-7000-8000-000000000001';

/** A server that keeps events as rules T2–T4 say, and loses the connection when told to. */
class KeepingServer {
	events: KeyEvent[] = [];
	messages: Envelope[] = [];
	typist: Visit | undefined;
	ended = 0;
	/** Called before each message; true drops the connection instead of answering. */
	fails: (message: Envelope) => boolean = () => false;

	readonly script = {
		open: admit,
		message: (visit: Visit, message: Envelope) => this.#answer(visit, message)
	};

	#answer(visit: Visit, message: Envelope): void {
		const { type, payload, requestId } = message;
		this.messages.push(message);
		if (this.fails(message)) {
			visit.socket.terminate();
			return;
		}
		const refuse = (errorCode: string, details: object) =>
			visit.say('error', { errorCode, errorMessage: errorCode, details }, requestId);
		if (type === 'start_session') {
			this.typist = visit;
			visit.say('session_started', { sessionId: SESSION, nextSeq: this.events.length }, requestId);
		} else if (type === 'input_update') {
			const { seq, events } = payload as { seq: number; events: KeyEvent[] };
			if (this.typist !== visit) return refuse('INVALID_STATE', { state: 'taken_over' });
			if (seq > this.events.length) return refuse('CONFLICT', { nextSeq: this.events.length });
			this.events.push(...events.slice(this.events.length - seq));
			visit.say('metrics_update', { sessionId: SESSION, nextSeq: this.events.length }, requestId);
		} else if (type === 'end_session') {
			const { seq } = payload as { seq: number };
			if (seq > this.events.length) return refuse('CONFLICT', { nextSeq: this.events.length });
			this.ended += 1;
			visit.say('session_complete', { sessionId: SESSION, resultId: 'r' }, requestId);
		}
	}
}

async function setUp() {
	const server = new KeepingServer();
	const { port, visits } = await serve(server.script);
	const { client } = connect(port);
	const log: KeyEvent[] = [];
	const said = { saved: [] as SavedTest[], takenOver: 0, refused: [] as Error[] };
	const uploader = new LogUploader(client, SESSION, log, {
		onSaved: (saved) => said.saved.push(saved),
		onTakenOver: () => (said.takenOver += 1),
		onRefused: (reason) => said.refused.push(reason)
	});
	const press = (keys = 1) => {
		for (let key = 0; key < keys; key += 1) {
			log.push({ t: log.length * 10, kind: 'insert', text: 'a' });
			uploader.changed();
		}
	};
	return { server, visits, client, log, said, uploader, press };
}

describe('bringing a log to the server', () => {
	it('[T2] nothing is sent before the first key', async () => {
		const { server, client, press } = await setUp();
		await until(() => client.state.authenticated);
		await pause(30);
		expect(server.messages).toEqual([]);
		press();
		await until(() => server.events.length === 1);
		expect(server.messages.map(({ type }) => type)).toEqual(['start_session', 'input_update']);
	});

	it('[T3] keys are gathered to at most ten messages a second', async () => {
		const { server, log, press } = await setUp();
		const started = performance.now();
		while (performance.now() - started < 450) {
			press();
			await pause(10);
		}
		await until(() => server.events.length === log.length);
		const updates = server.messages.filter(({ type }) => type === 'input_update').length;
		expect(updates).toBeGreaterThan(2);
		expect(updates).toBeLessThanOrEqual(Math.ceil((performance.now() - started) / 100) + 1);
	});

	it('[T4] the end is sent at once, behind the last key, and the result is told', async () => {
		const { server, log, said, uploader, press } = await setUp();
		press(5);
		await until(() => server.events.length > 0);
		press(3);
		const ended = performance.now();
		uploader.end(80);
		await until(() => said.saved.length === 1);
		expect(performance.now() - ended).toBeLessThan(90);
		expect(server.events).toEqual(log);
		expect(server.messages.at(-1)).toMatchObject({
			type: 'end_session',
			payload: { seq: 8, t: 80 }
		});
	});

	it('[T6] a server that forgets what was not durable gets it again, and nothing twice', async () => {
		const random = seededRandom(20_260_101);
		for (let run = 0; run < 10; run += 1) {
			const { server, log, said, uploader, press } = await setUp();
			server.fails = () => {
				if (random() > 0.25) return false;
				server.events.length = Math.floor(server.events.length * random());
				server.typist = undefined;
				return true;
			};
			for (let burst = 0; burst < 8; burst += 1) {
				press(1 + Math.floor(random() * 300));
				await pause(random() * 20);
			}
			uploader.end(log.length * 10);
			await until(() => said.saved.length === 1);
			expect(server.events).toEqual(log);
		}
	});

	it('[T3] where the server misses events, CONFLICT brings them', async () => {
		const { server, log, said, uploader, press } = await setUp();
		press(4);
		await until(() => server.events.length === 4);
		server.events.length = 1;
		press(2);
		uploader.end(60);
		await until(() => said.saved.length === 1);
		expect(server.events).toEqual(log);
	});

	it('[T3] another tab is told to the typist once, and taking back goes on', async () => {
		const { server, log, said, uploader, press } = await setUp();
		press(2);
		await until(() => server.events.length === 2);
		server.typist = undefined;
		press();
		await until(() => said.takenOver === 1);
		press(5);
		await pause(150);
		expect(said.takenOver).toBe(1);
		expect(server.events).toHaveLength(2);
		uploader.takeBack();
		await until(() => server.events.length === log.length);
		expect(server.events).toEqual(log);
	});

	it('[T3] a reconnection alone does not take a test back from another tab', async () => {
		const { server, visits, client, said, press } = await setUp();
		press();
		await until(() => server.events.length === 1);
		server.typist = undefined;
		press();
		await until(() => said.takenOver === 1);
		visits[0]!.socket.terminate();
		await until(() => visits.length === 2 && client.state.authenticated);
		await pause(30);
		expect(visits[1]?.heard).toEqual([]);
	});

	it('[T6] a log that lost keys which the server has is not continued', async () => {
		const { server, said, press } = await setUp();
		server.events = Array.from({ length: 9 }, (_, t) => ({ t, kind: 'deleteChar' }));
		press(2);
		await until(() => said.refused.length === 1);
		expect(said.refused[0]).toBeInstanceOf(LogBehindError);
		expect(server.events).toHaveLength(9);
	});
});
