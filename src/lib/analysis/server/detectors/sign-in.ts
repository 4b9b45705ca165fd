import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { counted, finding, listed, type Detector } from './detector';
import { flagsOfCookies } from './cookie-flags';
import { sureness, usesOf, type Use } from './marks';
import { onlyWhere } from './switches';
import { ways, type Way } from './sign-in-ways';

const NAME = 'sign-in';

const said: Record<Way['way'], { title: (use: string) => string; detail: string }> = {
	sessions: {
		title: (use) => `Users stay signed in by a session: ${use}.`,
		detail:
			'A session can be ended at once, and every request needs it looked up or its cookie checked. Look at where sessions are stored when there is more than one instance, at the cookie’s flags and at CSRF.'
	},
	accounts: {
		title: (use) => `Accounts (registration, sign-in, recovery) are kept by a library: ${use}.`,
		detail:
			'What everybody gets wrong is done once and well; what differs from its ways is done in its hooks. Look at which of its parts are switched on.'
	},
	oauth: {
		title: (use) => `Users may sign in through OAuth or OpenID Connect: ${use}.`,
		detail:
			'Where they sign in no password comes by here, and sign-in depends on that provider. Look at the state parameter, at the redirect addresses, and at how an account is matched by its e-mail address.'
	},
	basic: {
		title: (use) => `HTTP basic authentication is accepted: ${use}.`,
		detail:
			'The password travels with every request, so that everything rests on TLS; there is no sign-out and no expiry.'
	},
	'api-keys': {
		title: (use) => `Clients authenticate with keys or tokens of their own: ${use}.`,
		detail:
			'A key is simple for programs and lives until it is taken back. Look at whether it is stored hashed, what it may do, and how it is replaced.'
	},
	hosted: {
		title: (use) => `Identity is kept by a service: ${use}.`,
		detail:
			'Passwords, recovery and second factors are theirs; so are outages, prices and the users’ export. Look at how tokens are checked on this side.'
	},
	'two-factor': {
		title: (use) => `A second factor is supported: ${use}.`,
		detail:
			'A stolen password is not enough. Look at recovery codes, and at how often a code may be tried.'
	}
};

/** How people and programs say who they are, beside JSON Web Tokens, which `jwt` tells of. */
export const signIn: Detector = {
	name: NAME,
	topics: ['authentication'],
	detect(project) {
		const uses = usesOf(project, ways).filter(isSignIn);
		return [
			...Object.keys(said).flatMap((way) => told(project, way as Way['way'], uses)),
			...tokensInLocalStorage(project),
			...cookieFlags(project),
			...flagsOfCookies(project, NAME)
		];
	}
};

/** A client of OpenID Connect may as well watch or test another's server: importing it is no sign-in. */
const isSignIn = ({ mark, uses, manifestOnly }: Use<Way>) =>
	mark.way !== 'oauth' || uses > 0 || manifestOnly || mark.calls === undefined;

function told(project: Project, way: Way['way'], all: readonly Use<Way>[]): Finding[] {
	const own = all.filter((use) => use.mark.way === way);
	const uses = own.some(({ manifestOnly }) => !manifestOnly)
		? own.filter(({ manifestOnly }) => !manifestOnly)
		: own;
	const [first] = uses;
	if (!first) return [];
	const names = uses.map(({ mark }) => mark.name);
	const at = uses.flatMap(({ places }) => places);
	const where = first.manifestOnly ? '' : onlyWhere(project, at);
	return [
		finding(project, {
			detector: NAME,
			subject: way,
			topic: 'authentication',
			kind: 'decision',
			title: said[way].title(listed(names) + where),
			detail: said[way].detail,
			confidence: Math.min(...uses.map(sureness), 0.9),
			manifestOnly: first.manifestOnly,
			at,
			facts: { way, libraries: names }
		})
	];
}

/** A key that is called after the token itself: not after a hint about tokens, or who shares one. */
const TOKEN_KEY =
	/^["'`](?!.*(csrf|xsrf|push|fcm|device|share|draft|design|reset|invite))[\w.:@/-]*(token|jwt)["'`]$/i;

/** A token that scripts can read. */
function tokensInLocalStorage(project: Project): Finding[] {
	const calls = project
		.calls(/^(window\.)?(localStorage|sessionStorage)\.setItem$/)
		.filter(({ fact }) => TOKEN_KEY.test(fact.args[0] ?? ''));
	if (calls.length === 0) return [];
	const storage = calls[0]!.fact.callee.includes('session') ? 'sessionStorage' : 'localStorage';
	return [
		finding(project, {
			detector: NAME,
			subject: 'token-in-storage',
			topic: 'authentication',
			kind: 'risk',
			title: `The browser keeps a token in ${storage}.`,
			detail:
				'Every script of the page can read it, so one injected script takes the account along; an HttpOnly cookie cannot be read, and asks for protection against CSRF instead.',
			confidence: 0.85,
			at: calls.map(({ file, fact }) => ({
				path: file.path,
				startLine: fact.startLine,
				endLine: fact.endLine
			})),
			facts: { storage, places: calls.length }
		})
	];
}

const SESSION_COOKIE = /sess|token|auth|jwt|sid\b/i;

/** Cookies that carry a session, set without what keeps scripts away from them. */
function cookieFlags(project: Project): Finding[] {
	const calls = project
		.calls(
			/^(res|response|reply|ctx\.cookies|cookies|cookies\(\))\.(cookie|setCookie|set|set_cookie)$/
		)
		.filter(({ fact }) => /^["'`]/.test(fact.args[0] ?? '') && SESSION_COOKIE.test(fact.args[0]!))
		.filter(({ fact }) => fact.args.length >= 2 && fact.args.every((arg) => arg.length < 118))
		.filter(
			({ fact }) => fact.args.length === 2 || /^\{[^]*\}$|=/.test(fact.args.slice(2).join(' '))
		)
		.filter(
			({ fact }) =>
				!/http_?only/i.test(fact.args.join(' ')) &&
				!fact.args.some((arg) => /\.\.\.|^\w+$/.test(arg) && arg !== fact.args[1])
		)
		.filter(({ fact }) => !/csrf|xsrf/i.test(fact.args[0]!));
	if (calls.length === 0) return [];
	return [
		finding(project, {
			detector: NAME,
			subject: 'cookie-without-httponly',
			topic: 'authentication',
			kind: 'risk',
			title: `A cookie that carries a sign-in is set without HttpOnly in at least ${counted(calls.length, 'place')}.`,
			detail: 'Scripts of the page can read it, injected ones too.',
			confidence: 0.7,
			at: calls.map(({ file, fact }) => ({
				path: file.path,
				startLine: fact.startLine,
				endLine: fact.endLine
			})),
			facts: { places: calls.length }
		})
	];
}
