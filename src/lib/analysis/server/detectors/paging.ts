import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { counted, finding, placeOf, type Detector } from './detector';
import { largestPages } from './page-sizes';
import { JVM, SCRIPTS, usesOf, type Mark } from './marks';

const NAME = 'paging';

interface Paging extends Mark {
	by: 'offset' | 'cursor';
}

const pagings: readonly Paging[] = [
	{
		by: 'offset',
		name: 'skip and take',
		in: SCRIPTS,
		imports: /typeorm|mongoose|sequelize|knex|kysely|drizzle|prisma|mikro-orm|mongodb|objection/,
		calls: /\.(offset|skip)$/
	},
	{
		by: 'offset',
		name: 'mongoose-paginate',
		in: SCRIPTS,
		calls: /^[A-Z]\w+\.(paginate|aggregatePaginate)$/
	},
	{
		by: 'offset',
		name: "DRF's pages",
		in: ['python'],
		imports: /^rest_framework/,
		bases: /(PageNumberPagination|LimitOffsetPagination)$/,
		calls: /(^|\.)(PageNumberPagination|LimitOffsetPagination)$/
	},
	{
		by: 'offset',
		name: "Django's Paginator",
		in: ['python'],
		imports: /^django\.core\.paginator$/,
		calls: /^Paginator$/
	},
	{
		by: 'offset',
		name: 'SQLAlchemy',
		in: ['python'],
		imports: /^(sqlalchemy|flask_sqlalchemy|sqlmodel)/,
		calls: /\.(offset|paginate)$/
	},
	{
		by: 'offset',
		name: 'Flask-SQLAlchemy',
		in: ['python'],
		calls: /(\.query(\.\w+\(\))*|^db)\.paginate$/
	},
	{
		by: 'offset',
		name: 'Spring Data pages',
		in: JVM,
		imports: /^org\.springframework\.data\.domain/,
		calls: /^(PageRequest\.of|pageable\.\w+)$/
	},
	{ by: 'offset', name: 'RowBounds', in: JVM, calls: /^new RowBounds$/ },
	{
		by: 'offset',
		name: 'Offset and Limit',
		in: ['go'],
		imports: /gorm|go-pg|bun|squirrel|mongo-driver|ent|xorm|sqlx/,
		calls: /\.(Offset|SetSkip)$/
	},
	{
		by: 'offset',
		name: 'GORM in this package',
		in: ['go'],
		calls:
			/\.Offset\(\)\.(Limit|Find|Related|Preload|Order|Scan)$|\.(Limit|Order|Where)\(\)\.Offset$/
	},
	{
		by: 'offset',
		name: 'Skip and Take',
		in: ['csharp'],
		// Of a list in memory some are skipped, too.
		imports: /EntityFrameworkCore|Specification|X\.PagedList|Dapper|LinqToDB/,
		calls: /\.Skip$|\.ToPagedListAsync$/
	},
	{
		by: 'offset',
		name: 'Kaminari, will_paginate or Pagy',
		in: ['ruby'],
		calls: /\.(page|paginate)$|^pagy$/,
		dependency: /^(kaminari|will_paginate|pagy)$/
	},
	{ by: 'offset', name: "Active Record's offset", in: ['ruby'], calls: /\.offset(\(\)\.limit)?$/ },
	{
		by: 'offset',
		name: "Laravel's paginate",
		in: ['php'],
		calls: /(\(\)|^[A-Z]\w+|[qQ]uery|builder)\.(paginate|simplePaginate|forPage|skip|offset)$/
	},
	{
		by: 'offset',
		name: 'Diesel',
		in: ['rust'],
		imports: /^(diesel|sea_orm)/,
		calls: /\.offset$/
	},
	{ by: 'cursor', name: "DRF's CursorPagination", in: ['python'], bases: /CursorPagination$/ },
	{ by: 'cursor', name: "Laravel's cursorPaginate", in: ['php'], calls: /\.cursorPaginate$/ },
	{
		by: 'cursor',
		name: 'Relay connections',
		in: SCRIPTS,
		imports: /^graphql-relay$/,
		calls: /^connectionFrom\w+$/
	}
];

/** Lists in pages: by offset, by cursor, and pages whose size the client decides alone. */
export const paging: Detector = {
	name: NAME,
	topics: ['paging'],
	detect(project) {
		const uses = usesOf(project, pagings).filter(
			({ uses, manifestOnly }) => uses > 0 && !manifestOnly
		);
		const offset = [
			...uses.filter(({ mark }) => mark.by === 'offset').flatMap(({ places }) => places),
			...prismaSkips(project),
			...settings(project, /PageNumberPagination|LimitOffsetPagination/),
			...sqlOffsets(project)
		];
		const cursor = [
			...uses.filter(({ mark }) => mark.by === 'cursor').flatMap(({ places }) => places),
			...prismaCursors(project),
			...settings(project, /CursorPagination/)
		];
		return [
			...told(project, 'offset', offset, cursor.length > 0),
			...told(project, 'cursor', cursor, offset.length > 0),
			...sizeOfTheClients(project),
			...largestPages(project, NAME)
		];
	}
};

