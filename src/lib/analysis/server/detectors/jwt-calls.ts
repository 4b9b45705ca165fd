import type { CallFact, FileFacts, Language } from '../../facts';
import type { Found, Project } from '../../project';
import { JVM, SCRIPTS } from './marks';

export interface JwtLibrary {
	name: string;
	in: readonly Language[];
	imports?: RegExp;
	sign?: RegExp;
	verify?: RegExp;
	/** Place of the key among the arguments of both. */
	key?: number;
}

const libraries: readonly JwtLibrary[] = [
	{
		name: 'jsonwebtoken',
		in: SCRIPTS,
		imports: /^(jsonwebtoken|jwt-simple)$/,
		sign: /^((\w*jwt|jsonwebtoken|\w*JWT)\.)?(sign|encode)$/i,
		verify: /^((\w*jwt|jsonwebtoken)\.)?(verify|decode)$/i,
		key: 1
	},
	{
		name: 'jose',
		in: SCRIPTS,
		imports: /^jose$/,
		sign: /(^new (jose\.)?SignJWT$|\.setExpirationTime$)/,
		verify: /(^|\.)jwtVerify$/
	},
	{
		name: '@nestjs/jwt',
		in: SCRIPTS,
		imports: /^@nestjs\/jwt$/,
		sign: /[jJ]wt\w*\.(sign|signAsync)$/,
		verify: /[jJ]wt\w*\.(verify|verifyAsync)$/
	},
	{ name: 'express-jwt', in: SCRIPTS, imports: /^express-jwt$/, verify: /^(\w*jwt\w*)$/i },
	{ name: 'passport-jwt', in: SCRIPTS, imports: /^passport-jwt$/, verify: /^new (\w*Strategy)$/ },
	{
		name: '@fastify/jwt',
		in: SCRIPTS,
		sign: /^(\w+\.)*(reply\.jwtSign|fastify\.jwt\.sign|app\.jwt\.sign)$/,
		verify: /\.jwtVerify$/
	},
	{
		name: 'PyJWT',
		in: ['python'],
		imports: /^(jwt|jose|jose\.jwt|authlib\.jose)$/,
		sign: /^(\w*jwt|jwt\.JWT\(\))\.encode$/i,
		verify: /^(\w*jwt|jwt\.JWT\(\))\.decode$/i,
		key: 1
	},
	{
		name: 'Flask-JWT-Extended',
		in: ['python'],
		imports: /^flask_jwt_extended$/,
		sign: /^create_(access|refresh)_token$/,
		verify: /^verify_jwt_in_request$/
	},
	{
		name: 'djangorestframework-simplejwt',
		in: ['python'],
		imports: /^rest_framework_simplejwt/,
		sign: /^(RefreshToken|AccessToken)\.for_user$|^Token(Obtain|Refresh)\w*View\.as_view$/,
		verify: /^(UntypedToken|JWTAuthentication)$/
	},
	{
		name: 'jjwt',
		in: JVM,
		imports: /^io\.jsonwebtoken/,
		sign: /^Jwts\.builder$/,
		verify: /^Jwts\.parser(Builder)?$/
	},
	{
		name: 'java-jwt',
		in: JVM,
		imports: /^com\.auth0\.jwt/,
		sign: /^JWT\.create$/,
		verify: /^JWT\.require$/
	},
	{
		name: 'Spring Security OAuth2 resource server',
		in: JVM,
		sign: /[eE]ncoder\.encode$|^new NimbusJwtEncoder$/,
		imports: /^org\.springframework\.security\.oauth2\.jwt/,
		verify: /[dD]ecoder\.decode$|^NimbusJwtDecoder\.\w+$/
	},
	{
		name: 'golang-jwt',
		in: ['go'],
		imports: /(dgrijalva\/jwt-go|golang-jwt\/jwt)/,
		sign: /(^jwt\.(New|NewWithClaims)|\.SignedString)$/,
		verify: /(^|\.)(Parse|ParseWithClaims|ParseFromRequest|ParseFromRequestWithClaims)$/,
		key: 0
	},
	{
		name: 'jsonwebtoken',
		in: ['rust'],
		imports: /^jsonwebtoken/,
		sign: /^(jsonwebtoken\.)?encode$/,
		verify: /^(jsonwebtoken\.)?decode$/
	},
	{
		name: 'jwt',
		in: ['rust'],
		imports: /^jwt(::|$)/,
		sign: /(^|\.)sign_with_key$/,
		verify: /(^|\.)verify_with_key$/
	},
	{
		name: 'System.IdentityModel.Tokens.Jwt',
		in: ['csharp'],
		sign: /^new JwtSecurityToken$|\.WriteToken$|^new SecurityTokenDescriptor$/,
		verify: /\.AddJwtBearer$|^new TokenValidationParameters$|\.ValidateToken$/
	},
	{ name: 'ruby-jwt', in: ['ruby'], sign: /^JWT\.encode$/, verify: /^JWT\.decode$/, key: 1 },
	{
		name: 'jwt-auth',
		in: ['php'],
		imports: /JWTAuth|PHPOpenSourceSaver/,
		sign: /^JWTAuth\.(fromUser|attempt)$/,
		verify: /parseToken$|parseToken\(\)\.authenticate$/
	},
	{
		name: 'firebase/php-jwt',
		in: ['php'],
		imports: /Firebase\\JWT/,
		sign: /^JWT\.encode$/,
		verify: /^JWT\.decode$/,
		key: 1
	},
	{
		name: 'lcobucci/jwt',
		in: ['php'],
		imports: /^Lcobucci\\JWT/,
		sign: /\.getToken$/,
		verify: /\.validator\(\)\.(validate|assert)$/
	}
];

