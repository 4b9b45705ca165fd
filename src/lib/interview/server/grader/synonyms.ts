import { THESAURUS } from './thesaurus';
import { stemOf } from './words';

/** What a word means: its group, and on which side of it where the group has two. */
export interface Meaning {
	group: number;
	side: 1 | -1;
}

const meanings = new Map<string, Meaning[]>();
THESAURUS.trim()
	.split('\n')
	.forEach((line, group) => {
		line.split(' | ').forEach((words, index) => {
			for (const word of words.trim().split(/\s+/)) {
				const stem = stemOf(word);
				const known = meanings.get(stem) ?? [];
				if (known.some((meaning) => meaning.group === group)) continue;
				meanings.set(stem, [...known, { group, side: index === 0 ? 1 : -1 }]);
			}
		});
	});

const NONE: readonly Meaning[] = [];

/** What a stem may mean: two stems of one group stand for one another, or for the opposite. */
export const meaningsOf = (stem: string): readonly Meaning[] => meanings.get(stem) ?? NONE;

/** The groups that a stem is in, opposites included. */
export const groupsOf = (stem: string): ReadonlySet<number> =>
	new Set(meaningsOf(stem).map(({ group }) => group));