function told(
	project: Project,
	by: Paging['by'],
	places: readonly Place[],
	areOthers: boolean
): Finding[] {
	if (places.length === 0) return [];
	const count = new Set(places.map(({ path, startLine }) => `${path}:${startLine}`)).size;
	return [
		finding(project, {
			detector: NAME,
			subject: by,
			topic: 'paging',
			kind: 'decision',
			title: `${count === 1 ? 'At least one list is' : areOthers ? 'Some lists are' : 'Lists are'} paged by ${by === 'offset' ? 'offset' : 'a cursor'}.`,
			detail:
				by === 'offset'
					? 'Any page can be jumped to and a total can be shown. Late pages read and throw away everything before them, and rows that come or go meanwhile are seen twice or never.'
					: 'Every page costs the same and nothing is skipped or repeated while rows come and go; there is no page number to jump to, and the order must be unique.',
			confidence: 0.9,
			at: places,
			facts: { by, places: count }
		})
	];
}

/** Prisma takes an object of options. */
const prismaSkips = (project: Project): Place[] =>
	project
		.calls(/\.findMany$/, ...SCRIPTS)
		.filter(({ file, fact }) => hasKey(file.assignments, fact, 'skip'))
		// Behind a cursor one is left out, the cursor's own row.
		.filter(({ file, fact }) => !hasKey(file.assignments, fact, 'cursor'))
		.map(placeOf);

const prismaCursors = (project: Project): Place[] =>
	project
		.calls(/\.findMany$/, ...SCRIPTS)
		.filter(({ file, fact }) => hasKey(file.assignments, fact, 'cursor'))
		.map(placeOf);

const hasKey = (
	assignments: readonly { name: string; line: number }[],
	{ startLine, endLine }: { startLine: number; endLine: number },
	key: string
) => assignments.some(({ name, line }) => name === key && startLine <= line && line <= endLine);

/** DRF's default for all lists. */
const settings = (project: Project, value: RegExp): Place[] =>
	project.sources.flatMap((file) =>
		file.assignments
			.filter(
				(one) =>
					/^(DEFAULT_PAGINATION_CLASS|pagination_class)$/.test(one.name) && value.test(one.value)
			)
			.map((fact) => placeOf({ file, fact }))
	);

const sqlOffsets = (project: Project): Place[] =>
	project.sources.flatMap((file) =>
		file.texts
			.filter(
				({ kind, text }) =>
					kind === 'sql' && /\blimit\b[^]*\boffset\b|\boffset\b[^]*\bfetch next\b/i.test(text)
			)
			.map((fact) => placeOf({ file, fact }))
	);

const ASKED =
	/^(?:\+|Number\(|parseInt\(|int\()*\s*(?:req|request|ctx\.request|ctx|c)\.(?:query|args|query_params|GET)(?:\.get\(["']|\[["']|\.)(limit|per_?page|page_?size|size|take|count)\b/i;

/** The size of a page as the client says it, with nothing above it. */
function sizeOfTheClients(project: Project): Finding[] {
	const calls = project
		.calls(/\.(limit|take)$/)
		.filter(({ fact }) => fact.args.length === 1 && ASKED.test(fact.args[0]!))
		.map(placeOf);
	const keys = project.sources.flatMap((file) =>
		file.assignments
			.filter(({ name, value }) => /^(take|limit)$/.test(name) && ASKED.test(value))
			.filter(({ line }) =>
				file.calls.some(
					({ callee, startLine, endLine }) =>
						/\.(find\w*|paginate)$/.test(callee) && startLine <= line && line <= endLine
				)
			)
			.map((fact) => placeOf({ file, fact }))
	);
	const places = [...calls, ...keys];
	if (places.length === 0) return [];
	return [
		finding(project, {
			detector: NAME,
			subject: 'size-of-the-clients',
			topic: 'paging',
			kind: 'risk',
			title: `A query's limit is what the client asks for in at least ${counted(places.length, 'place')}, and no upper bound stands at it.`,
			detail:
				'One request may load a whole table. A largest page, enforced where the parameter is read, keeps the cost of a request known.',
			confidence: 0.75,
			at: places,
			facts: { places: places.length }
		})
	];
}
