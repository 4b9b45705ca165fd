import type { Finding } from '../../../findings';
import { clarifying, deeper, draft, essential, point, textOf } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { sidesOf, storesOf } from './cache-sides';
import { must } from './data-claims';
import { callerOf, changeOf, commitName, functionAt, lastChangeOf, nameAt } from './places';
import { allMissAtOnce, worksWithoutCache } from './work-claims';

/** Many who want the same value at once, when there is none. */
export const cacheStampedeQuestions: QuestionMaker = {
	name: 'cache-stampedes',
	make: (material, phrasing) => {
		const [store] = storesOf(material);
		return store ? load(material, phrasing, store) : [];
	}
};

/** A stampede: many who want the same value at once. */
function load(material: QuestionMaterial, phrasing: Phrasing, finding: Finding): QuestionDraft[] {
	const { project } = material;
	const { loaded: written, read } = sidesOf(material, finding);
	if (!written) return [];
	const symbol = functionAt(project, written);
	const caller = symbol && callerOf(project, written.path, symbol);
	const commit = lastChangeOf(project, written.path);
	if (!caller && !read && !commit) return [];
	const cache = textOf(finding, 'cache');
	const writer = nameAt(project, written);
	const open = phrasing.one('load.open', [
		`The value that ${writer} keeps in ${cache} has just run out, and five hundred requests want it${caller ? `, by way of ${caller.name}` : ''}.`,
		`${caller ? `${caller.name} relies on ${writer}, which` : writer} computes a value when ${cache} has none. Right after a deployment it has none at all.`,
		`${cache} stands before the slow part of ${writer}${commit ? `, last touched by ${commitName(commit)}` : ''}. Traffic grows tenfold.`
	]);
	const ask = phrasing.one('load.ask', [
		'What reaches the source in that second, and what keeps it from falling over?',
		'How many of them do the work, and how would you make it one?',
		'What do the numbers have to be for that to matter, and what would you build then?'
	]);
	return [
		draft({
			subject: 'stampede',
			worth: 0.75,
			topic: 'caching',
			category: 'scalability',
			difficulty: 'senior',
			findings: [finding],
			question: `${open} ${ask}`,
			evidence: [written],
			related: [
				...(caller ? [caller.evidence] : []),
				...(read ? [read] : []),
				...(commit && !caller && !read ? [changeOf(commit, written.path)] : [])
			],
			rubric: [
				must(allMissAtOnce()),
				essential('One of them should compute while the others wait or take the old value.', [
					'a lock or single flight around the computation',
					'serve stale while revalidating',
					'request coalescing'
				]),
				point('Times to live with some chance in them keep values from running out together.', [
					'add jitter to the expiry',
					'randomise the ttl so that they do not all expire at once'
				]),
				worksWithoutCache(),
				point('Filling it before it is needed avoids the empty start.', [
					'warm up the cache after a deployment',
					'refresh in the background before it expires'
				])
			],
			modelAnswer: `When the value of ${writer} is missing, every request that wants it computes it: five hundred requests, five hundred computations against the source at the same time. One of them should do the work while the others wait for it or get the old value for a moment longer. Times to live with some chance in them keep many values from running out together, and filling the copy before it is needed avoids the empty start after a deployment. The source has to survive the cache being empty, if slower, or be protected by a limit.`,
			hints: [
				'Nobody has the value, and all of them ask at once.',
				'Does each have to compute it?'
			],
			followUps: [
				clarifying(
					1,
					`What does one computation in ${writer} cost, and how many can run side by side?`,
					[
						essential(
							'Names the source behind it and what limits it, such as connections or rate.',
							[
								'it is a query or a call, bounded by the pool',
								'the database handles only so many at once'
							]
						),
						point('That number times the duration says when it tips over.', [
							'throughput is concurrency divided by latency',
							'little’s law'
						])
					]
				),
				deeper(2, 'You put a lock around it, and the holder dies. What do the others do?', [
					essential('The lock runs out by itself, and the next one computes.', [
						'a lease with a timeout',
						'set an expiry on the lock'
					]),
					point('Meanwhile they get the old value or an error after a short wait.', [
						'wait only for a limited time',
						'fall back to stale data'
					])
				])
			]
		})
	];
}
