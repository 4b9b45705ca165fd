import { randomUUID } from 'node:crypto';
import type { FiledSettings } from '../settings';
import type { TestRow } from './store';

/** Rule T1. */
const RESERVED_FOR_MS = 30 * 24 * 60 * 60 * 1000;

/** What makes a test. */
export interface TestEntry {
	userId: string;
	settings: FiledSettings;
	text: string;
	/** Where time cuts the test. Milliseconds. */
	limitMs: number | null;
	/** A common start: keys before it are refused. */
	startsAt?: Date;
}

/** @param now milliseconds since the epoch */
export function newTest(
	{ userId, settings, text, limitMs, startsAt }: TestEntry,
	now: number
): TestRow {
	return {
		id: randomUUID(),
		userId,
		settings: JSON.stringify(settings),
		text,
		limitMs,
		status: 'reserved',
		typist: null,
		startsAt: startsAt ?? null,
		createdAt: new Date(now),
		expiresAt: new Date(now + RESERVED_FOR_MS)
	};
}
