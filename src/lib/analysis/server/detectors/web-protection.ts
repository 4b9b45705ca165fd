import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { counted, distinct, finding, listed, placeOf, type Detector } from './detector';
import { JVM, SCRIPTS, usesOf, type Mark } from './marks';
import { onlyWhere } from './switches';
import { trustedProxies } from './trusted-proxies';

const NAME = 'web-protection';

/** What keeps other sites, scripts and frames away from a signed-in browser. */
export const webProtection: Detector = {
	name: NAME,
	topics: ['authentication', 'configuration'],
	detect: (project) => [
		...withoutCsrf(project),
		...csrfTokens(project),
		...headers(project),
		...trustedProxies(project, NAME)
	]
};

/** Where the framework's check is taken away. */
function withoutCsrf(project: Project): Finding[] {
	const annotated = project.sources.flatMap((file) =>
		file.annotations
			.filter(({ name, args }) =>
				file.language === 'python'
					? /(^|\.)(csrf_exempt|csrf\.exempt)$/.test(name) ||
						(name === 'method_decorator' && /^csrf_exempt$/.test(args[0] ?? ''))
					: file.language === 'csharp' && name === 'IgnoreAntiforgeryToken'
			)
			.map((fact) => placeOf({ file, fact }))
	);
	const spring = project
		.calls(/(^|\.)csrf(\(\))?\.disable$|(^|\.)csrf$/, ...JVM)
		.filter(
			({ file, fact }) =>
				file.imports.some(({ specifier }) => /^org\.springframework\.security/.test(specifier)) &&
				(/disable$/.test(fact.callee) || /disable\b/.test(fact.args[0] ?? ''))
		)
		.map(({ file, fact }) => lineOf(project, file.path, fact, /\bcsrf\b/));
	const rails = project
		.calls(/^skip_(before_action|forgery_protection)$/, 'ruby')
		.filter(
			({ fact }) =>
				fact.callee === 'skip_forgery_protection' ||
				fact.args.some((arg) => /^:verify_authenticity_token$/.test(arg))
		)
		.map(placeOf);
	const places = [...annotated, ...spring, ...rails];
	if (places.length === 0) return [];
	return [
		finding(project, {
			detector: NAME,
			subject: 'without-csrf',
			topic: 'authentication',
			kind: 'decision',
			title:
				spring.length === places.length
					? 'The check against forged requests (CSRF) is switched off in the configuration of Spring Security.'
					: `The check against forged requests (CSRF) is taken away in at least ${counted(places.length, 'place')}.`,
			detail:
				'Right where callers carry a token of their own in a header, as webhooks and APIs do. Where a cookie signs people in, another site can send such a request in their name, unless the cookie’s SameSite keeps it back.',
			confidence: 0.93,
			at: places,
			facts: { places: places.length }
		})
	];
}

/** In a chain of calls, the line that says it. */
function lineOf(
	project: Project,
	path: string,
	{ startLine, endLine }: { startLine: number; endLine: number },
	text: RegExp
): Place {
	const lines = project.lines(path).slice(startLine - 1, endLine);
	return {
		path,
		startLine:
			startLine +
			Math.max(
				0,
				lines.findIndex((line) => text.test(line))
			)
	};
}

const tokens: readonly Mark[] = [
	{
		name: 'csurf',
		in: SCRIPTS,
		imports: /^(csurf|csrf-csrf|csrf-sync|tiny-csrf|lusca)$/,
		calls: /^(csurf|csrf|csrfProtection|doubleCsrf|csrfSync|lusca(\.csrf)?)$/
	},
	{
		name: '@fastify/csrf-protection',
		in: SCRIPTS,
		imports: /^@fastify\/csrf-protection$/
	},
	{
		name: "Flask-WTF's CSRFProtect",
		in: ['python'],
		imports: /^flask_wtf/,
		calls: /^CSRFProtect$/
	},
	{
		name: 'gorilla/csrf',
		in: ['go'],
		imports: /gorilla\/csrf$|justinas\/nosurf$/,
		calls: /^(csrf\.Protect|nosurf\.New\w*)$/
	},
	{
		name: "Go's CrossOriginProtection",
		in: ['go'],
		imports: /^net\/http$/,
		calls: /^http\.NewCrossOriginProtection$/
	},
	{
		name: "Rails' protect_from_forgery",
		in: ['ruby'],
		calls: /^protect_from_forgery$/
	},
	{
		name: 'antiforgery tokens',
		in: ['csharp'],
		annotations: /^(ValidateAntiForgeryToken|AutoValidateAntiforgeryToken)$/,
		calls: /\.(AddAntiforgery|UseAntiforgery)$|^new AutoValidateAntiforgeryTokenAttribute$/
	}
];

