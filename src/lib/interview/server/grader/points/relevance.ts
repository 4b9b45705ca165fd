import { sum } from '../alignment';
import { rarityOf } from '../rarity';
import type { TextIndex } from '../text-index';

/** 0–1: of an answer's telling words, by rarity, the share that belongs to the subject. */
export function relevanceOf({ telling }: TextIndex, related: TextIndex): number {
	const rarities = telling.map(({ stem }) => rarityOf(stem));
	const total = sum(rarities);
	if (total === 0) return 0;
	return sum(telling.map((word, index) => related.nearest(word) * rarities[index]!)) / total;
}
