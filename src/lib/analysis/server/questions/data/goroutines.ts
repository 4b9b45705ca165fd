import { clarifying, deeper, draft, essential, foundBy, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { isElsewhere, nameAt } from './places';

/** Goroutines, and how each learns that it should stop. */
export const goroutineQuestions: QuestionMaker = {
	name: 'goroutines',
	make: goroutines
};

/** How each goroutine learns that it should stop. */
function goroutines(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project } = material;
	const finding = foundBy(material.findings, 'concurrency', 'goroutines')[0];
	const [place] = finding?.evidence ?? [];
	if (!finding || !place) return [];
	const [started, groups, channels] = [
		numberOf(finding, 'started'),
		numberOf(finding, 'groups'),
		numberOf(finding, 'channels')
	];
	const waits = finding.evidence.find(
		(one) => /\.Wait\(|\.Add\(|errgroup/.test(one.snippet) && isElsewhere(one, place)
	);
	const makes = finding.evidence.find(
		(one) => /make\(.*chan/.test(one.snippet) && isElsewhere(one, place)
	);
	const other = waits ?? makes ?? finding.evidence.find((one) => isElsewhere(one, place));
	const name = nameAt(project, place);
	const open = phrasing.one('go.open', [
		`${name} starts a goroutine${waits ? `; ${nameAt(project, waits)} is one of ${groups} places that wait for theirs` : started > 1 ? `, and so ${started === 2 ? 'does one other place' : `do ${started - 1} other places`}` : ', and nobody waits for it'}.`,
		`${started === 1 ? `The only goroutine of this code starts in ${name}` : `Goroutines are started in ${started} places, ${name} among them`}, and ${groups === 0 ? 'nothing waits for any of them' : `groups wait for them in ${groups}`}.`,
		`The goroutine that ${name} starts goes on when ${name} has returned${makes ? `; ${nameAt(project, makes)} makes ${channels === 1 ? 'the channel' : `one of ${channels} channels`}` : ''}.`
	]);
	const ask = phrasing.one('go.ask', [
		'How does it learn that it should stop, and what does a panic in it do to the rest?',
		'It panics at three in the morning. What is left of the server, and what would have ended it otherwise?',
		'What ends it on a good day, on a bad day, and when the server is told to stop?',
		'Who hears of its error or its panic, and how does it notice that nobody needs it any more?'
	]);
	return [
		draft({
			subject: 'goroutines',
			worth: waits || makes ? 0.86 : 0.76,
			topic: 'concurrency',
			category: 'implementation',
			difficulty: 'senior',
			findings: [finding],
			question: `${open} ${ask}`,
			evidence: [place],
			related: other ? [other] : [],
			rubric: [
				essential(
					'It needs a way to be told to stop, such as a context or a channel that is closed.',
					[
						'pass a context and select on done',
						'close a quit channel',
						'otherwise it runs for ever'
					],
					{ evidence: [place] }
				),
				essential('A panic that nobody recovers in a goroutine ends the whole process.', [
					'the server crashes',
					'recover must be inside the goroutine itself',
					'middleware does not catch it'
				]),
				point('One that waits on a channel nobody uses any more never ends: a leak.', [
					'goroutine leak',
					'blocked for ever on send or receive',
					'memory grows with stuck goroutines'
				]),
				point(
					'A shutdown should wait for those that are in the middle of something.',
					[
						'use a wait group before exiting',
						'otherwise work is cut off at exit',
						'graceful shutdown'
					],
					{ evidence: waits ? [waits] : [] }
				),
				point('Their number should be bounded and measured.', [
					'a worker pool instead of one per request',
					'export the number of goroutines',
					'limit how many are started'
				])
			],
			modelAnswer: `The goroutine of ${name} goes on by itself, so it needs somebody to tell it to stop: a context, or a channel that is closed. Without that it lives as long as the process, and one that waits on a channel nobody uses any more is a leak. A panic in it that is not recovered in there ends the whole process, whatever the middleware does. ${groups === 0 ? 'Nothing here waits for goroutines, so a shutdown cuts off what they are in the middle of' : `Groups wait in ${groups} places, and what is not in one is cut off by a shutdown`}. Errors need a way back, and the number of goroutines should be bounded and shown as a metric.`,
			hints: [
				'Who holds a handle on it once the function has returned?',
				'Let it panic, let it block, and let the process be told to stop.'
			],
			followUps: [
				clarifying(
					1,
					`Name the event that ends the goroutine of ${name}. What if it never comes?`,
					[
						essential('Names a closed channel, a cancelled context or the end of its work.', [
							'it ends when the connection closes',
							'when the context is done'
						]),
						point('Otherwise it stays, with all that it refers to.', [
							'memory and connections are held',
							'it leaks'
						])
					]
				),
				deeper(
					3,
					'Memory grows slowly over days. How do you show that goroutines are the reason, and which ones?',
					[
						essential('A profile of goroutines groups them by where they stand.', [
							'pprof goroutine dump',
							'look at the stack traces of blocked goroutines'
						]),
						point('A metric of their number over time points to the moment.', [
							'runtime.NumGoroutine as a gauge',
							'compare with deployments and load'
						])
					]
				)
			]
		})
	];
}
