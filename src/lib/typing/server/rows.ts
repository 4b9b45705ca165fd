import { UserError } from '../../errors';
import type { FinalMetrics } from '../metrics';
import type { ReservedTest, ResultDetail, ResultSummary, ShownFlag } from '../results';
import type { FiledSettings } from '../settings';
import type { DetailedResult, ListedResult, TestRow } from './store';

/** What of a result only its own page shows; kept as JSON. */
export type ResultDetails = Omit<
	FinalMetrics,
	'wpm' | 'raw' | 'accuracy' | 'consistency' | 'durationMs'
>;

export function toSettings(row: Pick<TestRow, 'settings'>): FiledSettings {
	return JSON.parse(row.settings) as FiledSettings;
}

export function toReserved(row: TestRow): ReservedTest {
	return {
		sessionId: row.id,
		text: row.text,
		settings: toSettings(row),
		...(row.limitMs !== null && { limitMs: row.limitMs }),
		...(row.startsAt !== null && { startsAt: row.startsAt.toISOString() }),
		createdAt: row.createdAt.toISOString(),
		expiresAt: row.expiresAt.toISOString()
	};
}

export function toSummary(row: ListedResult): ResultSummary {
	const { wpm, raw, accuracy, consistency, durationMs, isRecord } = row;
	return {
		resultId: row.id,
		sessionId: row.testId,
		settings: toSettings(row),
		wpm,
		raw,
		accuracy,
		consistency,
		durationMs,
		finishedAt: row.finishedAt.toISOString(),
		flags: JSON.parse(row.flags) as ShownFlag[],
		isRecord
	};
}

export function toDetail(row: DetailedResult): ResultDetail {
	const details = JSON.parse(row.details) as ResultDetails;
	const { keyConsistency, characters, chart, wrongKeys, afkSeconds } = details;
	return {
		...toSummary(row),
		text: row.text,
		keyConsistency,
		characters,
		chart,
		wrongKeys,
		afkSeconds,
		...(row.previousBest !== null && { previousBest: row.previousBest })
	};
}

export const sessionNotFound = () =>
	new UserError('SESSION_NOT_FOUND', 'There is no such test. Start a new one.');
