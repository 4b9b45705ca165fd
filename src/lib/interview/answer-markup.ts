import type { Span } from './evaluation';

/**
 * An answer as it is laid out: the Markdown that people write while they talk, and no more of it. What
 * is not understood stays as it was written; markup of the web is text like any other. Pure.
 */

/** Words of one look. `text` is what stands in the answer from `at` on, unit by unit. */
export interface Piece {
	text: string;
	/** In UTF-16 units from the answer's beginning, so that a span of the answer can be found in it. */
	at: number;
	look?: 'code' | 'strong' | 'emphasis';
	/** An address of the web, where it is one. */
	href?: string;
	isMarked?: boolean;
}

export type Block =
	| { kind: 'paragraph' | 'heading' | 'quote'; lines: Piece[][] }
	| { kind: 'list'; isOrdered: boolean; first: number; items: Piece[][] }
	| { kind: 'code'; language: string; lines: Piece[][] };

interface Line {
	text: string;
	at: number;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})[ \t]*([\w+#.-]*)/;
const HEADING = /^ {0,3}#{1,6}[ \t]+/;
const QUOTE = /^ {0,3}>[ \t]?/;
const BULLET = /^[ \t]{0,8}[-*+•][ \t]+(?=\S)/;
const NUMBER = /^[ \t]{0,8}(\d{1,3})[.)][ \t]+(?=\S)/;

/** No alternative may look further than its bound: an answer is hostile until it is parsed. */
const INLINE =
	/`([^`\n]{1,500})`|\*\*([^*\s](?:[^*\n]{0,500}[^*\s])?)\*\*|\*([^*\s](?:[^*\n]{0,500}[^*\s])?)\*|\[([^[\]\n]{1,200})\]\((https?:\/\/[^\s()<>]{1,500})\)|https?:\/\/[^\s()<>"']{1,500}[^\s()<>"'.,;:!?]/g;

/** Nobody lays out an answer in more: each becomes elements of a page. What is behind stays plain. */
export const MOST_PIECES = 600;

/** How many pieces there may still be. */
interface Room {
	left: number;
}

/** @returns the answer's blocks, in order; every piece keeps its place in the answer */
export function blocksOf(answer: string): Block[] {
	const lines = linesOf(answer);
	const blocks: Block[] = [];
	const room = { left: MOST_PIECES };
	for (let index = 0; index < lines.length && room.left > 0;) {
		const { text } = lines[index]!;
		const fence = FENCE.exec(text);
		if (text.trim() === '') index += 1;
		else if (fence) index = takeCode(lines, index, fence, blocks, room);
		else index = takeText(lines, index, blocks, room);
		const rest = lines[index];
		if (room.left <= 0 && rest) {
			blocks.push({ kind: 'paragraph', lines: [[{ text: answer.slice(rest.at), at: rest.at }]] });
		}
	}
	return blocks;
}

/** @returns the index behind what was taken */
function takeCode(
	lines: readonly Line[],
	from: number,
	[, fence = '', language = '']: RegExpExecArray,
	blocks: Block[],
	room: Room
): number {
	const isEnd = ({ text }: Line) => text.trim().startsWith(fence) && !/[^`~\s]/.test(text);
	const body = lines.slice(from + 1);
	const length = body.findIndex(isEnd);
	const whole = length === -1 ? body : body.slice(0, length);
	const code = whole.slice(0, room.left);
	room.left -= Math.max(1, code.length);
	blocks.push({ kind: 'code', language, lines: code.map((line) => [{ ...line }]) });
	const isEnded = length !== -1 && code.length === whole.length;
	return from + 1 + code.length + (isEnded ? 1 : 0);
}

