import type { CallFact, FileFacts, SymbolFact } from '../../../facts';
import type { Project } from '../../../project';
import { dataLibraries, type DataLibrary } from '../../detectors/data-libraries';
import { descendants } from '../../detectors/descendants';

/** A call that reaches data, with the function around it. */
export interface DataCall {
	file: FileFacts;
	fact: CallFact;
	library: DataLibrary;
	/** The outermost function or method that it stands in. */
	symbol?: SymbolFact;
}

const known = new WeakMap<Project, DataCall[]>();

const NOT_THE_PROGRAM =
	/migrat|(^|\/)(scripts?|seeds?|seeders?|factories|alembic|versions)\/|seed\w*\.\w+$/i;

/** Calls of the libraries that data is reached through: neither of migrations nor of seeds. */
export function dataCallsOf(project: Project): DataCall[] {
	const before = known.get(project);
	if (before) return before;
	const calls = dataLibraries
		.flatMap((library) => callsOf(project, library))
		.filter(
			({ fact, symbol }) => isQuery(fact) && !/(^|[._])migrat|schema/i.test(symbol?.name ?? '')
		);
	known.set(project, calls);
	return calls;
}

function callsOf(project: Project, library: DataLibrary): DataCall[] {
	const models = modelsOf(project, library);
	return project.sources
		.filter(
			({ language, path }) => library.languages.includes(language) && !NOT_THE_PROGRAM.test(path)
		)
		.flatMap((file) => {
			const isImporting = file.imports.some(({ specifier }) => library.imports?.test(specifier));
			return file.calls
				.filter(
					({ callee }) =>
						((isImporting || library.callsAnywhere) && library.calls?.test(callee)) ||
						(library.asksModels && models.has(callee.slice(0, callee.indexOf('.'))))
				)
				.map((fact): DataCall => {
					const symbol = outermostAt(file, fact.startLine);
					return { file, fact, library, ...(symbol && { symbol }) };
				});
		});
}

function modelsOf(project: Project, { bases, languages, imports }: DataLibrary): Set<string> {
	if (!bases) return new Set();
	const models = descendants(
		project,
		languages,
		(base, { file }) =>
			bases.test(base) && (!imports || file.imports.some((one) => imports.test(one.specifier)))
	);
	return new Set(models.map(({ fact }) => fact.name));
}

const outermostAt = ({ symbols }: FileFacts, line: number): SymbolFact | undefined =>
	symbols
		.filter(
			({ kind, startLine, endLine }) =>
				(kind === 'function' || kind === 'method') && startLine <= line && line <= endLine
		)
		.toSorted((one, other) => one.startLine - other.startLine)[0];

/** What a call does to data, by its last word. */
export const READS =
	/(^|\.)(find\w*|get|get_or_404|first\w*|First\w*|Find\w*|Take|exists\w*|Any(Async)?|count|filter|filter_by|where|scalar|query\w*|Query\w*|select\w*|load|fetch\w*)[!?]?$/;

export const INSERTS =
	/\.(create\w*|Create|insert\w*|Insert\w*|save|save!|create!|add|Add(Async)?|persist|bulk_create)$/;

export const DELETES =
	/\.(delete|Delete|deleteOne|deleteMany|destroy|destroy!|destroy_all|delete_all|remove|Remove|softDelete|findByIdAndDelete|findOneAndDelete|findByIdAndRemove|forceDelete)$/;

const OTHERS =
	/(^|\.)(all|order|order_by|where|where_not|limit|update\w*|Update\w*|Exec\w*|execute\w*|exec|scalars?|pluck|Pluck|includes|Include|Preload|with|paginate|Scan|aggregate|groupBy|upsert|bulk\w*|Save\w*|save\w*|merge|commit|ToListAsync|\w+Async|from|values|set|query_as!?|query!|query_scalar!?|fetch\w*)$/;

/** Rather than what connects, declares or helps. */
const isQuery = ({ callee }: CallFact): boolean =>
	[READS, INSERTS, DELETES, OTHERS].some((verbs) => verbs.test(callee));

/** Who is asked: `prisma.user.create` is `prisma.user`. */
export const targetOf = ({ callee }: CallFact): string =>
	callee.slice(0, Math.max(0, callee.lastIndexOf('.')));

/** As a sentence about one library takes it. */
export const libraryName = (library: string): string =>
	({
		'Django models': "Django's ORM",
		'Python database driver': 'a plain database driver',
		pg: 'the pg driver'
	})[library] ?? library;

const LONGEST = 48;

/** A call as a question names it: of a long chain its beginning and its end. */
export function callName(callee: string): string {
	if (callee.length <= LONGEST) return callee;
	const parts = callee.split('.');
	return `${parts.slice(0, 2).join('.')}…${parts.at(-1)!}`;
}
