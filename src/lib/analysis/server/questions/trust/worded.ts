import type { Evidence } from '../../../evidence';
import type { Place, Project } from '../../../project';
import type { Phrasing } from '../phrasing';

/** Ways to say one part of a text; each goes with every way of the other parts. */
export type Ways = readonly [string, ...string[]];

/**
 * A text of several parts, each said in one of its ways.
 *
 * @param about what is asked about: the same repository is asked about another thing in other words
 */
export const worded = (phrasing: Phrasing, about: string, ...parts: readonly Ways[]): string =>
	parts.map((ways, place) => phrasing.one(`${about} ${place}`, ways)).join(' ');

/** Names that say little without their folder. */
const GENERAL = /^([a-z]+|__init__|Program|Startup|Handler)\.\w+$/;

/** What people call a file among themselves: its name, and its folder where the name says little. */
export function fileName(path: string): string {
	const parts = path.split('/');
	const name = parts.at(-1)!;
	return GENERAL.test(name) ? parts.slice(-2).join('/') : name;
}

/** Evidence of other files than these, the best first. */
export const elsewhere = (evidence: readonly Evidence[], than: readonly Evidence[]): Evidence[] => {
	const paths = new Set(than.map(({ path }) => path));
	return evidence.filter(({ path }) => !paths.has(path));
};

/** A line of a place: long statements show their beginning. */
export const shown = (
	project: Project,
	{ path, startLine, endLine = startLine }: Place
): Evidence => project.evidence({ path, startLine, endLine: Math.min(endLine, startLine + 7) });

/** `one` with a count of one, else `many`. */
export const agree = (count: number, one: string, many: string) => (count === 1 ? one : many);

/** Code that others wrote, kept in this repository. */
const OTHERS = /(^|\/)(vendor|third_party|public|static|assets)\/.*\.js$|jquery|\.min\.js$/i;

/** Code that seldom runs: worth naming only where nothing else does it. */
const ASIDE =
	/migrations?\/|management\/commands\/|seed|factor(y|ies)|tests?[_/.-]|fixture|(^|\/)(bin|extra|scripts?|examples?|tools?)\//i;

/** Places in people's own code, those that matter to the running program first. */
export const mainFirst = (evidence: readonly Evidence[]): Evidence[] =>
	evidence
		.filter(({ path }) => !OTHERS.test(path))
		.toSorted((one, other) => Number(ASIDE.test(one.path)) - Number(ASIDE.test(other.path)));

/** Whether a place is one that the program seldom comes by. */
export const isAside = ({ path }: Evidence): boolean => ASIDE.test(path);
