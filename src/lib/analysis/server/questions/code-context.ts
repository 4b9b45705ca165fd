import { evidenceFrom, MOST_LINES, type Evidence } from '../../evidence';
import type { SymbolFact } from '../../facts';
import type { Project } from '../../project';
import type { Question } from '../../questions';

/** Lines before, and as many after. */
const BESIDE = 4;

/** Evidence of more lines leaves no room for others, and can be understood by itself. */
const FEW_LINES = MOST_LINES - 2 * BESIDE;

/** Files with longer text are hardly ever written by hand, and slow to look through for secrets. */
const MOST_CHARACTERS = 200_000;

interface Range {
	from: number;
	to: number;
}

/**
 * Shows the code that a question is about together with what stands around it: one line alone says
 * little to whoever does not know the file by heart.
 *
 * @returns gives a question of this project back with its evidence so; what tells of an older state,
 * what cannot be shown and what is long enough stays as it is
 */
export function contextIn(project: Project): (question: Question) => Question {
	const files = new Map(project.files.map((file) => [file.path, file]));
	const texts = new Map<string, readonly string[]>();

	/** Whole files, as a key of several lines is known by its first. */
	const shownLines = (path: string): readonly string[] => {
		const known = texts.get(path);
		if (known) return known;
		const text = project.lines(path).join('\n');
		const lines = text.length > MOST_CHARACTERS ? [] : project.shown(text).split('\n');
		texts.set(path, lines);
		return lines;
	};

	const around = (evidence: Evidence): Evidence => {
		const { path, startLine, endLine, snippet, commit } = evidence;
		const own = snippet.split('\n');
		const isWhole = own.length === endLine - startLine + 1;
		if (commit !== undefined || snippet === '' || !isWhole || own.length > FEW_LINES)
			return evidence;
		const lines = shownLines(path);
		if (lines.length < endLine) return evidence;
		const range = widened(evidence, files.get(path)?.symbols ?? [], lines);
		if (range.to - range.from === endLine - startLine) return evidence;
		const shown = evidenceFrom(path, lines, range.from, range.to).snippet.split('\n');
		// What a detector hides besides stays hidden.
		shown.splice(startLine - range.from, own.length, ...own);
		return { ...evidence, around: { startLine: range.from, snippet: shown.join('\n') } };
	};

	return (question) => ({ ...question, evidence: question.evidence.map(around) });
}

/** The function that it stands in where that is short, else some lines of it before and after. */
function widened(
	{ startLine, endLine }: Evidence,
	symbols: readonly SymbolFact[],
	lines: readonly string[]
): Range {
	const inside = symbols
		.filter((one) => one.kind === 'function' || one.kind === 'method')
		.filter((one) => one.startLine <= startLine && one.endLine >= endLine)
		.toSorted((one, other) => other.startLine - one.startLine)[0];
	const first = inside?.startLine ?? 1;
	const last = Math.min(inside?.endLine ?? lines.length, lines.length);
	// Shown whole.
	if (inside && last - first < MOST_LINES) return { from: first, to: last };
	const from = Math.max(first, startLine - BESIDE);
	const to = Math.min(last, endLine + BESIDE);
	return withoutBlankEnds({ from, to }, { from: startLine, to: endLine }, lines);
}

/** @param kept stays, blank or not */
function withoutBlankEnds({ from, to }: Range, kept: Range, lines: readonly string[]): Range {
	const isBlank = (line: number) => (lines[line - 1] ?? '').trim() === '';
	while (from < kept.from && isBlank(from)) from += 1;
	while (to > kept.to && isBlank(to)) to -= 1;
	return { from, to };
}
