import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from 'jose';
import { UserError } from '../../errors';
import type { Clock } from '../../server/clock';
import type { Env } from '../../server/env';
import { asName } from './identifiers';
import { stableUuid } from './stable-uuid';

/** Whom a foreign token is about. */
export interface Bearer {
	userId: string;
	/** What the token calls the person, made fit to be shown. */
	name: string;
	expiresAt: Date;
}

/** What only the holder of a private key can sign; `none` and shared secrets are no proof. */
const ALGORITHMS = [
	...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
	...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
];

const NAME_CLAIMS = ['name', 'preferred_username', 'cognito:username', 'username', 'email'];

export type JwtSettings = Pick<Env, 'AUTH_JWKS_URL' | 'AUTH_ISSUER' | 'AUTH_AUDIENCE'>;

/** Whether it looks like a JWT: three base64url parts, which no key of ours has. */
export const isJwt = (token: string) => /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token);

/** Rule A1: tokens of another issuer, by its published keys. */
export class JwtVerifier {
	readonly #keys: ReturnType<typeof createRemoteJWKSet>;
	readonly #issuer: string;
	readonly #audiences: readonly string[];
	readonly #now: Clock;

	/**
	 * @param cooldownMs how long an unknown key does not make the key set be asked for again: whoever
	 * invents key ids must not make us knock at the issuer's door
	 */
	constructor(
		url: string,
		issuer: string,
		audiences: readonly string[],
		now: Clock,
		cooldownMs: number
	) {
		this.#keys = createRemoteJWKSet(new URL(url), { cooldownDuration: cooldownMs });
		this.#issuer = issuer;
		this.#audiences = audiences;
		this.#now = now;
	}

	/** @returns undefined where foreign tokens are not configured */
	static configured(env: JwtSettings, now: Clock, cooldownMs = 30_000): JwtVerifier | undefined {
		const { AUTH_JWKS_URL, AUTH_ISSUER, AUTH_AUDIENCE } = env;
		if (AUTH_JWKS_URL === undefined || AUTH_ISSUER === undefined) return undefined;
		return new JwtVerifier(AUTH_JWKS_URL, AUTH_ISSUER, AUTH_AUDIENCE, now, cooldownMs);
	}

	/**
	 * @throws UserError INVALID_KEY, TOKEN_EXPIRED; CAPACITY_EXCEEDED while the issuer's keys cannot
	 * be had, which says nothing about the token
	 */
	async verify(token: string): Promise<Bearer> {
		const claims = await this.#claims(token);
		const { sub, exp = 0 } = claims;
		if (typeof sub !== 'string' || sub === '' || !this.#isForUs(claims)) throw invalid();
		return {
			userId: stableUuid(`${this.#issuer}\n${sub}`),
			name: asName(NAME_CLAIMS.map((claim) => claims[claim])) ?? 'Somebody',
			expiresAt: new Date(exp * 1000)
		};
	}

	async #claims(token: string): Promise<JWTPayload> {
		try {
			const { payload } = await jwtVerify(token, this.#keys, {
				algorithms: ALGORITHMS,
				issuer: this.#issuer,
				requiredClaims: ['sub', 'exp'],
				currentDate: new Date(this.#now())
			});
			return payload;
		} catch (error) {
			if (error instanceof errors.JWTExpired) {
				throw new UserError('TOKEN_EXPIRED', 'Token expired');
			}
			if (saysNothingOfTheToken(error)) {
				throw new UserError(
					'CAPACITY_EXCEEDED',
					'The sign-in service cannot be asked for its keys right now. Try again in a moment.'
				);
			}
			throw invalid();
		}
	}

	/** Cognito's access tokens name their client where others name their audience. */
	#isForUs({ token_use, client_id, aud }: JWTPayload): boolean {
		const named = token_use === 'access' ? client_id : aud;
		return [named].flat().some((one) => this.#audiences.includes(String(one)));
	}
}

const invalid = () => new UserError('INVALID_KEY', 'Invalid token');

/** What jose makes of tokens has a code of its own; the rest is the network or the key set. */
function saysNothingOfTheToken(error: unknown): boolean {
	return (
		!(error instanceof errors.JOSEError) ||
		['ERR_JOSE_GENERIC', errors.JWKSTimeout.code, errors.JWKSInvalid.code].includes(error.code)
	);
}
