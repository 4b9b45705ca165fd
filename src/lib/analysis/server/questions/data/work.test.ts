import { describe, expect, test } from 'vitest';
import { commitOf, historyOf } from '../../../analysis.fixtures';
import { asked, placesIn } from '../questions.fixtures';
import { cacheStampedeQuestions } from './cache-stampedes';
import { cachingQuestions } from './caching';
import { relay, service, shop } from './data.fixtures';
import { goroutineQuestions } from './goroutines';
import { memoryLockQuestions } from './memory-locks';
import { missedNewsQuestions } from './missed-news';
import { missingTimeOutQuestions } from './missing-time-outs';
import { openConnectionQuestions } from './open-connections';
import { pollingQuestions } from './polling';
import { queueQuestions } from './queues';
import { retryQuestions } from './retries';
import { atOnceQuestions } from './at-once';

describe('questions about work that takes time', () => {
	test('[Q3] a value that is kept is shown with where it is dropped', async () => {
		const [question] = await asked(cachingQuestions, service);
		expect(question!.question).toContain('change_rates');
		expect(placesIn(question!).slice(0, 2)).toEqual(['app/views.py:22', 'app/views.py:28']);
	});

	test('[Q3] a cache that is not asked first has no stampede', async () => {
		expect(await asked(cacheStampedeQuestions, service)).toHaveLength(1);
		const written = {
			'app/views.py':
				"from django.core.cache import cache\n\ndef keep(rates):\n    cache.set('rates', rates, 60)\n\ndef show():\n    return cache.get('rates')\n"
		};
		expect(await asked(cachingQuestions, written)).toHaveLength(1);
		expect(await asked(cacheStampedeQuestions, written)).toEqual([]);
	});

	test('[Q3] who hands work over is shown with the worker', async () => {
		const [question] = await asked(queueQuestions, service);
		expect(question!.fileReferences).toEqual(['app/tasks.py', 'app/views.py']);
		expect(question!.question).not.toMatch(/dead letter|idempotent/);
	});

	test('[Q3] a call without a time-out is shown beside one with it', async () => {
		const [question] = await asked(missingTimeOutQuestions, relay);
		expect(placesIn(question!).slice(0, 2)).toEqual(['main.go:10', 'poll/poll.go:9']);
		expect(question!.rubric[0]!.contradictions).toBeDefined();
	});

	test('[Q3] where every call has a time-out nothing is asked about its absence', async () => {
		const limited = { 'poll/poll.go': relay['poll/poll.go']! };
		expect(await asked(missingTimeOutQuestions, limited)).toEqual([]);
	});

	test('[Q3] where there is one place alone its last change is the other', async () => {
		const id = 'b'.repeat(40);
		const [question] = await asked(
			missingTimeOutQuestions,
			{
				'ask.py': 'import requests\n\nif True:\n    requests.get(url)\n'
			},
			historyOf([
				commitOf({ id, at: '2023-01-01T00:00:00Z', subject: 'Ask the partner for rates' }, 'ask.py')
			])
		);
		expect(placesIn(question!)).toEqual(['ask.py:4', `ask.py@${id}`]);
		expect(question!.question).toContain('“Ask the partner for rates” (2023)');
	});

	test('[Q3] a lock is shown with who takes it', async () => {
		const [question] = await asked(memoryLockQuestions, relay);
		expect(placesIn(question!).slice(0, 2)).toEqual(['hub/hub.go:11', 'hub/hub.go:19']);
	});

	test('[Q3] goroutines are counted, and a channel is named where one is made', async () => {
		const [question] = await asked(goroutineQuestions, relay);
		expect(question!.isRelated).toBe(true);
		expect(question!.rubric[1]!.claim).toContain('panic');
	});

	test('[Q3] what is done for each of a list is told from a fixed number', async () => {
		const [list] = await asked(atOnceQuestions, shop);
		const [two] = await asked(atOnceQuestions, {
			'a.ts': 'export const both = () => Promise.all([first(), second()]);\n'
		});
		const essentials = (question: typeof list) =>
			question!.rubric.filter(({ isEssential }) => isEssential).length;
		expect(essentials(list)).toBe(essentials(two) + 1);
	});

	test('[Q3] retries are asked about with what bounds them', async () => {
		const [question] = await asked(retryQuestions, service);
		expect(question!.fileReferences).toContain('app/partner.py');
	});

	test('[Q3] the server’s side of a socket and the page’s get a question each', async () => {
		const [server] = await asked(openConnectionQuestions, relay);
		const [page] = await asked(missedNewsQuestions, relay);
		expect(server!.fileReferences[0]).toBe('hub/hub.go');
		expect(page!.fileReferences).toEqual(['web/socket.ts', 'hub/hub.go', 'web/counts.ts']);
		expect(server!.category).not.toBe(page!.category);
	});

	test('[Q3] polling beside a socket is a choice between the two', async () => {
		const [question] = await asked(pollingQuestions, relay);
		expect(question!.modelAnswer).toContain('pushing is the better trade, as');
		expect(question).toMatchObject({ category: 'tradeoffs', isRelated: true });
	});
});
