import type { Env } from '../../server/env';
import { AnalysisError, type FailureCode } from '../stages';
import type { SourceRequest } from './source/open-source';
import type { Failure } from './state';
import type { AnalysisRow } from './store';
import type { WorkOrder } from './work/order';

/** What ended so many processes ends the next one, too. */
export const MOST_ATTEMPTS = 5;

/** Whether the same source may succeed another time. */
const retryable: Record<FailureCode, boolean> = {
	REPO_NOT_FOUND: true,
	REPO_TOO_LARGE: false,
	ARCHIVE_INVALID: false,
	UNSUPPORTED_SOURCE: false,
	TIMEOUT: true,
	INTERNAL_ERROR: true
};

export const failureOf = ({ code, message }: AnalysisError): Failure => ({
	errorCode: code,
	errorMessage: message,
	retryable: retryable[code]
});

export const givenUp = () =>
	new AnalysisError(
		'INTERNAL_ERROR',
		`The analysis was broken off ${MOST_ATTEMPTS} times, so it is not begun again by itself. Try again, or bring a part of the repository.`
	);

/** @param file where an upload lies */
export function requestFor(
	{ sourceKind, sourceAddress, name }: AnalysisRow,
	file: string
): SourceRequest {
	switch (sourceKind) {
		case 'git':
			return { kind: 'git', url: sourceAddress ?? '' };
		case 'path':
			return { kind: 'path', path: sourceAddress ?? '' };
		// A folder comes packed, too.
		case 'archive':
		case 'folder':
			return { kind: 'archive', file, name };
	}
}

/** What the process that reads the source needs to know, and no secret. */
export function sourceEnv(env: Env): WorkOrder['env'] {
	const { GIT_ALLOWED_HOSTS, LOCAL_REPO_ROOTS, GIT_CA_FILE } = env;
	const { ANALYSIS_MOST_BYTES, ANALYSIS_MOST_FILES, ANALYSIS_SOURCE_TIMEOUT_MS } = env;
	return {
		...{ GIT_ALLOWED_HOSTS, LOCAL_REPO_ROOTS, GIT_CA_FILE },
		...{ ANALYSIS_MOST_BYTES, ANALYSIS_MOST_FILES, ANALYSIS_SOURCE_TIMEOUT_MS }
	};
}
