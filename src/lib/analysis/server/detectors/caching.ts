import type { AnnotationFact, CallFact } from '../../facts';
import type { Finding } from '../../findings';
import type { Found, Project } from '../../project';
import { caches, type Cache } from './cache-libraries';
import { keyOf } from './keys';
import { memoryCaches } from './memory-caches';
import { distinct, finding, listed, placeOf, type Detector } from './detector';

const name = 'caching';

const LIFE =
	/\b(ex|px|ttl|timeout|expires?_?in|max_?age|expiration|time_?to_?live|AbsoluteExpiration\w*|SlidingExpiration|stdTTL|Duration|TimeSpan|seconds|minutes|hours|days|now\(\)|time\.\w+)\b|\d+\.(seconds?|minutes?|hours?|days?)|\b\d{2,}\b/i;

/** What is remembered, where, for how long, and who forgets it. */
export const caching: Detector = {
	name,
	topics: ['caching'],
	detect: (project) => [
		...caches.flatMap((cache) => ofCache(project, cache)),
		...byAnnotation(project),
		...keptByClients(project),
		...memoized(project),
		...memoryCaches(project)
	]
};

function ofCache(project: Project, cache: Cache): Finding[] {
	const files = project.sources.filter(
		({ language, imports }) =>
			cache.languages.includes(language) &&
			(!cache.imports || imports.some(({ specifier }) => cache.imports!.test(specifier)))
	);
	const all = (pattern: RegExp | undefined) =>
		pattern
			? files.flatMap((file) =>
					file.calls.filter(({ callee }) => pattern.test(callee)).map((fact) => ({ file, fact }))
				)
			: [];
	const [reads, writes, forgets, made] = [
		all(cache.reads),
		all(cache.writes),
		all(cache.forgets),
		all(cache.made)
	];
	// What is only written is a store, and what is only read is somebody else's.
	if (writes.length === 0 || (reads.length === 0 && made.length === 0)) return [];
	const lives = all(cache.life);
	const timed = [...writes, ...made].filter(({ fact }) => hasLife(cache, fact));
	const isTimed = timed.length + lives.length > 0;
	return [
		finding(project, {
			detector: name,
			subject: keyOf(`${cache.name} ${cache.languages[0]}`),
			topic: 'caching',
			kind: 'decision',
			title: `Values are kept ${cache.where} (${cache.name})${isTimed ? ', some with a time to live' : ''}.`,
			detail: `Whoever changes the source has to forget the copy: each write that does not is a stale answer for as long as the copy lives. ${cache.where === 'in the process' ? 'Each instance has its own copy, and a restart empties it.' : 'All instances share it; what happens while it is away is worth a test.'}`,
			confidence: 0.85,
			at: [...timed, ...writes, ...forgets, ...lives, ...reads].map(placeOf),
			facts: {
				cache: cache.name,
				where: cache.where,
				writes: writes.length,
				reads: reads.length,
				forgets: forgets.length,
				hasTimeToLive: isTimed
			}
		})
	];
}

/** Behind key and value stands the time; some say it in the name of the call. */
function hasLife({ made }: Cache, { callee, args }: CallFact): boolean {
	if (/(setex|psetex|SetEX|SetWithTTL|expire|Expire)$/i.test(callee)) return true;
	const isMaking = made?.test(callee) ?? false;
	return (isMaking ? args : args.slice(1)).some(
		(argument) => LIFE.test(argument) && argument !== '0'
	);
}

const MARKS = /^(Cacheable|CachePut|cache_page|CacheResult|Cached|OutputCache|CacheTTL|cached)$/;
/** Says it in the headers of the answer: whoever gets it may keep it. */
function keptByClients(project: Project): Finding[] {
	const all = annotated(project, /^ResponseCache$/).filter(
		({ fact }) => !/NoStore\s*=\s*true/.test(fact.args.join())
	);
	if (all.length === 0) return [];
	const on = distinct(all.flatMap(({ fact }) => fact.on ?? []));
	return [
		finding(project, {
			detector: name,
			subject: 'kept-by-clients',
			topic: 'caching',
			kind: 'decision',
			title: `Answers say how long they may be kept, by [ResponseCache]${on.length > 0 ? `, as those of ${listed(on, 2)}` : ''}.`,
			detail:
				'A browser or a proxy asks again only when the time is over, and nobody can take an answer back before. Look at which of them depend on who asks.',
			confidence: 0.92,
			at: all.map(placeOf),
			facts: { methods: all.length }
		})
	];
}

const FORGETS = /^CacheEvict$|^CacheInvalidate\w*$/;

function byAnnotation(project: Project): Finding[] {
	const all = annotated(project, MARKS);
	if (all.length === 0) return [];
	const forgets = annotated(project, FORGETS);
	const names = distinct(all.map(({ fact }) => fact.name));
	const on = distinct(all.flatMap(({ fact }) => fact.on ?? []));
	return [
		finding(project, {
			detector: name,
			subject: 'annotated',
			topic: 'caching',
			kind: 'decision',
			title: `Results are cached by ${listed(names.map((mark) => `@${mark}`))}${on.length > 0 ? `, as those of ${listed(on, 2)}` : ''}.`,
			detail:
				'The key is made from the arguments, and calls from within the same class often go past the annotation. How long a value lives is said in the configuration.',
			confidence: 0.9,
			at: [...all, ...forgets].map(placeOf),
			facts: { methods: all.length, annotations: names, evictions: forgets.length }
		})
	];
}

const annotated = (project: Project, pattern: RegExp): Found<AnnotationFact>[] =>
	project.sources.flatMap((file) =>
		// JPA marks entities for a cache of its own by the same word.
		file.imports.some(({ specifier }) => /persistence\.(Cacheable|\*)$/.test(specifier))
			? []
			: file.annotations.filter((one) => pattern.test(one.name)).map((fact) => ({ file, fact }))
	);

/** `functools.lru_cache` and its like: as long as the process. */
function memoized(project: Project): Finding[] {
	const all = annotated(project, /^(functools\.)?(lru_cache|cache)$/).filter(
		({ file }) =>
			file.language === 'python' && file.imports.some(({ specifier }) => specifier === 'functools')
	);
	if (all.length === 0) return [];
	const unbounded = all.filter(
		({ fact }) =>
			/(^|\.)cache$/.test(fact.name) ||
			fact.args.some((one) => /maxsize\s*=\s*None|^None$/.test(one))
	);
	return [
		finding(project, {
			detector: name,
			subject: 'memoized',
			topic: 'caching',
			kind: 'decision',
			title: `Results of functions are remembered in the process (${listed(distinct(all.map(({ fact }) => fact.name)))})${unbounded.length > 0 ? ', in some places without a bound' : ''}.`,
			detail:
				'Each worker has its own memory of them, nothing forgets a result that became wrong, and on methods the instances are kept alive too.',
			confidence: 0.93,
			at: [...unbounded, ...all].map(placeOf),
			facts: {
				functions: all
					.map(({ fact }) => fact.on ?? '')
					.filter(Boolean)
					.slice(0, 10),
				unbounded: unbounded.length
			}
		})
	];
}
