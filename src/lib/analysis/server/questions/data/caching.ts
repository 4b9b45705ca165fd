import type { Finding } from '../../../findings';
import { counted } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, numberOf, point, textOf } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { sidesOf, storesOf } from './cache-sides';
import { must } from './data-claims';
import { nameAt } from './places';
import {
	forgottenWhereWritten,
	hitRate,
	oneProcessOnly,
	sharedPlace,
	staleMeanwhile,
	worksWithoutCache
} from './work-claims';

/** What is remembered, how long, and who forgets it. */
export const cachingQuestions: QuestionMaker = {
	name: 'caching',
	make: (material, phrasing) =>
		storesOf(material)
			.slice(0, 2)
			.flatMap((finding) => ofStore(material, phrasing, finding))
};

function ofStore(
	material: QuestionMaterial,
	phrasing: Phrasing,
	finding: Finding
): QuestionDraft[] {
	const { project } = material;
	const { written, dropped, read } = sidesOf(material, finding);
	const cache = textOf(finding, 'cache');
	const isLocal = textOf(finding, 'where') === 'in the process';
	const [writes, forgets] = [numberOf(finding, 'writes'), numberOf(finding, 'forgets')];
	const isTimed = finding.facts['hasTimeToLive'] === true;
	const writer = nameAt(project, written);
	const open = dropped
		? phrasing.one('store.dropped', [
				`${writer} puts a value into ${cache}, and ${nameAt(project, dropped)} takes one out: ${counted(writes, 'place')} to write, ${forgets} to forget.`,
				`${writes === 1 ? `Only ${writer} fills ${cache}` : `Of the ${writes} places that fill ${cache}, ${writer} is one`}; ${nameAt(project, dropped)} is ${forgets === 1 ? 'the only place that drops anything' : `one of ${forgets} that drop something`}.`
			])
		: forgets > 0
			? phrasing.one('store.some', [
					`${cache} is filled in ${counted(writes, 'place')}, ${writer} being one, and something is dropped from it in ${forgets === 1 ? 'one' : forgets}.`,
					`${writer} fills ${cache}, as ${counted(writes, 'place')} do in all; ${counted(forgets, 'place')} ${forgets === 1 ? 'drops' : 'drop'} what is out of date.`
				])
			: phrasing.one('store.open', [
					`${writer} puts a value into ${cache} ${isTimed ? 'for a certain time' : 'without saying for how long'}; nobody takes it out when its source changes.`,
					`Values are kept ${isLocal ? 'in the process' : 'outside of the process'} by ${cache}, in ${writer} for example${isTimed ? ', until their time is up' : ''}.`,
					`${cache} is filled in ${counted(writes, 'place')}, ${writer} being one, and emptied in none${isTimed ? ' but by time' : ''}.`
				]);
	const ask = phrasing.one(dropped ? 'store.ask.dropped' : 'store.ask', [
		'What is the oldest answer a user can get that way, and which code has to see to it that it is not older?',
		'Somebody writes new code that changes the source. How do they learn that there is a copy?',
		...(isLocal
			? [
					'Now a second instance runs. Which two users see different things, for how long, and which code should prevent that?' as const
				]
			: [
					'A value in there is wrong. How long do users see it, and what happens if you empty the whole cache to be rid of it?' as const
				]),
		'What would be too slow without it, how old may an answer be for that, and who throws it away?'
	]);
	return [
		draft({
			subject: `store-${cache.toLowerCase().replace(/\W+/g, '-')}`,
			worth: dropped ? 0.88 : read ? 0.85 : 0.7,
			topic: 'caching',
			category: 'tradeoffs',
			difficulty: 'mid-level',
			findings: [finding],
			question: `${open} ${ask}`,
			evidence: [written],
			related: [...(dropped ? [dropped] : []), ...(read ? [read] : [])],
			rubric: [
				must(staleMeanwhile()),
				{
					...must(forgottenWhereWritten()),
					evidence: dropped ? [dropped] : [],
					...(!dropped && {
						contradictions: ['the cached value is deleted whenever its source changes']
					})
				},
				...(isLocal ? [oneProcessOnly(), sharedPlace()] : [worksWithoutCache()]),
				...(isTimed
					? [
							point(
								'How long it lives follows from how old an answer may be, not from what is fast.',
								[
									'choose the ttl by how much staleness is acceptable',
									'the time to live is a business decision'
								]
							)
						]
					: [
							point(
								'Without a time to live or a bound the memory grows and old values stay for ever.',
								[
									'there must be an eviction or a maximum size',
									'unbounded caches leak memory',
									'set an expiry as a safety net'
								]
							)
						]),
				hitRate()
			],
			modelAnswer: `${writer} keeps a value in ${cache}. Until it runs out or is dropped, readers see what was true before. ${dropped ? `${nameAt(project, dropped)} drops it, and every other place that changes the source has to do the same; a new one is easily forgotten` : forgets > 0 ? 'Some places drop what they know to be wrong, and every other change of a source leaves an old value' : isTimed ? 'Nobody drops it when the source changes, so its time to live is how old an answer may be' : 'Nobody drops it and no time was seen, so it may stay wrong until a restart or until it is pushed out'}. ${isLocal ? 'As it lives in the process, each instance has its own copy: two users may see different answers, and a shared store would fix that' : 'As it lives outside, the program has to work without it, slower, also in the minute when it comes back empty'}. Hit rate and the time saved tell whether it is worth that.`,
			hints: [
				'Follow one value from where it is computed to the last moment in which somebody may still see it.',
				'Who changes the source, and does each of them know about the copy?',
				isLocal
					? 'Think of two instances side by side.'
					: 'Think of the cache being empty, or away.'
			],
			followUps: [
				clarifying(
					1,
					'Give me one concrete case in which a user sees something that is no longer so.',
					[
						essential(
							'The source changes, and a read before the end of the copy’s life still gets the old one.',
							[
								'after an update the page shows the previous value',
								'a change is visible only when the entry expires'
							]
						),
						point(
							'Says whether that hurts: for money or rights it does, for a list of tags it does not.',
							[
								'acceptable for statistics but not for permissions',
								'depends on what the value is used for'
							]
						)
					]
				),
				deeper(
					2,
					'One request fills the copy from an old read at the very moment another one changes the source and drops it. What is in there afterwards?',
					[
						essential('The old value, written after the drop, stays until it runs out.', [
							'the stale value wins the race',
							'invalidation happened before the late write'
						]),
						point('A version or a short time to live bounds the harm.', [
							'put a version into the key',
							'a ttl as a safety net',
							'delete again after a moment'
						])
					]
				)
			]
		})
	];
}
