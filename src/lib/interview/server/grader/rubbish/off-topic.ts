import { sum } from '../alignment';
import { rarityOf } from '../rarity';
import { groupsOf } from '../synonyms';
import type { Word } from '../words';
import { belongs, type Seen } from './seen';

/** Shorter ones may be right in words that nobody thought of. */
const FEWEST = 5;

/** 0–1: what a word of the field counts that no good answer was expected to have. */
const OF_THE_FIELD = 0.2;

/**
 * 0–1: of the telling words, by rarity, so much belongs to the question or to an answer at least. A long
 * reference has something of everything, so that more is asked beside it.
 */
const LEAST_RELEVANT = 0.15;
const BY_LENGTH = 0.03;
const MOST_ASKED = 0.22;
const UNIT_OF_LENGTH = 10;

/** Prose about something else. */
export const offTopic = (seen: Seen): boolean => {
	const { telling } = seen.answer;
	if (telling.length < FEWEST) return false;
	const relevant = sum(telling.map((word) => rarityOf(word.stem) * closeness(seen, word)));
	const least = Math.min(
		MOST_ASKED,
		LEAST_RELEVANT + BY_LENGTH * Math.log1p(seen.related.telling.length / UNIT_OF_LENGTH)
	);
	return relevant < least * sum(telling.map(({ stem }) => rarityOf(stem)));
};

const closeness = (seen: Seen, word: Word) =>
	Math.max(belongs(seen, word), groupsOf(word.stem).size > 0 ? OF_THE_FIELD : 0);
