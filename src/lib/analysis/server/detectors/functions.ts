import type { CallFact, FileFacts, SymbolFact } from '../../facts';
import type { Project } from '../../project';

/** A function with the calls that stand in it, those of functions within it included. */
export interface FunctionCalls {
	file: FileFacts;
	symbol: SymbolFact;
	calls: CallFact[];
}

/** Outermost functions and methods of a file. */
export function functionsOf(file: FileFacts): FunctionCalls[] {
	const functions = file.symbols.filter(({ kind }) => kind === 'function' || kind === 'method');
	let end = 0;
	const outermost = functions
		.toSorted((one, other) => one.startLine - other.startLine || other.endLine - one.endLine)
		.filter((symbol) => {
			if (symbol.startLine <= end && symbol.endLine <= end) return false;
			end = symbol.endLine;
			return true;
		});
	return outermost.map((symbol) => ({
		file,
		symbol,
		calls: file.calls.filter(
			({ startLine, endLine }) => startLine >= symbol.startLine && endLine <= symbol.endLine
		)
	}));
}

const depthOf = (line: string) => line.search(/\S/);

/**
 * Whether two places run one after the other: both in one block, told by indentation, with nothing
 * less deep between them.
 */
export function isSameBlock(
	project: Project,
	path: string,
	first: number,
	second: number
): boolean {
	const lines = project.lines(path).slice(first - 1, second);
	const depth = depthOf(lines[0] ?? '');
	if (depth !== depthOf(lines.at(-1) ?? '')) return false;
	return lines.every((line) => depthOf(line) === -1 || depthOf(line) >= depth);
}
