import { UserError } from '../../errors';
import { charactersOf, codeLength, type CodeOffer, type OwnCode } from '../code';
import type { CodeSettings, FiledCode } from '../settings';
import { invalidText, normaliseText } from '../text';
import type { TypingStore } from './store';

/** What code is wanted. */
export interface CodeWish {
	/** Any of one's own where it is left out. */
	analysisId?: string | undefined;
	/** Any where it is left out. */
	language?: OwnCode['language'] | undefined;
	/** Code points to type; where there is none of that length, the nearest. */
	characters: { least: number; most: number };
	/** What was typed lately, the latest first: other code comes before it. */
	lately: readonly Pick<OwnCode, 'path' | 'name'>[];
}

/** Where a person's own code is kept. */
export interface CodeSource {
	/** The repositories with code to type, the newest first. */
	offers(userId: string): Promise<CodeOffer[]>;
	/** @returns at most `most` functions that fit, each once, the best first; none of anybody else's */
	pick(userId: string, wish: CodeWish, most: number): Promise<OwnCode[]>;
}

/** How many tests back code counts as typed lately. */
const LATELY = 50;

/**
 * Texts for `count` tests on somebody's own code (rule T1); of few functions some come again.
 *
 * @throws UserError INVALID_STATE with `details.state` `no_code` where there is none that fits
 */
export async function pickCode(
	{ source, store }: { source: CodeSource; store: TypingStore },
	userId: string,
	{ length, language, analysisId }: CodeSettings,
	count: number
): Promise<{ settings: FiledCode; text: string }[]> {
	const lately = await store.latestCode(userId, LATELY);
	const wish = { analysisId, language, characters: charactersOf[length], lately };
	const picked = (await source.pick(userId, wish, count)).flatMap(asTest);
	if (picked.length === 0) throw noCode();
	return Array.from({ length: count }, (_, place) => picked[place % picked.length]!);
}

function asTest(code: OwnCode): { settings: FiledCode; text: string }[] {
	const text = normaliseText(code.text);
	if (invalidText(text) !== undefined) return [];
	const { language, characters, analysisId, repository, path, name, startLine, endLine } = code;
	const source = { analysisId, repository, path, name, startLine, endLine };
	return [{ settings: { mode: 'code', length: codeLength(characters), language, source }, text }];
}

const noCode = () =>
	new UserError(
		'INVALID_STATE',
		'There is no code of yours like that to type. Bring a repository at /analyses, and type its functions.',
		{ state: 'no_code' }
	);
