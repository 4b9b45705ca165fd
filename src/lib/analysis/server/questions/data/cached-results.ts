import type { Finding } from '../../../findings';
import { counted } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, listOf, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { must } from './data-claims';
import { asFunction, callerOf, functionAt, isElsewhere } from './places';
import { oneProcessOnly, staleMeanwhile } from './work-claims';

/** Results that an annotation or a decorator keeps. */
export const cachedResultQuestions: QuestionMaker = {
	name: 'cached-results',
	make: (material, phrasing) =>
		foundBy(material.findings, 'caching')
			.filter(({ key, facts }) => key.endsWith(':memoized') || 'annotations' in facts)
			.slice(0, 1)
			.flatMap((finding) => ofMark(material, phrasing, finding))
};

/** Results kept by an annotation or a decorator. */
function ofMark(
	{ project }: QuestionMaterial,
	phrasing: Phrasing,
	finding: Finding
): QuestionDraft[] {
	const [place] = finding.evidence;
	if (!place) return [];
	const isMemo = finding.key.endsWith(':memoized');
	const count = isMemo ? listOf(finding, 'functions').length : numberOf(finding, 'methods');
	const evictions = numberOf(finding, 'evictions');
	const mark = isMemo ? 'a decorator' : `@${listOf(finding, 'annotations')[0] ?? 'Cacheable'}`;
	const below = functionAt(project, { path: place.path, startLine: place.startLine + 1 });
	if (!below) return [];
	const name = asFunction(below.name);
	const caller = callerOf(project, place.path, below);
	const other = finding.evidence.find((one) => isElsewhere(one, place));
	const open = phrasing.one('mark.open', [
		`${name} remembers its results by ${mark}${evictions === 0 ? ', and nothing was seen that makes it forget' : `; ${counted(evictions, 'place')} ${evictions === 1 ? 'evicts' : 'evict'} what is kept`}.`,
		`${counted(Math.max(count, 1), 'result is', 'results are')} kept by ${mark} here, that of ${name} first${caller ? `, which ${caller.name} asks for` : ''}.`,
		`${caller ? `${caller.name} calls ${name}` : `Somebody calls ${name}`}, but most of the time ${name} does not run at all: ${mark} answers.`
	]);
	const ask = phrasing.one('mark.ask', [
		'What is the key, how long does a value live, and where did you look that up?',
		'When is the answer wrong, and what would you have to touch to make it right again?',
		'For which arguments does it run again, and who sees a wrong answer meanwhile?'
	]);
	return [
		draft({
			subject: isMemo ? 'memoized' : 'annotated',
			worth: caller || other ? 0.77 : 0.6,
			topic: 'caching',
			category: 'implementation',
			difficulty: 'junior',
			findings: [finding],
			question: `${open} ${ask}`,
			evidence: [place],
			related: [...(caller ? [caller.evidence] : []), ...(other ? [other] : [])],
			rubric: [
				essential('The key is made from the arguments, so equal arguments get the kept result.', [
					'parameters form the cache key',
					'the same arguments return the cached value',
					'it depends on the arguments only'
				]),
				{ ...must(staleMeanwhile()), evidence: [place] },
				point('Without a bound every new set of arguments takes memory for good.', [
					'the cache grows with each distinct argument',
					'an unbounded cache leaks memory',
					'set a maximum size'
				]),
				oneProcessOnly(),
				point(
					'Calls from within the same class may pass by the annotation, because a proxy does the work.',
					['self-invocation bypasses the cache', 'the proxy is not involved for internal calls']
				)
			].slice(0, isMemo ? 4 : 5),
			modelAnswer: `${mark} keeps the result of ${name} by its arguments: the same arguments get the same answer without the function running. ${evictions === 0 ? 'Nothing was seen that makes it forget, so a result stays wrong once its source has changed, until its time is up or the process ends' : 'What is kept is dropped where the code says so, and each other change of the source leaves a wrong answer'}. Unless a size is set, each new set of arguments takes memory. Where it lives in the process, each instance has its own copies.${isMemo ? '' : ' Calls from within the same class may go past it, since a proxy does the work.'}`,
			hints: [
				'When does the function run, and when does it not?',
				'Think of the source changing, and of very many different arguments.'
			],
			followUps: [
				clarifying(2, `Which change in the data makes the kept result of ${name} wrong?`, [
					essential('Names what the result is made of, and a change of that.', [
						'when the rows it reads are updated',
						'a change of the underlying table or file'
					]),
					point('And says how long that stays unnoticed.', [
						'until the entry expires or the process restarts',
						'for the lifetime of the cache'
					])
				]),
				deeper(
					3,
					'Ten thousand different arguments come in a day. What do you see in the memory after a week?',
					[
						essential('It grows until a bound is reached, or without one until the process dies.', [
							'memory rises steadily',
							'an out of memory in the end'
						]),
						point('A bound throws out what was not used for longest.', [
							'lru eviction',
							'a maximum number of entries'
						])
					]
				)
			]
		})
	];
}
