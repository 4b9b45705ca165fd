import type { IncomingMessage } from 'node:http';
import { isIP, isIPv6 } from 'node:net';
import type { Env } from './env';

/**
 * Where a request comes from: the socket's other end or, behind a proxy, what the proxy says of it,
 * where that is an address. From the variables that adapter-node reads too.
 */
export function addressReader(
	env: Pick<Env, 'ADDRESS_HEADER' | 'XFF_DEPTH'>
): (request: IncomingMessage) => string {
	const header = env.ADDRESS_HEADER?.toLowerCase();
	return (request) => {
		const own = request.socket.remoteAddress ?? '';
		if (header === undefined) return networkOf(own);
		const said = [request.headers[header] ?? []].flat().join(',');
		// The client may have written any of them but the last ones, which our proxies add.
		const one = header === 'x-forwarded-for' ? said.split(',').at(-env.XFF_DEPTH) : said;
		const address = withoutPort(one?.trim() ?? '');
		return networkOf(isIP(address) === 0 ? own : address);
	};
}

/** Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function withoutPort(text: string): string {
	return /^\[([^\]]+)\](:\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
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
