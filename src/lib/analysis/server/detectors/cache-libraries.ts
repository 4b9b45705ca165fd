import type { Language } from '../../facts';

const script: Language[] = ['javascript', 'typescript', 'svelte', 'vue'];

/** A place for copies, and how it is recognised in code. */
export interface Cache {
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

export const caches: readonly Cache[] = [
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
		imports: /^com\.github\.benmanes\.caffeine\./,
		reads: /cache\w*\.(get|getIfPresent)$/i,
		writes: /cache\w*\.put$/i,
		forgets: /cache\w*\.invalidate(All)?$/i,
		made: /Caffeine\.newBuilder\b.*\.build(Async)?$/,
		life: /expireAfter(Write|Access)$/,
		where: 'in the process'
	},
	{
		name: "Guava's cache",
		languages: ['java', 'kotlin'],
		imports: /^com\.google\.common\.cache\./,
		reads: /cache\w*\.(get|getIfPresent|getUnchecked)$/i,
		writes: /cache\w*\.put$/i,
		forgets: /cache\w*\.invalidate(All)?$/i,
		made: /CacheBuilder\.newBuilder\b.*\.build$/,
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
