import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { formsOf } from '../src/lib/developers/schema-words';
import type { OpenApiResponse } from '../src/lib/developers/server/openapi';
import { RawClient } from '../src/lib/testing/raw-client';
import type { TestServer } from './server';
import { expect, test } from './test';
import { analysisThat, isCompleted, uploadShop } from './test-helpers/repositories';
import { operations, type Operation } from './test-helpers/reference';
import { Caller, type Answer } from './test-helpers/rest';
import { typeOnLine, typeTest } from './test-helpers/line';

/**
 * Every route that names something owned, asked by somebody else (rule A6, measure F6). The routes
 * come from docs/openapi.json: one that comes later and is not in the table fails.
 */

/** A person, and something of his by each kind of name. */
interface Owner {
	caller: Caller;
	server: TestServer;
}

type Maker = (owner: Owner) => Promise<string>;

const idIn = (answer: Answer, field: string) =>
	(answer.body as Record<string, string>)[field] ?? '';

const aRace = { settings: { mode: 'custom', text: 'mine' } };

async function shareTest({ caller }: Owner): Promise<{ linkId: string; token: string }> {
	const made = await caller.post('/api/typing/sessions', { mode: 'words', words: 10 });
	const sessionId = idIn(made, 'sessionId');
	const shared = await caller.post('/api/share-links', { sessionId, role: 'watch' });
	return shared.body as { linkId: string; token: string };
}

async function analysedShop({ caller }: Owner): Promise<string> {
	const analysisId = await uploadShop(caller);
	await analysisThat(caller, analysisId, isCompleted);
	return analysisId;
}

const makers = {
	analysis: async ({ caller }) => {
		// Cancelled before it is its turn: nobody answers at that address.
		const made = await caller.post('/api/analyses', { url: 'https://forge.invalid/ada/shop' });
		const analysisId = idIn(made, 'analysisId');
		await caller.post(`/api/analyses/${analysisId}/cancel`, undefined);
		return analysisId;
	},
	'analysis that is done': analysedShop,
	finding: async (owner) => {
		const analysisId = await analysedShop(owner);
		const { body } = await owner.caller.get(`/api/analyses/${analysisId}/findings?limit=1`);
		const [first] = (body as { items: { id: string }[] }).items;
		return first ? `${analysisId}/findings/${first.id}` : '';
	},
	'typing test': async ({ caller }) => {
		const made = await caller.post('/api/typing/sessions', { mode: 'words', words: 10 });
		return idIn(made, 'sessionId');
	},
	'typing result': async ({ caller, server }) =>
		(await typeOnLine(server, caller, 'mine')).resultId,
	key: async ({ caller }) => idIn(await caller.post('/api/keys', { name: 'mine' }), 'keyId'),
	device: async ({ caller }) => {
		const { body } = await caller.get('/api/me/devices');
		return (body as { items: { deviceId: string }[] }).items[0]?.deviceId ?? '';
	},
	race: async ({ caller }) => idIn(await caller.post('/api/races', aRace), 'sessionId'),
	'race that is over': async ({ caller, server }) => {
		const id = idIn(await caller.post('/api/races', aRace), 'sessionId');
		const { body } = await caller.ask('POST', `/api/races/${id}/start`);
		const { sessionId, startsAt } = (body as { test: { sessionId: string; startsAt: string } })
			.test;
		await delay(Date.parse(startsAt) - Date.now());
		await typeTest(server, caller, sessionId, 'mine');
		return id;
	},
	interview: async ({ caller, server }) => {
		const headers = caller.headers as Record<string, string>;
		const line = new RawClient(server.lineUrl, { headers });
		await line.next('connection_success');
		const wish = { sessionType: 'practice', questionCount: 2 };
		const { payload } = await line.request('start_interview', wish);
		const { sessionId, firstQuestion } = payload as unknown as {
			sessionId: string;
			firstQuestion: { questionId: string };
		};
		const { questionId } = firstQuestion;
		await line.request('submit_answer', { sessionId, questionId, answer: 'I do not know.' });
		line.close();
		return sessionId;
	},
	thread: async ({ caller }) =>
		idIn(await caller.post('/api/chat/threads', { title: `mine ${randomUUID()}` }), 'threadId'),
	room: async ({ caller }) => {
		const channel = `room:${randomUUID()}`;
		return idIn(await caller.post('/api/chat/threads', { title: 'mine', channel }), 'channel');
	},
	session: async ({ caller }) =>
		idIn(await caller.post('/api/sessions', { syncMode: 'count_up' }), 'sessionId'),
	'share link': async (owner) => (await shareTest(owner)).linkId,
	'person who came by a link': async (owner) => {
		const { linkId, token } = await shareTest(owner);
		await (await Caller.guest(owner.server)).post('/api/share-links/redeem', { token });
		const { items } = (await owner.caller.get('/api/share-links')).body as {
			items: { linkId: string; people: { id: string }[] }[];
		};
		const person = items.find((link) => link.linkId === linkId)?.people[0];
		return person ? `${linkId}/people/${person.id}` : '';
	}
} satisfies Record<string, Maker>;

