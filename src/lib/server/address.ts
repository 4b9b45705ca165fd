import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import type { Env } from './env';

/**
 * Where a request comes from: the socket's other end or, behind a proxy, what the proxy says of it.
 * The same rule as adapter-node's for pages, from the same two variables.
 */
export function addressReader(
	env: Pick<Env, 'ADDRESS_HEADER' | 'XFF_DEPTH'>
): (request: IncomingMessage) => string {
	const header = env.ADDRESS_HEADER?.toLowerCase();
	return (request) => {
		const own = request.socket.remoteAddress ?? '';
		if (header === undefined) return networkOf(own);
		const said = [request.headers[header] ?? []].flat().join(',');
		if (header !== 'x-forwarded-for') return networkOf(said.trim() || own);
		// The client may have written any of them but the last ones, which our proxies add.
		return networkOf(said.split(',').at(-env.XFF_DEPTH)?.trim() || own);
	};
}

/**
 * What counts as one address where something is limited: of IPv6 the first 64 bits, which is what one
 * household or machine gets.
 */
export function networkOf(address: string): string {
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
	if (mapped !== undefined) return mapped;
	if (!isIPv6(address)) return address;
	const [head = '', tail] = address.toLowerCase().replace(/%.*$/, '').split('::');
	const front = head === '' ? [] : head.split(':');
	const back = tail === undefined || tail === '' ? [] : tail.split(':');
	const missing = tail === undefined ? 0 : 8 - front.length - back.length;
	const groups = [...front, ...Array.from({ length: missing }, () => '0'), ...back];
	const network = groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
	return `${network.join(':')}::/64`;
}
