import type { Place, Project } from '../../../project';
import type { TableModel } from '../../detectors/tables';
import { dataCallsOf, targetOf } from './data-calls';
import { aboutOf, lastingTables } from './tables-by-name';

/** As part of a pattern: columns may be expressions. */
const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** Calls and statements that ask a table by a column. */
export function usesOfColumn(project: Project, table: string, column: string): Place[] {
	const about = aboutOf(table);
	const [own, of] = [literally(column), literally(table)];
	const camel = own.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
	const names = new RegExp(`(?<![\\w])(${own}|${camel})(?!\\w)`);
	const inCalls = dataCallsOf(project)
		.filter(
			({ fact, file }) =>
				fact.args.some((argument) => names.test(argument)) &&
				(aboutOf(targetOf(fact)) === about ||
					fact.args.some((argument) => aboutOf(argument) === about) ||
					aboutOf(file.path.replace(/^.*\/|\.\w+$/g, '')) === about)
		)
		.map(({ file, fact }) => ({
			path: file.path,
			startLine: fact.startLine,
			endLine: fact.endLine
		}));
	const named = new RegExp(`\\b(from|update|into|join)\\s+["\`]?(\\w+\\.)?${of}\\b`, 'i');
	const inTexts = project.sources.flatMap((file) =>
		file.texts
			.filter(
				({ kind, text }) =>
					kind === 'sql' && named.test(text) && names.test(text.slice(text.search(/\bwhere\b/i)))
			)
			.map(({ line }) => ({ path: file.path, startLine: line, endLine: line }))
	);
	return [...inCalls, ...inTexts].filter(({ path }) => !/migrat/i.test(path));
}

export interface Index {
	table: TableModel;
	index: TableModel['indexes'][number];
}

export const indexesOf = (project: Project): Index[] =>
	lastingTables(project).flatMap((table) => table.indexes.map((index) => ({ table, index })));

export const told = ({ table, index }: Index) => `${table.name} (${index.columns.join(', ')})`;
