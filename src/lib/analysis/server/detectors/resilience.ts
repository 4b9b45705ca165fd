import type { CallFact, FileFacts, Language } from '../../facts';
import type { Finding } from '../../findings';
import type { Found, Place, Project } from '../../project';
import { keyOf } from './keys';
import { distinct, finding, listed, placeOf, type Detector } from './detector';
import { isOfPage } from './pages';
import { privateAddresses } from './private-addresses';
import { retriesByHand } from './retries-by-hand';
import { shutdown } from './shutdown';
import { unverifiedTls } from './tls-verification';

const name = 'resilience';
const common = { detector: name, topic: 'resilience' } as const;

/** Time-outs that are set or missing, retries, circuit breakers, and writes that may be repeated. */
export const resilience: Detector = {
	name,
	topics: ['resilience'],
	detect: (project) => [
		...clients.flatMap((client) => withoutTimeout(project, client)),
		...serverWithoutTimeout(project),
		...timeouts(project),
		...unverifiedTls(project),
		...privateAddresses(project),
		...retries(project),
		...retriesByHand(project),
		...breakers(project),
		...idempotency(project),
		...shutdown(project)
	]
};

/** A client that waits for ever unless told otherwise. */
interface Client {
	name: string;
	languages: readonly Language[];
	imports: RegExp;
	/** Calls that ask, or that make what asks. */
	calls: RegExp;
	/** Says in a file, or in what makes the client, that there is one. */
	isSet: (file: FileFacts) => boolean;
	/** Set once for all. */
	isSetForAll?: (project: Project) => boolean;
}

const hasCall = (pattern: RegExp) => (file: FileFacts) =>
	file.calls.some(({ callee }) => pattern.test(callee));
const hasName = (pattern: RegExp) => (file: FileFacts) =>
	file.assignments.some((one) => pattern.test(one.name));

const clients: readonly Client[] = [
	{
		name: 'requests',
		languages: ['python'],
		imports: /^requests$/,
		calls: /^requests\.(get|post|put|patch|delete|head|request)$/,
		isSet: () => false
	},
	{
		name: 'urllib',
		languages: ['python'],
		imports: /^urllib(\.request)?$/,
		calls: /^(urllib\.request\.)?urlopen$/,
		isSet: (file) => hasCall(/setdefaulttimeout$/)(file)
	},
	{
		name: "Go's default client",
		languages: ['go'],
		imports: /^net\/http$/,
		calls: /^http\.(Get|Post|PostForm|Head)$|^http\.DefaultClient\.Do$/,
		isSet: (file) => hasCall(/^context\.With(Timeout|Deadline)$/)(file),
		isSetForAll: (project) =>
			project.sources.some((file) => hasName(/^http\.DefaultClient(\.Timeout)?$/)(file))
	},
	{
		name: 'axios',
		languages: ['javascript', 'typescript', 'svelte', 'vue'],
		imports: /^axios$/,
		calls: /^axios(\.(get|post|put|patch|delete|request|head))?$/,
		isSet: (file) => hasName(/(^|\.)(timeout|signal)$/)(file),
		isSetForAll: (project) =>
			project.importing(/^axios$/).some((file) => hasName(/(^|\.)timeout$/)(file))
	},
	{
		name: 'java.net.http',
		languages: ['java', 'kotlin'],
		imports: /^java\.net\.http(\.|$)/,
		calls: /(^|\.)HttpRequest\.newBuilder\b.*\.build$/,
		isSet: (file) => hasCall(/\.timeout$/)(file)
	},
	{
		name: 'RestTemplate',
		languages: ['java', 'kotlin'],
		imports: /^org\.springframework\.web\.client(\.RestTemplate)?$/,
		calls: /^(new )?RestTemplate$/,
		isSet: (file) => hasCall(/set(Connect|Read|ConnectionRequest)Timeout$/)(file)
	},
	{
		name: 'reqwest',
		languages: ['rust'],
		imports: /^reqwest(::|$)/,
		calls: /^(reqwest\.)?(get|Client\.new)$/,
		isSet: (file) => hasCall(/\.timeout$/)(file)
	},
	{
		name: 'Guzzle',
		languages: ['php'],
		imports: /^GuzzleHttp\\Client$/,
		calls: /^new (GuzzleHttp\.)?Client$/,
		isSet: (file) => hasName(/timeout/i)(file)
	}
];

