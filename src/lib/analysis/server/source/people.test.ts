import { expect, test } from 'vitest';
import { commitOf } from '../../analysis.fixtures';
import { joinPeople } from './people';

const by = (author: string, authorName: string) =>
	commitOf({ id: `${author} ${authorName}`, at: '2026-01-01T00:00:00Z', author, authorName });

/** @returns how many people they are */
function peopleIn(...commits: ReturnType<typeof by>[]): number {
	joinPeople(commits);
	return new Set(commits.map(({ author }) => author)).size;
}

test('[N3] one name with several addresses is one person, in any case and spacing', () => {
	expect(peopleIn(by('a', 'Dan Brown'), by('b', 'dan  brown'), by('c', 'Dan Brown'))).toBe(1);
});

test('[N3] names and addresses together join a chain', () => {
	expect(
		peopleIn(by('a', 'Ann Lee'), by('b', 'Ann Lee'), by('b', 'annlee'), by('c', 'annlee'))
	).toBe(1);
});

test('[N3] two names are two people, and what machines are called is nobody’s name', () => {
	expect(peopleIn(by('a', 'Ann Lee'), by('b', 'Bob Ray'))).toBe(2);
	expect(peopleIn(by('a', 'root'), by('b', 'root'), by('c', 'Jo'), by('d', 'Jo'))).toBe(4);
});
