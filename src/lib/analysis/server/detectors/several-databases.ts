import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { distinct, finding, listed } from './detector';

/** Drivers as code names them: what is only declared may be a choice of a framework's. */
const DRIVERS: readonly [name: string, imports: RegExp][] = [
	['SQLite', /gorm\.io\/driver\/sqlite|glebarez\/sqlite|mattn\/go-sqlite3|modernc\.org\/sqlite/],
	['PostgreSQL', /gorm\.io\/driver\/postgres|lib\/pq$|jackc\/pgx/],
	['MySQL', /gorm\.io\/driver\/mysql|go-sql-driver\/mysql/],
	['SQL Server', /gorm\.io\/driver\/sqlserver|go-mssqldb/]
];

const ENGINE = /^["']django\.db\.backends\.(sqlite3|postgresql|mysql|oracle)["']$/;

const ENGINES: Readonly<Record<string, string>> = {
	sqlite3: 'SQLite',
	postgresql: 'PostgreSQL',
	mysql: 'MySQL',
	oracle: 'Oracle'
};

/** One program that works on more than one kind of database. */
export function severalDatabases(project: Project): Finding[] {
	const found = new Map<string, Place>();
	for (const file of project.sources) {
		for (const { specifier, line } of file.imports) {
			const name = DRIVERS.find(([, imports]) => imports.test(specifier))?.[0];
			if (name && !found.has(name)) found.set(name, { path: file.path, startLine: line });
		}
		const engines = file.assignments.flatMap(({ name, value, line }) => {
			const engine = /ENGINE$/.test(name) && ENGINE.exec(value)?.[1];
			const kind = engine && ENGINES[engine];
			return kind ? [{ kind, line }] : [];
		});
		// Settings of developing and of running are files of their own, and no choice.
		if (distinct(engines.map(({ kind }) => kind)).length < 2) continue;
		for (const { kind, line } of engines) {
			if (!found.has(kind)) found.set(kind, { path: file.path, startLine: line });
		}
	}
	if (found.size < 2) return [];
	const names = [...found.keys()];
	return [
		finding(project, {
			detector: 'data-access',
			subject: 'several-databases',
			topic: 'data_access',
			kind: 'decision',
			title: `One program works on ${names.length} kinds of databases: ${listed(names)}.`,
			detail:
				'Whoever installs it chooses. Every query and every migration has to hold on all of them: worth a look is which of them the tests run on, and where types, locks and upserts differ.',
			confidence: 0.88,
			at: [...found.values()],
			facts: { databases: names }
		})
	];
}
