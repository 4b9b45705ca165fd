import { expect, test as base } from '@playwright/test';
import { setTimeout as delay } from 'node:timers/promises';
import { Changer } from '../bench/faults/changer';
import { Racer } from '../bench/faults/racer';
import { RestCaller } from '../bench/faults/rest';
import { FaultServer } from '../bench/faults/server';
import { keysFor } from '../src/lib/testing/keys';
import { startRedis } from '../src/lib/testing/redis';

const TEXT = 'five friends race over two machines and one of those dies while they type this line';
const racers = ['ada', 'bob', 'cy', 'dot', 'eve'] as const;

/** Two processes of the built server over one folder and one Redis, without a proxy between. */
interface Instances {
	first: FaultServer;
	second: FaultServer;
	problems: string[];
}

const test = base.extend<{ instances: Instances }>({
	// eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern.
	instances: async ({}, use) => {
		const redis = await startRedis();
		const env = { REDIS_URL: redis.url, TEST_API_KEYS: [...racers, 'fan', 'changer'].join() };
		const first = await FaultServer.make({ env });
		const second = await FaultServer.make({ env, dataDir: first.dataDir });
		const problems: string[] = [];
		try {
			await first.start();
			await second.start();
			await use({ first, second, problems });
			expect([...problems, ...first.complaints, ...second.complaints]).toEqual([]);
		} finally {
			await second.dispose();
			await first.dispose();
			await redis.stop();
		}
	}
});

test('[S7] [S6] [T6] five race over two instances, one is killed: they come back on the other, no key is lost, presence and result are right', async ({
	instances: { first, second, problems }
}) => {
	test.setTimeout(120_000);
	const complain = (problem: string) => void problems.push(problem);
	const people = racers.map((key, index) => {
		const servers = index < 2 ? [first, second] : [second, first];
		return new Racer({ key, servers, complain });
	});
	const [ada, ...others] = people as [Racer, ...Racer[]];
	const settings = { mode: 'custom', text: TEXT };
	const made = await ada.ask('POST', '/api/races', { settings });
	const { sessionId } = made.body as { sessionId: string };
	const shared = async (role: string) => {
		const link = await ada.ask('POST', '/api/share-links', { sessionId, role });
		return (link.body as { token: string }).token;
	};
	const token = await shared('participate');
	for (const other of others) await other.ask('POST', '/api/share-links/redeem', { token });
	// Who watches on the instance that dies, and has nowhere else to go.
	const fan = new Racer({ key: 'fan', servers: [second], complain });
	await fan.ask('POST', '/api/share-links/redeem', { token: await shared('watch') });
	for (const person of [...people, fan]) person.enter(sessionId);
	const there = (count: number) => (racer: Racer) =>
		racer.people.filter(({ connected }) => connected).length === count;
	for (const person of people) expect(await person.sees(there(6), 10_000)).toBeDefined();

	expect((await ada.ask('POST', `/api/races/${sessionId}/start`)).status).toBe(200);
	const typing = people.map((person, index) => person.type(sessionId, 95 + 10 * index, 7 + index));
	await expect.poll(() => people.every(({ log }) => log.length > TEXT.length / 3)).toBe(true);
	await second.kill('SIGKILL');
	const killedAt = performance.now();
	expect(people.every(({ log }) => log.length < TEXT.length)).toBe(true);

	for (const person of people) {
		const left = 15_000 - (performance.now() - killedAt);
		expect(await person.sees(there(5), left), 'presence is right').toBeDefined();
	}
	console.log(`presence is right after ${((performance.now() - killedAt) / 1000).toFixed(1)} s`);
	for (const other of others.slice(1)) expect(other.reached).toEqual([second.port, first.port]);

	const results = await Promise.all(typing);
	for (const [index, person] of people.entries()) {
		const kept = await person.ask('GET', `/api/typing/results/${results[index]}?include=log`);
		const { log, flagged } = kept.body as { log: { text: string }[]; flagged?: string[] };
		expect(log.map(({ text }) => text).join('')).toBe(TEXT);
		expect(log).toHaveLength(keysFor(TEXT).length);
		expect(flagged ?? []).toEqual([]);
		expect(await person.sees(({ race }) => race?.status === 'finished', 10_000)).toBeDefined();
	}
	const table = ada.race!.participants;
	expect(table.map(({ status }) => status)).toEqual(racers.map(() => 'finished'));
	expect(table.map(({ place }) => place).toSorted()).toEqual([1, 2, 3, 4, 5]);
	const lastKeys = people.map(({ log }) => log.at(-1)!.t);
	const inOrder = table.toSorted((one, other) => one.place! - other.place!);
	expect(inOrder.map(({ finishedMs }) => Math.round(finishedMs!))).toEqual(
		lastKeys.toSorted((one, other) => one - other).map(Math.round)
	);
	for (const person of people) expect(person.race).toEqual(ada.race);
	for (const person of [...people, fan]) person.leave();
});

test('[S4] 1,000 concurrent changes to one session by two processes: versions 1…n, no update lost', async ({
	instances: { first, second, problems }
}) => {
	test.setTimeout(120_000);
	const changer = ({ url, lineUrl }: FaultServer) =>
		new Changer({
			...{ url, lineUrl, key: 'changer', random: () => 0 },
			complain: (problem) => void problems.push(problem)
		});
	const makers = [first, second].flatMap((server) =>
		Array.from({ length: 10 }, () => changer(server))
	);
	const clock = await makers[0]!.makeClock();
	await Promise.all(makers.map((maker) => maker.run(clock.sessionId, (done) => done === 50)));
	expect(await Changer.check(makers, clock)).toBe(1_000);
});

test('[S5] clocks that a killed instance started run out on the other, each once', async ({
	instances: { first, second }
}) => {
	const there = new RestCaller(second.url, 'changer');
	const ids: string[] = [];
	for (let count = 0; count < 10; count += 1) {
		const wish = { syncMode: 'global', totalTimeMs: 2_000 };
		const { body } = await there.insist('POST', '/api/sessions', wish);
		ids.push((body as { sessionId: string }).sessionId);
	}
	await Promise.all(ids.map((id) => there.insist('POST', `/api/sessions/${id}/start`, {})));
	await second.kill('SIGKILL');
	const here = new RestCaller(first.url, 'changer');
	const ended = async () => {
		const answers = await Promise.all(ids.map((id) => here.insist('GET', `/api/sessions/${id}`)));
		return answers.map(({ body }) => {
			const { version, state } = body as { version: number; state: { clock: { status: string } } };
			return `${version} ${state.clock.status}`;
		});
	};
	await expect.poll(ended, { timeout: 10_000 }).toEqual(ids.map(() => '3 expired'));
	await delay(1_500);
	expect(await ended()).toEqual(ids.map(() => '3 expired'));
});