function takeText(lines: readonly Line[], from: number, blocks: Block[], room: Room): number {
	const line = lines[from]!;
	const heading = HEADING.exec(line.text);
	const last = blocks.at(-1);
	if (heading) {
		blocks.push({ kind: 'heading', lines: [piecesOf(behind(line, heading[0]), room)] });
		return from + 1;
	}
	const quote = QUOTE.exec(line.text);
	const number = NUMBER.exec(line.text);
	const mark = number ?? BULLET.exec(line.text);
	// Blocks of one kind join where nothing blank stands between them.
	const isBehind = from > 0 && lines[from - 1]!.text.trim() !== '';
	if (mark) {
		const pieces = piecesOf(behind(line, mark[0]), room);
		const isOrdered = number !== null;
		if (last?.kind === 'list' && last.isOrdered === isOrdered) last.items.push(pieces);
		else blocks.push({ kind: 'list', isOrdered, first: Number(number?.[1] ?? 1), items: [pieces] });
	} else if (last?.kind === 'list' && isBehind && /^[ \t]/.test(line.text)) {
		last.items.at(-1)!.push({ text: '\n', at: line.at - 1 }, ...piecesOf(line, room));
	} else {
		const kind = quote ? ('quote' as const) : ('paragraph' as const);
		const pieces = piecesOf(quote ? behind(line, quote[0]) : line, room);
		if (last?.kind === kind && isBehind) last.lines.push(pieces);
		else blocks.push({ kind, lines: [pieces] });
	}
	return from + 1;
}

function linesOf(answer: string): Line[] {
	let at = 0;
	return answer.split('\n').map((whole) => {
		const line = { text: whole.replace(/\r$/, ''), at };
		at += whole.length + 1;
		return line;
	});
}

const behind = ({ text, at }: Line, mark: string): Line => ({
	text: text.slice(mark.length),
	at: at + mark.length
});

function piecesOf({ text, at }: Line, room: Room): Piece[] {
	const pieces: Piece[] = [];
	let done = 0;
	const plain = (to: number) => {
		if (to > done) pieces.push({ text: text.slice(done, to), at: at + done });
	};
	for (const match of text.matchAll(INLINE)) {
		if (pieces.length >= room.left) break;
		const [whole, code, strong, emphasis, label, href] = match;
		plain(match.index);
		done = match.index + whole.length;
		const inner = (words: string, before: number, more: Partial<Piece>) =>
			pieces.push({ text: words, at: at + match.index + before, ...more });
		if (code !== undefined) inner(code, 1, { look: 'code' });
		else if (strong !== undefined) inner(strong, 2, { look: 'strong' });
		else if (emphasis !== undefined) inner(emphasis, 1, { look: 'emphasis' });
		else if (label !== undefined) inner(label, 1, { href });
		else inner(whole, 0, { href: whole });
	}
	plain(text.length);
	room.left -= pieces.length;
	return pieces;
}

/** The same pieces, split where a span begins or ends, those inside of one marked. */
export function marked(pieces: readonly Piece[], spans: readonly Span[]): Piece[] {
	return pieces.flatMap((piece) => {
		const end = piece.at + piece.text.length;
		const edges = spans.flatMap((span) => [span.start, span.end]);
		const cuts = [piece.at, ...edges.filter((edge) => edge > piece.at && edge < end), end];
		const places = [...new Set(cuts)].sort((one, other) => one - other);
		return places.slice(0, -1).map((from, index) => {
			const to = places[index + 1]!;
			const isMarked = spans.some(({ start, end: last }) => start <= from && last >= to);
			const part = { ...piece, text: piece.text.slice(from - piece.at, to - piece.at), at: from };
			return isMarked ? { ...part, isMarked } : part;
		});
	});
}

/** An answer as a field has it: there a line break is one unit, whatever it was made of. */
export const asInField = (answer: string): string => answer.replace(/\r\n?/g, '\n');

/** @param at a place in what `asInField` gives; @returns the same place in the answer */
export function placeInAnswer(answer: string, at: number): number {
	let place = 0;
	for (let passed = 0; passed < at; passed += 1) place += answer.startsWith('\r\n', place) ? 2 : 1;
	return place;
}
