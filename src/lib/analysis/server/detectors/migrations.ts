import type { FileFacts, Language } from '../../facts';
import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { keyOf } from './keys';
import { byNumbers } from './path-order';
import { finding, placeOf, type Detector } from './detector';

const name = 'migrations';

interface Tool {
	name: string;
	/** Paths of its migrations, the last in order the newest. */
	path: RegExp;
	languages: readonly Language[];
	/** What must be in the file, so that a folder's name alone says nothing. */
	holds: (file: FileFacts) => boolean;
}

const calls = (pattern: RegExp) => (file: FileFacts) =>
	file.calls.some(({ callee }) => pattern.test(callee));
const extend = (pattern: RegExp) => (file: FileFacts) =>
	file.symbols.some(({ bases }) => bases?.some((base) => pattern.test(base)));
const isSql = ({ sql }: FileFacts) => (sql?.statements.length ?? 0) > 0;

const script: Language[] = ['javascript', 'typescript'];

const tools: readonly Tool[] = [
	{
		name: 'Prisma Migrate',
		path: /(^|\/)(migrations\/\d{14}_|prisma\/migrations\/\d+_)[^/]+\/migration\.sql$/,
		languages: ['sql'],
		holds: isSql
	},
	{ name: 'Flyway', path: /(^|\/)V\d[\w.]*__[^/]+\.sql$/, languages: ['sql'], holds: isSql },
	{
		name: 'Diesel migrations',
		path: /(^|\/)\d{4}-\d{2}-\d{2}-\d+_[^/]+\/up\.sql$/,
		languages: ['sql'],
		holds: isSql
	},
	{ name: '.up.sql files', path: /\.up\.sql$/, languages: ['sql'], holds: isSql },
	{
		name: 'SQL files in order',
		path: /(^|\/)(migrations?|migrate|drizzle)\/([^/]+\/)*\d[^/]*\.sql$/,
		languages: ['sql'],
		holds: isSql
	},
	{
		name: 'Django migrations',
		path: /(^|\/)migrations\/\d{4}_[^/]+\.py$/,
		languages: ['python'],
		holds: extend(/(^|\.)Migration$/)
	},
	{
		name: 'Alembic',
		path: /(^|\/)versions\/[^/]+\.py$/,
		languages: ['python'],
		holds: calls(/^op\.\w+$/)
	},
	{
		name: 'Active Record migrations',
		path: /(^|\/)db\/migrate\/\d+_[^/]+\.rb$/,
		languages: ['ruby'],
		holds: extend(/^ActiveRecord(::|\.)Migration/)
	},
	{
		name: 'Laravel migrations',
		path: /(^|\/)migrations\/\d{4}_[^/]+\.php$/,
		languages: ['php'],
		holds: calls(/^Schema\.\w+$/)
	},
	{
		name: 'Doctrine Migrations',
		path: /\/Version\d+\.php$/,
		languages: ['php'],
		holds: extend(/^AbstractMigration$/)
	},
	{
		name: 'Entity Framework migrations',
		path: /(^|\/)Migrations\/\d+_[^/]+\.cs$/,
		languages: ['csharp'],
		holds: extend(/^Migration$/)
	},
	{
		name: 'TypeORM migrations',
		path: /./,
		languages: script,
		holds: extend(/^MigrationInterface$/)
	},
	{
		name: 'Knex migrations',
		path: /(^|\/)migrations\/\d+_[^/]+\.[jt]s$/,
		languages: script,
		holds: calls(/\.schema\.\w+$/)
	},
	{
		name: 'Sequelize migrations',
		path: /(^|\/)migrations\/[^/]+\.[jt]s$/,
		languages: script,
		holds: calls(/^queryInterface\.\w+$/)
	}
];

/** How the schema changes: by migrations, or by the program itself when it starts. */
export const migrations: Detector = {
	name,
	topics: ['schema'],
	detect: (project) => [...byTools(project), ...byTheProgram(project), ...runByTheProgram(project)]
};

function byTools(project: Project): Finding[] {
	// Tools write these files, and people keep them: generated ones count.
	const candidates = project.files.filter(({ isTest }) => !isTest);
	return tools.flatMap((tool) => {
		const files = candidates
			.filter(
				(file) =>
					tool.languages.includes(file.language) && tool.path.test(file.path) && tool.holds(file)
			)
			.sort(byNumbers);
		const newest = files.at(-1);
		if (!newest) return [];
		const written = files.filter((file) => rewrites(file));
		const changes = written.length > 0 ? '; some of them also change rows' : '';
		return [
			finding(project, {
				detector: name,
				subject: keyOf(tool.name),
				topic: 'schema',
				kind: 'decision',
				title: `The schema is kept by ${tool.name === '.up.sql files' || tool.name === 'SQL files in order' ? `migrations (${tool.name})` : tool.name}${changes}.`,
				detail:
					'Every database can be brought to the same state in the same order. What runs while the old program still does has to fit both: worth a look are columns that are dropped, renamed or made required.',
				confidence: 0.95,
				at: [newest, ...written, ...files].map((file) => ({
					path: file.path,
					startLine: firstLine(file)
				})),
				facts: {
					tool: tool.name,
					migrations: files.length,
					newest: newest.path,
					movesData: written.map(({ path }) => path).slice(0, 5)
				}
			})
		];
	});
}

