/**
 * The token of a share link (rule A6), whatever stuck to the link where it was passed on: a full
 * stop, a space, a tracker's parameters.
 * @param hash of the address, with its `#`
 */
export function tokenIn(hash: string): string | undefined {
	return /^#([\w-]{1,200})/.exec(hash)?.[1];
}
