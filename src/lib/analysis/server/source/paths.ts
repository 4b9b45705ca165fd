import { isUtf8 } from 'node:buffer';
import type { Reason } from './left-out';
import { MOST_DEPTH } from './limits';

const MOST_PATH_BYTES = 4096;

/** @returns undefined where the bytes are no UTF-8 */
export const utf8 = (bytes: Buffer): string | undefined =>
	isUtf8(bytes) ? bytes.toString('utf8') : undefined;

/**
 * A path as strangers write it, made one of ours: relative, with slashes, without `.` and `..`.
 *
 * @returns why it is none, where it is none; '' for the root itself
 */
export function cleanPath(said: string): { path: string } | { refused: Reason } {
	if (/\p{Cc}|\uFFFD/u.test(said)) return { refused: 'name' };
	const slashed = said.replaceAll('\\', '/');
	if (/^\/|^[a-z]:/i.test(slashed)) return { refused: 'outside' };
	const segments = slashed.split('/').filter((segment) => segment !== '' && segment !== '.');
	if (segments.includes('..')) return { refused: 'outside' };
	if (segments.length > MOST_DEPTH || Buffer.byteLength(slashed) > MOST_PATH_BYTES) {
		return { refused: 'deep' };
	}
	return { path: segments.join('/') };
}

/** The same of a path out of a git tree, where a backslash is a character like any other. */
export function cleanTreePath(bytes: Buffer): { path: string } | { refused: Reason } {
	const path = utf8(bytes);
	if (path === undefined) return { refused: 'name' };
	const clean = cleanPath(path.replaceAll('\\', '_'));
	if ('refused' in clean) return clean;
	return clean.path.length === path.length ? { path } : { refused: 'outside' };
}