type Kind = keyof typeof makers;

/** What the `{id}` of an address names, with what stands behind it in braces. */
const inAddress: Record<string, Kind> = {
	'/api/analyses/{id}': 'analysis',
	'/api/analyses/{id}/cancel': 'analysis',
	'/api/analyses/{id}/findings': 'analysis that is done',
	'/api/analyses/{id}/findings/{findingId}': 'finding',
	'/api/analyses/{id}/questions': 'analysis that is done',
	'/api/analyses/{id}/retry': 'analysis',
	'/api/analysis/{id}': 'analysis',
	'/api/chat/threads/{id}': 'thread',
	'/api/chat/threads/{id}/messages': 'thread',
	'/api/interviews/{id}': 'interview',
	'/api/keys/{id}': 'key',
	'/api/me/devices/{id}': 'device',
	'/api/sessions/{id}': 'session',
	'/api/sessions/{id}/{action}': 'session',
	'/api/share-links/{id}': 'share link',
	'/api/share-links/{id}/people/{personId}': 'person who came by a link',
	'/api/races/{id}': 'race',
	'/api/races/{id}/join': 'race',
	'/api/races/{id}/rematch': 'race that is over',
	'/api/races/{id}/start': 'race',
	'/api/typing/results/{id}': 'typing result',
	'/api/typing/sessions/{id}': 'typing test'
};

/** What the fields of a body name. */
const inBody: Record<string, { kind: Kind; body(id: string): object }> = {
	'POST /api/chat/threads': { kind: 'room', body: (channel) => ({ title: 'Yours?', channel }) },
	'POST /api/share-links': { kind: 'typing test', body: (sessionId) => ({ sessionId }) },
	'POST /api/typing/sessions': {
		kind: 'analysis that is done',
		body: (analysisId) => ({ mode: 'code', analysisId })
	}
};

/** Bodies that are good, for those who ask with one. */
const bodies: Record<string, object> = {
	'PATCH /api/analyses/{id}/findings/{findingId}': { dismissed: true },
	'PATCH /api/races/{id}': aRace,
	'PATCH /api/chat/threads/{id}': { title: 'Yours no more' },
	'POST /api/sessions/{id}/{action}': {}
};

const nameOf = ({ method, path }: Operation) => `${method} ${path}`;

const namesInBody = ({ requestBody }: Operation) =>
	formsOf(requestBody?.content['application/json']?.schema ?? {})
		.flat()
		.some(({ name }) => /(^|[.\]])(id|channel|\w*Id)$/.test(name));

const withAddress = operations.filter(({ path }) => path.includes('{'));
/** The ids in its body are its caller's own words. */
const NAMES_NOTHING = 'POST /api/sessions';
const withBody = operations.filter(
	(operation) => namesInBody(operation) && nameOf(operation) !== NAMES_NOTHING
);

/** An address with an id in it. */
const addressOf = (path: string, id: string) =>
	path
		.replace('{action}', 'start')
		.replace(/\{id\}\/(people|findings)\/\{\w+\}/, id.includes('/') ? id : `${id}/$1/${id}`)
		.replace('{id}', id);

test('[F6] every route that names something owned is asked here', () => {
	expect(Object.keys(inAddress).sort()).toEqual(
		[...new Set(withAddress.map(({ path }) => path))].sort()
	);
	expect(Object.keys(inBody)).toEqual(withBody.map(nameOf));
	const needBodies = withAddress.filter(({ requestBody }) => requestBody).map(nameOf);
	expect(Object.keys(bodies).sort()).toEqual(needBodies.sort());
});

/** Whoever deletes comes last, so that there is something to be asked for until then. */
const order = ['GET', 'PUT', 'PATCH', 'POST', 'DELETE'];

