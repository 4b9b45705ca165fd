import { rarityOf } from '../grader/rarity';
import { groupsOf } from '../grader/synonyms';
import { wordsOf } from '../grader/words';

/** Whether a sentence gives away what it must not (rule I11). */

/** About the 1,500th commonest word of English: what is rarer belongs to a subject. */
const TELLS = 0.7;

/** So many common words of one secret tell it too. */
const MOST_COMMON = 2;

/**
 * @param text that somebody is about to read
 * @param known what they have read, or wrote themselves
 * @param secrets what they may not read yet: claims, each with its wordings
 * @returns whether the text brings words of a secret that were not known
 */
export function givesAway(
	text: string,
	known: readonly string[],
	secrets: readonly (readonly string[])[]
): boolean {
	const old = new Set(known.flatMap(stemsIn));
	const brought = [...new Set(stemsIn(text))].filter((stem) => !old.has(stem));
	return secrets.some((wordings) => {
		const told = brought.filter(heardIn(wordings));
		return told.length > MOST_COMMON || told.some((stem) => rarityOf(stem) >= TELLS);
	});
}

/** Whether a word, or one of its synonyms, is in them. */
function heardIn(texts: readonly string[]): (stem: string) => boolean {
	const stems = new Set(texts.flatMap(stemsIn));
	const groups = new Set([...stems].flatMap((stem) => [...groupsOf(stem)]));
	return (stem) => stems.has(stem) || [...groupsOf(stem)].some((group) => groups.has(group));
}

const stemsIn = (text: string) =>
	wordsOf(text)
		.filter(({ isFunction }) => !isFunction)
		.map(({ stem }) => stem);
