import { clarifying, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { historyAt, isElsewhere, nameAt } from './places';

/** Requests that come twice and say so. */
export const idempotencyKeyQuestions: QuestionMaker = {
	name: 'idempotency-keys',
	make: idempotencyKeys
};

function idempotencyKeys(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project } = material;
	const finding = foundBy(material.findings, 'resilience', 'idempotency-keys')[0];
	const [place, second] = finding?.evidence ?? [];
	if (!finding || !place) return [];
	const repeat = foundBy(material.findings, 'resilience', 'repeatable-writes')[0]?.evidence.find(
		(one) => isElsewhere(one, place)
	);
	const history = historyAt(project, phrasing, place, !second && !repeat);
	const name = nameAt(project, place);
	return [
		draft({
			subject: 'idempotency-keys',
			worth: 0.88,
			topic: 'resilience',
			category: 'implementation',
			difficulty: 'senior',
			findings: [finding],
			question: `${phrasing.one('key.open', [
				`${name} tells repeated requests apart by an idempotency key.`,
				`A request that comes twice with the same key is recognised in ${name}${repeat ? `, while ${nameAt(project, repeat)} just writes so that twice is no harm` : ''}.`
			])}${history.sentence} ${phrasing.one('key.ask', [
				'The second one arrives while the first still runs. What does it get?',
				'How long is a key remembered, where, and what if the same key comes with other content?',
				'Which step stores the key, and what if the process dies right after it?'
			])}`,
			evidence: [place],
			related: [...(second ? [second] : []), ...(repeat ? [repeat] : []), ...history.related],
			rubric: [
				essential(
					'Key and effect have to be stored in one transaction, or a crash leaves one without the other.',
					[
						'save the key together with the result atomically',
						'otherwise the work is done but not remembered, or the other way round'
					]
				),
				essential(
					'While the first still runs, the second has to wait or be told so, and must not start.',
					[
						'return a conflict or wait for the first',
						'a unique constraint on the key makes the second one fail',
						'lock by key'
					]
				),
				point('The answer of the first is kept, so that the second gets the same one.', [
					'store the response and replay it',
					'return the original result'
				]),
				point('The same key with other content is an error of the client.', [
					'compare a hash of the request',
					'reject a reused key with a different body'
				]),
				point('Keys are kept longer than any client tries again, and then removed.', [
					'expire them after a day or so',
					'clean up old keys'
				])
			],
			modelAnswer: `A client that got no answer sends the request again with the same key, and ${name} recognises it. Key and effect have to be stored in one transaction, or a crash leaves one without the other. If the second arrives while the first still runs, it has to wait or get a conflict, which a unique constraint on the key ensures. The answer of the first is kept, so that the second gets the same. The same key with other content is an error of the client. Keys are kept longer than any client tries again, and then removed.`,
			hints: [
				'Send the same request twice, the second one a millisecond after the first.',
				'Let the process die at each step, and look at what was stored.'
			],
			followUps: [
				clarifying(
					2,
					'What does the table of keys look like while the first request is being worked on?',
					[
						essential('There is a row for the key already, marked as not finished.', [
							'inserted first with a pending state',
							'a record without a result yet'
						]),
						point('A pending row of a dead process has to be taken over after some time.', [
							'a lease on it',
							'stale entries expire'
						])
					]
				),
				deeper(1, 'Part of the effect is a payment at another service. How do you include that?', [
					essential('Hand a key on to the other service, so that it does it once, too.', [
						'use their idempotency key',
						'derive the key for the downstream call'
					]),
					point('Note the intention first, then call, then note the result.', [
						'record before and after the call',
						'a state machine for the payment'
					])
				])
			]
		})
	];
}
