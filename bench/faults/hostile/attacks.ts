import { deflateRawSync } from 'node:zlib';
import type { Dice } from '../../../src/lib/testing/fuzz/dice';
import { frame, message, opcodes, text } from './frames';

const MOST_BYTES = 128 * 1024;

/** What is said on a connection after its handshake, and how the server must close. */
export interface Attack {
	name: string;
	/** Close codes, any of which is right; none where the attacker goes by itself. */
	closes: readonly number[];
	/** More lines of the handshake, each with its end. */
	headers?: string;
	/** The error that it is told before that, and how often; `orMore` where time decides. */
	told?: { error: string; times: number; orMore?: true };
	frames: (dice: Dice) => Buffer[];
}

const DEFLATE = 'Sec-WebSocket-Extensions: permessage-deflate\r\n';
const NOBODYS = '00000000-0000-4000-8000-000000000000';
const AS_SOMEBODY = 'Authorization: Bearer hostile\r\n';

const times = <T>(count: number, make: (index: number) => T): T[] =>
	Array.from({ length: count }, (_, index) => make(index));

/** Noise. */
export const bytes = (dice: Dice, count: number): Buffer =>
	Buffer.from(times(count, () => dice.between(0, 255)));

/** What RFC 6455 forbids, and the code that it names. */
const malformed: Attack[] = [
	{
		name: 'a reserved bit',
		closes: [1002],
		frames: (dice) => [frame({ opcode: opcodes.text, rsv: dice.between(1, 7), payload: '{}' })]
	},
	{
		name: 'an unknown opcode',
		closes: [1002],
		frames: (dice) => [frame({ opcode: dice.pick([3, 4, 5, 6, 7, 11, 12, 13, 14, 15]) })]
	},
	{
		name: 'no mask',
		closes: [1002],
		frames: (dice) => [
			frame({ opcode: dice.pick([1, 2, 8, 9, 10]), masked: false, payload: bytes(dice, 10) })
		]
	},
	{
		name: 'a control frame that is too long',
		closes: [1002],
		frames: (dice) => [
			frame({ opcode: dice.pick([8, 9, 10]), payload: bytes(dice, dice.between(126, 500)) })
		]
	},
	{
		name: 'a control frame in pieces',
		closes: [1002],
		frames: (dice) => [frame({ opcode: dice.pick([8, 9, 10]), fin: false, payload: 'half' })]
	},
	{
		name: 'a continuation of nothing',
		closes: [1002],
		frames: (dice) => [frame({ opcode: opcodes.continuation, fin: dice.chance(0.5) })]
	},
	{
		name: 'a message in the middle of another',
		closes: [1002],
		frames: (dice) => [
			frame({ opcode: opcodes.text, fin: false, payload: '{' }),
			frame({ opcode: dice.pick([1, 2]), payload: '{}' })
		]
	},
	{
		name: 'a close code that must not travel',
		closes: [1002],
		frames: (dice) => {
			const payload = Buffer.alloc(2);
			payload.writeUInt16BE(dice.pick([0, 999, 1004, 1005, 1006, 1015, 2000, 5000, 65_535]));
			return [frame({ opcode: opcodes.close, payload })];
		}
	},
	{
		name: 'half a close code',
		closes: [1002],
		frames: (dice) => [frame({ opcode: opcodes.close, payload: bytes(dice, 1) })]
	},
	{
		name: 'a reason that is no UTF-8',
		closes: [1007],
		frames: () => [frame({ opcode: opcodes.close, payload: Buffer.from([0x03, 0xe8, 0xc3, 0x28]) })]
	},
	{
		name: 'text that is no UTF-8',
		closes: [1007],
		frames: (dice) => {
			const wrong = dice.pick(['c328', 'a0a1', 'e28228', 'f0288cbc', 'eda080', 'f4908080', 'c0af']);
			return [text(Buffer.concat([Buffer.from('{"type":"'), Buffer.from(wrong, 'hex')]))];
		}
	},
	{
		name: 'text that is no UTF-8 once it is put together',
		closes: [1007],
		frames: () => [
			frame({ opcode: opcodes.text, fin: false, payload: Buffer.from('e282', 'hex') }),
			frame({ opcode: opcodes.continuation, payload: 'x' })
		]
	},
	{
		name: 'compressed, and nobody agreed to that',
		closes: [1002],
		frames: () => [frame({ opcode: opcodes.text, rsv: 4, payload: deflateRawSync('{}') })]
	},
	{
		name: 'compressed nonsense',
		closes: [1002, 1007],
		headers: DEFLATE,
		frames: (dice) => [
			// 0x07 begins a block of a type that does not exist.
			frame({
				opcode: opcodes.text,
				rsv: 4,
				payload: Buffer.concat([Buffer.from([7]), bytes(dice, 20)])
			})
		]
	}
];

