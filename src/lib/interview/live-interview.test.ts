import { afterEach, describe, expect, test, vi } from 'vitest';
import { UserError } from '../errors';
import { activityOf, type Activity, type OpenKind, type Opening } from '../realtime/activity';
import type { Catalogue, InboundType, SentPayloadOf } from '../realtime/catalogue';
import type { LineClient } from '../realtime/client';
import type { OutboxChannel, WaitingMessage } from '../realtime/channel';
import { admit, connect, serve, until, type Visit } from '../realtime/scripted-line.fixtures';
import type { InterviewAnswer, InterviewView, ShownTurn } from './formats/answers';
import { LiveInterview, type InterviewLine } from './live-interview.svelte';
import { evaluation, interview, turn } from './results.fixtures';

/** The browser's half against a server that says what a test tells it to, on a real socket. */

const sessionId = '00000000-0000-4000-8000-000000000001';

const openQuestion = (questionId: string): NonNullable<InterviewView['current']> => ({
	...{ questionId, question: `Why ${questionId}?`, category: 'architecture', difficulty: 'junior' },
	...{ topic: 'caching', fileReferences: [], evidence: [], type: 'question', attempt: 1 },
	...{ hints: [], hintsLeft: 2, askedAt: '2026-03-02T10:00:00.000Z' }
});

const view = (given: Partial<InterviewView> = {}): InterviewView => ({
	...{ kind: 'interview', status: 'asking', sessionType: 'practice', pace: 1, title: 'acme/shop' },
	...{ candidateId: 'p1', totalQuestions: 3, questionNumber: 1, current: openQuestion('q1') },
	clock: {
		...{ mode: 'count_up', status: 'running', activeId: null, remainingMs: {}, elapsedMs: 0 },
		since: '2026-03-02T10:00:00.000Z'
	},
	transcriptVersion: 1,
	...given
});

/** What REST answers, to be changed by a test. */
const kept = { interview: interview([]) as InterviewAnswer };
const rest = { show: vi.fn(async () => kept.interview) };

const closings: (() => void)[] = [];
afterEach(() => {
	for (const close of closings.splice(0).reverse()) close();
	rest.show.mockReset().mockImplementation(async () => kept.interview);
	kept.interview = interview([]);
});

/** The line of a page, whose outbox sends at once and keeps what is refused. */
class TestLine implements InterviewLine {
	readonly userId = 'u';
	waiting: WaitingMessage[] = [];
	/** What was said to be going on, after each change of it (rule C8). */
	readonly activities: Activity[] = [];
	#openings: readonly Opening[] = [];
	readonly #client: LineClient;

	constructor(client: LineClient) {
		this.#client = client;
	}

	channel<C extends Catalogue>(): OutboxChannel<C> {
		const channel = this.#client.channel<C>();
		return {
			request: (type, payload, options) => channel.request(type, payload, options),
			send: (type, payload) => channel.send(type, payload),
			on: (type, handler) => channel.on(type, handler),
			say: async <T extends InboundType<C>>(
				type: T,
				payload: SentPayloadOf<C, T>,
				{ about = '' } = {}
			) => {
				const requestId = `r${this.waiting.length}`;
				const message = { requestId, type, payload: payload as Record<string, unknown>, about };
				this.waiting = [...this.waiting, { ...message, at: 0, state: 'waiting' }];
				try {
					const answer = await channel.request(type, payload);
					await this.discard(requestId);
					return answer;
				} catch (error) {
					const problem = (error as Error).message;
					this.waiting = [{ ...message, at: 0, state: 'set-aside', problem }];
					throw error;
				}
			}
		};
	}

