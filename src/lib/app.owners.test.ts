import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rooms } from './app.reference.fixtures';
import { formsOf } from './developers/schema-words';
import { schemaOf } from './developers/server/json-schema';
import { generalBank } from './interview/server/bank';
import type { InboundEntry } from './realtime/catalogue';
import { startTestApp, type TestApp } from './testing/app';
import type { RawClient, Received } from './testing/raw-client';

/**
 * Every message that names something owned, said by somebody else (rule A6, measure F6). A message
 * that comes later and is not in the table fails the first test.
 */

let house: TestApp;
let alice: RawClient;
let bob: RawClient;
let aliceId: string;

beforeAll(async () => {
	house = await startTestApp({ LIMIT_MESSAGES_PER_MINUTE: '10000' });
	[alice, bob] = await Promise.all([house.openAs('alice'), house.openAs('bob')]);
	aliceId = (await house.app.accounts.byToken('alice')).userId;
});
afterAll(() => house.stop());

/** Something of Alice's, by the name that messages call it. */
interface Owned {
	id: string;
	/** What nobody else may ever read. */
	secrets: string[];
	/** All there is to know about it. */
	state(): Promise<unknown>;
}

async function testOfAlice(): Promise<Owned> {
	const text = `a text of ${randomUUID()}`;
	const [made] = await house.app.typing.reserveTests(aliceId, { mode: 'custom', text }, 1);
	const id = made!.sessionId;
	return { id, secrets: [text], state: () => house.app.typing.session(aliceId, id) };
}

async function typedTestOfAlice(): Promise<Owned> {
	const made = await testOfAlice();
	await alice.request('start_session', { sessionId: made.id });
	const events = [{ t: 0, kind: 'insert', text: 'a' }];
	await alice.request('input_update', { sessionId: made.id, seq: 0, events });
	return made;
}

async function threadOfAlice(): Promise<Owned & { channel: string }> {
	const { chat } = house.app;
	const channel = `room:${randomUUID()}`;
	const text = `said by ${randomUUID()}`;
	const { threadId } = await chat.makeThread(aliceId, `about ${randomUUID()}`, channel);
	await alice.request('join_channel', { threadId });
	await alice.request('send_message', { threadId, text });
	const state = async () => [
		await chat.thread(aliceId, threadId),
		await chat.messages(aliceId, threadId, { limit: 10 }),
		(await alice.request('join_channel', { threadId })).payload
	];
	return { id: threadId, channel, secrets: [text, threadId], state };
}

async function sessionOfAlice(): Promise<Owned> {
	const { sessions } = house.app;
	const made = await testOfAlice();
	await sessions.sharing.create(aliceId, { sessionId: made.id, role: 'watch' });
	const channel = `session:${made.id}`;
	const text = `said by ${randomUUID()}`;
	const { threadId } = (await alice.request('join_channel', { channel })).payload;
	await alice.request('send_message', { channel, text });
	const state = async () => [
		sessions.engine.find(made.id),
		sessions.engine.members(made.id),
		await house.app.chat.messages(aliceId, threadId!, { limit: 10 })
	];
	return { id: made.id, secrets: [...made.secrets, text, threadId!], state };
}

async function analysisOfAlice(): Promise<Owned> {
	const { analyses, accounts } = house.app;
	const repository = randomUUID();
	// Cancelled before anybody looks: no network is needed.
	const wish = { url: `https://forge.example/alice/${repository}` };
	const { analysisId } = await analyses.create(await accounts.byToken('alice'), wish);
	await analyses.cancel(aliceId, analysisId);
	const state = async () => [
		await analyses.show(aliceId, analysisId),
		await analyses.findings(aliceId, analysisId, { limit: 10 })
	];
	return { id: analysisId, secrets: [repository], state };
}

async function analysisWithQuestions(): Promise<Owned> {
	const made = await analysisOfAlice();
	const sqlite = new SQLite(join(house.folder, 'greenroom.sqlite'), { timeout: 5_000 });
	sqlite
		.prepare('insert into analysis_question (id, analysis_id, seq, question) values (?, ?, 1, ?)')
		.run(randomUUID(), made.id, JSON.stringify(generalBank[0]));
	sqlite.close();
	return made;
}

