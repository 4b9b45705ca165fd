import type { FileFacts } from '../../facts';
import type { History } from '../../source';

export interface HotSpot {
	path: string;
	/** Commits that changed it, under its earlier names too. */
	commits: number;
	/** Sum over its functions (McCabe); of files without functions one for each ten lines of code. */
	complexity: number;
	/** 0–1: both ranks multiplied, so that neither a busy list nor a settled monster is first. */
	score: number;
	/** Its most complex function. */
	worst?: { name: string; complexity: number; startLine: number; endLine: number };
}

/**
 * Where work and complexity meet (Tornhill, Your Code as a Crime Scene, 2015): the share of files
 * that change less often, times the share of files that are simpler.
 *
 * @returns files of people's own production code that changed at least twice, the hottest first
 */
export function hotSpots(files: readonly FileFacts[], history: History): HotSpot[] {
	const churn = churnOf(history);
	const candidates = files
		.filter(({ isTest, isGenerated }) => !isTest && !isGenerated)
		.map((file) => ({ file, commits: churn.get(file.path) ?? 0, complexity: complexityOf(file) }));
	const byChurn = shareBelow(candidates.map(({ commits }) => commits));
	const byComplexity = shareBelow(candidates.map(({ complexity }) => complexity));
	return candidates
		.filter(({ commits }) => commits >= 2)
		.map(({ file, commits, complexity }) => {
			const worst = worstOf(file);
			const score = byChurn(commits) * byComplexity(complexity);
			return { path: file.path, commits, complexity, score, ...(worst && { worst }) };
		})
		.toSorted((one, other) => other.score - one.score || other.complexity - one.complexity);
}

/** @returns path as it is now → commits that changed it */
export function churnOf({ commits }: History): Map<string, number> {
	const churn = new Map<string, number>();
	/** Earlier name → the name now; commits come newest first. */
	const nameNow = new Map<string, string>();
	for (const { files } of commits) {
		const renames: [string, string][] = [];
		for (const { path, from } of files) {
			const now = nameNow.get(path) ?? path;
			churn.set(now, (churn.get(now) ?? 0) + 1);
			if (from !== undefined) renames.push([from, now]);
		}
		for (const [from, now] of renames) nameNow.set(from, now);
	}
	return churn;
}

const complexityOf = ({ symbols, codeLines }: FileFacts) => {
	const sum = symbols.reduce((total, { complexity = 0 }) => total + complexity, 0);
	return sum || Math.ceil(codeLines / 10);
};

function worstOf({ symbols }: FileFacts): HotSpot['worst'] {
	let worst: HotSpot['worst'];
	for (const { name, complexity = 0, startLine, endLine } of symbols) {
		if (complexity > (worst?.complexity ?? 0)) worst = { name, complexity, startLine, endLine };
	}
	return worst;
}

/** @returns the share of values that are smaller than one of them */
function shareBelow(values: readonly number[]): (value: number) => number {
	const sorted = values.toSorted((one, other) => one - other);
	const first = new Map<number, number>();
	sorted.forEach((value, place) => {
		if (!first.has(value)) first.set(value, place);
	});
	return (value) => (first.get(value) ?? 0) / Math.max(1, sorted.length - 1);
}
