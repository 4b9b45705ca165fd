import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';

interface SigningKey {
	kid: string;
	algorithm: string;
	privateKey: CryptoKey;
	publicKey: CryptoKey;
}

export async function makeKey(kid: string, algorithm = 'RS256'): Promise<SigningKey> {
	const pair = await generateKeyPair(algorithm, { extractable: true });
	return { kid, algorithm, ...pair };
}

/** A sign-in service of somebody else's, with the shape of a Cognito user pool. */
export class Issuer {
	readonly #server = createServer((request, response) => {
		this.asked += 1;
		if (this.isDown || request.url !== '/pool/.well-known/jwks.json') {
			response.writeHead(this.isDown ? 503 : 404).end();
			return;
		}
		void this.#keySet().then((keys) => {
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify({ keys }));
		});
	});
	/** What it publishes; the first one signs. */
	keys: SigningKey[] = [];
	isDown = false;
	/** How often its keys were asked for. */
	asked = 0;

	static async start(): Promise<Issuer> {
		const issuer = new Issuer();
		issuer.keys = [await makeKey('first')];
		await new Promise<void>((resolve) => issuer.#server.listen(0, '127.0.0.1', resolve));
		return issuer;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/pool`;
	}

	/** The variables by which a server trusts it. */
	get settings(): { AUTH_JWKS_URL: string; AUTH_ISSUER: string; AUTH_AUDIENCE: string } {
		return {
			AUTH_JWKS_URL: `${this.url}/.well-known/jwks.json`,
			AUTH_ISSUER: this.url,
			AUTH_AUDIENCE: 'greenroom-web, greenroom-cli'
		};
	}

	/** As Cognito's access tokens are: for a client, and no audience. */
	accessToken(claims: JWTPayload = {}, key = this.keys[0]!): Promise<string> {
		return this.sign(
			{ token_use: 'access', client_id: 'greenroom-web', username: 'ada', ...claims },
			key
		);
	}

	/** As Cognito's id tokens are. */
	idToken(claims: JWTPayload = {}, key = this.keys[0]!): Promise<string> {
		return this.sign(
			{ token_use: 'id', aud: 'greenroom-web', name: 'Ada Lovelace', ...claims },
			key
		);
	}

	/** An hour's token of `ada`, with whatever `claims` say otherwise; undefined leaves a claim out. */
	async sign(claims: JWTPayload, { kid, algorithm, privateKey }: SigningKey): Promise<string> {
		const now = Math.floor(Date.now() / 1000);
		return new SignJWT({ iss: this.url, sub: 'ada', iat: now, exp: now + 3600, ...claims })
			.setProtectedHeader({ alg: algorithm, kid })
			.sign(privateKey);
	}

	async stop(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}

	async #keySet(): Promise<object[]> {
		return Promise.all(
			this.keys.map(async ({ kid, algorithm, publicKey }) => ({
				...(await exportJWK(publicKey)),
				...{ kid, alg: algorithm, use: 'sig' }
			}))
		);
	}
}
