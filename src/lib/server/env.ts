import { resolve } from 'node:path';
import { z } from 'zod';

/**
 * The environment, parsed once at start. Every variable stands in `.env.example` with its default;
 * a wrong value stops the start with a sentence.
 */

const list = z
	.string()
	.default('')
	.transform((text) =>
		text
			.split(',')
			.map((item) => item.trim())
			.filter((item) => item !== '')
	);

/** Node's timers take no more milliseconds than this, and nothing else here is larger. */
const MOST = 2 ** 31 - 1;

const count = (fallback: number, least = 1, most = MOST) =>
	z.coerce.number().int().min(least).max(most).default(fallback);

const origin = z
	.string()
	.transform((text) => text.replace(/\/$/, ''))
	.refine((text) => URL.canParse(text) && new URL(text).origin === text, {
		message: 'must be an origin such as https://greenroom.example (scheme, host, port; no path)'
	});

const redis = z.string().refine(isRedis, {
	message:
		'must look like redis://host:6379 or rediss://user:password@host:6379, without a database number (news knows none)'
});

const modelAddress = z
	.string()
	.transform((text) => text.replace(/\/+$/, ''))
	.refine(isPlainAddress, {
		message:
			'must look like https://models.example/v1, without a user, a password or a query (a key stands in LLM_API_KEY)'
	});

/** Nothing in it that is a secret, or would be lost when a path is put behind it. */
function isPlainAddress(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, username, password } = new URL(text);
	return /^https?:$/.test(protocol) && username === '' && password === '' && !/[?#]/.test(text);
}

/** Without quoting it anywhere: there may be a password in it. */
function isRedis(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, hostname, pathname, search, hash } = new URL(text);
	const isBare = /^\/?0?$/.test(pathname) && search === '' && hash === '';
	return /^rediss?:$/.test(protocol) && hostname !== '' && isBare;
}

const testKey = z
	.string()
	.regex(/^[\w-]{1,64}(:(read|write|admin)(:.+)?)?$/, {
		message: 'must look like name, name:permission or name:permission:expiry'
	})
	.transform((text) => {
		const [name = '', permission = 'write', ...rest] = text.split(':');
		const expiry = rest.join(':');
		return {
			name,
			permission: permission as 'read' | 'write' | 'admin',
			expiresAt: expiry === '' ? undefined : new Date(expiry)
		};
	})
	.refine((key) => key.expiresAt === undefined || !Number.isNaN(key.expiresAt.getTime()), {
		message: 'has an expiry that is not an ISO 8601 time'
	});

