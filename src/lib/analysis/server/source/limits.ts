import type { Env } from '../../../server/env';
import { MOST_READ_BYTES } from '../../source';

/** What a source may cost before it is refused, or cut short and said so. Bytes, unless said. */
export interface SourceLimits {
	/** What lies on disk for one source. */
	bytes: number;
	/** Files, and entries of an archive. */
	files: number;
	/** Fetching, unpacking and listing together. */
	milliseconds: number;
}

/** Folders within folders. */
export const MOST_DEPTH = 64;

/** How much longer than its archive the content may be, once it is longer than RATIO_FROM. */
export const MOST_RATIO = 200;
export const RATIO_FROM = 32 * 1024 * 1024;

export const mebibytes = (bytes: number) => `${Math.ceil(bytes / 1024 / 1024)} MiB`;

/** "files up to 1 MiB are read" */
export const readUpTo = `files up to ${mebibytes(MOST_READ_BYTES)} are read`;

export function sourceLimits(
	env: Pick<Env, 'ANALYSIS_MOST_BYTES' | 'ANALYSIS_MOST_FILES' | 'ANALYSIS_SOURCE_TIMEOUT_MS'>
): SourceLimits {
	return {
		bytes: env.ANALYSIS_MOST_BYTES,
		files: env.ANALYSIS_MOST_FILES,
		milliseconds: env.ANALYSIS_SOURCE_TIMEOUT_MS
	};
}
