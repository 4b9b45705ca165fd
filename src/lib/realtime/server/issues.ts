import type { z } from 'zod/mini';

/** The first thing a schema found wrong; inside a union, of the alternative that came furthest. */
export function firstIssue(issues: readonly z.core.$ZodIssue[]): { path: string; message: string } {
	const issue = issues[0];
	if (!issue) return { path: '', message: 'Invalid input' };
	const path = issue.path.map(String).join('.');
	if (issue.code !== 'invalid_union' || issue.errors.length === 0) {
		return { path, message: issue.message };
	}
	const inner = issue.errors
		.map(firstIssue)
		.reduce((best, next) => (furtherThan(next, best) ? next : best));
	return { path: [path, inner.path].filter(Boolean).join('.'), message: inner.message };
}

type Issue = ReturnType<typeof firstIssue>;

/** A wrong value tells more than a missing one, and one deep inside more than one at the top. */
function furtherThan(one: Issue, other: Issue): boolean {
	const rank = ({ path, message }: Issue) =>
		2 * path.split('.').length + (message.includes('received undefined') ? 0 : 1);
	return rank(one) > rank(other);
}