for (const [path, kind] of Object.entries(inAddress)) {
	const methods = withAddress
		.filter((operation) => operation.path === path)
		.sort((a, b) => order.indexOf(a.method) - order.indexOf(b.method));

	test(`[F6] [A6] ${path}: somebody else’s ${kind} is answered as one that does not exist`, async ({
		server
	}) => {
		const caller = await Caller.guest(server);
		const id = await makers[kind]({ caller, server });
		expect(id).not.toBe('');
		const ask = (who: Caller, operation: Operation, asked: string) =>
			who.ask(operation.method, addressOf(path, asked), bodies[nameOf(operation)]);

		for (const stranger of [await Caller.guest(server), Caller.withKey(server)]) {
			for (const operation of methods) {
				const foreign = await ask(stranger, operation, id);
				for (const unknownId of [randomUUID(), 'no-id-at-all']) {
					const unknown = await ask(stranger, operation, unknownId);
					expect(foreign.status, operation.method).toBe(unknown.status);
					expect(foreign.body, operation.method).toEqual(unknown.body);
				}
				expect(foreign.status).toBe(404);
			}
		}
		// It is all still there, for its owner.
		for (const operation of methods) {
			expect((await ask(caller, operation, id)).status, operation.method).toBeLessThan(300);
		}
	});
}

for (const [name, { kind, body }] of Object.entries(inBody)) {
	test(`[F6] [A6] ${name}: somebody else’s ${kind} in a body is as one that does not exist`, async ({
		server
	}) => {
		const owner = { caller: await Caller.guest(server), server };
		const id = await makers[kind](owner);
		const stranger = await Caller.guest(server);
		const [method = '', path = ''] = name.split(' ');
		const unknownId = id.replace(/[0-9a-f-]{36}/, randomUUID());

		const foreign = await stranger.ask(method, path, body(id));
		const unknown = await stranger.ask(method, path, body(unknownId));

		expect(foreign.status).toBe(unknown.status);
		expect(withoutChance(foreign, id)).toEqual(withoutChance(unknown, unknownId));
		const again = await owner.caller.ask(method, path, body(id));
		expect(withoutChance(again, id)).not.toEqual(withoutChance(foreign, id));
	});
}

/** A body without what differs each time. */
const withoutChance = ({ body }: Answer, id: string): unknown =>
	JSON.parse(
		JSON.stringify(body)
			.replaceAll(id, '<id>')
			.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>')
			.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
	);

test('[R1] what every GET answers has the form that the reference gives it', async ({ server }) => {
	const caller = await Caller.guest(server);
	// Something of each kind, so that the lists hold something.
	const ids = new Map<Kind, string>();
	for (const [kind, make] of Object.entries(makers)) {
		ids.set(kind as Kind, await make({ caller, server }));
	}
	for (const operation of operations.filter(({ method }) => method === 'GET')) {
		const kind = inAddress[operation.path];
		const path = addressOf(operation.path, (kind && ids.get(kind)) ?? '');
		const answer = await caller.get(path);
		expect(answer.status, path).toBe(200);
		const promised = operation.responses['200'] as OpenApiResponse | undefined;
		const schema = promised?.content?.['application/json']?.schema;
		const isJson = String(answer.headers['content-type']).startsWith('application/json');
		expect(isJson, path).toBe(schema !== undefined);
		if (schema) {
			const parsed = z.fromJSONSchema(schema as never).safeParse(answer.body);
			expect(parsed.error?.issues ?? [], path).toEqual([]);
			expect(unpromised(answer.body, schema), path).toEqual([]);
		}
	}
});

/** The fields that are answered and that the reference does not know. */
function unpromised(body: unknown, schema: Parameters<typeof formsOf>[0]): string[] {
	const known = new Set(
		formsOf(schema)
			.flat()
			.map(({ name }) => name)
	);
	// Their keys are whatever there is; a session's state is what its kind says.
	const isAnyState = (name: string) =>
		/(^|\.)state$/.test(name) &&
		[...known].filter((other) => other.startsWith(`${name}.`)).join() === `${name}.kind`;
	const open = [...known].filter(
		(name) => /^preferences|\.remainingMs$/.test(name) || isAnyState(name)
	);
	return pathsIn(body, '').filter(
		(path) => !known.has(path) && !open.some((prefix) => path.startsWith(`${prefix}.`))
	);
}

function pathsIn(value: unknown, prefix: string): string[] {
	if (typeof value !== 'object' || value === null) return [];
	const isList = Array.isArray(value);
	return Object.entries(value).flatMap(([key, inner]) => {
		const path = isList ? `${prefix}[]` : prefix === '' ? key : `${prefix}.${key}`;
		return [...(isList ? [] : [path]), ...pathsIn(inner, path)];
	});
}
