import type { CodePiece } from '../code-pieces';
import type { FileFacts, SymbolFact } from '../facts';
import type { Project } from '../project';
import { charactersToType, isGoodToType, LINES_TO_TYPE, withoutMargin } from './good-to-type';

/** A repository's; more than anybody types, and few to keep. */
export const MOST_PIECES = 200;

/**
 * Functions and methods that people wrote for production and that are good to type (rule T1, mode
 * `code`): at most `MOST_PIECES`, no two alike and none within another, over as many languages,
 * sizes, folders and files as there are. The same project gives the same pieces.
 */
export function codePiecesOf(project: Project): CodePiece[] {
	const candidates = project.sources
		.toSorted((a, b) => compare(a.path, b.path))
		.flatMap((file) => piecesOf(file, project.lines(file.path)));
	return spread(
		withoutLikes(candidates),
		({ language }) => language,
		sizeOf,
		({ path }) => path.slice(0, path.lastIndexOf('/') + 1),
		({ path }) => path
	).slice(0, MOST_PIECES);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function piecesOf(file: FileFacts, lines: readonly string[]): CodePiece[] {
	if (file.skipped !== undefined) return [];
	const functions = file.symbols
		.filter(({ kind }) => kind === 'function' || kind === 'method')
		.toSorted((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
	const pieces: CodePiece[] = [];
	for (const symbol of functions) {
		// Of those that stand in each other, the outermost that is good.
		if (symbol.startLine <= (pieces.at(-1)?.endLine ?? 0)) continue;
		const piece = pieceOf(file, symbol, lines);
		if (piece) pieces.push(piece);
	}
	return pieces;
}

function pieceOf(
	{ path, language }: FileFacts,
	{ name, startLine, endLine }: SymbolFact,
	lines: readonly string[]
): CodePiece | undefined {
	const length = endLine - startLine + 1;
	if (length < LINES_TO_TYPE.least || length > LINES_TO_TYPE.most) return undefined;
	const text = withoutMargin(lines.slice(startLine - 1, endLine));
	if (!isGoodToType(text, language)) return undefined;
	return { path, name, language, startLine, endLine, text, characters: charactersToType(text) };
}

/** Of pieces that differ in names, numbers and words only, the first. */
function withoutLikes(pieces: readonly CodePiece[]): CodePiece[] {
	const seen = new Set<string>();
	return pieces.filter(({ text }) => {
		const shape = shapeOf(text);
		return !seen.has(shape) && seen.add(shape);
	});
}

/** Names by the order in which they come, so that a copy with other names has the same shape. */
function shapeOf(text: string): string {
	const names = new Map<string, number>();
	return text
		.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '"')
		.replace(/[\p{L}_$][\p{L}\p{N}_$]*/gu, (name) => {
			const place = names.get(name) ?? names.size;
			names.set(name, place);
			return `n${place}`;
		})
		.replace(/(?<!n)\b\d[\d._a-fx]*/gi, '0')
		.replace(/\s+/g, '');
}

/** Twice the length is another size. */
const sizeOf = ({ characters }: CodePiece) => String(Math.floor(Math.log2(characters)));

/**
 * The items in an order in which every beginning is spread evenly over the values of the first key,
 * and those of one value over the values of the second, and so on.
 */
function spread<T>(items: readonly T[], ...keys: ((item: T) => string)[]): T[] {
	const [key, ...others] = keys;
	if (key === undefined) return [...items];
	const groups = Map.groupBy(items, key);
	const queues = Array.from(groups.values(), (group) => spread(group, ...others));
	const longest = Math.max(0, ...queues.map(({ length }) => length));
	return Array.from({ length: longest }, (_, turn) =>
		queues.flatMap((queue) => queue.slice(turn, turn + 1))
	).flat();
}
