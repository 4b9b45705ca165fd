import type { FiledSettings } from './settings';

/** A test made ahead by the server, ready to be typed (rule T1). */
export interface ReservedTest {
	sessionId: string;
	text: string;
	settings: FiledSettings;
	/** Only where time cuts the test. Milliseconds. */
	limitMs?: number;
	/** ISO 8601; only where keys before it count for nothing, as in a race. */
	startsAt?: string;
	/** ISO 8601. */
	createdAt: string;
	/** ISO 8601; reserved tests are good for 30 days. */
	expiresAt: string;
}

/** Why a result is no record, in words for its owner (rule T5). */
export interface ShownFlag {
	reason: string;
	explanation: string;
}

/** A line of the history. Speeds in words a minute, percentages 0–100, times in milliseconds. */
export interface ResultSummary {
	resultId: string;
	sessionId: string;
	settings: FiledSettings;
	wpm: number;
	raw: number;
	accuracy: number;
	consistency: number;
	durationMs: number;
	/** ISO 8601. */
	finishedAt: string;
	flags: ShownFlag[];
	/** Whether it beat everything before it in its class when it was made. */
	isRecord: boolean;
}

export interface ResultDetail extends ResultSummary {
	text: string;
	keyConsistency: number;
	characters: { correct: number; incorrect: number; extra: number; missed: number };
	chart: { second: number; wpm: number; burst: number; errors: number }[];
	wrongKeys: { expected: string; typed: string; count: number }[];
	afkSeconds: number;
	/** The best speed in this class before this result; absent where there was none. */
	previousBest?: number;
}
