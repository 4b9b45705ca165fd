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
		.reduce((best, next) => (next.path.length > best.path.length ? next : best));
	return { path: [path, inner.path].filter(Boolean).join('.'), message: inner.message };
}
