import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { counted, finding, listed, type Detector } from './detector';
import { JVM, SCRIPTS, sureness, usesOf, type Mark, type Use } from './marks';

const NAME = 'sign-in';

interface Way extends Mark {
	way: 'sessions' | 'accounts' | 'oauth' | 'basic' | 'api-keys' | 'hosted' | 'two-factor';
}

const ways: readonly Way[] = [
	{
		way: 'sessions',
		name: 'express-session',
		in: SCRIPTS,
		imports: /^express-session$/,
		calls: /^(session|expressSession)$/,
		dependency: /^express-session$/
	},
	{
		way: 'sessions',
		name: 'cookie-session',
		in: SCRIPTS,
		imports: /^cookie-session$/,
		calls: /^(cookieSession|session)$/,
		dependency: /^cookie-session$/
	},
	{
		way: 'sessions',
		name: 'iron-session',
		in: SCRIPTS,
		imports: /^iron-session/,
		calls: /IronSession\w*$/,
		dependency: /^iron-session$/
	},
	{
		way: 'sessions',
		name: 'Lucia',
		in: SCRIPTS,
		imports: /^lucia/,
		calls: /(^new Lucia|\.createSession|\.validateSession)$/,
		dependency: /^lucia$/
	},
	{
		way: 'sessions',
		name: 'NextAuth',
		in: SCRIPTS,
		imports: /^(next-auth|@auth\/)/,
		calls: /^(NextAuth|SvelteKitAuth|getServerSession|signIn|useSession|auth)$/,
		dependency: /^(next-auth|@auth\/core)$/
	},
	{
		way: 'sessions',
		name: 'Better Auth',
		in: SCRIPTS,
		imports: /^better-auth/,
		calls: /^betterAuth$|\.api\.getSession$/,
		dependency: /^better-auth$/
	},
	{
		way: 'sessions',
		name: 'Passport',
		in: SCRIPTS,
		imports: /^passport$/,
		calls: /^passport\.(session|serializeUser)$/
	},
	{
		way: 'sessions',
		name: '@fastify/session',
		in: SCRIPTS,
		imports: /^@fastify\/(session|secure-session)$/
	},
	{
		way: 'sessions',
		name: "Django's sessions",
		in: ['python'],
		imports: /^django\.contrib\.auth/,
		calls: /^(auth\.|auth_|django_)?(login|logout)$|^(auth_views\.)?LoginView\.as_view$/
	},
	{
		way: 'sessions',
		name: 'Flask-Login',
		in: ['python'],
		imports: /^flask_login$/,
		calls: /^(login_user|logout_user|LoginManager)$/,
		dependency: /^flask-login$/i
	},
	{
		way: 'sessions',
		name: 'Starlette sessions',
		in: ['python'],
		imports: /^starlette\.middleware\.sessions$/,
		calls: /add_middleware$/
	},
	{
		way: 'sessions',
		name: "Spring Security's form login",
		in: JVM,
		imports: /^org\.springframework\.security/,
		calls: /(^|\.)formLogin$/
	},
	{
		way: 'sessions',
		name: 'gorilla/sessions',
		in: ['go'],
		imports: /gorilla\/sessions$/,
		calls: /^sessions\.New\w*Store$|[sS]tore\.Get$|^sessions\.GetRegistry$/
	},
	{
		way: 'sessions',
		name: 'gin-contrib/sessions',
		in: ['go'],
		imports: /gin-contrib\/sessions/,
		calls: /^sessions\.(Sessions|Default)$/
	},
	{
		way: 'sessions',
		name: 'scs',
		in: ['go'],
		imports: /alexedwards\/scs/,
		calls: /^scs\.New$|\.LoadAndSave$/
	},
	{
		way: 'sessions',
		name: "ASP.NET Core's cookies",
		in: ['csharp'],
		calls: /\.(AddCookie|ConfigureApplicationCookie|PasswordSignInAsync)$/
	},
	{
		way: 'accounts',
		name: 'ASP.NET Core Identity',
		in: ['csharp'],
		calls: /\.(AddDefaultIdentity|AddIdentity|AddIdentityCore|AddIdentityApiEndpoints)$/
	},
	{ way: 'accounts', name: 'Devise', in: ['ruby'], calls: /^(devise|devise_for)$/ },
	{
		way: 'sessions',
		name: "Laravel's session guard",
		in: ['php'],
		calls: /^Auth\.(attempt|login|guard\(\)\.attempt)$/
	},
	{ way: 'sessions', name: "PHP's own sessions", in: ['php'], calls: /^session_start$/ },
	{
		way: 'sessions',
		name: 'actix-session',
		in: ['rust'],
		imports: /^actix_session/,
		calls: /^SessionMiddleware\.\w+$|^Session\.\w+$/
	},
	{
		way: 'sessions',
		name: 'tower-sessions',
		in: ['rust'],
		imports: /^tower_sessions/,
		calls: /^SessionManagerLayer\.new$/
	},

	{
		way: 'oauth',
		name: 'Passport',
		in: SCRIPTS,
		imports:
			/^passport-(google|facebook|github|twitter|oauth|azure|linkedin|apple|discord|openidconnect)/,
		calls: /^new \w*Strategy$/
	},
	{
		way: 'oauth',
		name: 'openid-client',
		in: SCRIPTS,
		imports: /^openid-client$/,
		calls: /(authorizationUrl|buildAuthorizationUrl|authorizationCodeGrant|callback)$/,
		dependency: /^openid-client$/
	},
	{ way: 'oauth', name: 'Arctic', in: SCRIPTS, imports: /^arctic$/, calls: /^new \w+$/ },
	{
		way: 'oauth',
		name: 'Authlib',
		in: ['python'],
		imports: /^authlib/,
		calls: /\.(register|authorize_redirect|authorize_access_token)$|^OAuth$/,
		dependency: /^authlib$/i
	},
	{
		way: 'oauth',
		name: 'django-allauth',
		in: ['python'],
		imports: /^allauth/,
		dependency: /^django-allauth$/i
	},
	{
		way: 'oauth',
		name: 'python-social-auth',
		in: ['python'],
		imports: /^social_(django|core)/,
		dependency: /^social-auth-app-django$/i
	},
	{ way: 'oauth', name: "Spring Security's OAuth 2 login", in: JVM, calls: /(^|\.)oauth2Login$/ },
	{
		way: 'oauth',
		name: 'golang.org/x/oauth2',
		in: ['go'],
		imports: /^golang\.org\/x\/oauth2/,
		calls: /\.(AuthCodeURL|Exchange)$/
	},
	{
		way: 'oauth',
		name: 'goth',
		in: ['go'],
		imports: /markbates\/goth/,
		calls: /^(goth\.UseProviders|gothic\.\w+)$/
	},
	{
		way: 'oauth',
		name: 'ASP.NET Core external sign-in',
		in: ['csharp'],
		calls:
			/\.(AddGoogle|AddFacebook|AddMicrosoftAccount|AddTwitter|AddGitHub|AddOpenIdConnect|AddOAuth)$/
	},
	{
		way: 'oauth',
		name: 'OmniAuth',
		in: ['ruby'],
		calls: /^(config\(?\)?\.omniauth|provider)$/,
		imports: /omniauth/,
		dependency: /^omniauth(-|$)/
	},
	{
		way: 'oauth',
		name: 'Laravel Socialite',
		in: ['php'],
		calls: /^Socialite\.driver(\(\)\.\w+)?$/
	},
	{ way: 'oauth', name: 'Laravel Passport', in: ['php'], imports: /^Laravel\\Passport/ },

	{
		way: 'basic',
		name: 'express-basic-auth',
		in: SCRIPTS,
		imports: /^(express-basic-auth|basic-auth)$/,
		calls: /^(basicAuth|auth)$/,
		dependency: /^(express-)?basic-auth$/
	},
	{
		way: 'basic',
		name: 'Passport',
		in: SCRIPTS,
		imports: /^passport-http$/,
		calls: /^new BasicStrategy$/
	},
	{
		way: 'basic',
		name: "FastAPI's HTTPBasic",
		in: ['python'],
		imports: /^fastapi\.security/,
		calls: /^HTTPBasic$/
	},
	{
		way: 'basic',
		name: 'Flask-HTTPAuth',
		in: ['python'],
		imports: /^flask_httpauth$/,
		calls: /^HTTPBasicAuth$/
	},
	{
		way: 'basic',
		name: 'Spring Security',
		in: JVM,
		imports: /^org\.springframework\.security/,
		calls: /(^|\.)httpBasic$/
	},
	{
		way: 'basic',
		name: 'net/http',
		in: ['go'],
		calls: /^(r|req|request|c\.Request)\.BasicAuth$|^gin\.BasicAuth$|^middleware\.BasicAuth$/
	},
	{
		way: 'basic',
		name: 'Rails',
		in: ['ruby'],
		calls: /^(http_basic_authenticate_with|authenticate_or_request_with_http_basic)$/
	},

	{
		way: 'api-keys',
		name: "FastAPI's APIKeyHeader",
		in: ['python'],
		imports: /^fastapi\.security/,
		calls: /^APIKey(Header|Query|Cookie)$/
	},
	{
		way: 'api-keys',
		name: 'DRF tokens',
		in: ['python'],
		imports: /^rest_framework\.authtoken/,
		calls: /^Token\.objects\.\w+$|^obtain_auth_token$/
	},
	{
		way: 'api-keys',
		name: 'Laravel Sanctum',
		in: ['php'],
		imports: /^Laravel\\Sanctum/,
		calls: /\.createToken$/,
		dependency: /^laravel\/sanctum$/
	},
	{
		way: 'api-keys',
		name: 'Passport',
		in: SCRIPTS,
		imports: /^passport-(headerapikey|localapikey)/,
		calls: /^new \w*Strategy$/
	},
	{ way: 'api-keys', name: 'has_secure_token', in: ['ruby'], calls: /^has_secure_token$/ },

	{
		way: 'hosted',
		name: 'Firebase Authentication',
		in: SCRIPTS,
		imports: /^(firebase\/auth|firebase-admin(\/auth)?)$/,
		calls: /(verifyIdToken|signInWith\w+|createUserWithEmailAndPassword|onAuthStateChanged)$/
	},
	{ way: 'hosted', name: 'Supabase Auth', in: SCRIPTS, calls: /[sS]upabase\w*(\(\))?\.auth\.\w+$/ },
	{
		way: 'hosted',
		name: 'Auth0',
		in: SCRIPTS,
		imports: /^(@auth0\/|auth0|express-oauth2-jwt-bearer|express-openid-connect)/,
		dependency: /^@auth0\/|^auth0$/
	},
	{ way: 'hosted', name: 'Clerk', in: SCRIPTS, imports: /^@clerk\//, dependency: /^@clerk\// },
	{
		way: 'hosted',
		name: 'Keycloak',
		in: [...SCRIPTS, ...JVM],
		imports: /^(keycloak-|org\.keycloak)/,
		dependency: /keycloak/
	},
	{
		way: 'hosted',
		name: 'Amazon Cognito',
		in: SCRIPTS,
		imports:
			/^(amazon-cognito-identity-js|@aws-sdk\/client-cognito-identity-provider|aws-jwt-verify)$/
	},

	{
		way: 'two-factor',
		name: 'one-time passwords',
		in: SCRIPTS,
		imports: /^(speakeasy|otplib|@otplib\/.*|otpauth|notp)$/
	},
	{ way: 'two-factor', name: 'pyotp', in: ['python'], imports: /^pyotp$/, calls: /^pyotp\.\w+$/ },
	{
		way: 'two-factor',
		name: 'pquerna/otp',
		in: ['go'],
		imports: /pquerna\/otp/,
		calls: /^totp\.\w+$/
	},
	{ way: 'two-factor', name: 'WebAuthn', in: SCRIPTS, imports: /^@simplewebauthn\// }
];

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
		title: (use) => `Users may sign in at another provider: ${use}.`,
		detail:
			'No password of theirs is kept, and sign-in depends on somebody else. Look at the state parameter, at the redirect addresses, and at how an account is matched by its e-mail address.'
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
		const uses = usesOf(project, ways);
		return [
			...Object.keys(said).flatMap((way) => told(project, way as Way['way'], uses)),
			...tokensInLocalStorage(project),
			...cookieFlags(project)
		];
	}
};