/** The first six arguments are known: of more, one may be the time-out. */
const KNOWN_ARGUMENTS = 6;

const saysTimeout = ({ args }: CallFact) =>
	args.length >= KNOWN_ARGUMENTS ||
	args.some((argument) =>
		/time_?out|signal|deadline|^\*\*|^\.\.\.|config|options|opts/i.test(argument)
	);

/** Run by a person, or for a moment: nobody else waits for it. */
const BY_HAND =
	/(^|\/)(scripts?|tools?|extras?|contrib|docker|examples?|[\w-]+-examples?|dev|ci|bin|hack|benchmarks?)\//;

/** Rust’s tests stand at the end of the file that they test. */
function isInTests(project: Project, { path, language }: FileFacts, line: number): boolean {
	if (language !== 'rust') return false;
	const tests = project.lines(path).findIndex((text) => /^\s*#\[cfg\(test\)\]/.test(text));
	return tests !== -1 && line > tests;
}

function withoutTimeout(project: Project, client: Client): Finding[] {
	if (client.isSetForAll?.(project)) return [];
	const found = project
		.importing(client.imports)
		.filter(
			(file) =>
				client.languages.includes(file.language) &&
				!client.isSet(file) &&
				!BY_HAND.test(file.path) &&
				// In a browser nothing of the server waits.
				!isOfPage(file)
		)
		.flatMap((file) =>
			file.calls
				.filter((call) => client.calls.test(call.callee) && !saysTimeout(call))
				.filter(({ startLine }) => !isInTests(project, file, startLine))
				.map((fact): Found<CallFact> => ({ file, fact }))
		);
	if (found.length === 0) return [];
	return [
		finding(project, {
			...common,
			subject: `no-timeout-${keyOf(client.name)}`,
			kind: 'risk',
			title: `HTTP is asked by ${client.name} without a time-out in ${listed(distinct(found.map(({ file }) => file.path)), 3)}.`,
			detail: `${client.name} waits for ever unless told otherwise: one partner that does not answer holds a thread, a connection and a request for each who asks, until none is left.`,
			confidence: 0.88,
			at: found.map(placeOf),
			facts: {
				client: client.name,
				calls: found.length,
				files: distinct(found.map(({ file }) => file.path))
			}
		})
	];
}

function serverWithoutTimeout(project: Project): Finding[] {
	const found = project.calls(/^http\.ListenAndServe(TLS)?$/, 'go');
	if (found.length === 0) return [];
	return [
		finding(project, {
			...common,
			subject: 'server-without-timeout',
			kind: 'risk',
			title: `The server is started by ${found[0]!.fact.callee}, which sets no time-outs.`,
			detail:
				'A client that sends its request one byte at a time keeps its connection as long as it likes. An http.Server of one’s own takes ReadHeaderTimeout and the others.',
			confidence: 0.92,
			at: found.map(placeOf),
			facts: { places: found.length }
		})
	];
}

const SETS =
	/^(AbortSignal\.timeout|context\.With(Timeout|Deadline)|asyncio\.(wait_for|timeout)|(tokio\.time\.)?timeout|withTimeout(OrNull)?|pTimeout|Timeout\.timeout|socket\.setdefaulttimeout|new CancellationTokenSource)$|\.(connectTimeout|readTimeout|callTimeout|setConnectTimeout|setReadTimeout|CancelAfter|connect_timeout)$/;

/** Names that only mean it where their client is imported. */
const OF_CLIENTS = /^(reqwest|hyper|java\.net\.http|okhttp3|pycurl|Faraday)(::|\.|$)/;

const isOfClient = ({ callee, args }: CallFact) =>
	/\.timeout$/.test(callee) || (/\.setopt$/.test(callee) && /TIMEOUT/.test(args[0] ?? ''));

function timeouts(project: Project): Finding[] {
	const calls = project
		.calls(SETS)
		.filter(({ fact }) => fact.args.length > 0)
		.map((one) => ({ place: placeOf(one), what: one.fact.callee }));
	const given = project
		.importing(/^(requests|httpx|aiohttp|axios|got|net\/http)$/)
		.flatMap((file) =>
			file.assignments
				.filter((one) =>
					/^(timeout|Timeout|ReadTimeout|WriteTimeout|ReadHeaderTimeout)$/.test(one.name)
				)
				// What ticks may keep something alive, and a limit of zero or nothing is none.
				.filter(
					({ value }) =>
						!/^(time\.(NewTimer|NewTicker|After|Tick)\b|0$|None$|null$|nil$|undefined$)/.test(value)
				)
				.map((one) => ({
					place: { path: file.path, startLine: one.line } as Place,
					what: `${one.name} ${one.value}`.slice(0, 40)
				}))
		);
	const told = project.importing(OF_CLIENTS).flatMap((file) =>
		file.calls
			.filter((fact) => isOfClient(fact) && fact.args.length > 0)
			.map((fact) => ({
				place: { path: file.path, startLine: fact.endLine },
				what: 'timeout'
			}))
	);
	const all = [...calls, ...given, ...told];
	if (all.length === 0) return [];
	return [
		finding(project, {
			...common,
			subject: 'timeouts',
			kind: 'decision',
			title: `Waiting is limited (${listed(distinct(all.map(({ what }) => what)), 3)}).`,
			detail:
				'What takes too long becomes an error that somebody has to handle, and the other side may have done the work all the same.',
			confidence: 0.9,
			at: all.map(({ place }) => place),
			facts: { places: all.length, how: distinct(all.map(({ what }) => what)).slice(0, 5) }
		})
	];
}

interface Marks {
	annotations: RegExp;
	calls: RegExp;
	imports: RegExp;
	/** Calls that are called so in one library alone, whose namespace is the framework's own. */
	alone?: RegExp;
}

const RETRIES: Marks = {
	annotations: /^((tenacity\.)?retry|backoff\.on_(exception|predicate)|Retryable|Retry|retrying)$/,
	calls:
		/^(pRetry|retry|asyncRetry|axiosRetry|retryAsync|backoff\.(Retry|RetryNotify)|retry\.(Do|DoWithData)|retryablehttp\.NewClient|Retry\.\w+|Retryable\.retryable|retry_on|RetryIf\.spawn|Retry\.spawn)$|\.(WaitAndRetry(Async|ForeverAsync)?|AddTransientHttpErrorPolicy|AddStandardResilienceHandler|AddRetry|EnableRetryOnFailure|RetryAsync|retryWhen)$/,
	imports:
		/^(p-retry|async-retry|axios-retry|retry|ts-retry-promise|cockatiel|exponential-backoff|tenacity|backoff|retrying|urllib3\.util(\.retry)?|requests\.adapters|Polly.*|Microsoft\.EntityFrameworkCore|Microsoft\.Extensions\.Http\.Resilience|tokio_retry.*|backoff::.*|retryable)$|cenkalti\/backoff|avast\/retry-go|go-retryablehttp|springframework\.retry|resilience4j|failsafe/,
	alone: /\.AddStandardResilienceHandler$/
};

const BREAKERS: Marks = {
	annotations: /^(CircuitBreaker|circuit|HystrixCommand|Bulkhead)$/,
	calls:
		/^(new CircuitBreaker|CircuitBreaker|gobreaker\.NewCircuitBreaker|pybreaker\.CircuitBreaker|CircuitBreaker\.\w+)$|\.(CircuitBreaker(Async)?|AddCircuitBreaker|AddStandardResilienceHandler)$/,
	imports:
		/^(opossum|cockatiel|pybreaker|circuitbreaker|Polly.*|Microsoft\.Extensions\.Http\.Resilience)$|gobreaker|resilience4j|hystrix/i,
	alone: /\.AddStandardResilienceHandler$/
};

function marked(
	project: Project,
	{ annotations, calls, imports, alone }: Marks
): { place: Place; what: string }[] {
	const users = project.importing(imports);
	const others = alone ? project.calls(alone).filter(({ file }) => !users.includes(file)) : [];
	const elsewhere = others.map((one) => ({
		place: placeOf(one),
		what: one.fact.callee.slice(one.fact.callee.lastIndexOf('.') + 1)
	}));
	const own = users.flatMap((file) => [
		...file.annotations
			.filter((one) => annotations.test(one.name))
			.map((one) => ({ place: { path: file.path, startLine: one.line }, what: `@${one.name}` })),
		...file.calls
			.filter(
				(call) =>
					calls.test(call.callee) && !file.annotations.some(({ line }) => line === call.startLine)
			)
			.map((fact) => ({
				place: placeOf({ file, fact }),
				what: fact.callee.slice(fact.callee.lastIndexOf('.') + 1)
			}))
	]);
	return [...own, ...elsewhere];
}

function retries(project: Project): Finding[] {
	const found = marked(project, RETRIES);
	if (found.length === 0) return [];
	return [
		finding(project, {
			...common,
			subject: 'retries',
			kind: 'decision',
			title: `What fails is tried again (${listed(distinct(found.map(({ what }) => what)), 3)}).`,
			detail:
				'A short disturbance stays unseen. What is tried again has to bear being done twice; and all who try again at once keep a partner down that is just getting up, unless they wait longer each time, and not all the same time.',
			confidence: 0.9,
			at: found.map(({ place }) => place),
			facts: { places: found.length, how: distinct(found.map(({ what }) => what)) }
		})
	];
}

function breakers(project: Project): Finding[] {
	const found = marked(project, BREAKERS);
	if (found.length === 0) return [];
	return [
		finding(project, {
			...common,
			subject: 'circuit-breakers',
			kind: 'decision',
			title: 'Calls to a failing partner are cut off by a circuit breaker.',
			detail:
				'While it is open nobody waits for a partner that is down, and the partner has time to get up; what the caller gets meanwhile is a decision of its own.',
			confidence: 0.9,
			at: found.map(({ place }) => place),
			facts: { places: found.length }
		})
	];
}

const REPEATABLE =
	/(^|\.)(upsert|bulkUpsert|updateOrCreate|updateOrInsert|firstOrCreate|get_or_create|update_or_create|FirstOrCreate|find_or_create_by!?|create_or_find_by!?|onConflictDoNothing|onConflictDoUpdate|on_conflict_do_nothing|on_conflict_do_update|upsert_all|insertOrIgnore|findOrCreate)$/;

const REPEATABLE_SQL =
	/\bon\s+conflict\b|\bon\s+duplicate\s+key\b|^\s*insert\s+(or\s+)?(ignore|replace)\b|^\s*merge\s+into\b/i;

function idempotency(project: Project): Finding[] {
	const keys = project.sources.flatMap((file) => [
		...file.assignments
			.filter((one) => /idempoten(cy|t)_?key/i.test(one.name))
			.map((one) => ({ path: file.path, startLine: one.line })),
		...file.calls
			.filter(
				({ args, callee }) =>
					/idempoten(cy|t)_?key/i.test(callee) ||
					args.some((one) => /^["'`]\w*-?idempotency-key["'`]$/i.test(one))
			)
			.map((fact) => placeOf({ file, fact }))
	]);
	const written = project.calls(REPEATABLE);
	const calls = written.map(placeOf);
	const texts = project.sources.flatMap((file) =>
		file.texts
			.filter(({ kind, text }) => kind === 'sql' && REPEATABLE_SQL.test(text))
			.map((fact) => placeOf({ file, fact }))
	);
	const repeatable = [...calls, ...texts];
	const ways = distinct([
		...written.map(({ fact }) => fact.callee.slice(fact.callee.lastIndexOf('.') + 1)),
		...(texts.length > 0 ? ['SQL'] : [])
	]);
	return [
		...(keys.length > 0
			? [
					finding(project, {
						...common,
						subject: 'idempotency-keys',
						kind: 'decision',
						title: 'Requests carry an idempotency key, which tells those apart that come twice.',
						detail:
							'A client may try again without doing it twice. Worth a look are how long the key is remembered, and what the second gets while the first still runs.',
						confidence: 0.85,
						at: keys,
						facts: { places: keys.length }
					})
				]
			: []),
		...(repeatable.length > 0
			? [
					finding(project, {
						...common,
						subject: 'repeatable-writes',
						kind: 'decision',
						title: `Writes take the row that is there instead of making a second one (${listed(ways, 3)}).`,
						detail:
							'Doing it again does no harm. Where a unique index stands behind, two at the same time are no harm either; where none does, looking first and inserting then is a race.',
						confidence: 0.85,
						at: repeatable,
						facts: { writes: repeatable.length, ways }
					})
				]
			: [])
	];
}
