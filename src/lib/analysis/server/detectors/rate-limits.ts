import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { finding, placeOf, type Detector } from './detector';
import { libraryFindings } from './libraries';
import { lockouts, ownLimits } from './own-limits';
import { JVM, SCRIPTS, type Mark } from './marks';

const NAME = 'rate-limits';

const limiters: readonly Mark[] = [
	{
		name: 'express-rate-limit',
		in: SCRIPTS,
		imports: /^express-rate-limit$/,
		calls: /^(rateLimit|RateLimit|limiter|slowDown)$|^new RateLimit$/i,
		dependency: /^express-rate-limit$/
	},
	{
		name: 'rate-limiter-flexible',
		in: SCRIPTS,
		imports: /^rate-limiter-flexible$/,
		calls: /^new RateLimiter\w+$/,
		dependency: /^rate-limiter-flexible$/
	},
	{
		name: '@nestjs/throttler',
		in: SCRIPTS,
		imports: /^@nestjs\/throttler$/,
		calls: /^ThrottlerModule\.forRoot(Async)?$/,
		annotations: /^(Throttle|SkipThrottle)$/,
		dependency: /^@nestjs\/throttler$/
	},
	{
		name: '@fastify/rate-limit',
		in: SCRIPTS,
		imports: /^@fastify\/rate-limit$/,
		dependency: /^@fastify\/rate-limit$/
	},
	{
		name: 'limiter',
		in: SCRIPTS,
		imports: /^limiter$/,
		calls: /^new (RateLimiter|TokenBucket)$/,
		dependency: /^limiter$/
	},
	{
		name: '@upstash/ratelimit',
		in: SCRIPTS,
		imports: /^@upstash\/ratelimit$/,
		calls: /^new Ratelimit$/,
		dependency: /^@upstash\/ratelimit$/
	},
	{ name: 'koa-ratelimit', in: SCRIPTS, imports: /^koa-ratelimit$/, calls: /atelimit$/i },
	{
		name: 'Flask-Limiter',
		in: ['python'],
		imports: /^flask_limiter/,
		calls: /^Limiter$/,
		annotations: /limiter\.(limit|exempt)$/,
		dependency: /^flask-limiter$/i
	},
	{
		name: 'SlowAPI',
		in: ['python'],
		imports: /^slowapi/,
		calls: /^Limiter$/,
		annotations: /limiter\.limit$/,
		dependency: /^slowapi$/i
	},
	{
		name: 'django-ratelimit',
		in: ['python'],
		imports: /^(django_)?ratelimit/,
		annotations: /^ratelimit$/,
		dependency: /^django-ratelimit$/i
	},
	{
		name: "DRF's throttles",
		in: ['python'],
		imports: /^rest_framework\.throttling$/,
		bases: /Throttle$/
	},
	{
		name: 'Bucket4j',
		in: JVM,
		imports: /^(io\.github\.bucket4j|com\.bucket4j)/,
		calls: /Bucket4?j?\.\w*[bB]uilder|Bandwidth\.\w+$/,
		dependency: /bucket4j/
	},
	{
		name: 'Resilience4j',
		in: JVM,
		imports: /^io\.github\.resilience4j\.ratelimiter/,
		annotations: /^RateLimiter$/,
		calls: /^RateLimiter\.\w+$/
	},
	{
		name: "Guava's RateLimiter",
		in: JVM,
		imports: /^com\.google\.common\.util\.concurrent/,
		calls: /^RateLimiter\.create$/
	},
	{
		name: 'golang.org/x/time/rate',
		in: ['go'],
		imports: /^golang\.org\/x\/time\/rate$/,
		calls: /^rate\.(NewLimiter|Every)$/
	},
	{
		name: 'httprate',
		in: ['go'],
		imports: /(go-chi\/httprate|didip\/tollbooth|ulule\/limiter)/,
		calls: /^(httprate|tollbooth|limiter)\.\w+$/
	},
	{
		name: 'governor',
		in: ['rust'],
		imports: /^(governor|tower_governor|actix_governor)/,
		calls: /Governor\w*\.\w+$|RateLimiter\.\w+$/,
		dependency: /governor$/
	},
	{
		name: "ASP.NET Core's rate limiter",
		in: ['csharp'],
		calls:
			/\.(AddRateLimiter|UseRateLimiter|AddFixedWindowLimiter|AddSlidingWindowLimiter|AddTokenBucketLimiter)$/,
		annotations: /^EnableRateLimiting$/
	},
	{
		name: 'AspNetCoreRateLimit',
		in: ['csharp'],
		imports: /^AspNetCoreRateLimit$/,
		calls: /RateLimiting$/
	},
	{
		name: 'rack-attack',
		in: ['ruby'],
		calls: /^(Rack\.Attack|Rack\.Attack\.\w+|throttle)$|^rate_limit$/,
		dependency: /^rack-attack$/
	},
	{
		name: "Laravel's throttle",
		in: ['php'],
		calls: /^(RateLimiter\.(for|attempt|tooManyAttempts|hit)|Limit\.per\w+)$/,
		bases: /ThrottlesLogins/
	}
];

/** How often somebody may ask. */
export const rateLimits: Detector = {
	name: NAME,
	topics: ['rate_limits'],
	detect(project) {
		return [
			...libraryFindings(project, NAME, limiters, [
				{
					subject: 'libraries',
					topic: 'rate_limits',
					title: (names) => `Requests are limited in rate: ${names}.`,
					detail:
						'Look at what is counted (address, account, key), where the count is kept when there is more than one instance, and what a client that is refused is told.'
				}
			]),
			...laravelThrottle(project),
			...ownLimits(project, NAME),
			...lockouts(project, NAME)
		];
	}
};

/** `'throttle:60,1'` names a limit where middleware is listed. */
function laravelThrottle(project: Project): Finding[] {
	const files = project.sources.filter(({ language }) => language === 'php');
	const calls = project
		.calls(/(^|\.)middleware$/, 'php')
		.filter(({ fact }) => /['"]throttle:/.test(fact.args.join()));
	const lists = files.flatMap((file) =>
		file.assignments
			.filter(({ value }) => /['"]throttle:\w/.test(value))
			.map((fact) => ({ file, fact }))
	);
	const places = [...calls.map(placeOf), ...lists.map(placeOf)];
	if (places.length === 0) return [];
	const limit = /throttle:([\w,]+)/.exec(
		[...calls.map(({ fact }) => fact.args.join()), ...lists.map(({ fact }) => fact.value)].join()
	)![1]!;
	return [
		finding(project, {
			detector: NAME,
			subject: 'throttle-middleware',
			topic: 'rate_limits',
			kind: 'decision',
			title: `Laravel's throttle middleware limits requests (“${limit}”).`,
			detail:
				'The first number is requests, the second minutes; it counts by user or address, in the cache. Look at which cache that is when there is more than one instance.',
			confidence: 0.95,
			at: places,
			facts: { limit, places: places.length }
		})
	];
}
