import type { Commit, History } from '../../source';
import { redactedCommand } from './redact-command';
import type { Activity } from './report';

/** Where a history took something back, or mended what it had mended before. Pure. */

const DAY = 86_400_000;
const MOST = 100;
/** A fix of more files is a sweep, and tells nothing of one file. */
const MOST_FILES = 30;
const WITHIN_DAYS = 14;

const daysBetween = (from: string, to: string) =>
	Math.round(((Date.parse(to) - Date.parse(from)) / DAY) * 10) / 10;

/** Subjects are anybody's, of any length. */
const shown = ({ subject }: Commit) => redactedCommand(Array.from(subject).slice(0, 200).join(''));

/** The newest hundred. */
export function revertsOf({ commits }: History): Activity['reverts'] {
	const byPrefix = new Map<string, Commit>();
	/** The newest commit of a subject; reverts stand before what they revert. */
	const bySubject = new Map<string, { commit: Commit; index: number }[]>();
	for (const [index, commit] of commits.entries()) {
		byPrefix.set(commit.id.slice(0, 7), commit);
		const known = bySubject.get(commit.subject);
		if (known) known.push({ commit, index });
		else bySubject.set(commit.subject, [{ commit, index }]);
	}
	const reverts: Activity['reverts'] = [];
	for (const [index, commit] of commits.entries()) {
		if (reverts.length >= MOST) break;
		const named = /\bThis reverts commit ([\da-f]{7,64})/i.exec(commit.body)?.[1]?.toLowerCase();
		const quoted = /^Revert "(.*)"/.exec(commit.subject)?.[1];
		const isSaid = /^revert(?:\([^)]{1,100}\))?!?:\s/i.test(commit.subject);
		if (named === undefined && quoted === undefined && !isSaid) continue;
		const candidate = named === undefined ? undefined : byPrefix.get(named.slice(0, 7));
		const byId = candidate?.id.startsWith(named ?? '') ? candidate : undefined;
		const bySaying = quoted
			? bySubject.get(quoted)?.find((one) => one.index > index)?.commit
			: undefined;
		const reverted = byId ?? bySaying;
		const revertedAt = reverted && cameIn(reverted, byPrefix, commit.at);
		reverts.push({
			commit: commit.id,
			subject: shown(commit),
			at: commit.at,
			author: commit.author,
			reverted: reverted?.id ?? named,
			revertedAt,
			days: revertedAt === undefined ? undefined : Math.max(0, daysBetween(revertedAt, commit.at)),
			paths: commit.files.slice(0, 20).map(({ path }) => path)
		});
	}
	return reverts;
}

/** How many before a commit are looked at: a branch of more is seldom rebased as a whole. */
const MOST_BEFORE = 20;

/**
 * When a commit came into the history at the earliest: what was written before others and rebased onto
 * them came after them.
 *
 * @param until when it was taken back: whose clock says later was wrong
 */
function cameIn(commit: Commit, byPrefix: ReadonlyMap<string, Commit>, until: string): string {
	let latest = commit.at;
	let before: Commit | undefined = commit;
	for (let step = 0; step < MOST_BEFORE && before; step++) {
		const isLater: boolean = Date.parse(before.at) > Date.parse(latest);
		if (isLater && Date.parse(before.at) <= Date.parse(until)) latest = before.at;
		before = byPrefix.get(before.parents[0]?.slice(0, 7) ?? '');
	}
	return latest;
}

/** Among the first words: what comes later is what else was done. */
const FIX =
	/^(?:[^\s]+\s+){0,3}?[^\s\w]*(?:\w+[(/:!)]+)*(?:fix(?:e[sd])?|bug ?fix(?:es)?|hotfix|repairs?|regression)\b/i;

const TAKES_BACK = /^revert/i;
const NO_BUG =
	/\b(?:typos?|lints?|linting|linters?|clippy|eslint|rubocop|pylint|flake8|mypy|phpstan|psalm|checkstyle|sonar\w*|prettier|deprecat\w+|formatting|format|spelling|grammar|styling|indent(?:ation)?|whitespace|warnings?|links?|comments?|docs?|changelog|readme|style|tests?|specs?|ci|builds?|merge|conflicts?|deps|dependenc(?:y|ies)|translations?|i18n|locales?)\b/i;

/** Said of a layout or a value, it is no repair. */
const FIXED_THING =
	/\bfixed[ -](?:\w+[ -])?(?:width|height|size|position|header|footer|bar|column|point|length|version|number|amount|rate|set)\b/i;

/** Closes an issue, which may ask for a feature. */
const CLOSES = /\bfix(?:e[sd])?:?\s+(?:(?:and|,)?\s*#\d+)+/gi;

/** By its subject; what mends words or looks mends no behaviour. */
const isFix = ({ subject, author }: Commit) =>
	!/\[bot\]|renovate|dependabot/i.test(author) &&
	FIX.test(subject.replace(FIXED_THING, '').replace(CLOSES, '').trim()) &&
	!TAKES_BACK.test(subject) &&
	!NO_BUG.test(subject);

/** A cherry-pick, the same work merged twice, or its revert: one change told again. */
const isSame = (one: Commit, other: Commit) => worded(one) === worded(other);

const worded = ({ subject }: Commit) =>
	subject
		.replace(/^Revert "(.*)"$/, '$1')
		.replace(/\s*\(#\d+\)/g, '')
		.toLowerCase();

/**
 * The newest hundred pairs of fixes that changed the same file within two weeks.
 *
 * @param isCounted whether a path counts: manifests and lock files change with every fix
 */
export function fixesOfFixes(
	{ commits }: History,
	isCounted: (path: string) => boolean
): Activity['fixesOfFixes'] {
	const later = new Map<string, Commit>();
	const found: Activity['fixesOfFixes'] = [];
	for (const commit of commits) {
		if (found.length >= MOST) break;
		// A merge brings the fix that it merges a second time.
		if (commit.parents.length > 1 || commit.files.length > MOST_FILES || !isFix(commit)) continue;
		for (const { path } of commit.files) {
			if (!isCounted(path)) continue;
			const second = later.get(path);
			later.set(path, commit);
			if (!second || found.length >= MOST) continue;
			const days = daysBetween(commit.at, second.at);
			if (days < 0 || days > WITHIN_DAYS || isSame(commit, second)) continue;
			found.push({
				path,
				first: commit.id,
				second: second.id,
				days,
				firstSubject: shown(commit),
				secondSubject: shown(second)
			});
		}
	}
	return found;
}
