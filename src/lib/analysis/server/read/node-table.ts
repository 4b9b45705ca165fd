import type { Grammar } from './grammar';

export interface NodeEntry {
	isComment: boolean;
	isString: boolean;
	isConcatenation: boolean;
	/** A token that is told apart by its text. */
	isName: boolean;
	branch: Grammar['branches'][string] | undefined;
	visit: Grammar['visits'][string] | undefined;
}

/** What to do with a node, by its type's number. */
export type NodeTable = readonly (NodeEntry | undefined)[];

const NAME = /identifier|constant|_name$|^name$|variable$|^simple_symbol$|^word$/;

/** @param names of the grammar's types, by their numbers */
export function tableOf(grammar: Grammar, names: readonly string[]): NodeTable {
	return names.map((name) => {
		const entry: NodeEntry = {
			isComment: grammar.comments.includes(name),
			isString: grammar.strings.includes(name),
			isConcatenation: grammar.concatenations.includes(name),
			isName: NAME.test(name) && !name.startsWith("'"),
			branch: own(grammar.branches, name),
			visit: own(grammar.visits, name)
		};
		return Object.values(entry).some(Boolean) ? entry : undefined;
	});
}

/** Nodes may be called `constructor`. */
const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
	Object.hasOwn(record, name) ? record[name] : undefined;
