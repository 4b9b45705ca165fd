import { sum } from '../alignment';
import { rarityOf } from '../rarity';
import { stemsInAnyCase, substance, type Seen } from '../rubbish/seen';
import type { TextIndex } from '../text-index';

/** 0–1: of an answer's telling words, by rarity, the share that belongs to the subject. */
export function relevanceOf({ telling }: TextIndex, related: TextIndex): number {
	const rarities = telling.map(({ stem }) => rarityOf(stem));
	const total = sum(rarities);
	if (total === 0) return 0;
	return sum(telling.map((word, index) => related.nearest(word) * rarities[index]!)) / total;
}

/** Σ rarity: one telling word that the question has not. */
const ENOUGH = 0.6;

/** 0–1: whether an answer has anything of the subject that the question has not; its words alone say no point. */
export const ownShare = (seen: Seen): number => {
	const asked = stemsInAnyCase(seen.asked);
	const own = seen.answer.telling.filter(({ stem }) => !asked.has(stem));
	return Math.min(1, substance(seen, own) / ENOUGH);
};