	onReady = (handler: () => void) => this.#client.onReady(handler);
	serverNow = () => Date.now();
	async discard(requestId: string): Promise<void> {
		this.waiting = this.waiting.filter((one) => one.requestId !== requestId);
	}
	async tryAgain(): Promise<void> {
		throw new Error('not asked for here');
	}
	open(kind: OpenKind, id: string): () => void {
		const opening = { kind, id };
		this.#openings = [...this.#openings, opening];
		this.activities.push(activityOf(this.#openings));
		return () => {
			this.#openings = this.#openings.filter((one) => one !== opening);
			this.activities.push(activityOf(this.#openings));
		};
	}
}

async function follow(
	hears: (visit: Visit, type: string, requestId: string) => void = () => undefined,
	first: Partial<InterviewView> = {}
) {
	const { port, visits } = await serve({
		open: admit,
		message: (visit, { type, requestId = '' }) => {
			if (type === 'subscribe_session') {
				const told = { sessionId, version: 1, role: 'owner', personId: 'p1' };
				visit.say('state_sync', { ...told, state: view(first) }, requestId);
			} else hears(visit, type, requestId);
		}
	});
	const { client } = connect(port);
	const line = new TestLine(client);
	const session = { sessionId, version: 1, state: view(first), personId: 'p1' };
	const live = new LiveInterview(
		{ session: { ...session, role: 'owner', participants: [] }, interview: kept.interview },
		line,
		rest
	);
	closings.push(live.open());
	await until(() => live.session.isLive);
	return { live, line, visit: visits[0]! };
}

const told = (version: number, state: Partial<InterviewView>) => ({
	...{ sessionId, version },
	state: view(state)
});

const asked = (...turns: ShownTurn[]) => interview(turns);

describe('an interview followed', () => {
	test('[I11] fetches what was said whenever the state tells of more, and not otherwise', async () => {
		const { live, visit } = await follow();
		await until(() => rest.show.mock.calls.length === 1);
		kept.interview = asked(turn('q1', 1, { score: 70 }));
		visit.say('state_update', told(2, { transcriptVersion: 2, current: openQuestion('q2') }));
		await until(() => live.closed.length === 1);
		expect(live.isBehind).toBe(false);
		expect(live.view.current?.questionId).toBe('q2');
		const asks = rest.show.mock.calls.length;
		visit.say('state_update', told(3, { status: 'paused', transcriptVersion: 2 }));
		await until(() => live.view.status === 'paused');
		expect(rest.show.mock.calls.length).toBe(asks);
	});

	test('[I11] asks once more when more is said while it asks, and when it fails', async () => {
		let answer: (value: InterviewAnswer) => void = () => undefined;
		const { live, visit } = await follow();
		await until(() => rest.show.mock.calls.length === 1 && !live.isBehind);
		rest.show.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
		rest.show.mockImplementationOnce(() => Promise.reject(new Error('away')));
		visit.say('state_update', told(2, { status: 'evaluating', transcriptVersion: 2 }));
		await until(() => rest.show.mock.calls.length === 2);
		visit.say('state_update', told(3, { transcriptVersion: 3, current: openQuestion('q2') }));
		await until(() => live.view.current?.questionId === 'q2');
		kept.interview = asked(turn('q1', 1, { score: 70 }));
		answer(asked(turn('q1', 1)));
		await until(() => live.closed.length === 1);
		expect(rest.show.mock.calls.length).toBe(4);
	});

	test('[I6] the interviewer does what he says, until the state says more', async () => {
		const { live, visit } = await follow();
		expect(live.interviewer).toBe('listening');
		const says = { sessionId, agentId: 'interviewer', status: 'asking' };
		visit.say('agent_status', { ...says, sessionId: 'another' });
		visit.say('agent_status', says);
		await until(() => live.interviewer === 'asking');
		visit.say('state_update', told(2, { status: 'evaluating' }));
		await until(() => live.interviewer === 'thinking');
	});

	test('[I2] what is being evaluated is no closed turn yet, what ran out with nothing written is', async () => {
		kept.interview = asked(
			turn('q1', 1, { score: 70 }),
			turn('q2', 2, { answer: null, isLate: true }),
			turn('q3', 3)
		);
		const { live } = await follow(undefined, { current: openQuestion('q3') });
		expect(live.closed.map(({ seq }) => seq)).toEqual([1, 2]);
	});

	test('[I2] an answer that was given up stays to be seen once another question is open', async () => {
		const { live, visit } = await follow();
		await until(() => rest.show.mock.calls.length === 1);
		kept.interview = asked(turn('q1', 1), turn('q2', 2, { answer: null }));
		visit.say('state_update', told(2, { status: 'evaluating', transcriptVersion: 2 }));
		await until(() => rest.show.mock.calls.length === 2 && !live.isBehind);
		expect(live.closed).toEqual([]);
		visit.say('state_update', told(3, { transcriptVersion: 3, current: openQuestion('q2') }));
		await until(() => live.view.current?.questionId === 'q2' && !live.isBehind);
		expect(live.closed.map(({ seq }) => seq)).toEqual([1]);
	});

	test('[D5] an answer is on its way until it is evaluated', async () => {
		let answerTo = '';
		const { live, line, visit } = await follow((_, type, requestId) => {
			if (type === 'submit_answer') answerTo = requestId;
		});
		live.answer('q1', 'Because.');
		expect(live.onItsWay).toBe('Because.');
		await until(() => answerTo !== '');
		const evaluated = { sessionId, questionId: 'q1', evaluation: evaluation(70) };
		visit.say('answer_evaluated', { ...evaluated, nextAction: 'next_question' }, answerTo);
		await until(() => line.waiting.length === 0);
		expect(live.onItsWay).toBeUndefined();
	});

	test('[I5] an answer that was refused is shown with the reason, and let go when it is not wanted', async () => {
		const { live } = await follow((visit, type, requestId) => {
			if (type !== 'submit_answer') return;
			const refusal = new UserError('INVALID_STATE', 'The time for this question is up.');
			visit.say('error', refusal.toBody(), requestId);
		});
		live.answer('q1', 'Too late.');
		await until(() => live.refused.length === 1);
		expect(live.onItsWay).toBeUndefined();
		expect(live.refused[0]?.problem).toBe('The time for this question is up.');
		live.letGo(live.refused[0]!);
		expect(live.refused).toEqual([]);
	});

	test('[I3] a wish that comes to nothing says why', async () => {
		const { live } = await follow((visit, type, requestId) => {
			if (type === 'pause_interview') {
				const refusal = new UserError('INVALID_STATE', 'This interview was ended.');
				visit.say('error', refusal.toBody(), requestId);
			}
		});
		expect(await live.pause()).toBe(false);
		expect(live.problem).toBe('This interview was ended.');
		expect(live.isAsking('pause_interview')).toBe(false);
	});

	test('[I3] [I7] a wish that is on its way is not sent again, another one is', async () => {
		const heard: string[] = [];
		const answers: (() => void)[] = [];
		const { live } = await follow((visit, type, requestId) => {
			if (type !== 'pause_interview' && type !== 'request_hint') return;
			heard.push(type);
			const answer = type === 'request_hint' ? 'hint' : 'interview_paused';
			answers.push(() => visit.say(answer, { sessionId }, requestId));
		});
		const hint = live.hint('q1');
		expect(live.isAsking('request_hint')).toBe(true);
		expect(live.isAsking('pause_interview')).toBe(false);
		expect(await live.hint('q1')).toBe(false);
		const pause = live.pause();
		await until(() => answers.length === 2);
		for (const answer of answers) answer();
		expect(await Promise.all([hint, pause])).toEqual([true, true]);
		expect(heard).toEqual(['request_hint', 'pause_interview']);
		expect(live.isAsking('request_hint')).toBe(false);
	});

	test('[I3] once the evaluation is read the clock is set going, where it stands', async () => {
		const { clock } = view();
		const heard: string[] = [];
		const { live, visit } = await follow((_, type) => heard.push(type));
		live.goOn();
		visit.say('state_update', told(2, { status: 'paused', clock: { ...clock, status: 'paused' } }));
		await until(() => live.view.status === 'paused');
		live.goOn();
		visit.say('state_update', told(3, { clock: { ...clock, status: 'paused', since: null } }));
		await until(() => live.view.status === 'asking');
		live.goOn();
		await until(() => heard.includes('resume_interview'));
		expect(heard.filter((type) => type === 'resume_interview')).toHaveLength(1);
	});

	test('[C8] the line is told that it is active, then paused, and nothing once it is over', async () => {
		const { line, live, visit } = await follow();
		visit.say('state_update', told(2, { status: 'paused' }));
		visit.say('state_update', told(3, { status: 'ended' }));
		await until(() => live.isOver);
		const [, ...activities] = line.activities;
		expect([...new Set(activities)]).toEqual([
			'interview_active',
			'interview_paused',
			'subscribed'
		]);
	});
});
