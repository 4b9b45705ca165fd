import type { IndexFact, SqlFacts, TableFact } from '../../../facts';
import { addDefinition, columnsIn, splitAtCommas, TokenReader, type LineAt } from './definitions';
import { statementsOf } from './statements';
import type { SqlToken } from './tokens';

/** In one file: what has more is a dump. */
const MOST_STATEMENTS = 5_000;

/**
 * Tables, keys and indexes of a file of SQL, in any dialect. A statement is read as far as it is
 * understood; one that claims to make a table and does not name its columns counts as not understood.
 *
 * It is not a parser: those of one dialect refuse what another's allows, and whole statements with
 * it, while names, keys and references are written alike in all.
 */
export function readSql(text: string, lineAt: LineAt): SqlFacts {
	const facts: SqlFacts = { tables: [], indexes: [], statements: [], notUnderstood: 0 };
	const byName = new Map<string, TableFact>();
	for (const tokens of statementsOf(text)) {
		if (facts.statements.length >= MOST_STATEMENTS) break;
		const line = lineAt(tokens[0]!.start);
		const kind = kindOf(tokens);
		if (kind === '') {
			facts.notUnderstood++;
			continue;
		}
		const tables = kind === 'DROP INDEX' ? indexesIn(tokens) : tablesIn(tokens);
		facts.statements.push({ kind, line, tables });
		if (kind === 'CREATE TABLE') createTable(facts, byName, tokens, lineAt);
		else if (kind === 'CREATE INDEX') createIndex(facts, tokens, line);
		else if (kind === 'ALTER TABLE') alterTable(facts, byName, tokens, lineAt);
	}
	return facts;
}

/** Words that stand between `create` and what is created. */
const BETWEEN =
	/^(OR|REPLACE|TEMP|TEMPORARY|UNIQUE|GLOBAL|LOCAL|UNLOGGED|MATERIALIZED|VIRTUAL|RECURSIVE|CLUSTERED|NONCLUSTERED|FULLTEXT|SPATIAL|EXTERNAL|FOREIGN|CONSTRAINT)$/;

function kindOf(tokens: readonly SqlToken[]): string {
	const first = tokens[0]!.word;
	if (!/^[A-Z]+$/.test(first)) return '';
	if (!/^(CREATE|ALTER|DROP|COMMENT)$/.test(first)) return first;
	const second = tokens.slice(1).find(({ word }) => word !== '' && !BETWEEN.test(word));
	return second ? `${first} ${second.word}` : first;
}

const BEFORE_TABLE = ['FROM', 'JOIN', 'INTO', 'UPDATE', 'TABLE'];
const NO_TABLE = ['SELECT', 'SET', 'IF', 'NOT', 'EXISTS', 'ONLY', 'LATERAL', 'UNNEST', 'VALUES'];

function tablesIn(tokens: readonly SqlToken[]): string[] {
	const tables = new Set<string>();
	const reader = new TokenReader(tokens.slice(0, 2_000));
	while (reader.next) {
		if (!BEFORE_TABLE.includes(reader.take()!.word)) continue;
		while (reader.next && NO_TABLE.includes(reader.next.word)) reader.take();
		const name = reader.takeName();
		if (name) tables.add(name);
	}
	return [...tables].slice(0, 20);
}

/** `drop index concurrently if exists a, b` */
function indexesIn(tokens: readonly SqlToken[]): string[] {
	const reader = new TokenReader(tokens.slice(0, 2_000));
	while (reader.next && reader.take()!.word !== 'INDEX');
	reader.takeWords('CONCURRENTLY');
	reader.takeWords('IF', 'EXISTS');
	const names: string[] = [];
	for (let name = reader.takeName(); name; name = reader.takeName()) {
		names.push(name);
		if (reader.take()?.text !== ',') break;
	}
	return names.slice(0, 20);
}

const tableKey = (name: string) => name.slice(name.lastIndexOf('.') + 1).toLowerCase();

const newTable = (name: string, startLine: number, endLine: number): TableFact => ({
	name,
	startLine,
	endLine,
	columns: [],
	primaryKey: [],
	foreignKeys: [],
	unique: [],
	checks: 0
});

