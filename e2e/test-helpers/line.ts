import { WebSocket } from 'ws';
import type { ReservedTest } from '../../src/lib/typing/results';
import type { TestServer } from '../server';
import type { Caller } from './rest';

/** Types a text of one's own over the line, as whoever `caller` is. */
export async function typeOnLine(
	server: TestServer,
	caller: Caller,
	text: string
): Promise<{ resultId: string }> {
	const made = await caller.post('/api/typing/sessions', { mode: 'custom', text });
	return typeTest(server, caller, (made.body as ReservedTest).sessionId, text);
}

/** Types a test that is there over the line, as whoever `caller` is. */
export async function typeTest(
	server: TestServer,
	caller: Caller,
	sessionId: string,
	text: string
): Promise<{ resultId: string }> {
	const socket = new WebSocket(server.lineUrl, 'greenroom.v1', { headers: caller.headers });
	const say = (type: string, payload: object) =>
		socket.send(JSON.stringify({ type, timestamp: new Date().toISOString(), payload }));
	const events = Array.from(text, (char, index) => ({ t: index * 90, kind: 'insert', text: char }));
	try {
		return await new Promise((resolve, reject) => {
			socket.on('error', reject);
			socket.on('close', () => reject(new Error('closed before the result')));
			socket.on('message', (data) => {
				const { type, payload } = JSON.parse(String(data)) as {
					type: string;
					payload: { resultId: string };
				};
				if (type === 'connection_success') say('input_update', { sessionId, seq: 0, events });
				if (type === 'session_complete') resolve(payload);
			});
		});
	} finally {
		socket.close();
	}
}