/** What is too much (rule L1). */
const oversized: Attack[] = [
	{
		name: 'a length beyond the limit, and nothing of it',
		closes: [1009],
		frames: (dice) => [
			frame({
				opcode: dice.pick([1, 2]),
				declared: dice.pick([131_073n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n])
			})
		]
	},
	{
		name: 'a frame beyond the limit',
		closes: [1009],
		frames: (dice) => [text('x'.repeat(MOST_BYTES + dice.between(1, 5_000)))]
	},
	{
		name: 'pieces that are too much together',
		closes: [1009],
		frames: () => [
			frame({ opcode: opcodes.text, fin: false, payload: 'x'.repeat(MOST_BYTES / 2) }),
			frame({ opcode: opcodes.continuation, fin: false, payload: 'x'.repeat(MOST_BYTES / 2) }),
			frame({ opcode: opcodes.continuation, payload: 'x' })
		]
	},
	{
		name: 'a bomb: small, and large once it is inflated',
		closes: [1009],
		headers: DEFLATE,
		frames: (dice) => [frame({ opcode: opcodes.text, rsv: 4, payload: dice.pick(bombs) })]
	},
	{
		name: 'a bomb in pieces',
		closes: [1009],
		headers: DEFLATE,
		frames: (dice) => {
			const bomb = dice.pick(bombs);
			const middle = dice.between(1, bomb.length - 1);
			return [
				frame({ opcode: opcodes.text, rsv: 4, fin: false, payload: bomb.subarray(0, middle) }),
				frame({ opcode: opcodes.continuation, payload: bomb.subarray(middle) })
			];
		}
	},
	{
		name: 'more pieces than anybody needs',
		closes: [1008, 1009],
		frames: () => [crumbs]
	}
];

const crumbs = Buffer.concat([
	frame({ opcode: opcodes.text, fin: false, payload: '{' }),
	...times(20_000, () => frame({ opcode: opcodes.continuation, fin: false }))
]);

/** Just past the limit, a mebibyte, and ten of them. */
const bombs = [MOST_BYTES + 1, 2 ** 20, 10 * 2 ** 20].map((size) =>
	deflateRawSync(Buffer.alloc(size, '['), { level: 9 })
);

const badFive = { error: 'INVALID_MESSAGE_FORMAT', times: 5 };

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

