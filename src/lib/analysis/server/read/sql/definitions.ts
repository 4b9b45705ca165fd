import type { ColumnFact, ForeignKeyFact, IndexFact, TableFact } from '../../../facts';
import type { SqlToken } from './tokens';

/** @returns the line of an offset, from 1 */
export type LineAt = (offset: number) => number;

/** Tokens of one statement, read from left to right. */
export class TokenReader {
	readonly tokens: readonly SqlToken[];
	#at = 0;

	constructor(tokens: readonly SqlToken[]) {
		this.tokens = tokens;
	}

	get next(): SqlToken | undefined {
		return this.tokens[this.#at];
	}

	take(): SqlToken | undefined {
		return this.tokens[this.#at++];
	}

	/** Goes on where all these words follow. */
	takeWords(...words: string[]): boolean {
		if (!words.every((word, place) => this.tokens[this.#at + place]?.word === word)) return false;
		this.#at += words.length;
		return true;
	}

	/** `a.b."C"` @returns `a.b.C`; empty where no name follows */
	takeName(): string {
		const parts: string[] = [];
		while (this.next && (this.next.kind === 'word' || this.next.kind === 'name')) {
			parts.push(this.take()!.text);
			if (this.next?.text !== '.') break;
			this.take();
		}
		return parts.join('.');
	}

	/** `( … )` @returns the tokens within; undefined where none opens */
	takeParentheses(): SqlToken[] | undefined {
		if (this.next?.text !== '(') return undefined;
		this.take();
		const within: SqlToken[] = [];
		let depth = 1;
		for (let token = this.take(); token; token = this.take()) {
			if (token.kind === 'sign' && token.text === '(') depth++;
			if (token.kind === 'sign' && token.text === ')' && --depth === 0) break;
			within.push(token);
		}
		return within;
	}
}

/** Parts between commas that stand in no parentheses. */
export function splitAtCommas(tokens: readonly SqlToken[]): SqlToken[][] {
	const parts: SqlToken[][] = [[]];
	let depth = 0;
	for (const token of tokens) {
		if (token.kind === 'sign' && token.text === '(') depth++;
		if (token.kind === 'sign' && token.text === ')') depth--;
		if (token.kind === 'sign' && token.text === ',' && depth === 0) parts.push([]);
		else parts.at(-1)!.push(token);
	}
	return parts.filter((part) => part.length > 0);
}

/** First names of each part: `(lower(a), b desc)` gives `a`, `b`. */
export function columnsIn(tokens: readonly SqlToken[] | undefined): string[] {
	return splitAtCommas(tokens ?? []).map((part) => {
		const isCall = part[1]?.text === '(';
		const named = part.slice(isCall ? 1 : 0).find(({ kind }) => kind === 'word' || kind === 'name');
		return named?.text ?? '';
	});
}

const CONSTRAINTS = [
	'PRIMARY',
	'FOREIGN',
	'UNIQUE',
	'CHECK',
	'KEY',
	'INDEX',
	'EXCLUDE',
	'FULLTEXT'
];

/** A part of `create table ( … )`, or of `alter table … add`: a constraint or a column. */
export function addDefinition(
	table: TableFact,
	indexes: IndexFact[],
	part: readonly SqlToken[],
	lineAt: LineAt
): void {
	const reader = new TokenReader(part);
	const line = lineAt(part[0]!.start);
	if (reader.takeWords('CONSTRAINT')) reader.takeName();
	const { word = '' } = reader.next ?? {};
	if (word === 'LIKE') return;
	if (CONSTRAINTS.includes(word) && !isColumnNamed(part, word)) {
		return addConstraint(table, indexes, reader, line);
	}
	addColumn(table, reader, line);
}

/** `key text` is a column; `key (a)` and `key name (a)` are not. */
const isColumnNamed = (part: readonly SqlToken[], word: string) =>
	(word === 'KEY' || word === 'INDEX') &&
	part[1]?.text !== '(' &&
	part[2]?.text !== '(' &&
	part[2]?.word !== 'USING';

function addConstraint(
	table: TableFact,
	indexes: IndexFact[],
	reader: TokenReader,
	line: number
): void {
	if (reader.takeWords('PRIMARY', 'KEY')) {
		skipToParentheses(reader);
		table.primaryKey = columnsIn(reader.takeParentheses());
	} else if (reader.takeWords('FOREIGN', 'KEY')) {
		skipToParentheses(reader);
		const columns = columnsIn(reader.takeParentheses());
		if (reader.takeWords('REFERENCES')) {
			table.foreignKeys.push({ columns, line, ...reference(reader) });
		}
	} else if (reader.takeWords('UNIQUE')) {
		skipToParentheses(reader);
		table.unique.push(columnsIn(reader.takeParentheses()));
	} else if (reader.takeWords('CHECK')) table.checks++;
	else if (reader.takeWords('KEY') || reader.takeWords('INDEX')) {
		const name = reader.next?.text === '(' ? '' : reader.takeName();
		skipToParentheses(reader);
		const columns = columnsIn(reader.takeParentheses());
		const index = { table: table.name, columns, isUnique: false, isPartial: false, line };
		indexes.push(name ? { name, ...index } : index);
	}
}

function skipToParentheses(reader: TokenReader): void {
	while (reader.next && reader.next.text !== '(') reader.take();
}

/** Behind `references`. */
function reference(reader: TokenReader): Pick<ForeignKeyFact, 'table' | 'references' | 'onDelete'> {
	const table = reader.takeName();
	const references = columnsIn(reader.takeParentheses());
	while (reader.next) {
		if (!reader.takeWords('ON', 'DELETE')) {
			// Another constraint of the same column begins.
			if (reader.next.word === 'CHECK' || reader.next.word === 'UNIQUE') break;
			reader.take();
			continue;
		}
		const first = reader.take()?.word ?? '';
		const isTwo = first === 'SET' || first === 'NO';
		return { table, references, onDelete: isTwo ? `${first} ${reader.take()?.word}` : first };
	}
	return { table, references };
}

function addColumn(table: TableFact, reader: TokenReader, line: number): void {
	const name = reader.take()?.text ?? '';
	const column: ColumnFact = { name, type: '', isNullable: true, isUnique: false, line };
	if (reader.next?.kind === 'word') column.type = reader.take()!.word;
	else if (reader.next?.kind === 'name') column.type = reader.take()!.text.toUpperCase();
	table.columns.push(column);
	while (reader.next) {
		if (reader.takeWords('NOT', 'NULL')) column.isNullable = false;
		else if (reader.takeWords('PRIMARY', 'KEY')) {
			column.isNullable = false;
			table.primaryKey = [name];
		} else if (reader.takeWords('UNIQUE')) column.isUnique = true;
		else if (reader.takeWords('CHECK')) table.checks++;
		else if (reader.takeWords('REFERENCES')) {
			table.foreignKeys.push({ columns: [name], line, ...reference(reader) });
		} else if (!reader.takeParentheses()) reader.take();
	}
}
