// The load of P5: changes over REST on the first instance, a client of each instance that hears of
// them; then as many messages of the same size through bare Redis. All times are this process's.
import { createClient } from '@redis/client';
import { Agent, request } from 'node:http';
import { openClient, sayMeasuring, sayResult, wait } from './load-client.js';

const ports = /** @type {string} */ (process.env.PORTS).split(',').map(Number);
const redisUrl = process.env.REDIS_URL;
const sessions = Number(process.env.SESSIONS);
const perSecond = Number(process.env.PER_SECOND);
const warmUpMs = Number(process.env.WARM_UP_MS);
const measureMs = Number(process.env.MEASURE_MS);

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;
/** It lets go of idle connections before the server does: a request on one just closed is lost. */
const agent = new Agent({ keepAlive: true, timeout: 3_000 });

/** Milliseconds since the epoch, finer than whole ones. */
const now = () => performance.timeOrigin + performance.now();

/** @param {string} path @param {object} body @returns {Promise<{ sessionId: string, version: number }>} */
const post = (path, body) =>
	new Promise((resolve, reject) => {
		const text = JSON.stringify(body);
		const headers = {
			authorization: 'Bearer bench',
			'content-type': 'application/json',
			'content-length': Buffer.byteLength(text)
		};
		const call = request({
			host: '127.0.0.1',
			port: ports[0],
			path,
			method: 'POST',
			agent,
			headers
		});
		call.on('error', reject);
		call.on('response', (response) => {
			let answer = '';
			response.setEncoding('utf8').on('data', (part) => (answer += part));
			response.on('end', () => {
				if ((response.statusCode ?? 500) < 300) resolve(JSON.parse(answer));
				else reject(new Error(`${path}: ${response.statusCode} ${answer}`));
			});
		});
		call.end(text);
	});

/** @type {string[]} */
const ids = [];
const participants = ['ann', 'ben'].map((id) => ({ id, name: id, totalTimeMs: YEAR_MS }));
for (let count = 0; count < sessions; count++) {
	const { sessionId } = await post('/api/sessions', { syncMode: 'per_participant', participants });
	await post(`/api/sessions/${sessionId}/start`, {});
	ids.push(sessionId);
}

let isMeasuring = false;
/**
 * @typedef {object} Heard
 * @property {number} changedAt as the state says it, in whole milliseconds
 * @property {number[]} at by instance
 */
/** @type {Map<string, Heard>} */
const heard = new Map();
/** What one update weighs on the wire. */
let bytes = 0;

for (const [index, port] of ports.entries()) {
	const client = await openClient({
		kind: 'greenroom',
		port,
		onMessage(buffer, start, end) {
			const at = now();
			const message = JSON.parse(buffer.toString('utf8', start, end));
			if (message.type !== 'state_update' || !isMeasuring) return;
			const { sessionId, version, state } = message.payload;
			const key = `${sessionId} ${version}`;
			const known = heard.get(key) ?? { changedAt: Date.parse(state.clock.since), at: [] };
			known.at[index] = at;
			heard.set(key, known);
			bytes = end - start;
		}
	});
	for (const [number, sessionId] of ids.entries()) {
		client.send('subscribe_session', JSON.stringify({ sessionId }), `subscribe-${number}`);
	}
}
await wait(500);

/**
 * As many calls a second as are wanted, however long each takes.
 * @param {number} forMs
 * @param {(index: number) => void} act
 */
async function pace(forMs, act) {
	const from = performance.now();
	let done = 0;
	for (;;) {
		const passed = performance.now() - from;
		const due = (Math.min(passed, forMs) * perSecond) / 1000;
		for (; done < due; done++) act(done);
		if (passed >= forMs) return done;
		await wait(1);
	}
}

/** One switch a session at a time, so that each has the turn it was made for. */
/** @param {number} index */
const change = (index) => {
	const from = now();
	post(`/api/sessions/${ids[index % ids.length]}/switch`, {}).then(
		() => isMeasuring && answered.push(now() - from),
		(error) => {
			throw error;
		}
	);
};
/** @type {number[]} from the request to its answer */
const answered = [];
await pace(warmUpMs, change);
isMeasuring = true;
const measuringFrom = now();
sayMeasuring();
const made = await pace(measureMs, change);
await wait(1_000);
isMeasuring = false;
// What was made before, and heard of only now, is no part of it.
const whole = [...heard.values()].filter(
	({ changedAt, at }) => changedAt >= measuringFrom && at[0] !== undefined && at[1] !== undefined
);

const [publisher, subscriber] = await Promise.all(
	[0, 1].map(async () => {
		const client = createClient({ url: redisUrl });
		client.on('error', (error) => {
			throw error;
		});
		await client.connect();
		return client;
	})
);
/** @type {number[]} */
const bare = [];
const filler = 'x'.repeat(Math.max(0, bytes - 20));
await subscriber?.subscribe('bench', (text) => {
	const at = now();
	bare.push(at - Number(text.slice(0, text.indexOf(' '))));
});
const publish = () => void publisher?.publish('bench', `${now()} ${filler}`);
await pace(warmUpMs / 2, publish);
bare.length = 0;
await pace(measureMs, publish);
await wait(200);

/** @param {number[]} values @param {number} share */
function quantile(values, share) {
	const sorted = values.sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** @param {number[]} values */
const summary = (values) => ({ p50: quantile(values, 0.5), p99: quantile(values, 0.99) });

sayResult({
	perSecond: (whole.length / measureMs) * 1000,
	made,
	missing: made - whole.length,
	bytes,
	same: summary(whole.map(({ changedAt, at }) => /** @type {number} */ (at[0]) - changedAt)),
	across: summary(whole.map(({ changedAt, at }) => /** @type {number} */ (at[1]) - changedAt)),
	crossing: summary(
		whole.map(({ at }) => /** @type {number} */ (at[1]) - /** @type {number} */ (at[0]))
	),
	answer: summary(answered),
	bare: summary(bare)
});
