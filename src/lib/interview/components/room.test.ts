import { createRawSnippet } from 'svelte';
import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../analysis';
import type { InterviewAnswer, InterviewView } from '../formats/answers';
import type { InterviewLine, KnownInterview } from '../live-interview.svelte';
import { evaluation, followUp, interview, point, turn } from '../results.fixtures';
import AnswerText from './AnswerText.svelte';
import InterviewPage from './InterviewPage.svelte';

/** What the live page shows, as the server makes it. */

const MARKUP = '<script>alert(1)</script>';
const sessionId = '00000000-0000-4000-8000-000000000001';

/** There is time to look at what was answered. */
const CALM = { status: 'paused' } as const;

const textOf = (html: string) =>
	html
		.replace(/<!--.*?-->/g, '')
		.replace(/<br\/?>/g, '\n')
		.replace(/<[^>]*>/g, '')
		.replaceAll('&lt;', '<')
		.replaceAll('&amp;', '&')
		.replace(/\s+/g, ' ')
		.trim();

const view = (given: Partial<InterviewView> = {}): InterviewView => ({
	...{ kind: 'interview', status: 'asking', sessionType: 'practice', pace: 1, title: 'acme/shop' },
	...{ candidateId: 'p1', totalQuestions: 3, questionNumber: 2 },
	current: {
		...{ questionId: 'q2', question: 'Why a queue?', category: 'architecture' },
		...{ difficulty: 'junior', topic: 'caching', fileReferences: [], type: 'question', attempt: 1 },
		...{ hints: ['Think of bursts.'], hintsLeft: 1, askedAt: '2026-03-02T10:00:00.000Z' },
		evidence: [{ path: 'src/queue.ts', startLine: 3, endLine: 3, snippet: 'queue.add(job)' }]
	},
	clock: {
		...{ mode: 'count_up', status: 'running', activeId: null, remainingMs: {}, elapsedMs: 0 },
		since: '2026-03-02T10:00:00.000Z'
	},
	transcriptVersion: 1,
	...given
});

const line: InterviewLine & { status: string } = {
	status: 'Connected',
	userId: 'u',
	waiting: [],
	channel: () => ({}) as never,
	onReady: () => () => undefined,
	discard: async () => undefined,
	tryAgain: async () => undefined,
	serverNow: () => Date.parse('2026-03-02T10:01:05.000Z')
};

type Role = KnownInterview['session']['role'];

function shown(
	state: Partial<InterviewView> = {},
	{ role = 'owner', ...said }: Partial<InterviewAnswer> & { role?: Role } = {}
): string {
	const person = { id: 'p1', name: 'Ada', role: 'owner' as const, connected: true };
	const session = { sessionId, version: 1, state: view(state), role, personId: 'p1' };
	const code = createRawSnippet((evidence: () => readonly Evidence[]) => ({
		render: () => `<code>${evidence().map(({ path }) => path)}</code>`
	}));
	const { body } = render(InterviewPage, {
		props: {
			first: {
				session: { ...session, participants: [person] },
				interview: interview(said.turns ?? [], said)
			},
			...{ line, reach: undefined, code },
			visible: (text: string) => text,
			thread: createRawSnippet((as: () => string) => ({
				render: () => `<p>thread for ${as()}</p>`
			})),
			onended: async () => undefined
		}
	});
	return body;
}

describe('an answer on the page', () => {
	test('is laid out with no word and no space more or less', () => {
		const answer =
			'We use **one** `queue`, see https://a.example.\nSecond *line* of it.\n- a\n- b c';
		const { body } = render(AnswerText, { props: { answer } });
		expect(textOf(body)).toBe('We use one queue, see https://a.example. Second line of it.ab c');
		expect(body).toContain('href="https://a.example"');
	});

	test('is never markup of the page', () => {
		const { body } = render(AnswerText, { props: { answer: `${MARKUP}\n\`\`\`\n${MARKUP}` } });
		expect(body).not.toContain('<script>');
	});

	test('[I10] has the words marked that are spoken of', () => {
		const { body } = render(AnswerText, {
			props: { answer: 'we hash them', spans: [{ start: 3, end: 7 }] }
		});
		expect(textOf(body)).toBe('we hash them');
		expect(/<mark[^>]*>.*?hash.*?<\/mark>/.test(body)).toBe(true);
	});
});