/** What is no message of the line (rules E2, A4, L2). */
const nonsense: Attack[] = [
	{
		name: 'binary frames',
		closes: [4002],
		told: badFive,
		frames: (dice) =>
			times(5, () => frame({ opcode: opcodes.binary, payload: bytes(dice, dice.between(0, 200)) }))
	},
	{
		name: 'text that is not JSON',
		closes: [4002],
		told: badFive,
		frames: (dice) =>
			times(5, () =>
				text(
					dice.pick(['', '{', 'null', '[]', '7', '"ping"', '{"type":}', '\u0000', '{}{}', 'NaN'])
				)
			)
	},
	{
		name: 'JSON that is nested deeply',
		closes: [4002],
		told: badFive,
		frames: (dice) => {
			const depth = dice.between(1_000, 60_000);
			const timestamp = '2026-01-31T12:00:00Z';
			return times(5, () =>
				text(
					dice.pick([
						nested(depth),
						'['.repeat(depth),
						'{"a":'.repeat(Math.floor(depth / 3)),
						`{"type":"connect","timestamp":"${timestamp}","payload":{"api_key":${nested(depth)}}}`
					])
				)
			);
		}
	},
	{
		name: 'huge names and huge values',
		closes: [4002],
		told: badFive,
		frames: (dice) => {
			const huge = 'k'.repeat(dice.between(20_000, 100_000));
			const many = Object.fromEntries(times(5_000, (index) => [`k${index}`, index]));
			return times(5, () =>
				dice.pick([
					message(huge),
					message('connect', { [huge]: 1 }),
					message('connect', { api_key: huge }),
					message('connect', many),
					text(JSON.stringify({ [huge]: huge.slice(0, 20_000) }))
				])
			);
		}
	},
	{
		name: 'names of the prototype',
		closes: [4002],
		told: badFive,
		frames: (dice) =>
			times(5, () => {
				const name = dice.pick(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'then']);
				return dice.pick([
					message(name),
					text(`{"__proto__":{"type":"ping"},"timestamp":"2026-01-31T12:00:00Z","payload":{}}`),
					text(`{"type":"connect","timestamp":"2026-01-31T12:00:00Z","payload":{"${name}":"x"}}`)
				]);
			})
	},
	{
		name: 'wrong types where right ones belong',
		closes: [4002],
		told: badFive,
		frames: (dice) =>
			times(5, () => {
				const wrong = dice.pick([null, 7, true, [], ['connect'], {}, 1e308, '']);
				return dice.pick([message(wrong), message('connect', { api_key: wrong && {} })]);
			})
	},
	{
		name: 'messages before anybody said who is asking',
		closes: [4003],
		told: { error: 'UNAUTHORIZED', times: 10 },
		frames: (dice) =>
			times(10, () => message(dice.pick(['start_session', 'input_update', 'send_message']), {}))
	},
	{
		name: 'a wrong key',
		closes: [4000],
		told: { error: 'INVALID_KEY', times: 1 },
		frames: (dice) => [message('connect', { api_key: bytes(dice, 20).toString('hex') })]
	},
	{
		name: 'more messages than anybody may send',
		closes: [4001],
		headers: AS_SOMEBODY,
		told: { error: 'RATE_LIMIT_EXCEEDED', times: 10, orMore: true },
		frames: () => [
			Buffer.concat(times(150, () => message('start_session', { sessionId: NOBODYS })))
		]
	},
	{
		name: 'more pings than anybody takes',
		// Cut off, or answered: both are right.
		closes: [],
		frames: (dice) => [
			Buffer.concat(
				times(500, () => frame({ opcode: opcodes.ping, payload: bytes(dice, 4).toString('hex') }))
			)
		]
	}
];

/** What is begun and not ended: the attacker is gone. */
const cutShort: Attack[] = [
	{
		name: 'half a header',
		closes: [],
		frames: () => [frame({ opcode: opcodes.text, payload: 'x'.repeat(70_000) }).subarray(0, 5)]
	},
	{
		name: 'half a frame',
		closes: [],
		frames: (dice) => {
			const whole = text('x'.repeat(dice.between(1, 100_000)));
			return [whole.subarray(0, dice.between(1, whole.length - 1))];
		}
	},
	{
		name: 'half a message',
		closes: [],
		frames: (dice) => [
			frame({
				opcode: opcodes.text,
				fin: false,
				payload: '{"type":"'.repeat(dice.between(1, 1_000))
			})
		]
	},
	{ name: 'nothing', closes: [], frames: () => [] },
	{
		name: 'half a compressed message',
		closes: [],
		headers: DEFLATE,
		frames: (dice) => [
			frame({
				opcode: opcodes.text,
				rsv: 4,
				fin: false,
				payload: deflateRawSync(bytes(dice, 1_000)).subarray(0, 500)
			})
		]
	}
];

export const attacks: readonly Attack[] = [...malformed, ...oversized, ...nonsense, ...cutShort];