function createTable(
	facts: SqlFacts,
	byName: Map<string, TableFact>,
	tokens: readonly SqlToken[],
	lineAt: LineAt
): void {
	const reader = new TokenReader(tokens);
	while (reader.next && reader.take()!.word !== 'TABLE');
	reader.takeWords('IF', 'NOT', 'EXISTS');
	const name = reader.takeName();
	const parts = splitAtCommas(reader.takeParentheses() ?? []);
	const isMadeOtherwise = ['AS', 'LIKE', 'PARTITION', 'USING'].includes(reader.next?.word ?? '');
	if (name === '' || (parts.length === 0 && !isMadeOtherwise)) {
		facts.notUnderstood++;
		return;
	}
	const table = newTable(name, lineAt(tokens[0]!.start), lineAt(tokens.at(-1)!.start));
	for (const part of parts) addDefinition(table, facts.indexes, part, lineAt);
	facts.tables.push(table);
	byName.set(tableKey(name), table);
}

function createIndex(facts: SqlFacts, tokens: readonly SqlToken[], line: number): void {
	const reader = new TokenReader(tokens);
	const isUnique = tokens.slice(0, 4).some(({ word }) => word === 'UNIQUE');
	while (reader.next && reader.take()!.word !== 'INDEX');
	reader.takeWords('CONCURRENTLY');
	reader.takeWords('IF', 'NOT', 'EXISTS');
	const name = reader.next?.word === 'ON' ? '' : reader.takeName();
	while (reader.next && reader.take()!.word !== 'ON');
	reader.takeWords('ONLY');
	const table = reader.takeName();
	if (reader.takeWords('USING')) reader.take();
	const columns = columnsIn(reader.takeParentheses());
	if (table === '' || columns.length === 0) {
		facts.notUnderstood++;
		return;
	}
	let isPartial = false;
	while (reader.next) if (reader.take()!.word === 'WHERE') isPartial = true;
	const index: IndexFact = { table, columns, isUnique, isPartial, line };
	facts.indexes.push(name ? { name, ...index } : index);
}

/** `rename to b`, `rename column a to b`, `drop column a` of a table */
function undoneIn(table: string, part: readonly SqlToken[]) {
	const reader = new TokenReader(part);
	if (reader.takeWords('RENAME', 'TO')) {
		return { kind: 'RENAME TABLE', tables: [table, reader.takeName()] };
	}
	if (reader.takeWords('RENAME')) {
		reader.takeWords('COLUMN');
		const from = reader.takeName();
		return reader.takeWords('TO')
			? { kind: 'RENAME COLUMN', tables: [table, from, reader.takeName()] }
			: undefined;
	}
	if (!reader.takeWords('DROP', 'COLUMN')) return undefined;
	reader.takeWords('IF', 'EXISTS');
	return { kind: 'DROP COLUMN', tables: [table, reader.takeName()] };
}

/** What it adds counts for the table, which may stand in another file. */
function alterTable(
	facts: SqlFacts,
	byName: Map<string, TableFact>,
	tokens: readonly SqlToken[],
	lineAt: LineAt
): void {
	const reader = new TokenReader(tokens);
	while (reader.next && reader.take()!.word !== 'TABLE');
	reader.takeWords('IF', 'EXISTS');
	reader.takeWords('ONLY');
	const name = reader.takeName();
	if (name === '') return;
	const rest: SqlToken[] = [];
	for (let token = reader.take(); token; token = reader.take()) rest.push(token);
	const line = lineAt(tokens[0]!.start);
	for (const part of splitAtCommas(rest)) {
		const undone = undoneIn(name, part);
		if (undone) facts.statements.push({ ...undone, line });
		if (part[0]?.word !== 'ADD') continue;
		const skip = part[1]?.word === 'COLUMN' ? 2 : 1;
		const isGuarded = part[skip]?.word === 'IF';
		const added = part.slice(isGuarded ? skip + 3 : skip);
		if (added.length === 0) continue;
		let table = byName.get(tableKey(name));
		if (!table) {
			table = newTable(name, lineAt(tokens[0]!.start), lineAt(tokens.at(-1)!.start));
			facts.tables.push(table);
			byName.set(tableKey(name), table);
		}
		addDefinition(table, facts.indexes, added, lineAt);
	}
}
