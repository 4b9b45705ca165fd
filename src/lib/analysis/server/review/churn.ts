import type { Commit, History } from '../../source';

/** A commit of more files moves or formats, and says nothing of a single one. */
const MOST_FILES = 300;

/** What the history tells of a file or folder. */
export interface Churn {
	path: string;
	commits: number;
	/** Commits by person. */
	people: Map<string, number>;
	firstAt: string;
	lastAt: string;
}

export interface ChurnOf {
	files: Map<string, Churn>;
	/** Of the first two levels; '' is the root's own files. */
	folders: Map<string, Churn>;
	sweeping: number;
}

/** More steps than these without a pause would keep others waiting. */
const PAUSE_EVERY = 2000;

/**
 * Counts commits by file and folder, each file under the path that it has today: renames are
 * followed from the newest commit to the oldest.
 *
 * @param isCounted whether a path of today counts
 */
export async function churnOf(
	{ commits }: History,
	isCounted: (path: string) => boolean,
	pause: (done: number) => Promise<void>
): Promise<ChurnOf> {
	const today = new Map<string, string>();
	const churn: ChurnOf = { files: new Map(), folders: new Map(), sweeping: 0 };
	let steps = 0;
	for (const [index, commit] of commits.entries()) {
		const isSweeping = commit.files.length > MOST_FILES;
		if (isSweeping) churn.sweeping++;
		const folders = new Set<string>();
		const renames: [string, string][] = [];
		for (const { path, from } of commit.files) {
			const current = today.get(path) ?? path;
			if (from !== undefined && from !== path) renames.push([from, current]);
			if (isSweeping || !isCounted(current)) continue;
			add(churn.files, current, commit);
			for (const folder of foldersOf(current)) folders.add(folder);
		}
		// Only what is older than the rename went by the old name.
		for (const [from, current] of renames) today.set(from, current);
		for (const folder of folders) add(churn.folders, folder, commit);
		steps += commit.files.length + 1;
		if (steps >= PAUSE_EVERY) {
			steps = 0;
			await pause(index + 1);
		}
	}
	await pause(commits.length);
	return churn;
}

function add(all: Map<string, Churn>, path: string, { author, at }: Commit): void {
	const known = all.get(path);
	if (known) {
		known.commits++;
		known.people.set(author, (known.people.get(author) ?? 0) + 1);
		if (at < known.firstAt) known.firstAt = at;
		if (at > known.lastAt) known.lastAt = at;
	} else {
		all.set(path, { path, commits: 1, people: new Map([[author, 1]]), firstAt: at, lastAt: at });
	}
}

/** `a` and `a/b` of `a/b/c.ts`. */
function foldersOf(path: string): string[] {
	const parts = path.split('/').slice(0, -1).slice(0, 2);
	return parts.length === 0 ? [''] : parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** Who has the most commits, and how much of all: of two with as many, the first in order. */
export function mainAuthor({ people, commits }: Churn): {
	author: string;
	share: number;
	/** Nobody has as many. */
	isAlone: boolean;
} {
	const [first = ['', 0] as const, second] = Array.from(people).sort(
		([one, some], [other, more]) => more - some || (one < other ? -1 : 1)
	);
	return { author: first[0], share: first[1] / commits, isAlone: second?.[1] !== first[1] };
}

/** See the report's schema: by main author, greedily. */
export function truckFactor(files: Iterable<Churn>): number {
	const owned = new Map<string, number>();
	let all = 0;
	for (const file of files) {
		all++;
		const { author, isAlone } = mainAuthor(file);
		// Of two with as many commits neither is the one that a file would miss.
		if (isAlone) owned.set(author, (owned.get(author) ?? 0) + 1);
	}
	let left = all;
	let people = 0;
	for (const count of Array.from(owned.values()).sort((one, other) => other - one)) {
		if (left * 2 < all) break;
		left -= count;
		people++;
	}
	return people;
}
