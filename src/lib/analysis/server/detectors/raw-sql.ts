import type { CallFact, FileFacts, Language, TextFact } from '../../facts';
import type { Finding } from '../../findings';
import type { Found, Project } from '../../project';
import { distinct, finding, listed, placeOf, type Detector } from './detector';

const name = 'raw-sql';

/** Of the project's own making, or what changes its schema: no queries. */
const NOT_QUERIES =
	/migrat[^/]*\/|(^|\/)(seeds?|seeders?|alembic|versions|lang|langs|locales?|i18n|translations?|messages)\//i;

const QUERY =
	/^\s*(select\b[^]*\bfrom\b|select\s+[\w.]+\(|insert\s+(or\s+\w+\s+|ignore\s+)?into\b|update\b[^]*\bset\b|delete\s+from\b|with\b[^]*\bas\b[^]*\(|merge\s+into\b)/i;

/** SQL that stands in the code, and what of it is put together from pieces. */
export const rawSql: Detector = {
	name,
	topics: ['data_access'],
	detect(project) {
		const queries = project.sources
			.filter(({ path }) => !NOT_QUERIES.test(path))
			.flatMap((file) =>
				file.texts
					.filter(
						(fact) =>
							fact.kind === 'sql' && QUERY.test(fact.text) && !isOfMapper(project, file, fact)
					)
					.map((fact) => ({ file, fact }))
			);
		return [...written(project, queries), ...putTogether(project, queries)];
	}
};

/** The languages of mappers look like SQL, and name classes instead of tables. */
const isOfMapper = (
	project: Project,
	{ path, annotations, calls, imports }: FileFacts,
	{ line }: TextFact
) =>
	imports.some(({ specifier }) => /springframework\.data|persistence|^Doctrine/.test(specifier)) &&
	(annotations.some(
		({ name: mark, args, line: at }) =>
			/^(Query|NamedQuery)$/.test(mark) &&
			at <= line &&
			line <= endOf(project.lines(path), at) &&
			!args.some((argument) => /nativeQuery\s*=\s*true/.test(argument))
	) ||
		calls.some(
			({ callee, startLine, endLine }) =>
				/(^|\.)createQuery$/.test(callee) && startLine <= line && line <= endLine
		));

/** More is no statement that anybody wrote into an annotation. */
const MOST_LINES = 60;

/** The last line of an annotation: where what it opened is closed, within texts or not. */
function endOf(lines: readonly string[], from: number): number {
	let open = 0;
	for (let at = from; at < from + MOST_LINES; at++) {
		const line = lines[at - 1] ?? '';
		open += line.split('(').length - line.split(')').length;
		if (open <= 0) return at;
	}
	return from;
}

function written(project: Project, queries: readonly Found<TextFact>[]): Finding[] {
	if (queries.length === 0) return [];
	const files = distinct(queries.map(({ file }) => file.path)).length;
	const longest = [...queries].sort((one, other) => other.fact.text.length - one.fact.text.length);
	return [
		finding(project, {
			detector: name,
			subject: 'written',
			topic: 'data_access',
			kind: 'decision',
			title: `SQL is written by hand, as in ${listed(distinct(longest.map(({ file }) => file.path)).slice(0, 2))}.`,
			detail:
				'What runs is what is written, which helps with tuning; nothing but a test against a database tells that a statement still fits its tables.',
			confidence: 0.9,
			at: longest.map(placeOf),
			facts: { statements: queries.length, files }
		})
	];
}

function putTogether(project: Project, queries: readonly Found<TextFact>[]): Finding[] {
	const risky = queries.filter((query) => isRisky(project, query));
	if (risky.length === 0) return [];
	return [
		finding(project, {
			detector: name,
			subject: 'values-in-statements',
			topic: 'data_access',
			kind: 'risk',
			title: `Values are put into the text of SQL instead of being bound, in ${listed(distinct(risky.map(({ file }) => file.path)), 3)}.`,
			detail:
				'A value that comes from outside becomes part of the statement, which is how SQL injection works; a placeholder costs one argument more. Where the value can never come from outside, that is worth a comment.',
			confidence: 0.8,
			at: risky.map(placeOf),
			facts: {
				statements: risky.length,
				files: distinct(risky.map(({ file }) => file.path))
			}
		})
	];
}

/** Tagged templates and their like, which bind what stands in them. */
const BINDS =
	/(^|[.$])(\$?(queryRaw|executeRaw)|sql\w*|SQL|FromSql|FromSqlInterpolated|ExecuteSql(Async)?|ExecuteSqlInterpolated(Async)?|SqlQuery)$/;

/** Made safe, or a name, which cannot be bound. */
const HARMLESS =
	/quote|escape|sanitiz|identifier|placeholder|_list$|List$|\bparams\b$|\.map\(|join\(|implode|\?|^\s*(self\.|this\.|cls\.)?_*(table|tbl|schema|column|col|field)\w*\s*$/i;

/** Of the code itself. */
const CONSTANT = /^\s*[\w.]*\b[A-Z][A-Z\d_]+\s*$/;

const interpolations: Partial<Record<Language, RegExp>> = {
	javascript: /\$\{([^{}]*)\}/g,
	typescript: /\$\{([^{}]*)\}/g,
	svelte: /\$\{([^{}]*)\}/g,
	vue: /\$\{([^{}]*)\}/g,
	python: /\{([^{}]*)\}/g,
	ruby: /#\{([^{}]*)\}/g,
	php: /\{?(\$\w+(?:->\w+|\[[^\]]*\])*)\}?/g,
	kotlin: /\$\{([^{}]*)\}|\$(\w+)/g,
	csharp: /\{([^{}]*)\}/g,
	rust: /\{([^{}]*)\}/g,
	java: /\{([^{}]*)\}/g
};

/** What `%s` stands for, and what was no literal. */
const UNNAMED = /…|%[svq]/g;

/** Behind these stands a value; behind `from` or `order by` a name, which cannot be bound. */
const BEFORE_VALUE = /(=|<>|!=|<|>|\blike|\bvalues\s*\([^)]*?[(,]?)\s*(n?['"]%?)?\s*$/i;

/** What is joined in behind `values (` or `in (` is mostly a list of placeholders. */
const BEFORE_UNNAMED = /(=|<>|!=|<|>|\blike)\s*(n?['"]%?)?\s*$|['"]%?$/i;

function isRisky(project: Project, { file, fact }: Found<TextFact>): boolean {
	if (!fact.isBuilt || isBound(file, fact)) return false;
	const { text } = fact;
	const own = interpolations[file.language];
	const named = own ? Array.from(text.matchAll(own)) : [];
	const risky =
		named.some(({ index, 0: whole, 1: inner, 2: other }) => {
			const expression = inner ?? other ?? whole;
			if (HARMLESS.test(expression) || CONSTANT.test(expression)) return false;
			return BEFORE_VALUE.test(text.slice(0, index));
		}) ||
		Array.from(text.matchAll(UNNAMED)).some(({ index }) =>
			BEFORE_UNNAMED.test(text.slice(0, index))
		);
	return risky && !isQuoted(project, file.path, fact);
}

const isBound = ({ calls }: FileFacts, { line }: TextFact) =>
	calls.some(
		(call: CallFact) =>
			call.startLine <= line &&
			line <= call.endLine &&
			BINDS.test(call.callee) &&
			(call.args.length === 0 || /Interpolated|FromSql$|ExecuteSql|SqlQuery/.test(call.callee))
	);

/** The pieces of a longer expression are not in the text: its lines tell of their quoting. */
const isQuoted = (project: Project, path: string, { line, text }: TextFact) =>
	project
		.lines(path)
		.slice(line - 1, line + 3 + text.split('\n').length)
		.some((written) =>
			/(quote|escape|sanitize|placeholder|bindvar|rebind)\w{0,60}\s{0,10}\(/i.test(written)
		);
