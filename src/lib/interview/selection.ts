import type { Category, Difficulty, PublicQuestion } from '../analysis';

/** Which questions of a bank an interview is made of (rule I1). Pure. */

interface Wish {
	count: number;
	difficulty?: Difficulty | undefined;
	category?: Category | undefined;
}

/** What a choice among questions goes by. */
export type Choosable = Pick<PublicQuestion, 'questionId' | 'category' | 'difficulty' | 'topic'>;

/** From what one says first to what one is asked last. */
const byDifficulty: Record<Difficulty, number> = { junior: 0, 'mid-level': 1, senior: 2 };

/** An analysis that still runs has enough from the third question on (rule I1). */
export const LEAST_WHILE_GROWING = 3;

/** Questions of the general bank are called so. */
const GENERAL = 'general/';

/** Those that a wish allows. */
function fitting<Q extends Choosable>(
	bank: readonly Q[],
	{ difficulty, category }: Omit<Wish, 'count'>
): Q[] {
	return bank.filter(
		(question) =>
			(difficulty === undefined || question.difficulty === difficulty) &&
			(category === undefined || question.category === category)
	);
}

/**
 * Chooses those that were asked least often before; of equals so that sources, categories and topics
 * are mixed evenly, and else by chance.
 *
 * @param taken those that were chosen before
 * @param timesAsked of this person, by question
 * @param random numbers in [0, 1)
 * @returns at most `count`, from the easy to the hard
 */
export function choose<Q extends Choosable>(
	bank: readonly Q[],
	wish: Wish,
	{
		taken = [],
		timesAsked,
		random
	}: {
		taken?: readonly Choosable[];
		timesAsked: ReadonlyMap<string, number>;
		random: () => number;
	}
): Q[] {
	const known = new Set(taken.map(({ questionId }) => questionId));
	const left = fitting(bank, wish)
		.filter(({ questionId }) => !known.has(questionId))
		.map((question) => ({ question, chance: random() }))
		.sort((a, b) => a.chance - b.chance)
		.map(({ question }) => question);
	const chosen: Choosable[] = [...taken];
	const picked: Q[] = [];
	while (picked.length < wish.count && left.length > 0) {
		const rank = ranking(chosen, timesAsked);
		let best = 0;
		for (let place = 1; place < left.length; place++) {
			if (isBefore(rank(left[place]!), rank(left[best]!))) best = place;
		}
		const [question] = left.splice(best, 1);
		picked.push(question!);
		chosen.push(question!);
	}
	return picked.sort((a, b) => byDifficulty[a.difficulty] - byDifficulty[b.difficulty]);
}

/** Numbers to go by, the most important first; the lower ones come first. */
function ranking(
	chosen: readonly Choosable[],
	timesAsked: ReadonlyMap<string, number>
): (question: Choosable) => number[] {
	const countOf = (isAlike: (other: Choosable) => boolean) => chosen.filter(isAlike).length;
	const isGeneral = ({ questionId }: Choosable) => questionId.startsWith(GENERAL);
	return (question) => [
		timesAsked.get(question.questionId) ?? 0,
		countOf((other) => isGeneral(other) === isGeneral(question)),
		countOf(({ category }) => category === question.category),
		countOf(({ topic }) => topic === question.topic)
	];
}

function isBefore(one: readonly number[], other: readonly number[]): boolean {
	for (const [place, number] of one.entries()) {
		const difference = number - other[place]!;
		if (difference !== 0) return difference < 0;
	}
	return false;
}