/** What is asked in every interview here. */
const { questionId, rubric } = generalBank[0]!;

async function interviewOfAlice(): Promise<Owned> {
	const wish = { sessionType: 'practice', questionIds: [questionId] };
	const id = String((await alice.request('start_interview', wish)).payload['sessionId']);
	const text = `written as ${randomUUID()}`;
	await alice.request('draft_update', { sessionId: id, questionId, text, revision: 1 });
	const { engine } = house.app.sessions;
	const state = async () => [engine.find(id), await house.app.interviews.show(aliceId, id)];
	return { id, secrets: [text], state };
}

async function pausedInterviewOfAlice(): Promise<Owned> {
	const made = await interviewOfAlice();
	await alice.request('pause_interview', { sessionId: made.id });
	return made;
}

async function answeredInterviewOfAlice(): Promise<Owned> {
	const made = await interviewOfAlice();
	const answer = `I do not know, said ${randomUUID()}.`;
	for (let open = questionId, done = false; !done;) {
		const said = { sessionId: made.id, questionId: open, answer };
		const { payload } = await alice.request('submit_answer', said);
		done = payload['nextAction'] === 'complete';
		if (!done) open = String((await alice.next('follow_up_question')).payload['questionId']);
	}
	return { ...made, secrets: [...made.secrets, answer] };
}

/** What a message may name: how Alice comes by one, and one that nobody has. */
const kinds = {
	test: { make: testOfAlice, unknown: () => randomUUID() },
	analysis: { make: analysisOfAlice, unknown: () => randomUUID() },
	'analysis with questions': { make: analysisWithQuestions, unknown: () => randomUUID() },
	interview: { make: interviewOfAlice, unknown: () => randomUUID() },
	'paused interview': { make: pausedInterviewOfAlice, unknown: () => randomUUID() },
	'answered interview': { make: answeredInterviewOfAlice, unknown: () => randomUUID() },
	'typed test': { make: typedTestOfAlice, unknown: () => randomUUID() },
	thread: { make: threadOfAlice, unknown: () => randomUUID() },
	room: {
		make: async () => {
			const { channel, ...thread } = await threadOfAlice();
			return { ...thread, id: channel };
		},
		unknown: () => `room:${randomUUID()}`
	},
	session: { make: sessionOfAlice, unknown: () => randomUUID() },
	'channel of a session': {
		make: async () => {
			const made = await sessionOfAlice();
			return { ...made, id: `session:${made.id}` };
		},
		unknown: () => `session:${randomUUID()}`
	}
};

interface Call {
	type: string;
	kind: keyof typeof kinds;
	payload(id: string): Record<string, unknown>;
	/** Where its answer says nothing of what it names, whoever asks. */
	saysNothing?: true;
}

const said = { text: 'hello' };
const busy = { agentId: 'agent', status: 'thinking' };

const calls: Call[] = [
	{ type: 'start_session', kind: 'test', payload: (sessionId) => ({ sessionId }) },
	{
		type: 'input_update',
		kind: 'test',
		payload: (sessionId) => ({
			sessionId,
			seq: 0,
			events: [{ t: 0, kind: 'insert', text: 'a' }]
		})
	},
	{ type: 'input_update', kind: 'test', payload: (sessionId) => ({ sessionId, input: 'a' }) },
	{ type: 'end_session', kind: 'typed test', payload: (sessionId) => ({ sessionId }) },
	{ type: 'subscribe_session', kind: 'session', payload: (sessionId) => ({ sessionId }) },
	{
		type: 'unsubscribe_session',
		kind: 'session',
		payload: (sessionId) => ({ sessionId }),
		saysNothing: true
	},
	{ type: 'subscribe_analysis', kind: 'analysis', payload: (analysisId) => ({ analysisId }) },
	{
		type: 'unsubscribe_analysis',
		kind: 'analysis',
		payload: (analysisId) => ({ analysisId }),
		saysNothing: true
	},
	{
		type: 'start_interview',
		kind: 'analysis with questions',
		payload: (analysisId) => ({ analysisId, sessionType: 'live' })
	},
	...inInterview('interview', {
		submit_answer: { questionId, answer: 'mine' },
		draft_update: { questionId, text: 'mine', revision: 2 },
		request_hint: { questionId },
		pause_interview: {},
		end_interview: {}
	}),
	...inInterview('paused interview', { resume_interview: {} }),
	...inInterview('answered interview', {
		retry_question: { questionId },
		claim_point: { questionId, pointId: rubric[0]!.pointId, span: { start: 0, end: 1 } }
	}),
	...inChannels('join_channel', {}),
	...inChannels('leave_channel', {}),
	...inChannels('send_message', said),
	...inChannels('update_agent_status', busy)
];

