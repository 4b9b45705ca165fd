import type { Project } from '../../../project';

/** As the tools for migrations call it. */
const REMOVES =
	/^(op\.drop_(column|table)|migrations\.(RemoveField|DeleteModel|RenameField)|(Schema\.)?drop(IfExists)?|\w*[tT]able\.(dropColumn|renameColumn)|remove_column|rename_column|drop_table|migrationBuilder\.Drop(Column|Table)|migrationBuilder\.RenameColumn|queryInterface\.(removeColumn|renameColumn)|RemoveField|RenameField)$/;

export interface Destructive {
	place: { path: string; startLine: number; endLine: number };
	/** The call, or the words of the statement. */
	what: string;
}

/** A migration that takes something away: the last of them. */
export function destructive(project: Project, folder: string): Destructive | undefined {
	return project.files
		.filter(({ path, isTest }) => !isTest && path.startsWith(folder))
		.toSorted((one, other) => (one.path < other.path ? 1 : -1))
		.flatMap((file): Destructive[] => {
			const call = file.calls.find(
				({ callee, within }) =>
					REMOVES.test(callee) && !/^(down|downgrade|Down)$/.test(within?.split('.').at(-1) ?? '')
			);
			if (call) {
				return [
					{
						place: { path: file.path, startLine: call.startLine, endLine: call.endLine },
						what: call.callee
					}
				];
			}
			const line = project
				.lines(file.path)
				.findIndex((text) =>
					/^\s*(alter\s+table\b.*\b)?(drop|rename)\s+(column|table)\b/i.test(text)
				);
			if (line < 0 || file.language !== 'sql' || /\.down\.sql$/.test(file.path)) return [];
			const [, what = 'DROP'] =
				/\b((?:drop|rename)\s+(?:column|table))\b/i.exec(project.lines(file.path)[line]!) ?? [];
			return [
				{
					place: { path: file.path, startLine: line + 1, endLine: line + 1 },
					what: what.toUpperCase()
				}
			];
		})
		.at(0);
}
