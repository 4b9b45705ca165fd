import { clarifying, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { must } from './data-claims';
import { callerOf, functionAt, historyAt, isElsewhere, nameAt } from './places';
import { somethingInstead } from './work-claims';

/** Partners that are not asked for a while. */
export const circuitBreakerQuestions: QuestionMaker = {
	name: 'circuit-breakers',
	make: breakers
};

function breakers(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project } = material;
	const finding = foundBy(material.findings, 'resilience', 'circuit-breakers')[0];
	const [place] = finding?.evidence ?? [];
	if (!finding || !place) return [];
	const retry = foundBy(material.findings, 'resilience', 'retries')[0]?.evidence.find((one) =>
		isElsewhere(one, place)
	);
	const symbol = functionAt(project, place);
	const caller = symbol && callerOf(project, place.path, symbol);
	const history = historyAt(project, phrasing, place, !retry && !caller);
	const name = nameAt(project, place);
	return [
		draft({
			subject: 'breakers',
			worth: 0.84,
			topic: 'resilience',
			category: 'tradeoffs',
			difficulty: 'senior',
			findings: [finding],
			question: `${phrasing.one('breaker.open', [
				`A circuit breaker stands before the call in ${name}${retry ? `, and ${nameAt(project, retry)} tries again when it fails` : ''}.`,
				`When its partner fails too often, ${name} stops asking${caller ? `, and ${caller.name} gets something else` : ''}.`
			])}${history.sentence} ${phrasing.one('breaker.ask', [
				'What do users get while it is open, and how does it find out that it may close?',
				'How did you choose when it opens, and what if it opens for no good reason?',
				'What does it protect, you or the partner, and what did it look like before?'
			])}`,
			evidence: [place],
			related: [
				...(retry ? [retry] : []),
				...(caller ? [caller.evidence] : []),
				...history.related
			],
			rubric: [
				essential(
					'While it is open callers fail at once instead of waiting, so that nothing piles up.',
					[
						'it fails fast and frees threads',
						'no more time-outs are waited for',
						'protects our own resources'
					]
				),
				point('The partner gets time to recover, because nobody asks it.', [
					'it takes load off the failing service',
					'prevents hammering a service that is down'
				]),
				must(somethingInstead()),
				essential('After a while single calls are let through to see whether it works again.', [
					'half open state',
					'a trial request decides whether to close it',
					'it probes the service'
				]),
				point(
					'Its threshold follows from measured error rates, and each opening is seen by somebody.',
					[
						'tune it by the failure rate',
						'alert when the breaker opens',
						'state changes are logged as metrics'
					]
				)
			],
			modelAnswer: `The breaker in ${name} counts failures of its partner and, when there are too many, lets callers fail at once. Nothing piles up waiting, and the partner gets time to recover. What users get meanwhile is a decision: an old value, a page with less on it, or an honest error. After a while single calls are let through; if they work, it closes again. When it opens should follow from measured error rates, or it opens for nothing, and each opening should be seen by somebody.`,
			hints: [
				'What is the difference between a partner that answers with an error and one that does not answer?',
				'It is open now. How does it ever get closed?'
			],
			followUps: [
				clarifying(
					3,
					`What exactly does ${caller?.name ?? `whoever calls ${name}`} get while it is open?`,
					[
						essential('Names the error or the replacement, and what the user sees of it.', [
							'a fallback value or a message',
							'the page is shown without that part'
						]),
						point('It must not look like an empty but correct result.', [
							'do not confuse no data with failure',
							'mark it as incomplete'
						])
					]
				),
				deeper(
					5,
					'There are ten instances, each with a breaker of its own. What follows from that?',
					[
						essential(
							'Each learns of the failure by itself, so ten times as many calls fail before all are open.',
							['state is per process', 'they open at different times']
						),
						point('Sharing it would be quicker and one more thing that can fail.', [
							'a shared state adds a dependency',
							'local is simpler and robust'
						])
					]
				)
			]
		})
	];
}
