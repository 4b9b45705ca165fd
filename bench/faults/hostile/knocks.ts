import type { Dice } from '../../../src/lib/testing/fuzz/dice';
import { bytes } from './attacks';

/** What is said instead of a handshake, and the HTTP statuses it may be answered with. */
export interface Knock {
	name: string;
	answers: readonly number[];
	bytes: (port: number, dice: Dice) => string | Buffer;
}

const upgrade = (port: number, changes: Record<string, string | undefined>): string => {
	const headers: Record<string, string | undefined> = {
		Host: `127.0.0.1:${port}`,
		Connection: 'Upgrade',
		Upgrade: 'websocket',
		'Sec-WebSocket-Version': '13',
		'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
		...changes
	};
	const lines = Object.entries(headers).filter(([, value]) => value !== undefined);
	return `GET /v1/ws HTTP/1.1\r\n${lines.map((line) => line.join(': ')).join('\r\n')}\r\n\r\n`;
};

export const knocks: readonly Knock[] = [
	{
		name: 'noise',
		answers: [400],
		bytes: (_, dice) => `${bytes(dice, 50).toString('hex')}\r\n\r\n`
	},
	{
		name: 'the beginning of TLS',
		answers: [400],
		bytes: () => Buffer.from('16030100a5010000a10303', 'hex')
	},
	{
		name: 'headers without measure',
		answers: [431],
		bytes: (port) => upgrade(port, { 'X-Long': 'x'.repeat(20_000) })
	},
	{
		name: 'no key',
		answers: [400],
		bytes: (port) => upgrade(port, { 'Sec-WebSocket-Key': undefined })
	},
	{
		name: 'a key that is none',
		answers: [400],
		bytes: (port, dice) =>
			upgrade(port, { 'Sec-WebSocket-Key': dice.pick(['', 'short', 'x'.repeat(500)]) })
	},
	{
		name: 'a version of tomorrow',
		answers: [400, 426],
		bytes: (port) => upgrade(port, { 'Sec-WebSocket-Version': '14' })
	},
	{
		name: 'another method',
		answers: [400, 405],
		bytes: (port) => upgrade(port, {}).replace('GET', 'POST')
	},
	{
		name: 'somebody else’s host',
		answers: [403],
		bytes: (port, dice) => upgrade(port, { Host: dice.pick(['rebound.example', '', '[::1']) })
	},
	{
		name: 'somebody else’s origin',
		answers: [403],
		bytes: (port, dice) =>
			upgrade(port, { Origin: dice.pick(['https://evil.example', 'null', 'file://', 'x']) })
	},
	{
		name: 'a bearer of nothing',
		answers: [401],
		bytes: (port, dice) =>
			upgrade(port, { Authorization: dice.pick(['Bearer wrong', 'Basic eDp5', 'Bearer', 'x']) })
	},
	{
		name: 'an unknown subprotocol',
		answers: [400],
		bytes: (port) => upgrade(port, { 'Sec-WebSocket-Protocol': 'mqtt' })
	},
	{
		name: 'an extension that is none',
		answers: [400],
		bytes: (port) =>
			upgrade(port, { 'Sec-WebSocket-Extensions': 'permessage-deflate; server_max_window_bits=99' })
	},
	{
		name: 'another address',
		answers: [404],
		bytes: (port) => upgrade(port, {}).replace('/v1/ws', '/v1/../v1/ws/')
	},
	{
		name: 'two lengths of one body',
		answers: [400],
		bytes: (port) => upgrade(port, { 'Content-Length': '5', 'Transfer-Encoding': 'chunked' })
	},
	{
		name: 'a zero byte in a header',
		answers: [400],
		bytes: (port) => upgrade(port, { 'X-Zero': 'a\u0000b' })
	}
];
