import type { Env } from '../../server/env';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Which origins and hosts are the server's own (rule C3). One that is `localhost` goes by its
 * addresses too; the check on Host keeps rebound names out.
 */
export class OriginPolicy {
	readonly #origins: ReadonlySet<string>;
	readonly #hosts: ReadonlySet<string>;

	constructor(env: Pick<Env, 'ORIGIN' | 'ALLOWED_ORIGINS' | 'ALLOWED_HOSTS'>) {
		const own = LOOPBACK.map((host) => env.ORIGIN.replace('//localhost', `//${host}`));
		this.#origins = new Set([...own, ...env.ALLOWED_ORIGINS]);
		this.#hosts = new Set([
			...own.map((origin) => new URL(origin).host),
			...env.ALLOWED_HOSTS.map((host) => host.toLowerCase())
		]);
	}

	/** Absent means: not a browser. */
	allowsOrigin(origin: string | undefined | null): boolean {
		return origin === undefined || origin === null || this.#origins.has(origin);
	}

	allowsHost(host: string | undefined | null): boolean {
		return host !== undefined && host !== null && this.#hosts.has(host.toLowerCase());
	}
}
