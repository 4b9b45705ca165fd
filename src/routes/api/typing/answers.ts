import { z } from 'zod/mini';
import { filedSettings } from '$lib/typing';
import type { ReservedTest, ResultDetail, ResultSummary } from '$lib/typing';
import { keyKinds, type KeyEvent } from '$lib/typing/events';

/** What the typing routes answer, for the reference; the compiler holds it to the types. */

export const reservedTest = z.object({
	sessionId: z.uuid(),
	text: z.string(),
	settings: filedSettings,
	limitMs: z.optional(z.number()),
	startsAt: z.optional(z.iso.datetime()),
	createdAt: z.iso.datetime(),
	expiresAt: z.iso.datetime()
}) satisfies z.ZodMiniType<ReservedTest>;

const percentage = z.number().check(z.gte(0), z.lte(100));
const count = z.number().check(z.int(), z.nonnegative());

export const resultSummary = z.object({
	resultId: z.uuid(),
	sessionId: z.uuid(),
	settings: filedSettings,
	wpm: z.number(),
	raw: z.number(),
	accuracy: percentage,
	consistency: percentage,
	durationMs: z.number(),
	finishedAt: z.iso.datetime(),
	flags: z.array(z.object({ reason: z.string(), explanation: z.string() })),
	isRecord: z.boolean()
}) satisfies z.ZodMiniType<ResultSummary>;

export const resultDetail = z.extend(resultSummary, {
	text: z.string(),
	keyConsistency: percentage,
	characters: z.object({ correct: count, incorrect: count, extra: count, missed: count }),
	chart: z.array(
		z.object({ second: z.number(), wpm: z.number(), burst: z.number(), errors: count })
	),
	wrongKeys: z.array(z.object({ expected: z.string(), typed: z.string(), count })),
	afkSeconds: z.number(),
	previousBest: z.optional(z.number())
}) satisfies z.ZodMiniType<ResultDetail>;

export const keyEvent = z.object({
	t: z.number(),
	kind: z.enum(keyKinds),
	text: z.optional(z.string()),
	code: z.optional(z.string())
}) satisfies z.ZodMiniType<KeyEvent>;
