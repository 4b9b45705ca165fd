import type { Commit, History } from '../../source';
import { churnOf, mainAuthor, truckFactor, type Churn } from './churn';
import type { Activity } from './report';
import { fixesOfFixes, revertsOf } from './second-thoughts';

const DAY = 86_400_000;
/** Below these a share says little. */
const LEAST_COMMITS = 5;
const LONE_SHARE = 0.8;
const LONG_DAYS = 365;

export interface ActivityOptions {
	/** Files of today that people write: neither generated nor locked. */
	isCounted: (path: string) => boolean;
	/** Files of programming languages among them. */
	isCode: (path: string) => boolean;
	/** After so many commits: lets others have a turn; throws where the analysis was cancelled. */
	pause: (done: number) => Promise<void>;
}

/** What a history tells; undefined where it has no commit. Time and memory grow with its changes. */
export async function activityOf(
	history: History,
	{ isCounted, isCode, pause }: ActivityOptions
): Promise<Activity | undefined> {
	const { commits, branch } = history;
	const times = commits.map(({ at }) => at).sort();
	const firstAt = times[0];
	const lastAt = times.at(-1);
	if (firstAt === undefined || lastAt === undefined) return undefined;
	const people = peopleOf(commits);
	const nameOf = (author: string) => people.get(author)?.name ?? '';
	const churn = await churnOf(history, isCounted, pause);
	const files = [...churn.files.values()].sort(byCommits);
	const folders = [...churn.folders.values()].sort(byCommits);
	const code = files.filter(({ path }) => isCode(path));
	return {
		branch,
		commits: history.total,
		read: commits.length,
		people: people.size,
		firstAt,
		lastAt,
		ageDays: days(firstAt, lastAt),
		months: monthsOf(commits),
		authors: [...people.values()]
			.sort((one, other) => other.commits - one.commits || (one.author < other.author ? -1 : 1))
			.slice(0, 50),
		truckFactor: truckFactor(code),
		topFiles: files.slice(0, 50).map(({ path, commits: count, people: by, lastAt: at }) => ({
			path,
			commits: count,
			people: by.size,
			lastAt: at
		})),
		folders: folders.slice(0, 40).map((folder) => {
			const { author, share } = mainAuthor(folder);
			const { path, commits: count, people: by } = folder;
			return { path, commits: count, people: by.size, mainAuthor: author, mainShare: share };
		}),
		loneOwners:
			people.size < 2 ? [] : [...folders, ...code].flatMap((one) => lone(one, nameOf)).slice(0, 50),
		longLived: longLived(code, lastAt),
		reverts: revertsOf(history),
		fixesOfFixes: fixesOfFixes(history, isCode),
		releases: history.tags.slice(0, 100),
		sweepingCommits: churn.sweeping
	};
}

const days = (from: string, to: string) =>
	Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / DAY)) || 0;

const byCommits = (one: Churn, other: Churn) =>
	other.commits - one.commits || (one.path < other.path ? -1 : 1);

function peopleOf(commits: readonly Commit[]): Map<string, Activity['authors'][number]> {
	const people = new Map<string, Activity['authors'][number]>();
	for (const { author, authorName, at } of commits) {
		const known = people.get(author);
		if (known) {
			known.commits++;
			if (at < known.firstAt) known.firstAt = at;
			if (at > known.lastAt) known.lastAt = at;
		} else {
			people.set(author, { author, name: authorName, commits: 1, firstAt: at, lastAt: at });
		}
	}
	return people;
}

function monthsOf(commits: readonly Commit[]): Activity['months'] {
	const months = Map.groupBy(commits, ({ at }) => at.slice(0, 7));
	return Array.from(months, ([month, members]) => ({
		month,
		commits: members.length,
		people: new Set(members.map(({ author }) => author)).size
	})).sort((one, other) => (one.month < other.month ? -1 : 1));
}

function lone(churn: Churn, nameOf: (author: string) => string): Activity['loneOwners'] {
	const { author, share } = mainAuthor(churn);
	const { path, commits } = churn;
	const isLone = commits >= LEAST_COMMITS && share >= LONE_SHARE;
	return isLone ? [{ path, author, name: nameOf(author), commits, share }] : [];
}

function longLived(code: readonly Churn[], lastAt: string): Activity['longLived'] {
	return code
		.filter((file) => days(file.lastAt, lastAt) >= LONG_DAYS)
		.sort((one, other) => (one.lastAt < other.lastAt ? -1 : 1))
		.slice(0, 20)
		.map((file) => ({
			path: file.path,
			firstAt: file.firstAt,
			lastAt: file.lastAt,
			untouchedDays: days(file.lastAt, lastAt)
		}));
}
