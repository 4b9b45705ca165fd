import { listed } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, listOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { isElsewhere, nameAt, placeName } from './places';

/** Locks that all instances know. */
export const sharedLockQuestions: QuestionMaker = {
	name: 'shared-locks',
	make: shared
};

/** Locks that all instances know. */
function shared(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project, findings } = material;
	const finding = foundBy(material.findings, 'concurrency', 'shared-locks')[0];
	const [place, second] = finding?.evidence ?? [];
	if (!finding || !place) return [];
	const clock = foundBy(findings, 'background-work', 'scheduled')[0]?.evidence[0];
	const local = foundBy(material.findings, 'concurrency', 'memory-locks')[0]?.evidence[0];
	const beside = clock ?? local ?? second;
	const name = nameAt(project, place);
	const kinds = listed(listOf(finding, 'kinds'), 2);
	const open = phrasing.one('shared.open', [
		`${name} takes a lock that all instances know${kinds ? ` (${kinds})` : ''}${local ? `, whereas ${placeName(project, local)} locks within its process only` : ''}.`,
		`Only one instance at a time gets past ${name}, by a shared lock${clock ? `, and ${placeName(project, clock)} runs by the clock` : ''}.`
	]);
	const ask = phrasing.one('shared.ask', [
		'The holder pauses for a minute, and the lock runs out. What do the two of them do to the data?',
		'What if the store behind the lock is away: does the work stand still, or is it done twice?',
		'How long is it held at most, who says so, and what is measured about it?'
	]);
	return [
		draft({
			subject: 'shared',
			worth: 0.86,
			topic: 'concurrency',
			category: 'scalability',
			difficulty: 'senior',
			findings: [finding],
			question: `${open} ${ask}`,
			evidence: [place],
			related: beside && isElsewhere(beside, place) ? [beside] : [],
			rubric: [
				essential(
					'A lock with a time can run out while its holder still works, so two may be inside.',
					[
						'the lease expires during a long pause',
						'a slow holder loses the lock without noticing',
						'mutual exclusion is not guaranteed after the timeout'
					]
				),
				essential(
					'What is done under it has to bear that: by a version or a growing number that the store checks.',
					['use a fencing token', 'make the work idempotent', 'compare a version when writing']
				),
				point('Without a time, a holder that dies keeps everybody out for ever.', [
					'a crash would leave the lock behind',
					'there must be an expiry or a session'
				]),
				point(
					'When the store is away it has to be decided whether to stand still or to go on without.',
					['fail closed or fail open', 'the lock service is a dependency']
				),
				point('A lock of the database that ends with the connection or transaction frees itself.', [
					'advisory locks are released when the session ends',
					'transaction-scoped locks vanish on rollback'
				])
			],
			modelAnswer: `${name} lets one instance through at a time. If the lock has a time, it can run out while its holder is paused or slow, and then two are inside: what they write must bear that, by a version or a number that grows with each holder and is checked when writing. If it has none, a holder that dies keeps everybody out. A lock that ends with the connection or transaction frees itself. When the store behind it is away, either nothing is done or it is done without protection, and that has to be decided beforehand. How long it is held and waited for should be measured.`,
			hints: [
				'Let the holder stand still at the worst moment.',
				'Who notices that the lock is gone: the holder, the others, or the data?'
			],
			followUps: [
				clarifying(
					1,
					'How long does the work under it take at worst, and how long is the lock valid?',
					[
						essential(
							'The lock has to be valid longer than the work, or be renewed while it runs.',
							['extend the lease periodically', 'choose the ttl well above the worst case']
						),
						point('Both should be measured and not guessed.', [
							'track the duration',
							'compare p99 with the expiry'
						])
					]
				),
				deeper(2, 'Describe how a number that grows with each holder protects the data.', [
					essential('The store refuses writes with a smaller number than it has seen.', [
						'fencing tokens reject the old holder',
						'a late write with an outdated token fails'
					]),
					point('So the store itself must be able to compare it.', [
						'the resource has to check the token',
						'needs a conditional update'
					])
				])
			]
		})
	];
}
