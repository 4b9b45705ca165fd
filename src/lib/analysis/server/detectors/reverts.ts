import type { Commit } from '../../source';
import { revertsOf } from '../review/second-thoughts';
import { counted, finding, type Detector } from './detector';
import { isOwnCode, namesToday, placeOfFile } from './places-of-files';

const name = 'reverts';

/** The newest that are told one by one. */
const MOST = 8;
const WITHOUT_REASON = 40;
/** Of a reason within the subject: fewer name a branch or a release. */
const LEAST_WORDS = 3;

/** Commits that took an earlier one back, and how long after. */
export const reverts: Detector = {
	name,
	topics: ['history'],
	detect(project) {
		const { history } = project;
		if (!history) return [];
		const today = namesToday(project);
		const isOwn = isOwnCode(project);
		const commits = new Map(history.commits.map((commit) => [commit.id, commit]));
		const places = new Map(history.commits.map(({ id }, place) => [id, place]));
		return revertsOf(history)
			.flatMap((revert) => {
				const reverted = commits.get(revert.reverted ?? '');
				const files =
					revert.paths.length > 0 ? revert.paths : (reverted?.files ?? []).map(({ path }) => path);
				const at = files
					.flatMap((path) => placeOfFile(project, today(path)) ?? [])
					.toSorted((one, other) => Number(isOwn(other.path)) - Number(isOwn(one.path)));
				// What takes back a revert brings the change in again, and is told with it.
				if (!reverted || revert.days === undefined) return [];
				if (!at.some(({ path }) => isOwn(path))) return [];
				// A squashed commit may say so of one that it undid before anybody saw it.
				const undone = new Set(reverted.files.map(({ path }) => path));
				if (undone.size > 0 && !revert.paths.some((path) => undone.has(path))) return [];
				if (/^revert\b/i.test(reverted.subject)) return [];
				const newer = history.commits.slice(0, places.get(revert.commit));
				const isBack = newer.some(
					({ subject, body }) =>
						(subject === reverted.subject && said(body) === said(reverted.body)) ||
						(/^(revert|reapply|reland)\b/i.test(subject) &&
							(body.includes(revert.commit) ||
								subject === `Revert "${revert.subject}"` ||
								subject === `Reapply "${reverted.subject}"`))
				);
				const reason = reasonIn(commits.get(revert.commit));
				return [
					finding(project, {
						detector: name,
						subject: revert.commit.slice(0, 12),
						topic: 'history',
						kind: 'fact',
						title: `“${short(reverted.subject)}” was taken back ${after(revert.days)} (commit ${revert.commit.slice(0, 7)})${isBack ? ', and came in again later' : ''}.`,
						detail: reason
							? `The commit says why: “${short(reason, 200)}”`
							: 'The commit does not say why. What was learned from it is worth a sentence somewhere, before somebody tries it again.',
						confidence: 0.95,
						at,
						facts: {
							commit: revert.commit,
							reverted: reverted.id,
							subject: reverted.subject,
							days: revert.days,
							isBack,
							hasReason: reason !== undefined,
							paths: at.map(({ path }) => path).slice(0, 8)
						}
					})
				];
			})
			.slice(0, MOST);
	}
};

const short = (text: string, most = 90) =>
	text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** @param days with one decimal */
export function after(days: number): string {
	if (days < 1) return 'within a day';
	return `after ${counted(Math.round(days), 'day')}`;
}

/** The words of a commit's body, without who signed it and what git says by itself. */
const said = (body: string) =>
	body
		.replace(
			/This reverts commit [\da-f]+(,\s+reversing\s+changes\s+made\s+to\s+[\da-f]+)?[^.\n]*\.?/gi,
			''
		)
		.replace(/^[\w-]+-by:.*$/gim, '')
		.replace(/^\(?(cherry picked|#\d+).*$/gim, '')
		.replace(/\s+/g, ' ')
		.trim();

/** What is said besides which commit it is, below the subject or behind the quoted one. */
function reasonIn(commit: Commit | undefined): string | undefined {
	const below = said(commit?.body ?? '');
	if (below.length >= WITHOUT_REASON) return below;
	const behind = /^Revert ".*"(.*)$/i.exec(commit?.subject ?? '')?.[1]?.replace(/\(?#\d+\)?/g, '');
	const words = behind?.replace(/^[\s(:,–-]+|[\s).]+$/g, '') ?? '';
	return words.split(' ').length >= LEAST_WORDS ? words : undefined;
}
