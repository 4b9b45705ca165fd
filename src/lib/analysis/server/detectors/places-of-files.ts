import type { Place, Project } from '../../project';

const MOST_LINES = 12;

/**
 * Where to look in a file that is told of as a whole: its most complex function, or its beginning.
 *
 * @returns undefined of files that are not there any more
 */
export function placeOfFile(project: Project, path: string): Place | undefined {
	const file = project.files.find((one) => one.path === path);
	if (!file) return project.paths.includes(path) ? { path, startLine: 1 } : undefined;
	const [worst] = file.symbols.toSorted(
		(one, other) => (other.complexity ?? 0) - (one.complexity ?? 0)
	);
	if (!worst) return { path, startLine: 1 };
	const endLine = Math.min(worst.endLine, worst.startLine + MOST_LINES - 1);
	return { path, startLine: worst.startLine, endLine };
}

/** Paths as they were to paths as they are. */
export function namesToday({ history }: Project): (path: string) => string {
	const today = new Map<string, string>();
	for (const { files } of history?.commits ?? []) {
		const renames = files.flatMap(({ path, from }): [string, string][] =>
			from === undefined || from === path ? [] : [[from, today.get(path) ?? path]]
		);
		// What stands under its old name again is a file of its own.
		for (const [from, now] of renames) if (!today.has(from)) today.set(from, now);
	}
	return (path) => today.get(path) ?? path;
}

/** People's own code and tests of today: what is generated changes with what it is made from. */
export function isOwnCode(project: Project): (path: string) => boolean {
	const own = [
		...project.sources,
		...project.files.filter(({ isTest, isGenerated }) => isTest && !isGenerated)
	];
	const paths = new Set(own.map(({ path }) => path));
	return (path) => paths.has(path) && !GENERATED.test(path);
}

/** Written by tools, though people may touch them. */
const GENERATED = /(^|\/)db\/(schema|structure)\.(rb|sql)$/;
