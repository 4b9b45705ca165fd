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

export const failureCodes = [
	'REPO_NOT_FOUND',
	'REPO_TOO_LARGE',
	'ARCHIVE_INVALID',
	'UNSUPPORTED_SOURCE',
	'TIMEOUT',
	'INTERNAL_ERROR'
] as const;

export type FailureCode = (typeof failureCodes)[number];

/** An analysis that cannot go on; the message is for its owner and says what to do. */
export class AnalysisError extends Error {
	override readonly name = 'AnalysisError';

	readonly code: FailureCode;

	/** @param options the `cause` is for the log */
	constructor(code: FailureCode, message: string, options?: ErrorOptions) {
		super(message, options);
		this.code = code;
	}
}
