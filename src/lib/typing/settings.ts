import { z } from 'zod/mini';
import { languages, testSeconds, testWordCounts } from './choices';

/** The settings of a test (rule T1): one schema for pages, preferences and REST. */

const wordOptions = {
	language: z._default(z.enum(languages), 'english'),
	punctuation: z._default(z.boolean(), false),
	numbers: z._default(z.boolean(), false)
};

export const testSettings = z.discriminatedUnion('mode', [
	z.object({ mode: z.literal('time'), seconds: z.literal(testSeconds), ...wordOptions }),
	z.object({ mode: z.literal('words'), words: z.literal(testWordCounts), ...wordOptions }),
	z.object({ mode: z.literal('custom'), text: z.string() })
]);

const words = { language: z.enum(languages), punctuation: z.boolean(), numbers: z.boolean() };

/** As settings are answered: all of them, without the text a person brought. */
export const filedSettings = z.discriminatedUnion('mode', [
	z.object({ mode: z.literal('time'), seconds: z.literal(testSeconds), ...words }),
	z.object({ mode: z.literal('words'), words: z.literal(testWordCounts), ...words }),
	z.object({ mode: z.literal('custom') })
]) satisfies z.ZodMiniType<FiledSettings>;

export type TestSettings = z.output<typeof testSettings>;
export type TestMode = TestSettings['mode'];

/** The settings without the text a person brought: what a result is filed under. */
export type FiledSettings = Exclude<TestSettings, { mode: 'custom' }> | { mode: 'custom' };