function told(project: Project, way: Way['way'], all: readonly Use<Way>[]): Finding[] {
	const own = all.filter((use) => use.mark.way === way);
	const uses = own.some(({ manifestOnly }) => !manifestOnly)
		? own.filter(({ manifestOnly }) => !manifestOnly)
		: own;
	const [first] = uses;
	if (!first) return [];
	const names = uses.map(({ mark }) => mark.name);
	return [
		finding(project, {
			detector: NAME,
			subject: way,
			topic: 'authentication',
			kind: 'decision',
			title: said[way].title(listed(names)),
			detail: said[way].detail,
			confidence: Math.min(...uses.map(sureness), 0.9),
			manifestOnly: first.manifestOnly,
			at: uses.flatMap(({ places }) => places),
			facts: { way, libraries: names }
		})
	];
}

const TOKEN_KEY = /token|jwt|session|\bauth/i;

/** A token that scripts can read. */
function tokensInLocalStorage(project: Project): Finding[] {
	const calls = project
		.calls(/^(window\.)?(localStorage|sessionStorage)\.setItem$/)
		.filter(({ fact }) => TOKEN_KEY.test(fact.args[0] ?? '') && !/csrf/i.test(fact.args[0] ?? ''));
	if (calls.length === 0) return [];
	const storage = calls[0]!.fact.callee.includes('session') ? 'sessionStorage' : 'localStorage';
	return [
		finding(project, {
			detector: NAME,
			subject: 'token-in-storage',
			topic: 'authentication',
			kind: 'risk',
			title: `The browser keeps the token in ${storage} (${counted(calls.length, 'place')}).`,
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
			title: `A cookie that carries a sign-in is set without HttpOnly in ${counted(calls.length, 'place')}.`,
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
