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
}

export interface CallFact extends Span {
	/** As written, dots and arrows and `::` as dots: `jwt.sign`, `bcrypt.hash`, `Model.objects.filter`. At most 120 characters. */
	callee: string;
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

/** `name = value`, object and class fields included, where the value is short. */
export interface AssignmentFact {
	name: string;
	/** As written, at most 120 characters. */
	value: string;
	line: number;
}

export interface FileFacts {
	path: string;
	language: Language;
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
}
