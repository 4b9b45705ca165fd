import { expect, test } from 'vitest';
import { parseEnv } from '../../server/env';
import { examplesAt } from './examples';
import { limitRows } from './limits';
import { asyncApiAt, openApiAt, reference } from './reference';

const origin = 'https://greenroom.example';

test('[C1] documents and examples carry the address of the server that gives them out', () => {
	expect(asyncApiAt(origin).servers.greenroom).toMatchObject({
		host: 'greenroom.example',
		protocol: 'wss'
	});
	expect(openApiAt(origin).servers).toEqual([{ url: origin }]);
	for (const { text } of examplesAt(origin)) {
		expect(text).toContain('wss://greenroom.example/v1/ws');
		expect(text).not.toContain('localhost');
	}
});

test('[E5] a message is shown with what its entry says of it', () => {
	const messages = reference.messages.flatMap(({ entries }) => entries);
	expect(messages.find(({ type }) => type === 'ping')).toEqual({
		id: 'message-ping',
		type: 'ping',
		summary: expect.any(String) as string,
		forms: [[]],
		direction: 'in',
		permission: 'none',
		bucket: 'ping',
		answeredBy: 'pong',
		changes: false
	});
	expect(messages.find(({ type }) => type === 'pong')).toMatchObject({
		direction: 'out',
		replaces: []
	});
});

test('[R1] an address is shown with what may be sent to it and what comes back', () => {
	const routes = reference.routes.flatMap(({ entries }) => entries);
	const result = routes.find(({ id }) => id === 'rest-getTypingResultsById');
	expect(result).toMatchObject({
		method: 'GET',
		path: '/api/typing/results/{id}',
		permission: 'read',
		parameters: [
			{ name: 'id', type: 'string, in the address', optional: false },
			{ name: 'include', type: '"log"', optional: true }
		],
		status: 200
	});
	expect(result?.body).toBeUndefined();
	expect(result?.answer?.[0]?.map(({ name }) => name)).toContain('log[].kind');
	const removal = routes.find(({ id }) => id === 'rest-deleteKeysById');
	expect(removal).toMatchObject({ status: 204, answer: undefined });
});

test('[L1] [L2] [L6] limits are those of the configuration, in words', () => {
	const rows = limitRows(
		parseEnv({
			LIMIT_MESSAGE_BYTES: '65536',
			LIMIT_MESSAGES_PER_MINUTE: '7',
			LIMIT_UNSENT_BYTES: '1572864',
			LIMIT_IDLE_MS: '900000',
			AUTH_TIMEOUT_MS: '2500'
		})
	);
	const limitOf = Object.fromEntries(rows.map(({ what, limit }) => [what, limit]));
	expect(limitOf).toMatchObject({
		'A message': '64 KiB',
		'Messages of a connection': '7 a minute',
		'Saying who is asking': '2.5 s',
		'No message at all': '15 minutes'
	});
	expect(limitOf['What you have not read yet']).toBe('1.5 MiB or 10 s');
});