describe('the live page', () => {
	test('[I1] shows the question, where it stands, its code, and a box to answer in', () => {
		const text = textOf(shown());
		expect(text).toContain('Question 2 of 3');
		expect(text).toContain('Why a queue?');
		expect(text).toContain('src/queue.ts');
		expect(text).toContain('Your answer');
		expect(text).toContain('Practice');
	});

	test('[I7] shows the hints that were given, and how many are left', () => {
		const text = textOf(shown());
		expect(text).toContain('Hint 1 Think of bursts.');
		expect(text).toContain('Hint, 1 left');
		expect(textOf(shown({ sessionType: 'live' }))).not.toContain('1 left');
	});

	test('[I8] shows the draft as it is kept, and what lost', () => {
		const draft = { questionId: 'q2', text: 'Because of', revision: 3 };
		const lost = { questionId: 'q2', text: 'Elsewhere I wrote', at: '2026-03-02T10:00:00.000Z' };
		const body = shown({}, { draft, lostDrafts: [lost] });
		expect(body).toContain('Because of');
		expect(textOf(body)).toContain('Elsewhere I wrote');
	});

	test('[I11] gives whoever was invited no box, no buttons, and the thread', () => {
		const text = textOf(shown({}, { role: 'participate' }));
		expect(text).toContain('Ada is answering.');
		expect(text).toContain('thread for participate');
		for (const word of ['Your answer', 'Pause', 'End', 'Invite', 'Hint, 1 left']) {
			expect(text).not.toContain(word);
		}
	});

	test('[I2] shows what an answer is worth: score, who says so, each point with its evidence', () => {
		const evidence = [{ path: 'src/hash.ts', startLine: 1, endLine: 1, snippet: 'md5(password)' }];
		const points = [
			point('p1', { verdict: 'said', quote: { start: 0, end: 7 } }),
			point('p2', { verdict: 'contradicted', evidence }),
			point('p3', { verdict: 'missing', isEssential: true })
		];
		const answer = 'Because it is so.';
		const turns = [turn('q1', 1, { answer, evaluation: evaluation(62, { points }) })];
		const text = textOf(shown(CALM, { turns }));
		expect(text).toContain('62 of 100');
		expect(text).toContain('built-in grader');
		expect(text).toContain('You said: “Because”');
		expect(text).toContain('src/hash.ts');
		expect(text).toContain('Missing, essential');
		expect(text.match(/I said this/g)).toHaveLength(2);
		expect(textOf(shown(CALM, { turns, role: 'watch' }))).not.toContain('I said this');
	});

	test('[I2] folds it to its score and a sentence while something else is to be answered', () => {
		const points = [point('p1', { verdict: 'missing' })];
		const turns = [turn('q1', 1, { evaluation: evaluation(62, { points }) })];
		const text = textOf(shown({}, { turns }));
		expect(text).toContain('62 of 100 Feedback.');
		expect(text).not.toContain('Claim p1');
	});

	test('[I10] shows a claim in its place, beside the score as it was', () => {
		const at = '2026-03-02T10:05:00.000Z';
		const points = [point('p1', { verdict: 'missing' })];
		const turns = [
			turn('q1', 1, {
				answer: 'Because it is so.',
				evaluation: evaluation(40, { points }),
				claims: [{ pointId: 'p1', span: { start: 8, end: 16 }, at }]
			})
		];
		const text = textOf(shown(CALM, { turns }));
		expect(text).toContain('Claimed: “it is so”');
		expect(text).toContain('40 of 100');
		expect(text).not.toContain('I said this');
	});

	test('[I7] [I10] a question that is closed has its hints and a good answer, without an answer too', () => {
		const modelAnswer = 'A queue takes bursts.';
		const unanswered = { answer: null, isLate: true, hints: ['Think of bursts.'], modelAnswer };
		const text = textOf(shown(CALM, { turns: [turn('q1', 1, unanswered)] }));
		expect(text).toContain('Hint: Think of bursts.');
		expect(text).toContain('A good answer A queue takes bursts.');
		const answered = shown(CALM, { turns: [turn('q1', 1, { score: 20, modelAnswer })] });
		expect(textOf(answered)).toContain('A good answer A queue takes bursts.');
	});

	test('[I3] while it is paused a question with a clock is out of sight, another one is not', () => {
		const clock = { mode: 'global', status: 'paused', activeId: null, since: null } as const;
		const paused = { status: 'paused', sessionType: 'live' } as const;
		const text = textOf(shown({ ...paused, clock: { ...clock, remainingMs: { all: 60_000 } } }));
		expect(text).not.toContain('Why a queue?');
		expect(text).toContain('Go on');
		expect(textOf(shown({ status: 'paused' }))).toContain('Why a queue?');
	});

	test('[I4] once it is over it leads to the results', () => {
		const body = shown({ status: 'completed', current: undefined });
		expect(body).toContain(`href="/interviews/${sessionId}/results"`);
		expect(textOf(body)).not.toContain('Pause');
	});

	test('[I6] says what the interviewer does, to everybody, until it is over', () => {
		expect(textOf(shown())).toContain('The interviewer listens');
		expect(textOf(shown({ status: 'evaluating' }, { role: 'watch' }))).toContain(
			'The interviewer reads'
		);
		expect(textOf(shown(CALM))).toContain('The interviewer waits');
		expect(textOf(shown({ status: 'ended', current: undefined }))).not.toContain('interviewer');
	});

	test('[I9] says what the clock did', () => {
		const turns = [
			turn('q1', 1, { answer: null, isLate: true }),
			followUp('q1', 2, { answer: 'Half', isLate: true, score: 20 })
		];
		const text = textOf(shown(CALM, { turns }));
		expect(text).toContain('not answered');
		expect(text).toContain('what was written was taken as the answer');
	});

	test('[A6] takes what others wrote for text', () => {
		const current = { ...view().current!, question: MARKUP, hints: [MARKUP] };
		const turns = [turn('q1', 1, { answer: MARKUP, score: 3, question: MARKUP })];
		expect(shown({ current, title: MARKUP }, { turns })).not.toContain('<script>alert');
	});
});