function csrfTokens(project: Project): Finding[] {
	const uses = usesOf(project, tokens).filter(({ manifestOnly }) => !manifestOnly);
	const django = project.sources.flatMap(({ path, language }) =>
		language === 'python' && /settings|base/.test(path) ? linesWith(project, path, DJANGO_CSRF) : []
	);
	const places = [...uses.flatMap((use) => use.places), ...django];
	if (places.length === 0) return [];
	const names = distinct([
		...uses.map(({ mark }) => mark.name),
		...(django.length > 0 ? ["Django's CsrfViewMiddleware"] : [])
	]);
	return [
		finding(project, {
			detector: NAME,
			subject: 'csrf',
			topic: 'authentication',
			kind: 'decision',
			title: `Changing requests are checked for forgery (CSRF) by ${listed(names)}.`,
			detail:
				'Another site can make a browser send its cookies, and cannot know the token. Look at which routes are exempt, and at changes behind GET.',
			confidence: 0.92,
			at: places,
			facts: { by: names }
		})
	];
}

const DJANGO_CSRF = /^\s*["']django\.middleware\.csrf\.CsrfViewMiddleware["']/;

const linesWith = (project: Project, path: string, text: RegExp): Place[] =>
	project
		.lines(path)
		.flatMap((line, index) => (text.test(line) ? [{ path, startLine: index + 1 }] : []));

const guardians: readonly Mark[] = [
	{
		name: 'Helmet',
		in: SCRIPTS,
		imports: /^(helmet|@fastify\/helmet|koa-helmet)$/,
		calls: /^helmet$/
	},
	{
		name: 'Flask-Talisman',
		in: ['python'],
		imports: /^(flask_talisman|talisman|secure)$/,
		calls: /^(Talisman|secure\.Secure)$/
	},
	{
		name: 'secure_headers',
		in: ['ruby'],
		calls: /^SecureHeaders\.Configuration\.(default|override)$/
	},
	{ name: "Rails' policy", in: ['ruby'], calls: /\.content_security_policy$/ },
	{ name: 'unrolled/secure', in: ['go'], imports: /unrolled\/secure$/, calls: /^secure\.New$/ }
];

const HEADER =
	/^["'`](content-security-policy|strict-transport-security|x-frame-options|x-content-type-options|referrer-policy|permissions-policy)["'`]$/i;
const SETS =
	/(^|\.)(set_?header|add_?header|header|headers?\.(set|append|add|insert)|Headers\.(Add|Append|TryAdd)|Header\(\)\.(Set|Add)|set|append|insert)$/i;

/** Headers that tell the browser what to refuse, by a library or by hand. */
function headers(project: Project): Finding[] {
	const seen = usesOf(project, guardians).filter(({ manifestOnly }) => !manifestOnly);
	const byHand = project
		.calls(SETS)
		.filter(({ fact }) => HEADER.test(fact.args[0] ?? '') && fact.args.length > 1);
	if (seen.length + byHand.length === 0) return [];
	const set = distinct(byHand.map(({ fact }) => titled(fact.args[0]!.slice(1, -1))));
	const names = seen.map(({ mark }) => mark.name);
	const by = [
		...(names.length > 0 ? [`by ${listed(names)}`] : []),
		...(set.length > 0 ? [`by hand: ${listed(set)}`] : [])
	];
	const at = [...byHand.map(placeOf), ...seen.flatMap(({ places }) => places)];
	return [
		finding(project, {
			detector: NAME,
			subject: 'headers',
			topic: 'configuration',
			kind: 'decision',
			title: `Answers carry headers that tell browsers what to refuse, ${by.join(', and ')}${onlyWhere(project, at)}.`,
			detail:
				'They keep a mistake in a page from becoming an attack: frames, foreign scripts, guessed types, plain HTTP. Look at what the policy allows all the same, inline scripts above all.',
			confidence: 0.92,
			at,
			facts: { libraries: names, headers: set }
		})
	];
}

const titled = (header: string) =>
	header
		.toLowerCase()
		.replace(/(^|-)(\w)/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());
