import type { History } from '../../source';

/** Two files that change together. */
export interface CoChange {
	/** In the alphabet's order. */
	paths: [string, string];
	/** Commits that changed both. */
	support: number;
	/** Share of the commits of the one that changes more rarely that changed both. */
	confidence: number;
	/** Ids of the newest that did, at most five. */
	commits: string[];
}

/** A larger commit is a move or a reformatting: it says nothing about what belongs together. */
const MOST_FILES = 30;
const LEAST_SUPPORT = 4;

const BY_A_MACHINE = /\[bot\]|\bbot\b|github-actions|renovate|dependabot|jenkins/i;
/** What a release changes at once belongs to the release. */
const RELEASE =
	/^\W*(auto[- ]?commit|(chore\W*)?(release|bump|prepare)\b|v?\d+\.\d+\.\d+\b|merge\b)/i;

/**
 * Logical coupling (Gall, Hajek, Jazayeri 1998): pairs of files that at least four commits changed
 * together, merges left out.
 *
 * @param isOfInterest which files count: those that are there, and are people's own
 * @returns the surest first
 */
export function coChanges(
	{ commits }: History,
	isOfInterest: (path: string) => boolean,
	leastConfidence = 0.5
): CoChange[] {
	const alone = new Map<string, number>();
	const together = new Map<string, { support: number; commits: string[] }>();
	for (const { id, parents, files, subject, author } of commits) {
		if (parents.length > 1 || files.length > MOST_FILES) continue;
		if (BY_A_MACHINE.test(author) || RELEASE.test(subject)) continue;
		const paths = [...new Set(files.map(({ path }) => path))].filter(isOfInterest).toSorted();
		paths.forEach((path, place) => {
			alone.set(path, (alone.get(path) ?? 0) + 1);
			for (const other of paths.slice(place + 1)) {
				const key = `${path}\0${other}`;
				const pair = together.get(key) ?? { support: 0, commits: [] };
				pair.support++;
				if (pair.commits.length < 5) pair.commits.push(id);
				together.set(key, pair);
			}
		});
	}
	return [...together]
		.filter(([, { support }]) => support >= LEAST_SUPPORT)
		.map(([key, pair]) => {
			const [one = '', other = ''] = key.split('\0');
			const rarer = Math.min(alone.get(one) ?? 1, alone.get(other) ?? 1);
			const paths: [string, string] = [one, other];
			return { paths, ...pair, confidence: pair.support / rarer };
		})
		.filter(({ confidence }) => confidence >= leastConfidence)
		.toSorted((a, b) => b.confidence - a.confidence || b.support - a.support);
}
