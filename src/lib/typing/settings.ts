import { z } from 'zod/mini';
import { codeLanguages, codeLengths, languages, testSeconds, testWordCounts } from './choices';

/** The settings of a test (rule T1): one schema for pages, preferences and REST. */

const wordOptions = {
	language: z._default(z.enum(languages), 'english'),
	punctuation: z._default(z.boolean(), false),
	numbers: z._default(z.boolean(), false)
};

const time = z.object({
	mode: z.literal('time'),
	seconds: z.literal(testSeconds),
	...wordOptions
});

const words = z.object({
	mode: z.literal('words'),
	words: z.literal(testWordCounts),
	...wordOptions
});

const custom = z.object({ mode: z.literal('custom'), text: z.string() });

const code = z.object({
	mode: z.literal('code'),
	length: z._default(z.enum(codeLengths), 'medium'),
	/** Any where it is left out. */
	language: z.optional(z.enum(codeLanguages)),
	/** All of one's repositories where it is left out. */
	analysisId: z.optional(z.string().check(z.maxLength(64)))
});

export const testSettings = z.discriminatedUnion('mode', [time, words, code, custom]);

/** Those of a test that anybody may be given: code is its owner's alone. */
export const openSettings = z.discriminatedUnion('mode', [time, words, custom]);

const given = { language: z.enum(languages), punctuation: z.boolean(), numbers: z.boolean() };
const givenTime = z.object({ mode: z.literal('time'), seconds: z.literal(testSeconds), ...given });
const givenWords = z.object({
	mode: z.literal('words'),
	words: z.literal(testWordCounts),
	...given
});
const givenCustom = z.object({ mode: z.literal('custom') });
const givenCode = z.object({
	mode: z.literal('code'),
	length: z.enum(codeLengths),
	language: z.enum(codeLanguages)
});

/** As settings are answered: all of them, without the text a person brought. */
export const filedSettings = z.discriminatedUnion('mode', [
	givenTime,
	givenWords,
	z.extend(givenCode, {
		/** Which function it is. */
		source: z.object({
			analysisId: z.string(),
			repository: z.string(),
			path: z.string(),
			name: z.string(),
			startLine: z.number(),
			endLine: z.number()
		})
	}),
	givenCustom
]) satisfies z.ZodMiniType<FiledSettings>;

/** As others are told them: not where the code comes from. */
export const toldSettings = z.discriminatedUnion('mode', [
	givenTime,
	givenWords,
	givenCode,
	givenCustom
]);

/** Of a test that anybody may be given. */
export const toldOpenSettings = z.discriminatedUnion('mode', [givenTime, givenWords, givenCustom]);

export type TestSettings = z.output<typeof testSettings>;
export type TestMode = TestSettings['mode'];
export type OpenSettings = z.output<typeof openSettings>;
export type CodeSettings = z.output<typeof code>;
export type ToldSettings = z.output<typeof toldSettings>;
export type ToldOpenSettings = z.output<typeof toldOpenSettings>;

/** Where code comes from: `src/users.ts:12 UserService.create`. */
export interface FiledSource {
	analysisId: string;
	repository: string;
	path: string;
	name: string;
	startLine: number;
	endLine: number;
}

export type FiledCode = z.output<typeof givenCode> & { source: FiledSource };

/** The settings without the text a person brought: what a result is filed under. */
export type FiledSettings = z.output<typeof time | typeof words | typeof givenCustom> | FiledCode;
