import type { AnnotationFact, CallFact, Language } from '../../facts';
import type { Finding } from '../../findings';
import type { Found, Project } from '../../project';
import { keyOf } from './keys';
import { counted, distinct, finding, listed, placeOf, type Detector } from './detector';

const name = 'caching';

const script: Language[] = ['javascript', 'typescript', 'svelte', 'vue'];

interface Cache {
	name: string;
	languages: readonly Language[];
	imports?: RegExp;
	reads: RegExp;
	writes: RegExp;
	forgets: RegExp;
	/** Where its life is said: in the arguments of a write, or of what makes it. */
	life?: RegExp;
	made?: RegExp;
	where: 'in the process' | 'in Redis' | 'in Memcached' | 'in a cache store';
}

const caches: readonly Cache[] = [
	{
		name: 'Redis',
		languages: script,
		imports: /^(ioredis|redis|@upstash\/redis)$|(^|\/)redis(\.[jt]s)?$/,
		reads: /redis\w*\.(get|hget|hgetall|mget|getex)$/i,
		writes: /redis\w*\.(set|setex|psetex|setEx|hset|mset|expire)$/i,
		forgets: /redis\w*\.(del|unlink|flushdb|flushall|hdel)$/i,
		where: 'in Redis'
	},
	{
		name: 'LRU cache',
		languages: script,
		imports: /^(lru-cache|quick-lru|node-cache|memory-cache|@isaacs\/ttlcache)$/,
		reads: /cache\w*\.get$/i,
		writes: /cache\w*\.(set|put)$/i,
		forgets: /cache\w*\.(delete|del|clear|flushAll)$/i,
		made: /^new (LRUCache|LRU|QuickLRU|NodeCache|TTLCache)$/,
		where: 'in the process'
	},
	{
		name: "Nest's cache manager",
		languages: script,
		imports: /^(cache-manager|@nestjs\/cache-manager)$/,
		reads: /cache\w*\.(get|wrap)$/i,
		writes: /cache\w*\.(set|wrap)$/i,
		forgets: /cache\w*\.(del|reset|clear)$/i,
		made: /^CacheModule\.register\w*$/,
		where: 'in a cache store'
	},
	{
		name: "Django's cache",
		languages: ['python'],
		imports: /^django\.core\.cache$|^django\.views\.decorators\.cache$/,
		reads: /^cache\.(get|get_many|get_or_set)$/,
		writes: /^cache\.(set|add|set_many|get_or_set)$/,
		forgets: /^cache\.(delete|delete_many|clear|delete_pattern)$/,
		where: 'in a cache store'
	},
	{
		name: 'Redis',
		languages: ['python'],
		imports: /^(redis|aioredis)(\.|$)/,
		reads: /(redis|cache|\br)\w*\.(get|hget|hgetall|mget)$/i,
		writes: /(redis|cache|\br)\w*\.(set|setex|hset|expire)$/i,
		forgets: /(redis|cache|\br)\w*\.(delete|unlink|flushdb)$/i,
		where: 'in Redis'
	},
	{
		name: "Laravel's cache",
		languages: ['php'],
		reads:
			/^(Illuminate\.Support\.Facades\.)?Cache\.(get|remember|rememberForever|has|flexible)$|^cache\(\)\.(get|remember)$/,
		writes:
			/^(Illuminate\.Support\.Facades\.)?Cache\.(put|add|forever|remember|rememberForever|flexible)$|^cache\(\)\.(put|remember)$/,
		forgets:
			/^(Illuminate\.Support\.Facades\.)?Cache\.(forget|flush|pull)$|^Cache\.tags\(\)\.flush$|^cache\(\)\.forget$/,
		where: 'in a cache store'
	},
	{
		name: "Rails' cache",
		languages: ['ruby'],
		reads: /^Rails\.cache\.(fetch|read|fetch_multi)$/,
		writes: /^Rails\.cache\.(fetch|write|fetch_multi)$/,
		forgets: /^Rails\.cache\.(delete|clear|delete_matched|delete_multi)$/,
		where: 'in a cache store'
	},
	{
		name: 'IMemoryCache',
		languages: ['csharp'],
		imports: /^Microsoft\.Extensions\.Caching\.Memory$/,
		reads: /cache\w*\.(TryGetValue|Get|GetOrCreate|GetOrCreateAsync)$/i,
		writes: /cache\w*\.(Set|GetOrCreate|GetOrCreateAsync)$/i,
		forgets: /cache\w*\.Remove$/i,
		made: /\.AddMemoryCache$/,
		where: 'in the process'
	},
	{
		name: 'IDistributedCache',
		languages: ['csharp'],
		imports: /^Microsoft\.Extensions\.Caching\.(Distributed|StackExchangeRedis|Hybrid)$/,
		reads: /cache\w*\.(Get|GetAsync|GetString|GetStringAsync|GetOrCreateAsync)$/i,
		writes: /cache\w*\.(Set|SetAsync|SetString|SetStringAsync)$/i,
		forgets: /cache\w*\.(Remove|RemoveAsync)$/i,
		made: /\.AddStackExchangeRedisCache$/,
		where: 'in a cache store'
	},
	{
		name: 'Redis',
		languages: ['go'],
		imports: /^github\.com\/(redis\/go-redis|go-redis\/redis|gomodule\/redigo)/,
		reads: /\.(Get|HGet|HGetAll|MGet)$/,
		writes: /\.(Set|SetEX|SetEx|HSet|Expire)$/,
		forgets: /\.(Del|Unlink|HDel|FlushDB)$/,
		where: 'in Redis'
	},
	{
		name: 'in-process cache',
		languages: ['go'],
		imports:
			/^github\.com\/(patrickmn\/go-cache|dgraph-io\/ristretto|hashicorp\/golang-lru|allegro\/bigcache|coocoood\/freecache)/,
		reads: /cache\w*\.Get$/i,
		writes: /cache\w*\.(Set|Add|SetWithTTL|SetDefault)$/i,
		forgets: /cache\w*\.(Delete|Del|Remove|Purge|Flush)$/i,
		made: /^(cache\.New|ristretto\.NewCache|lru\.New\w*|expirable\.NewLRU|bigcache\.New\w*)$/,
		where: 'in the process'
	},
	{
		name: 'Caffeine',
		languages: ['java', 'kotlin'],
		imports: /^com\.(github\.benmanes\.caffeine|google\.common\.cache)\./,
		reads: /cache\w*\.(get|getIfPresent)$/i,
		writes: /cache\w*\.put$/i,
		forgets: /cache\w*\.invalidate(All)?$/i,
		made: /(Caffeine|CacheBuilder)\.newBuilder\b.*\.build(Async)?$/,
		life: /expireAfter(Write|Access)$/,
		where: 'in the process'
	},
	{
		name: 'Redis',
		languages: ['java', 'kotlin'],
		imports:
			/^(org\.springframework\.data\.redis|redis\.clients\.jedis|io\.lettuce|org\.redisson)\./,
		reads: /(redis\w*|jedis|opsForValue\(\)|valueOps\w*)\.get$/i,
		writes: /(redis\w*|jedis|opsForValue\(\)|valueOps\w*)\.(set|setex|expire)$/i,
		forgets: /(redis\w*|jedis)\.(delete|del|unlink)$/i,
		where: 'in Redis'
	},
	{
		name: 'moka',
		languages: ['rust'],
		imports: /^(moka|cached|lru)(::|$)/,
		reads: /cache\w*\.get(_with)?$/i,
		writes: /cache\w*\.(insert|put)$/i,
		forgets: /cache\w*\.(invalidate\w*|pop|remove)$/i,
		made: /(^|\.)(Cache\.builder|Cache\.new|LruCache\.new)$/,
		life: /time_to_(live|idle)$/,
		where: 'in the process'
	}
];

