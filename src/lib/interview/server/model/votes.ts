import { z } from 'zod/mini';
import { verdicts, type Span, type Verdict } from '../../evaluation';
import { quotesIn } from './quote';
import type { Meaning, Statements } from './statements';

/** What a model says of an answer, as far as it counts. */

export interface Vote {
	verdict: Exclude<Verdict, 'unsure'>;
	/** The words that it rests on; `missing` rests on none. */
	quote?: Span;
}

/** By pointId; what is not in it was not voted on. */
export type Votes = ReadonlyMap<string, Vote>;

/** Rubric points of a question and the controls, with room. */
const MOST_STATEMENTS = 16;

export const votesSchema = z.object({
	statements: z
		.array(
			z.object({
				id: z.string().check(z.maxLength(8)),
				verdict: z.enum(verdicts),
				quote: z.string().check(z.maxLength(4000))
			})
		)
		.check(z.maxLength(MOST_STATEMENTS))
});

type Said = z.output<typeof votesSchema>['statements'][number];

/**
 * Votes without their words in the answer do not count.
 *
 * @param reply whatever the model said
 * @returns undefined where it does not have the form, names statements twice or such that were not
 * asked, or fails at a control: then nothing of it counts
 */
export function votesFrom(
	reply: unknown,
	{ meanings }: Statements,
	answer: string
): Votes | undefined {
	const parsed = votesSchema.safeParse(reply);
	if (!parsed.success) return undefined;
	const said = new Map(parsed.data.statements.map((one) => [one.id, one]));
	const isListed = parsed.data.statements.every(({ id }) => meanings.has(id));
	if (!isListed || said.size < parsed.data.statements.length) return undefined;
	if (![...meanings].every(([id, meaning]) => passes(meaning, said.get(id)))) return undefined;
	const find = quotesIn(answer);
	const votes = new Map<string, Vote>();
	for (const [id, meaning] of meanings) {
		const vote = 'pointId' in meaning ? voteOf(said.get(id), find) : undefined;
		if (vote && 'pointId' in meaning) votes.set(meaning.pointId, vote);
	}
	return votes;
}

/** Whether a control was judged as anybody would; points of the rubric may be judged in any way. */
function passes(meaning: Meaning, said: Said | undefined): boolean {
	if ('pointId' in meaning) return true;
	const isFound = said?.verdict === 'said' || said?.verdict === 'partly';
	return said !== undefined && isFound === (meaning.control === 'surely_said');
}

function voteOf(said: Said | undefined, find: ReturnType<typeof quotesIn>): Vote | undefined {
	if (!said || said.verdict === 'unsure') return undefined;
	if (said.verdict === 'missing') return { verdict: 'missing' };
	const quote = find(said.quote);
	return quote && { verdict: said.verdict, quote };
}