const variables = z.object({
	PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
	HOST: z.string().min(1).default('127.0.0.1'),
	ORIGIN: origin.optional(),
	ALLOWED_ORIGINS: list.pipe(z.array(origin)),
	ALLOWED_HOSTS: list,
	ADDRESS_HEADER: z.string().min(1).optional(),
	XFF_DEPTH: count(1, 1, 100),
	DATA_DIR: z
		.string()
		.min(1)
		.default('data')
		.transform((path) => resolve(path)),
	REDIS_URL: redis.optional(),
	AUTH_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
	AUTH_JWKS_URL: z
		.url({ protocol: /^https?$/, error: 'must be the http or https address of a key set' })
		.optional(),
	AUTH_ISSUER: z.string().min(1).optional(),
	AUTH_AUDIENCE: list,
	ADMIN_EMAILS: list.transform((emails) => emails.map((email) => email.toLowerCase())),
	TEST_API_KEYS: list.pipe(z.array(testKey)),
	LOCAL_REPO_ROOTS: list.transform((paths) => paths.map((path) => resolve(path))),
	GIT_ALLOWED_HOSTS: list.transform((hosts) => hosts.map((host) => host.toLowerCase())),
	GIT_CA_FILE: z
		.string()
		.transform((path) => resolve(path))
		.optional(),
	ANALYSIS_MOST_BYTES: count(1024 * 1024 * 1024, 1024 * 1024),
	ANALYSIS_MOST_FILES: count(200_000),
	ANALYSIS_SOURCE_TIMEOUT_MS: count(600_000, 1000),
	ANALYSES_AT_ONCE: count(2, 1, 64),
	LLM_BASE_URL: modelAddress.optional(),
	LLM_MODEL: z.string().trim().min(1).max(200).optional(),
	LLM_API_KEY: z
		.string()
		.regex(/^[\x21-\x7e]+$/, 'must be printable ASCII, as it goes into a header')
		.optional(),
	LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
	METRICS: z.enum(['admin', 'open']).default('admin'),
	SHUTDOWN_TIMEOUT: count(10, 1, 3600),
	LIMIT_MESSAGE_BYTES: count(128 * 1024, 1024),
	LIMIT_MESSAGES_PER_MINUTE: count(100),
	LIMIT_INPUT_PER_SECOND: count(40),
	LIMIT_INPUT_BURST: count(200),
	LIMIT_PINGS_PER_MINUTE: count(10),
	LIMIT_CONNECTIONS_PER_USER: count(20),
	LIMIT_CONNECTIONS_PER_ADDRESS: count(200),
	LIMIT_CONNECTIONS_PER_SESSION: count(100),
	LIMIT_COALESCE_BYTES: count(1024 * 1024, 16 * 1024),
	LIMIT_UNSENT_BYTES: count(4 * 1024 * 1024, 64 * 1024),
	LIMIT_SLOW_MS: count(10_000, 100),
	LIMIT_GUESTS_PER_HOUR: count(30),
	LIMIT_REQUESTS_PER_MINUTE: count(600),
	LIMIT_SIGN_INS_PER_QUARTER_HOUR: count(10),
	LIMIT_RUNNING_ANALYSES: count(2, 1, 64),
	LIMIT_WAITING_ANALYSES: count(20),
	LIMIT_SOURCE_BYTES_PER_USER: count(2 * 1024 ** 3, 1024 * 1024, Number.MAX_SAFE_INTEGER),
	LIMIT_UPLOAD_IDLE_MS: count(30_000, 100),
	LIMIT_IDLE_MS: count(15 * 60_000, 100),
	AUTH_TIMEOUT_MS: count(10_000, 100),
	HEARTBEAT_INTERVAL_MS: count(5_000, 50)
});

const schema = variables
	.refine(
		({ AUTH_JWKS_URL, AUTH_ISSUER, AUTH_AUDIENCE }) => {
			const given = [AUTH_JWKS_URL, AUTH_ISSUER, AUTH_AUDIENCE[0]].filter(Boolean);
			return given.length === 0 || given.length === 3;
		},
		{
			path: ['AUTH_JWKS_URL'],
			error: 'belongs with AUTH_ISSUER and AUTH_AUDIENCE: set all three or none'
		}
	)
	.refine(
		({ LLM_BASE_URL, LLM_MODEL, LLM_API_KEY }) =>
			(LLM_BASE_URL === undefined) === (LLM_MODEL === undefined) &&
			(LLM_API_KEY === undefined || LLM_BASE_URL !== undefined),
		{ path: ['LLM_BASE_URL'], error: 'belongs with LLM_MODEL: set both or none' }
	);

/** Where pages are reached is always known: without ORIGIN it is this machine. */
export type Env = Readonly<z.output<typeof schema> & { ORIGIN: string }>;

/** A configuration that cannot work; `message` is for the person who starts the server. */
export class ConfigurationError extends Error {
	override readonly name = 'ConfigurationError';
}

/**
 * @param source usually `process.env`; empty strings count as absent
 * @throws ConfigurationError naming every wrong variable and what it should be
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
	const present = Object.fromEntries(
		Object.entries(source).filter(([, value]) => value !== undefined && value !== '')
	);
	const parsed = schema.safeParse(present);
	if (parsed.success) {
		const { ORIGIN = `http://localhost:${parsed.data.PORT}` } = parsed.data;
		return { ...parsed.data, ORIGIN };
	}
	const sentences = parsed.error.issues.map(
		(issue) => `${issue.path.map(String).join('.')}: ${issue.message}`
	);
	throw new ConfigurationError(
		`Greenroom cannot start: ${sentences.join('; ')}. See .env.example for every variable.`
	);
}
