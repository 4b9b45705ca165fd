import type { Commit } from '../../source';

/** Names that machines and beginners have: two of them are not one person. */
const NOBODYS =
	/^(root|admin|administrator|user|username|unknown|developer|dev|git|github|ubuntu|your name|me|test)$/;

/** Shorter ones are shared too easily. */
const LEAST_CHARACTERS = 4;

/**
 * One id a person who committed under several e-mail addresses: whoever has the same name, in any
 * case and spacing, is taken for the same. The newest commit's id stands for all.
 *
 * @param commits newest first; their authors are replaced
 */
export function joinPeople(commits: readonly Commit[]): void {
	const byName = new Map<string, string>();
	const byAuthor = new Map<string, string>();
	const of = (author: string): string => {
		const joined = byAuthor.get(author);
		return joined === undefined ? author : of(joined);
	};
	for (const { author, authorName } of commits) {
		const name = authorName.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
		if (name.length < LEAST_CHARACTERS || NOBODYS.test(name)) continue;
		const known = byName.get(name);
		if (known === undefined) byName.set(name, author);
		else if (of(known) !== of(author)) byAuthor.set(of(author), of(known));
	}
	for (const commit of commits) commit.author = of(commit.author);
}
