const { compare } = new Intl.Collator('en', { numeric: true });

/** The order in which numbered files come: `0.9` before `0.10`, `V2__a.sql` before `V10__b.sql`. */
export const byNumbers = (one: { path: string }, other: { path: string }): number =>
	compare(one.path, other.path);
