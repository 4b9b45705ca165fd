/** What the part of a one-time link behind its # says. */
export interface OneTimeLink {
	purpose: 'device' | 'admin';
	token: string;
}

/**
 * @param hash of an address, with its #
 * @returns undefined where it is no link of ours
 */
export function readOneTimeLink(hash: string): OneTimeLink | undefined {
	const [, purpose, token] = /^#(device|admin)\.([\w-]{1,200})$/.exec(hash) ?? [];
	if (token === undefined) return undefined;
	return { purpose: purpose === 'admin' ? 'admin' : 'device', token };
}