/** Messages to an interview, with what they say besides its id. */
function inInterview(kind: Call['kind'], messages: Record<string, object>): Call[] {
	return Object.entries(messages).map(([type, more]) => ({
		type,
		kind,
		payload: (sessionId) => ({ sessionId, ...more })
	}));
}

/** A message to a thread, by its id, by its channel, and by that of the session it stands beside. */
function inChannels(type: string, more: object): Call[] {
	return [
		{ type, kind: 'thread', payload: (threadId) => ({ threadId, ...more }) },
		{ type, kind: 'room', payload: (channel) => ({ channel, ...more }) },
		{ type, kind: 'channel of a session', payload: (channel) => ({ channel, ...more }) }
	];
}

/** Fields that look like ids and are words of the sender's own. */
const NAMES_NOTHING = ['agentId'];

/** The fields of each form of a message that name something owned; messages without any are left out. */
const namingForms = rooms
	.flatMap(({ catalogue }) => Object.entries(catalogue))
	.filter((listed): listed is [string, InboundEntry] => listed[1].direction === 'in')
	.flatMap(([type, { schema }]) =>
		formsOf(schemaOf(schema, 'input')).map((rows) => ({
			type,
			fields: rows
				.map(({ name }) => name)
				.filter(
					(name) => /(^|[.\]])(id|channel|\w*Id)$/.test(name) && !NAMES_NOTHING.includes(name)
				)
		}))
	)
	.filter(({ fields }) => fields.length > 0);

test('[F6] every message that names something owned is called here', () => {
	expect(namingForms.length).toBeGreaterThan(0);
	for (const { type, fields } of namingForms) {
		const ofType = calls.filter((call) => call.type === type);
		const covered = ofType.some(({ payload }) => fields.every((field) => field in payload('x')));
		expect(covered, `${type} with ${fields.join(', ')} is not in the table`).toBe(true);
	}
	for (const { type } of calls) {
		expect(namingForms.map((form) => form.type)).toContain(type);
	}
});

describe('[F6] [A6] what is somebody else’s is answered exactly as what does not exist', () => {
	for (const { type, kind, payload, saysNothing } of calls) {
		test(`${type} with ${Object.keys(payload('')).join(', ')}: a ${kind}`, async () => {
			const owned = await kinds[kind].make();
			const unknownId = kinds[kind].unknown();
			const before = await owned.state();

			const foreign = await bob.request(type, payload(owned.id));
			const unknown = await bob.request(type, payload(unknownId));

			expect(withoutChance(foreign, owned.id)).toEqual(withoutChance(unknown, unknownId));
			const heard = JSON.stringify([foreign, ...bob.received]);
			for (const secret of owned.secrets)
				expect(heard.replaceAll(owned.id, '')).not.toContain(secret);
			expect(await owned.state()).toEqual(before);

			// It is there, and its owner's answer is another.
			const own = await alice.request(type, payload(owned.id));
			expect(own.type).not.toBe('error');
			if (saysNothing) return;
			expect(withoutChance(own, owned.id)).not.toEqual(withoutChance(foreign, owned.id));
		});
	}
});

/** An answer without what differs each time: its own time and id, ids made anew, the id asked for. */
function withoutChance({ type, payload }: Received, id: string): unknown {
	const text = JSON.stringify({ type, payload })
		.replaceAll(id, '<id>')
		.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>')
		.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>');
	return JSON.parse(text) as unknown;
}
