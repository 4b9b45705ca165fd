// The load of P10: people with the project's own client, each in the middle of a test. One is back
// when the server has said again who it is and from which key its test goes on.
import { WebSocket } from 'ws';
import { LineClient } from '../src/lib/realtime/client';
import type { TypingMessages } from '../src/lib/typing/messages';
import { reserveTest } from './load-client.js';

const port = Number(process.env['PORT']);
const clients = Number(process.env['CLIENTS']);

const KEYS = 20;
const TEXT = 'the quick brown fox jumps over the lazy dog '.repeat(5).trim();

/** What the browser asks before it retries (rule E4). */
async function renew(): Promise<boolean> {
	const response = await fetch(`http://127.0.0.1:${port}/api/me`, {
		headers: { authorization: 'Bearer bench' }
	});
	await response.arrayBuffer();
	return response.status !== 401 && response.status !== 403;
}

class Person {
	/** When it was back after the latest loss, milliseconds since the epoch. */
	backAt: number | undefined;
	/** What the server said no crash can take. */
	#durableSeq = 0;
	readonly #line = new LineClient({
		url: `ws://127.0.0.1:${port}/v1/ws`,
		WebSocket,
		credential: () => ({ apiKey: 'bench' }),
		renew
	});

	constructor(readonly sessionId: string) {
		const channel = this.#line.channel<TypingMessages>();
		channel.on('metrics_update', ({ durableSeq }) => (this.#durableSeq = durableSeq));
		this.#line.onReady(() => void this.#resume());
		this.#line.connect();
	}

	async #resume(): Promise<void> {
		const channel = this.#line.channel<TypingMessages>();
		const { nextSeq } = await channel.request('start_session', { sessionId: this.sessionId });
		if (nextSeq < this.#durableSeq) throw new Error(`${this.#durableSeq - nextSeq} keys are lost`);
		this.backAt = Date.now();
		// A second more than a checkpoint takes, the server has said what is on disk.
		for (let seq = nextSeq; seq < KEYS; seq++) this.#type(seq);
		if (nextSeq === 0) setTimeout(() => this.#type(KEYS), 2_000);
	}

	#type(seq: number): void {
		const event = { t: seq * 120, kind: 'insert' as const, text: TEXT[seq]! };
		const payload = { sessionId: this.sessionId, seq, events: [event] };
		this.#line.channel<TypingMessages>().send('input_update', payload);
	}
}

const people: Person[] = [];
for (let index = 0; index < clients; index++) {
	people.push(new Person(await reserveTest('greenroom', port, TEXT)));
}

/** Resolves once all are back. */
async function allBack(): Promise<number[]> {
	while (people.some(({ backAt }) => backAt === undefined)) {
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	return people.map(({ backAt }) => backAt!);
}

await allBack();
process.send!({ ready: true });
process.on('message', () => {
	for (const person of people) person.backAt = undefined;
	process.send!({ watching: true });
	void allBack().then((backAt) => process.send!({ backAt }));
});
