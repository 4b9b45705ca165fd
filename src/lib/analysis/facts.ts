/**
 * What is known of a file once its syntax tree was walked: the same form for every language, so that
 * a detector asks for calls, imports and annotations, and not for one grammar's nodes. Types only.
 */

export const languages = [
	'javascript',
	'typescript',
	'svelte',
	'vue',
	'python',
	'java',
	'kotlin',
	'go',
	'rust',
	'csharp',
	'ruby',
	'php',
	'c',
	'cpp',
	'sql'
] as const;

export type Language = (typeof languages)[number];

/** Lines count from 1, both ends included. */
export interface Span {
	startLine: number;
	endLine: number;
}

export interface SymbolFact extends Span {
	kind: 'function' | 'method' | 'class' | 'interface' | 'struct' | 'enum' | 'trait' | 'module';
	/** As it is called within its file: `UserService.create`. */
	name: string;
	/** Cyclomatic: 1 and one more for each branch, loop, case, catch, `&&`, `||`, `??`, `?:` (McCabe 1976). Functions and methods only. */
	complexity?: number;
	/** As written, types included, each at most 120 characters. */
	parameters?: string[];
	isExported?: boolean;
	isAsync?: boolean;
	/** What a class extends or implements, as written. */
	bases?: string[];
}

export interface ImportFact {
	/** As written: `../db`, `github.com/lib/pq`, `org.springframework.web`. */
	specifier: string;
	/** What it brings in, where it says so. */
	names: string[];
	line: number;
	/** TypeScript's `import type`: gone when it runs. */
	isType?: boolean;
}

export interface CallFact extends Span {
	/**
	 * A path of names; dots, arrows and `::` are dots, `?.` too: `jwt.sign`, `Model.objects.filter`.
	 * Calls on the way keep empty parentheses: `db.select().from`; constructors stand behind `new`
	 * where the language writes it: `new Pool`; macros keep their mark: `println!`; elements of JSX
	 * their bracket: `<Route`. At most 120 characters; of longer ones the end.
	 */
	callee: string;
	/** Between angle brackets, as written: `<IClock, SystemClock>`. */
	typeArguments?: string;
	/** Each argument as written, at most 120 characters, the first six; string literals keep their quotes. */
	args: string[];
	/** Name of the function around it. */
	within?: string;
	/** Whether it is awaited, or its promise returned. */
	isAwaited?: boolean;
}

/** A decorator, annotation, attribute: `@Get('/x')`, `[Authorize]`, `#[derive(Debug)]`. */
export interface AnnotationFact {
	name: string;
	args: string[];
	line: number;
	/** What it stands on. */
	on?: string;
}

export interface CatchFact extends Span {
	/** What it catches, as written; absent where everything. */
	type?: string;
	/** No statement in it. */
	isEmpty: boolean;
	/** It throws, returns an error, or passes it on. */
	passesOn: boolean;
	/** It calls something of a logger. */
	logs: boolean;
}

/** A string literal that is worth a look: SQL, a URL, a route. */
export interface TextFact {
	text: string;
	line: number;
	kind: 'sql' | 'url' | 'route' | 'cron';
	/** It is put together from pieces: interpolation or concatenation. */
	isBuilt: boolean;
}

/** `name = value`, object and class fields and named arguments included, where the value is short. */
export interface AssignmentFact {
	/** As a path of names: `app.config.SECRET`, `timeout`; of what stands in an object, its key. */
	name: string;
	/** As written, at most 120 characters; empty for a field that is declared without a value. */
	value: string;
	/** As declared, of fields of classes: `UserRepository`, `std::mutex`. */
	type?: string;
	line: number;
}

export interface ColumnFact {
	name: string;
	/** In capitals, without its length: `VARCHAR`. */
	type: string;
	isNullable: boolean;
	isUnique: boolean;
	line: number;
}

export interface ForeignKeyFact {
	columns: string[];
	table: string;
	references: string[];
	/** `CASCADE`, `SET NULL`; absent where nothing is said. */
	onDelete?: string;
	line: number;
}

export interface TableFact extends Span {
	name: string;
	columns: ColumnFact[];
	primaryKey: string[];
	foreignKeys: ForeignKeyFact[];
	/** Columns of each `unique (…)` over the whole table. */
	unique: string[][];
	/** How many `check (…)` it has. */
	checks: number;
}

export interface IndexFact {
	/** Absent where it has no name. */
	name?: string;
	table: string;
	columns: string[];
	isUnique: boolean;
	/** Only some rows: `where …`. */
	isPartial: boolean;
	line: number;
}

/** What a file of SQL declares and does; `alter table` is told with the table it alters. */
export interface SqlFacts {
	tables: TableFact[];
	indexes: IndexFact[];
	/**
	 * Every statement by its first words: `CREATE TABLE`, `SELECT`, `BEGIN`; what an `ALTER TABLE` takes
	 * away besides: `RENAME TABLE` (from, to), `RENAME COLUMN` (table, from, to), `DROP COLUMN` (table,
	 * column). Of `DROP INDEX` the `tables` are the indexes.
	 */
	statements: { kind: string; line: number; tables: string[] }[];
	/** Statements that no dialect's parser understood: of them only kind and line are known. */
	notUnderstood: number;
}

/** Why a file was counted and not parsed. */
export type SkipReason =
	/** More than 1 MiB. */
	| 'too_large'
	/** A line of more than 10,000 characters. */
	| 'minified'
	/** Parsing took longer than it may, and was given up. */
	| 'too_slow'
	/** The parser failed. */
	| 'failed';

export interface FileFacts {
	path: string;
	language: Language;
	/** Lines were counted and nothing else is known. */
	skipped?: SkipReason;
	/** The package or namespace that it says it belongs to: `com.acme.users`, `Acme\Users`, `main`. */
	namespace?: string;
	/** Lines of all kinds; of code, without blank and comment lines. */
	lines: number;
	codeLines: number;
	/** The tree has errors: what is told may be partial. */
	hasErrors: boolean;
	/** Whether its path or content says that it tests. */
	isTest: boolean;
	/** Generated or vendored: counted, not looked into for decisions. */
	isGenerated: boolean;
	symbols: SymbolFact[];
	imports: ImportFact[];
	calls: CallFact[];
	annotations: AnnotationFact[];
	catches: CatchFact[];
	texts: TextFact[];
	assignments: AssignmentFact[];
	/** TODO, FIXME, HACK, XXX in comments. */
	notes: { line: number; text: string }[];
	/** Rolling hashes of token windows, for duplicated code: `[hash, startLine, endLine]`. */
	windows: [number, number, number][];
	/** Of files of SQL alone. */
	sql?: SqlFacts;
}
