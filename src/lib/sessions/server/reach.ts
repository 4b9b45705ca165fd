import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import type { Env } from '../../server/env';
import type { Reach } from '../reach';

const isLoopback = (host: string) =>
	host === 'localhost' ||
	host.endsWith('.localhost') ||
	host === '[::1]' ||
	/^127(\.\d+){3}$/.test(host);

/**
 * Whether links that are made here open on this machine alone, and how to start the server so that
 * they open elsewhere. Behind a proxy it is the proxy's name that counts.
 *
 * @returns undefined where pages are reached by a name that is no loopback's
 */
export function reachOf(
	{ ORIGIN }: Pick<Env, 'ORIGIN'>,
	interfaces: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces()
): Reach | undefined {
	const { hostname, port } = new URL(ORIGIN);
	if (!isLoopback(hostname)) return undefined;
	const outside = Object.values(interfaces)
		.flatMap((addresses) => addresses ?? [])
		.filter(({ internal, address }) => !internal && !address.startsWith('fe80:'));
	const of = (family: string) => outside.filter((info) => info.family === family);
	const v4 = of('IPv4').map(({ address }) => address);
	const hosts = v4.length > 0 ? v4 : of('IPv6').map(({ address }) => `[${address}]`);
	// The proxy's too, where one stands before instances that listen on ports of their own.
	return { origins: hosts.map((host) => `http://${host}${port && `:${port}`}`) };
}