const LIFE =
	/\b(ex|px|ttl|timeout|expires?_?in|max_?age|expiration|time_?to_?live|AbsoluteExpiration\w*|SlidingExpiration|stdTTL|Duration|TimeSpan|seconds|minutes|hours|days|now\(\)|time\.\w+)\b|\d+\.(seconds?|minutes?|hours?|days?)|\b\d{2,}\b/i;

/** What is remembered, where, for how long, and who forgets it. */
export const caching: Detector = {
	name,
	topics: ['caching'],
	detect: (project) => [
		...caches.flatMap((cache) => ofCache(project, cache)),
		...byAnnotation(project),
		...memoized(project)
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
			title: `Values are kept ${cache.where} (${cache.name}): ${counted(writes.length, 'place')} that ${writes.length === 1 ? 'writes' : 'write'}, ${forgets.length === 0 ? 'none' : forgets.length} that ${forgets.length === 1 ? 'forgets' : 'forget'}, ${isTimed ? 'with a time to live' : 'no time to live seen'}.`,
			detail: `${forgets.length === 0 && isTimed ? 'Old values go by time alone: for that long readers may see what is no longer so.' : forgets.length === 0 ? 'Nothing was seen that forgets a value when its source changes.' : 'Whoever changes the source has to forget the copy: each write that does not is a stale answer.'} ${cache.where === 'in the process' ? 'Each instance has its own copy, and a restart empties it.' : 'All instances share it; what happens while it is away is worth a test.'}`,
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

const MARKS =
	/^(Cacheable|CachePut|cache_page|CacheResult|Cached|OutputCache|ResponseCache|CacheTTL|cached)$/;
const FORGETS = /^CacheEvict$|^CacheInvalidate\w*$/;

function byAnnotation(project: Project): Finding[] {
	const all = annotated(project, MARKS);
	if (all.length === 0) return [];
	const forgets = annotated(project, FORGETS);
	const names = distinct(all.map(({ fact }) => fact.name));
	return [
		finding(project, {
			detector: name,
			subject: 'annotated',
			topic: 'caching',
			kind: 'decision',
			title: `Results of ${counted(all.length, 'method')} are cached by ${listed(names.map((mark) => `@${mark}`))}; ${forgets.length === 0 ? 'nothing evicts them by annotation' : `${counted(forgets.length, 'place')} ${forgets.length === 1 ? 'evicts' : 'evict'} them`}.`,
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
		file.annotations.filter((one) => pattern.test(one.name)).map((fact) => ({ file, fact }))
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
			title: `${counted(all.length, 'function')} ${all.length === 1 ? 'remembers its results' : 'remember their results'} for as long as the process lives${unbounded.length > 0 ? `, ${unbounded.length} without a bound` : ''}.`,
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
