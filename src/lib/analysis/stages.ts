/** What an analysis goes through (rules N2–N4). Pure. */

export const stages = ['project_review', 'intelligence_report', 'interview_simulation'] as const;

export type Stage = (typeof stages)[number];

export const analysisStatuses = [
	'queued',
	'processing',
	'completed',
	'failed',
	'cancelled'
] as const;

export type AnalysisStatus = (typeof analysisStatuses)[number];

export const failureCodes = [
	'REPO_NOT_FOUND',
	'REPO_TOO_LARGE',
	'ARCHIVE_INVALID',
	'UNSUPPORTED_SOURCE',
	'TIMEOUT',
	'INTERNAL_ERROR'
] as const;

export type FailureCode = (typeof failureCodes)[number];

/** Which of them may succeed later without anybody changing anything. */
export const isRetryable = (code: FailureCode) => code === 'TIMEOUT' || code === 'INTERNAL_ERROR';

/** An analysis that cannot go on; the message is for its owner and says what to do. */
export class AnalysisError extends Error {
	override readonly name = 'AnalysisError';

	constructor(
		readonly code: FailureCode,
		message: string
	) {
		super(message);
	}
}

/** Percent done when so many stages are: 33, 66, 100. */
export const progressAfter = (completed: number) => [0, 33, 66, 100][completed] ?? 100;
