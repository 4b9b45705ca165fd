import { render } from 'svelte/server';
import { expect, test, vi } from 'vitest';
import ResultsRoute from '../../../routes/interviews/[id]/results/+page.svelte';
import type { InterviewAnswer } from '../formats/answers';
import { evaluation, interview, point, turn } from '../results.fixtures';

vi.mock('../../realtime/line.svelte', () => ({ line: { channel: () => ({}) } }));

/** What the page of results shows, as the server makes it. */

const at = '2026-03-02T10:20:00.000Z';

const bodyOf = (turns: InterviewAnswer['turns'], given: Partial<InterviewAnswer>): string => {
	const data = { interview: interview(turns, given) };
	return render(ResultsRoute, { props: { data: data as never } }).body.replace(/<!--.*?-->/g, '');
};

const textOf = (turns: InterviewAnswer['turns'], given: Partial<InterviewAnswer>): string =>
	bodyOf(turns, given)
		.replace(/<[^>]*>/g, ' ')
		.replace(/\s+/g, ' ');

const asked = [
	turn('q1', 1, { answer: 'We cache it for a minute.', score: 60 }),
	turn('q2', 2, { answer: null })
];

test('[F7] the whole conversation, which says again what the answers say, is made when it is asked for', () => {
	const answers = [...bodyOf(asked, {}).matchAll(/We cache it for a minute\./g)];
	expect(answers).toHaveLength(1);
});

test('[I8] drafts of closed questions that became no answer stand with their questions', () => {
	const lostDrafts = [
		{ questionId: 'q1', text: 'Or a queue, said on the train.', at },
		{ questionId: 'q1', text: 'We cache it', at },
		{ questionId: 'q2', text: 'Half a thought', at }
	];
	const [, below = ''] = textOf(asked, { lostDrafts }).split('Written, and in no answer');
	expect(below).toMatch(/Why q1\?.*Or a queue, said on the train\..*Why q2\?.*Half a thought/);
	expect(below).not.toContain('We cache it');
	expect(textOf(asked, { lostDrafts: [] })).not.toContain('in no answer');
});

test('[I8] what was written to a question that is open still is left to its page', () => {
	const lostDrafts = [{ questionId: 'q2', text: 'Half a thought', at }];
	const going = { status: 'asking', lostDrafts } as const;
	expect(textOf(asked, going)).not.toContain('Half a thought');
});

test('[I10] an answer has the words marked that its points quote, and those that are claimed', () => {
	const answer = 'We hash with md5, and add salt.';
	const points = [
		point('p1', { verdict: 'contradicted', quote: { start: 13, end: 16 } }),
		point('p2', { verdict: 'missing' })
	];
	const claims = [{ pointId: 'p2', span: { start: 26, end: 30 }, at }];
	const turns = [turn('q1', 1, { answer, claims, evaluation: evaluation(30, { points }) })];
	const marks = [...bodyOf(turns, {}).matchAll(/<mark[^>]*>(.*?)<\/mark>/g)];
	expect(marks.map(([, words]) => words)).toEqual(['md5', 'salt']);
});
