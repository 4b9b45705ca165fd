/** What is being written, on however many devices of one person (rule I8). Pure. */

/** Of an answer and its draft, an emoji being one: more than anybody says in five minutes. */
export const MOST_ANSWER_CHARACTERS = 20_000;

export interface Draft {
	text: string;
	/** One more than that of the draft that it was written from. */
	revision: number;
}

/**
 * The higher revision wins.
 *
 * @returns what is kept from now on, and what lost where it says something that the winner does not
 */
export function keepDraft(kept: Draft | undefined, sent: Draft): { kept: Draft; lost?: string } {
	if (!kept) return { kept: sent };
	const isHigher = sent.revision > kept.revision;
	const [winner, loser] = isHigher ? [sent, kept] : [kept, sent];
	// Whoever wrote on from what is kept has not lost what he took out.
	const isNextOf = isHigher && sent.revision === kept.revision + 1;
	const isLost = !isNextOf && !says(winner.text, loser.text);
	return { kept: winner, ...(isLost && { lost: loser.text }) };
}

/** Whether a text has all that another one says. */
export const says = (text: string, other: string) => text.includes(other.trim());
