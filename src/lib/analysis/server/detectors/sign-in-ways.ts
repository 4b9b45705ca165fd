import { JVM, SCRIPTS, type Mark } from './marks';

/** A way to say who one is. */
export interface Way extends Mark {
	way: 'sessions' | 'accounts' | 'oauth' | 'basic' | 'api-keys' | 'hosted' | 'two-factor';
}

export const ways: readonly Way[] = [
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
		imports: /^allauth\.socialaccount/,
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
		name: "Go's BasicAuth",
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