/** A call of such a library, which signs or checks a token. */
export interface JwtCall extends Found<CallFact> {
	library: JwtLibrary;
}

const known = new WeakMap<Project, { signed: JwtCall[]; checked: JwtCall[] }>();

/** Where tokens are signed, and where they are checked. */
export function jwtCalls(project: Project): { signed: JwtCall[]; checked: JwtCall[] } {
	const before = known.get(project);
	if (before) return before;
	const calls = {
		signed: libraries.flatMap((library) => seen(project, library, library.sign)),
		checked: libraries.flatMap((library) => seen(project, library, library.verify))
	};
	known.set(project, calls);
	return calls;
}

/** Whoever calls Apple or GitHub signs a token for them: nobody signs in here by it. */
const OUTSIDE =
	/(^|\/)integrations\/|(app_?-?store|apple|apns|itunes|github_?-?app|vapid|web_?-?push|fcm|firebase|docusign|zoom|livekit|jitsi|duo|jws)[^/]*(\/[^/]*)?$/i;

function seen(project: Project, library: JwtLibrary, callee: RegExp | undefined): JwtCall[] {
	if (!callee) return [];
	return project
		.calls(callee, ...library.in)
		.filter(({ file }) => !library.imports || bringsIn(file, library.imports))
		.filter(({ file }) => !OUTSIDE.test(file.path))
		.filter(({ file, fact }) => isOfLibrary(file, fact))
		.map((at) => ({ ...at, library }));
}

const bringsIn = (file: FileFacts, specifier: RegExp) =>
	file.imports.some((one) => specifier.test(one.specifier));

/** A bare `sign(…)` or `jwt(…)` counts where the file imports a function of that name. */
function isOfLibrary(file: FileFacts, { callee, args }: CallFact): boolean {
	if (/^new SecurityTokenDescriptor$|\.WriteToken$/.test(callee))
		return bringsIn(file, /Jwt|IdentityModel/);
	if (/^\w*jwt\w*$/i.test(callee)) return args.length > 0 && args[0]!.startsWith('{');
	if (/^(sign|verify|encode|decode)$/.test(callee) && file.language !== 'rust') {
		return file.imports.some(({ names }) => names.includes(callee));
	}
	return true;
}
