import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod/mini';
import { createLog } from '../../server/log';
import { startTestLine, type TestLine } from '../../testing/line';
import { defineMessages } from '../catalogue';
import { defineFeature } from './handlers';

const messages = defineMessages({
	say: {
		direction: 'in',
		summary: 'Is taken, or breaks.',
		schema: z.object({ text: z.string() }),
		permission: 'write',
		bucket: 'messages',
		answeredBy: 'said',
		changes: false
	},
	said: { direction: 'out', summary: 'Taken.', schema: z.object({}), replaces: false }
});

const feature = defineFeature(messages, {
	say({ text }) {
		if (text.startsWith('{')) JSON.parse(text);
		return {};
	}
});

let line: TestLine;
let lines: Record<string, unknown>[] = [];
const written = () => JSON.stringify(lines);

beforeAll(async () => {
	const log = createLog(
		{ LOG_LEVEL: 'trace' },
		{ write: (text) => void lines.push(JSON.parse(text) as Record<string, unknown>) }
	);
	line = await startTestLine({ features: () => [feature], log });
});
beforeEach(() => {
	lines = [];
});
afterAll(() => line.stop());

test('[E3] what breaks is logged with the connection and the requestId that its answer has', async () => {
	const client = await line.openAs('alice');
	const { connectionId } = client.received[0]!.payload;
	const answer = await client.request('say', { text: '{"answer":sesame}' });
	expect(answer.payload).toMatchObject({ errorCode: 'INTERNAL_ERROR' });
	expect(lines.filter(({ level }) => level === 50)).toEqual([
		expect.objectContaining({
			connectionId,
			requestId: answer.requestId,
			type: 'say',
			err: expect.objectContaining({ type: 'SyntaxError' }) as unknown
		})
	]);
	expect(written()).not.toContain('sesame');
	client.close();
});

test.each([
	['a bad key', 'connect', { api_key: 'bad sesame' }],
	['a bad token', 'authenticate', { token: 'bad sesame' }],
	['a payload that is not as it should be', 'connect', { api_key: 7, secret: 'sesame' }],
	['a message that comes too early', 'say', { text: 'sesame' }],
	['a type that does not exist', 'sesame', {}]
])('%s stays out of the log', async (_, type, payload) => {
	const client = await line.open();
	await client.request(type, payload);
	client.close();
	await client.closed;
	expect(written()).not.toContain('sesame');
});

test('what is said, and JSON that is none, stay out of the log', async () => {
	const client = await line.openAs('alice');
	await client.request('say', { text: 'sesame' });
	client.sendText('{"type":"connect","payload":{"api_key":"sesame');
	await client.next('error');
	client.close();
	await client.closed;
	expect(written()).not.toContain('sesame');
});