const firstLine = ({ sql, symbols }: FileFacts) =>
	sql?.statements[0]?.line ?? symbols[0]?.startLine ?? 1;

/** Rows are changed, and not only tables. */
const rewrites = ({ sql, calls: all, texts }: FileFacts) =>
	(sql?.statements.some(
		({ kind }) => kind === 'UPDATE' || kind === 'INSERT' || kind === 'DELETE'
	) ??
		false) ||
	all.some(({ callee }) => /(^|\.)(RunPython|update_all|bulk_insert|find_each)$/.test(callee)) ||
	texts.some(({ kind, text }) => kind === 'sql' && /^\s*(update|insert|delete)\b/i.test(text));

const ITSELF =
	/(^|\.)AutoMigrate$|(^|\.)(metadata|db)\.create_all$|(^|\.)EnsureCreated(Async)?$|(^|\.)sequelize\.sync$|^SchemaUtils\.create/;

/** Makes what is not there, and leaves alone what has changed since. */
const MAKES = /^(create_all|EnsureCreated(Async)?|create\w*)$/;

function byTheProgram(project: Project): Finding[] {
	const isMigrated = project.calls(/(^|\.)Database\.Migrate(Async)?$/, 'csharp').length > 0;
	const found = [
		...project
			.calls(ITSELF)
			// Where migrations were run there is nothing left for it to create.
			.filter(({ fact }) => !(isMigrated && /EnsureCreated(Async)?$/.test(fact.callee)))
			.map((one) => ({ place: placeOf(one), what: one.fact.callee })),
		...project.importing(/^(typeorm|@nestjs\/typeorm)$/).flatMap((file) =>
			file.assignments
				.filter((one) => one.name === 'synchronize' && one.value === 'true')
				.map(({ line }) => ({
					place: { path: file.path, startLine: line },
					what: 'synchronize: true'
				}))
		)
	];
	const [first] = found;
	if (!first) return [];
	const what = first.what.slice(first.what.lastIndexOf('.') + 1);
	return [
		finding(project, {
			detector: name,
			subject: 'at-start',
			topic: 'schema',
			kind: 'decision',
			title: MAKES.test(what)
				? `The program itself makes tables from its models where they are missing (${what}).`
				: `The program itself brings the schema up to its models (${what}).`,
			detail:
				'Nothing has to be run before a start and there are no migrations to write; what was renamed or dropped in the models stays or is lost in the database, and nobody sees a change before it happens.',
			confidence: 0.9,
			at: found.map(({ place }) => place),
			facts: { by: what, places: found.length }
		})
	];
}

/** What brings a database to the newest migration, from within the program. */
const RUNS: readonly { calls: RegExp; imports?: RegExp }[] = [
	{ calls: /(^|\.)Database\.Migrate(Async)?$|(^|\.)run_pending_migrations$|^(sqlx\.)?migrate!$/ },
	{ calls: /(^|\.)migrate\.latest$/ },
	{ calls: /^goose\.(Up|UpContext)$/, imports: /goose/ },
	{ calls: /^\w+\.Up$/, imports: /golang-migrate\/migrate/ },
	{ calls: /^migrate$/, imports: /^drizzle-orm\/[\w-]+\/migrator$/ },
	{ calls: /(^|\.)runMigrations$/, imports: /^typeorm$/ }
];

function runByTheProgram(project: Project): Finding[] {
	const found = project.sources
		.filter(({ path }) => !/(^|\/)(scripts?|tools?|bin|migrations?)\//.test(path))
		.flatMap((file) =>
			RUNS.filter(
				({ imports }) => !imports || file.imports.some(({ specifier }) => imports.test(specifier))
			).flatMap((run) =>
				file.calls
					.filter(({ callee }) => run.calls.test(callee))
					.map((fact) => ({ place: placeOf({ file, fact }), what: fact.callee }))
			)
		);
	const [first] = found;
	if (!first) return [];
	const what = first.what.slice(first.what.lastIndexOf('.') + 1);
	return [
		finding(project, {
			detector: name,
			subject: 'run-by-the-program',
			topic: 'schema',
			kind: 'decision',
			title: `The program runs its migrations itself (${what}).`,
			detail:
				'Whoever installs a version needs no step of its own. Several instances that start at once all try: worth a look is what keeps them apart, and what happens when one fails half-way.',
			confidence: 0.9,
			at: found.map(({ place }) => place),
			facts: { by: what, places: found.length }
		})
	];
}
