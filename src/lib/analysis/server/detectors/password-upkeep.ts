import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { counted, distinct, finding, listed, placeOf } from './detector';

const MOST_LINES = 20;

/** Django's list: the first hashes, the others only check what was hashed before. */
export function hashersInOrder(project: Project, detector: string): Finding[] {
	const lists = project.sources
		.filter(({ language, path }) => language === 'python' && /settings|config|base/.test(path))
		.flatMap(({ path }) => {
			// A list as long as this one is no fact: facts keep short values.
			const line = project.lines(path).findIndex((text) => /^PASSWORD_HASHERS\s*[:=]/.test(text));
			const hashers = line === -1 ? [] : hashersAt(project, path, line + 1);
			return hashers.length > 0 ? [{ place: { path, startLine: line + 1 }, hashers }] : [];
		});
	const [list] = lists;
	if (!list || lists.length > 1) return [];
	const [first, ...older] = list.hashers;
	return [
		finding(project, {
			detector,
			subject: 'hashers-in-order',
			topic: 'password_hashing',
			kind: 'decision',
			title:
				older.length === 0
					? `Passwords are hashed by ${first!}, the one hasher that is listed.`
					: `New passwords are hashed by ${first!}; ${counted(older.length, 'more hasher stays', 'more hashers stay')} listed to check old ones: ${listed(older)}.`,
			detail:
				'The first of PASSWORD_HASHERS makes the hashes; a password that was hashed by another is hashed anew when its owner signs in. Whoever never comes back keeps the old one.',
			confidence: 0.95,
			at: [list.place],
			facts: { first: first!, older }
		})
	];
}

/** Names of classes until the list ends. */
function hashersAt(project: Project, path: string, line: number): string[] {
	const lines = project.lines(path).slice(line - 1, line - 1 + MOST_LINES);
	const end = lines.findIndex((text) => /[\])]\s*(#.*)?$/.test(text));
	return lines
		.slice(0, end === -1 ? 0 : end + 1)
		.filter((text) => !/^\s*#/.test(text))
		.flatMap((text) => Array.from(text.matchAll(/["'][\w.]*?(\w+)["']/g), (match) => match[1]!));
}

const NEEDS_REHASH =
	/(^|\.)(needs_?rehash|password_needs_rehash|check_needs_rehash|needs_update|must_update|verify_and_update|needsUpgrade|upgradeEncoding)$/i;

/** A hash that is weaker than today's is replaced at sign-in, when the password is there. */
export function rehashed(project: Project, detector: string): Finding[] {
	const calls = project
		.calls(NEEDS_REHASH)
		.filter(
			({ file, fact }) =>
				!/needs_update|must_update/.test(fact.callee) ||
				[file.path, fact.within ?? '', fact.callee, ...fact.args].some((text) =>
					/passw|hash|pwd/i.test(text)
				)
		);
	if (calls.length === 0) return [];
	const functions = distinct(calls.flatMap(({ fact }) => fact.within ?? []));
	return [
		finding(project, {
			detector,
			subject: 'rehashed',
			topic: 'password_hashing',
			kind: 'decision',
			title: `Passwords whose hash is weaker than today's are hashed anew when they are next checked${functions.length > 0 ? ` (${listed(functions, 3)})` : ''}.`,
			detail:
				'A higher cost or another algorithm reaches old accounts without asking anybody for a new password. Whoever never signs in again keeps the old hash.',
			confidence: 0.9,
			at: calls.map(placeOf),
			facts: { calls: calls.length, functions: functions.slice(0, 10) }
		})
	];
}
