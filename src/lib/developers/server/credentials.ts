/** Who is asking (rule A1), as AsyncAPI and OpenAPI both write it. */

export const bearerScheme = {
	type: 'http',
	scheme: 'bearer',
	description: 'An API key, or a JWT where the server knows its issuer.'
};

const SESSION_COOKIE = 'greenroom.session_token';
const cookieWords =
	'The session cookie of a browser, same origin only; with HTTPS its name begins with __Secure-.';

/** @param changes what needs an Origin besides, in words */
export const cookieScheme = (type: 'apiKey' | 'httpApiKey', changes: string) => ({
	type,
	in: 'cookie',
	name: SESSION_COOKIE,
	description: `${cookieWords} ${changes}`
});
