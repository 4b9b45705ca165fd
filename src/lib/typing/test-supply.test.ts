import { describe, expect, it } from 'vitest';
import type { ReservedTest } from './results';
import type { TestSettings } from './settings';
import { TestSupply, type SupplyOptions } from './test-supply';

const DAY_MS = 24 * 60 * 60 * 1000;
const START = Date.parse('2026-01-01T00:00:00Z');

const words: TestSettings = {
	mode: 'words',
	words: 25,
	language: 'english',
	punctuation: false,
	numbers: false
};
const withNumbers: TestSettings = { ...words, numbers: true };

/** @param settings what tests are filed under; as they were ordered unless told */
function setUp({
	settings: filed,
	...options
}: Partial<SupplyOptions> & { settings?: object } = {}) {
	const kept = new Map<string, string>();
	const orders: { count: number; mode: string }[] = [];
	const world = { offline: false, now: START, made: 0 };
	const answer = async (_: unknown, init?: RequestInit): Promise<Response> => {
		if (world.offline) throw new TypeError('Failed to fetch');
		const { count, ...settings } = JSON.parse(String(init?.body)) as TestSettings & {
			count: number;
		};
		orders.push({ count, mode: settings.mode });
		const tests = Array.from({ length: count }, () => ({
			sessionId: `test-${(world.made += 1)}`,
			text: 'words',
			settings: filed ?? settings,
			createdAt: new Date(world.now).toISOString(),
			expiresAt: new Date(world.now + 30 * DAY_MS).toISOString()
		}));
		const [first, ...reserved] = tests;
		return Response.json({ ...first, reserved }, { status: 201 });
	};
	const make = (more: Partial<SupplyOptions> = {}) =>
		new TestSupply({
			userId: 'u',
			fetch: answer as typeof fetch,
			storage: { getItem: (key) => kept.get(key) ?? null, setItem: (k, v) => void kept.set(k, v) },
			now: () => world.now,
			...options,
			...more
		});
	return { world, orders, make, kept };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const isAtOnce = (given: ReservedTest | Promise<ReservedTest>): given is ReservedTest =>
	!(given instanceof Promise);

describe('tests made ahead', () => {
	it('[T1] the first waits for the server, the following ones are there at once', async () => {
		const { orders, make } = setUp();
		const supply = make();
		await supply.next(words);
		await settled();
		expect(isAtOnce(supply.next(words))).toBe(true);
		await settled();
		expect(orders.map(({ count }) => count)).toEqual([3, 1, 1]);
	});

	it('[T6] offline there are three, also after a reload, then a sentence', async () => {
		const { world, make } = setUp();
		make().prepare(words);
		await settled();
		world.offline = true;
		const reloaded = make();
		for (let test = 0; test < 3; test += 1) expect(isAtOnce(reloaded.next(words))).toBe(true);
		await expect(reloaded.next(words)).rejects.toMatchObject({
			name: 'UserError',
			code: 'CONNECTION_TIMEOUT'
		});
	});

	it('[T1] none is given out twice, however many are asked for at once', async () => {
		const { make } = setUp();
		const supply = make();
		const given = await Promise.all(Array.from({ length: 12 }, () => supply.next(words)));
		await settled();
		for (let more = 0; more < 5; more += 1) given.push(await supply.next(words));
		expect(new Set(given.map(({ sessionId }) => sessionId)).size).toBe(given.length);
	});

	it('[T1] they fit the settings and belong to one user', async () => {
		const { make } = setUp();
		const supply = make();
		supply.prepare(words);
		await settled();
		expect(isAtOnce(supply.next(withNumbers))).toBe(false);
		expect(isAtOnce(make({ userId: 'another' }).next(words))).toBe(false);
		expect((await supply.next(withNumbers)).settings).toEqual(withNumbers);
	});

	it('[T1] what expires within a day is not given out', async () => {
		const { world, make } = setUp();
		const supply = make();
		supply.prepare(words);
		await settled();
		world.now = START + 29 * DAY_MS - 1;
		expect(isAtOnce(supply.next(words))).toBe(true);
		world.now = START + 29 * DAY_MS + 1;
		const fresh = await supply.next(words);
		expect(Date.parse(fresh.createdAt)).toBeGreaterThanOrEqual(START + 29 * DAY_MS - 1);
	});

	it('[T1] a text of one’s own is ordered alone, and refused in the server’s words', async () => {
		const { orders, make } = setUp();
		await make().next({ mode: 'custom', text: 'mine' });
		expect(orders).toEqual([{ count: 1, mode: 'custom' }]);
		const error = { errorCode: 'INVALID_MESSAGE_FORMAT', errorMessage: 'The text is too long.' };
		const refusing = make({ fetch: async () => Response.json({ error }, { status: 400 }) });
		await expect(refusing.next({ mode: 'custom', text: 'long' })).rejects.toMatchObject({
			name: 'UserError',
			message: 'The text is too long.'
		});
	});

	it('[T1] code is kept by what was asked for, whatever language it is in', async () => {
		const any: TestSettings = { mode: 'code', length: 'medium' };
		const source = { analysisId: 'a', repository: 'r', path: 'p', name: 'n' };
		const filed = { mode: 'code', length: 'short', language: 'go', source };
		const { make, world } = setUp({ settings: filed });
		const supply = make();
		supply.prepare(any);
		await settled();
		world.offline = true;
		for (let test = 0; test < 3; test += 1) {
			const given = supply.next(any);
			expect(isAtOnce(given)).toBe(true);
			expect((await given).settings).toEqual(filed);
		}
		await expect(supply.next({ ...any, language: 'go' })).rejects.toMatchObject({
			code: 'CONNECTION_TIMEOUT'
		});
	});

	it('[T1] without a storage they last as long as the page', async () => {
		const refuse = () => {
			throw new DOMException('denied', 'SecurityError');
		};
		const { make } = setUp({ storage: { getItem: refuse, setItem: refuse } });
		const supply = make();
		await supply.next(words);
		await settled();
		expect(isAtOnce(supply.next(words))).toBe(true);
	});
});
