import { counted } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { historyAt, isElsewhere, nameAt } from './places';

/** Pages that ask again and again. */
export const pollingQuestions: QuestionMaker = {
	name: 'polling',
	make: polling
};

/** Asking again and again. */
function polling({ project, findings }: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const [finding] = foundBy(findings, 'real-time', 'polling');
	const [place, second] = finding?.evidence ?? [];
	if (!finding || !place) return [];
	const socket = foundBy(findings, 'real-time', /sockets|events|hosted/)[0]?.evidence.find((one) =>
		isElsewhere(one, place)
	);
	const other = socket ?? second;
	const history = historyAt(project, phrasing, place, !other);
	const name = nameAt(project, place);
	const count = numberOf(finding, 'places');
	return [
		draft({
			subject: 'polling',
			worth: socket ? 0.86 : other ? 0.76 : 0.62,
			topic: 'real_time',
			category: 'tradeoffs',
			difficulty: 'junior',
			findings: [finding],
			question: `${phrasing.one('polling.open', [
				`${name} asks the server again on a timer${socket ? `; ${nameAt(project, socket)} has news pushed to it` : ''}.`,
				`${counted(count, 'place')} in the pages ${count === 1 ? 'asks' : 'ask'} for news on a timer, ${count === 1 ? `in ${name}` : `${name} first`}.`,
				`The timer of ${name} fires whether anything happened or not.`
			])}${history.sentence} ${phrasing.one('polling.ask', [
				'What does that cost with a thousand open pages, and what did it save you?',
				'How did you choose the interval, and what would have to change for you to push instead?',
				'What does it cost in a tab that nobody looks at, and how late is the news in one that somebody does look at?'
			])}`,
			evidence: [place],
			related: [...(other ? [other] : []), ...history.related],
			rubric: [
				essential('Every open page costs its requests, whether anything has changed or not.', [
					'load grows with the number of open tabs',
					'most answers say nothing new',
					'a thousand pages are a thousand requests per interval'
				]),
				essential('News is as late as the interval.', [
					'on average half the interval late',
					'you trade freshness against load',
					'a longer interval means older data'
				]),
				point(
					'There is no connection to keep, so it is simple and survives restarts and proxies.',
					['polling is stateless and robust', 'no sockets to manage', 'works through any proxy']
				),
				point('It should pause in hidden tabs and wait longer after errors.', [
					'stop when the page is not visible',
					'back off when the server fails',
					'do not pile up requests when answers are slow'
				]),
				point('An answer that only says “nothing new” makes each request cheap.', [
					'use etags and 304',
					'ask only for what is newer than the last'
				])
			],
			modelAnswer: `${name} asks on a timer, so every open page costs its requests whether anything has changed or not, and news is as late as the interval. In return there is no connection to keep: it is simple, and restarts or proxies do not matter. It should stop in tabs that nobody looks at, wait longer after errors, and not ask again before the last answer is there. An answer that only says that there is nothing new makes it cheap. With many pages, or where seconds matter, pushing is the better trade${socket ? `, as ${nameAt(project, socket)} does` : ''}.`,
			hints: [
				'Multiply: pages, times requests per minute.',
				'And what does the person see in the meantime?'
			],
			followUps: [
				clarifying(2, `How old may what ${name} shows be at most, for whoever looks at it?`, [
					essential('Names an age from what the page is for, and the interval that follows.', [
						'a few seconds for a chat, a minute for statistics',
						'it depends on what users decide by it'
					]),
					point('What changes rarely can be asked rarely or when the tab is looked at again.', [
						'refetch on focus',
						'longer intervals'
					])
				]),
				deeper(
					1,
					'There are twenty thousand pages. Which of the two do you build, and what is the first thing to break?',
					[
						essential(
							'Requests per second decide: an estimate, and a comparison with open connections.',
							[
								'20,000 pages every 5 seconds are 4,000 requests per second',
								'compare with the cost of idle sockets'
							]
						),
						point('A cheap answer from a cache may be enough.', [
							'serve the poll from memory or a cdn',
							'conditional requests'
						])
					]
				)
			]
		})
	];
}
