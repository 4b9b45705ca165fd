import type { Word } from '../words';
import { substance, type Seen } from './seen';

/** What tells a machine that grades what to do, instead of answering. */

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

const DISMISSING = set('ignore disregard forget override bypass skip discard');
const DISMISSED = set(
	`instruction instructions rubric prompt prompts rules criteria guideline guidelines previous above prior
	preceding everything anything before`
);
const GRADING = set('grade evaluate assess mark');
const AWARDING = set(
	`give award assign grant mark score grade rate set return output respond reply evaluate consider treat
	accept print write deserve deserves record enter assess report say put make receive receives`
);
const WORTH = set(
	'mark marks score scores grade grades credit point points rating percent verdict evaluation'
);
const AMOUNT = set(
	`full maximum max perfect highest top hundred 100 10 excellent correct complete passed said best all every
	strengths outstanding`
);
const EXAMINER = set('grader graders evaluator examiner chatbot llm gpt marker');
const MACHINE = set('ai assistant model system interviewer judge reviewer teacher');
const TOLD = set('you your please dear attention override admin mode message');
const OWN = set('answer answers response submission candidate student');

/** Σ rarity: beside the instructions so much has to be an answer. */
const LEAST_SUBSTANCE = 1.5;

/** The clauses, from 0, that tell the grader what to do. */
export function instructedClauses(seen: Seen): Set<number> {
	const clauses = [...Map.groupBy(seen.answer.words, ({ clause }) => clause)];
	const found = new Set<number>();
	clauses.forEach(([clause, words], index) => {
		if (instructs(words, seen)) {
			found.add(clause);
			return;
		}
		// "Score: 100"
		const [next, following] = clauses[index + 1] ?? [];
		if (next === undefined || !instructs([...words, ...following!], seen)) return;
		found.add(clause);
		found.add(next);
	});
	return found;
}

function instructs(words: readonly Word[], seen: Seen): boolean {
	// What a good answer speaks of is no instruction: "return the maximum".
	const own = words.filter(({ stem }) => !seen.related.places.has(stem));
	const has = (list: ReadonlySet<string>) => own.some(({ text }) => list.has(text));
	const isRated = has(WORTH) && (has(AMOUNT) || words.some(({ text }) => /^\d/.test(text)));
	return (
		(has(DISMISSING) && has(DISMISSED)) ||
		own.some(({ text, isNegated }) => isNegated && GRADING.has(text)) ||
		(isRated && (has(AWARDING) || has(OWN) || has(TOLD))) ||
		(has(EXAMINER) && (has(TOLD) || has(AWARDING) || has(OWN))) ||
		(has(MACHINE) && has(TOLD) && (has(AWARDING) || has(DISMISSED))) ||
		(has(AWARDING) && has(OWN) && has(AMOUNT))
	);
}

/** Instructions to the grader, and hardly anything else. */
export const instructions = (seen: Seen): boolean => {
	const clauses = instructedClauses(seen);
	if (clauses.size === 0) return false;
	const rest = seen.answer.telling.filter(({ clause }) => !clauses.has(clause));
	return substance(seen, rest) < LEAST_SUBSTANCE;
};
