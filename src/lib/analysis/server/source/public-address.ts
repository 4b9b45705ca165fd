import { lookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv6 } from 'node:net';
import { AnalysisError } from '../../stages';

/** Names of the host's addresses: the system's resolver, in tests another one. */
export type Resolve = (host: string) => Promise<string[]>;

export const systemResolve: Resolve = async (host) =>
	(await lookup(host, { all: true })).map(({ address }) => address);

/** What is no machine of the public internet (IANA's special-purpose registry, RFC 6890 and later). */
const special4 = new BlockList();
for (const [network, bits] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.31.196.0', 24],
	['192.52.193.0', 24],
	['192.88.99.0', 24],
	['192.168.0.0', 16],
	['192.175.48.0', 24],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 3]
] as const) {
	special4.addSubnet(network, bits, 'ipv4');
}
/** Looks public, and is what every machine of Azure asks about itself. */
special4.addAddress('168.63.129.16', 'ipv4');

const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

/** Within what is global: documentation, and those that carry an IPv4 address to who knows where. */
const special6 = new BlockList();
for (const [network, bits] of [
	['2001::', 23],
	['2001:db8::', 32],
	['2002::', 16],
	['2620:4f:8000::', 48],
	['3fff::', 20]
] as const) {
	special6.addSubnet(network, bits, 'ipv6');
}

/** Whether an address belongs to the public internet; what is no address does not. */
export function isPublicAddress(address: string): boolean {
	const family = isIP(address);
	if (family === 4) return !special4.check(address, 'ipv4');
	if (family === 6 && !address.includes('%')) {
		return global6.check(address, 'ipv6') && !special6.check(address, 'ipv6');
	}
	return false;
}

/**
 * The addresses of a host that may be connected to. Exactly these must be used: asked again, the
 * name may answer something else.
 *
 * @param host a name or an address, of IPv6 in brackets, as a URL has it
 * @param isAllowed the administrator named this host: any address will do
 * @throws AnalysisError where it has none, or one that is not public
 */
export async function checkedAddresses(
	host: string,
	{ isAllowed, resolve }: { isAllowed: boolean; resolve: Resolve }
): Promise<string[]> {
	const literal = host.replace(/^\[(.*)\]$/, '$1');
	const addresses = isIP(literal) === 0 ? await resolved(host, resolve) : [literal.toLowerCase()];
	if (addresses.length === 0) {
		throw new AnalysisError(
			'REPO_NOT_FOUND',
			`There is no host called ${host}. Check the address.`
		);
	}
	if (!isAllowed && !addresses.every(isPublicAddress)) {
		throw new AnalysisError(
			'UNSUPPORTED_SOURCE',
			`${host} is not on the public internet. Bring the repository as a folder or an archive, or ask this server's administrator to admit the host.`
		);
	}
	return addresses.filter((address) => isIP(address) !== 0);
}

async function resolved(host: string, resolve: Resolve): Promise<string[]> {
	try {
		return await resolve(host);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EAI_AGAIN') return [];
		throw new AnalysisError(
			'TIMEOUT',
			`Where ${host} is could not be found out just now. Try again later, or bring the repository as a folder.`
		);
	}
}

/** As curl writes it: of IPv6 in brackets. */
export const bracketed = (address: string) => (isIPv6(address) ? `[${address}]` : address);
