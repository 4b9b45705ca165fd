import type { Language } from '../../facts';

export type DataKind = 'ORM' | 'document mapper' | 'query builder' | 'SQL mapper' | 'driver';

/** A way to data, and how it is recognised in code. */
export interface DataLibrary {
	name: string;
	kind: DataKind;
	languages: readonly Language[];
	/** Files that import it. */
	imports?: RegExp;
	/** Bases of the classes that it maps or that reach the data. */
	bases?: RegExp;
	/** Annotations of such classes, in files that import it. */
	annotations?: RegExp;
	/** What its own calls look like, in files that import it; with `callsAnywhere` in all. */
	calls?: RegExp;
	callsAnywhere?: boolean;
	/** Models are asked themselves: `Article.where`. */
	asksModels?: boolean;
	/** How manifests call it. */
	dependency?: RegExp;
}

const script: Language[] = ['javascript', 'typescript', 'svelte', 'vue'];
const jvm: Language[] = ['java', 'kotlin'];

export const dataLibraries: readonly DataLibrary[] = [
	{
		name: 'Prisma',
		kind: 'ORM',
		languages: script,
		imports: /^@prisma\/client/,
		calls:
			/(^|\.)(prisma\w*|db|tx)\.\$?\w+(\.(findMany|findUnique|findFirst|findUniqueOrThrow|findFirstOrThrow|create|createMany|update|updateMany|upsert|delete|deleteMany|count|aggregate|groupBy))$|(^|\.)prisma\w*\.\w+\.(findMany|findUnique|findFirst|findUniqueOrThrow|findFirstOrThrow|create|createMany|update|updateMany|upsert|delete|deleteMany|count|aggregate|groupBy)$/i,
		callsAnywhere: true,
		dependency: /^(@prisma\/client|prisma)$/
	},
	{
		name: 'TypeORM',
		kind: 'ORM',
		languages: script,
		imports: /^(typeorm|@nestjs\/typeorm)$/,
		annotations: /^(Entity|ChildEntity|ViewEntity)$/,
		calls:
			/\.(find|findOne|findOneBy|findBy|findOneOrFail|findAndCount|save|insert|upsert|softDelete|createQueryBuilder|getRepository)$|^(getRepository|getManager|createConnection|new DataSource)$/,
		dependency: /^typeorm$/
	},
	{
		name: 'Sequelize',
		asksModels: true,
		kind: 'ORM',
		languages: script,
		imports: /^sequelize(-typescript)?$/,
		bases: /^(Sequelize\.)?Model(<|$)/,
		calls: /^new Sequelize$|(^|\.)sequelize\.define$|^\w+\.(findByPk|findAndCountAll|bulkCreate)$/,
		dependency: /^sequelize(-typescript)?$/
	},
	{
		name: 'Mongoose',
		kind: 'document mapper',
		languages: script,
		imports: /^(mongoose|@nestjs\/mongoose)$/,
		annotations: /^Schema$/,
		calls: /^(new (mongoose\.)?Schema|(mongoose\.)?model|mongoose\.connect|MongooseModule\.\w+)$/,
		dependency: /^mongoose$/
	},
	{
		name: 'MikroORM',
		kind: 'ORM',
		languages: script,
		imports: /^@mikro-orm\//,
		annotations: /^Entity$/,
		calls:
			/\.(find|findOne|findOneOrFail|persist|persistAndFlush|flush|getRepository|createQueryBuilder)$|^MikroORM\.init$/,
		dependency: /^@mikro-orm\/core$/
	},
	{
		name: 'Drizzle',
		kind: 'query builder',
		languages: script,
		imports: /^drizzle-orm(\/|$)/,
		calls:
			/^(pgTable|mysqlTable|sqliteTable|drizzle)$|\.(select\(\)\.from|insert\(\)\.values|update\(\)\.set)$|\.query\.\w+\.(findMany|findFirst)$/,
		dependency: /^drizzle-orm$/
	},
	{
		name: 'Objection.js',
		asksModels: true,
		kind: 'ORM',
		languages: script,
		imports: /^objection$/,
		bases: /^Model$/,
		calls: /\.query$/,
		dependency: /^objection$/
	},
	{
		name: 'Knex',
		kind: 'query builder',
		languages: script,
		imports: /^knex$/,
		calls: /^(knex|Knex)(\.\w+)?$|^knex\(\)/i,
		dependency: /^knex$/
	},
	{
		name: 'Kysely',
		kind: 'query builder',
		languages: script,
		imports: /^kysely$/,
		calls: /\.(selectFrom|insertInto|updateTable|deleteFrom)$|^new Kysely$/,
		dependency: /^kysely$/
	},
	{
		name: 'Django models',
		kind: 'ORM',
		languages: ['python'],
		imports: /^django\.(contrib\.gis\.)?db(\.|$)/,
		bases: /^models\.Model$|(^|\.)AbstractUser$|(^|\.)AbstractBaseUser$/,
		calls: /\.objects\.\w+$|\.objects\.\w+\(\)/,
		callsAnywhere: true
	},
	{
		name: 'SQLAlchemy',
		kind: 'ORM',
		languages: ['python'],
		imports: /^(sqlalchemy|flask_sqlalchemy)(\.|$)/,
		bases: /^db\.Model$|^(Declarative)?Base$/,
		calls:
			/(^|\.)session\.(query|execute|add|scalars|scalar|get|merge|delete|commit)$|^(create_engine|create_async_engine|sessionmaker|async_sessionmaker|SQLAlchemy|sa\.create_engine)$|\.query\.(filter|filter_by|get|all|first)\w*$/,
		dependency: /^(sqlalchemy|flask-sqlalchemy)$/i
	},
	{
		name: 'SQLModel',
		kind: 'ORM',
		languages: ['python'],
		imports: /^sqlmodel(\.|$)/,
		bases: /^SQLModel$/,
		calls: /(^|\.)session\.(exec|add|get)$/,
		dependency: /^sqlmodel$/i
	},
	{
		name: 'Peewee',
		asksModels: true,
		kind: 'ORM',
		languages: ['python'],
		imports: /^(peewee|playhouse)(\.|$)/,
		bases: /^(peewee\.)?Model$|BaseModel$/,
		dependency: /^peewee$/i
	},
	{
		name: 'Tortoise ORM',
		asksModels: true,
		kind: 'ORM',
		languages: ['python'],
		imports: /^tortoise(\.|$)/,
		bases: /^(models\.)?Model$/,
		calls: /^Tortoise\.init$/,
		dependency: /^tortoise-orm$/i
	},
	{
		name: 'JPA',
		kind: 'ORM',
		languages: jvm,
		imports: /^(javax|jakarta)\.persistence(\.|$)/,
		annotations: /^(Entity|MappedSuperclass)$/,
		calls:
			/(^|\.)(entityManager|em)\.(persist|merge|find|createQuery|createNativeQuery|remove|getReference)$/i,
		dependency: /hibernate-core|spring-boot-starter-data-jpa|persistence-api/
	},
	{
		name: 'Spring Data',
		kind: 'ORM',
		languages: jvm,
		imports:
			/^org\.springframework\.data\.(jpa|repository|mongodb|jdbc|r2dbc|cassandra|neo4j|elasticsearch)/,
		bases:
			/^(\w*(Crud|Jpa|PagingAndSorting|Mongo|Reactive\w*|R2dbc|ListCrud)Repository|Repository)(<|$)/,
		dependency: /spring-(boot-starter-)?data-(jpa|jdbc|mongodb|r2dbc)/
	},
	{
		name: 'MyBatis',
		kind: 'SQL mapper',
		languages: jvm,
		imports: /^(org\.apache\.ibatis|org\.mybatis|com\.baomidou\.mybatisplus)(\.|$)/,
		bases: /^BaseMapper(<|$)/,
		annotations: /^Mapper$/,
		dependency: /mybatis/
	},
	{
		name: 'jOOQ',
		kind: 'query builder',
		languages: jvm,
		imports: /^org\.jooq(\.|$)/,
		calls: /\.(selectFrom|select\(\)\.from|insertInto|deleteFrom)$/,
		dependency: /^org\.jooq:jooq/
	},
	{
		name: 'JdbcTemplate',
		kind: 'SQL mapper',
		languages: jvm,
		imports: /^org\.springframework\.jdbc(\.|$)/,
		calls: /jdbc\w*\.(query\w*|update|batchUpdate|execute|sql)$/i,
		dependency: /spring-boot-starter-jdbc/
	},
	{
		name: 'Exposed',
		kind: 'ORM',
		languages: ['kotlin'],
		imports: /^org\.jetbrains\.exposed(\.|$)/,
		bases: /^(\w*Table|\w*IdTable|\w*Entity)(<|$)/,
		calls: /\.(selectAll|insert|insertAndGetId|deleteWhere)$/,
		dependency: /^org\.jetbrains\.exposed:/
	},
	{
		name: 'JDBC',
		kind: 'driver',
		languages: jvm,
		imports: /^java\.sql(\.|$)/,
		calls: /\.(prepareStatement|createStatement|executeQuery|executeUpdate)$/
	},
	{
		name: 'GORM',
		kind: 'ORM',
		languages: ['go'],
		imports: /^(gorm\.io\/gorm|github\.com\/jinzhu\/gorm)$/,
		bases: /^gorm\.Model$/,
		calls:
			/\.(First|Find|FirstOrCreate|FirstOrInit|Last|Take|Create|Save|Updates?|Delete|Preload|AutoMigrate|Pluck|Scan|Related|Association)$|^gorm\.Open$/,
		dependency: /^(gorm\.io\/gorm|github\.com\/jinzhu\/gorm)$/
	},
	{
		name: 'ent',
		kind: 'ORM',
		languages: ['go'],
		imports: /^entgo\.io\/ent/,
		bases: /^ent\.Schema$/,
		dependency: /^entgo\.io\/ent$/
	},
	{
		name: 'sqlx',
		kind: 'SQL mapper',
		languages: ['go'],
		imports: /^github\.com\/[\w-]+\/sqlx(-?v\d+)?(\/v\d+)?$/,
		calls:
			/\.(Select|Get|NamedExec|Queryx|QueryRowx|MustExec|SelectContext|GetContext|NamedExecContext)$|^sqlx\.\w+$/,
		dependency: /^github\.com\/[\w-]+\/sqlx(-?v\d+)?(\/v\d+)?$/
	},
	{
		name: 'pgx',
		kind: 'driver',
		languages: ['go'],
		imports: /^github\.com\/jackc\/pgx/,
		calls: /\.(Query|QueryRow|Exec|SendBatch|CopyFrom)$|^pgxpool\.New\w*$|^pgx\.Connect\w*$/,
		dependency: /^github\.com\/jackc\/pgx/
	},
	{
		name: 'database/sql',
		kind: 'driver',
		languages: ['go'],
		imports: /^database\/sql$/,
		calls:
			/\.(Query|QueryRow|Exec|QueryContext|QueryRowContext|ExecContext|Prepare|PrepareContext)$|^sql\.Open$/
	},
	{
		name: 'Diesel',
		kind: 'ORM',
		languages: ['rust'],
		imports: /^diesel(::|$)/,
		annotations: /^(diesel|table_name)$/,
		calls:
			/^(diesel\.)?(insert_into|update|delete|sql_query)$|\.(load|get_result|get_results|first|filter)$/,
		dependency: /^diesel$/
	},
	{
		name: 'SeaORM',
		kind: 'ORM',
		languages: ['rust'],
		imports: /^sea_orm(::|$)/,
		annotations: /^sea_orm$/,
		calls: /^Entity\.|\.(find_by_id|into_model|exec_with_returning)$/,
		dependency: /^sea-orm$/
	},
	{
		name: 'SQLx',
		kind: 'SQL mapper',
		languages: ['rust'],
		imports: /^sqlx(::|$)/,
		calls: /^(sqlx\.)?query(_as|_scalar|_file|_as_unchecked)?!?$|^sqlx\./,
		callsAnywhere: true,
		dependency: /^sqlx$/
	},
	{
		name: 'rusqlite',
		kind: 'driver',
		languages: ['rust'],
		imports: /^rusqlite(::|$)/,
		calls: /\.(execute|prepare|query_row|query_map)$|^Connection\.open\w*$/,
		dependency: /^rusqlite$/
	},
	{
		name: 'Entity Framework Core',
		kind: 'ORM',
		languages: ['csharp'],
		imports: /^Microsoft\.EntityFrameworkCore/,
		bases: /^(\w*\.)?(Identity)?DbContext(<|$)/,
		calls:
			/\.(Include|ThenInclude|AsNoTracking|ToListAsync|FirstOrDefaultAsync|SingleOrDefaultAsync|SaveChanges|SaveChangesAsync|AddAsync|FindAsync|AnyAsync|CountAsync)$/,
		dependency: /^Microsoft\.EntityFrameworkCore/
	},
	{
		name: 'Dapper',
		kind: 'SQL mapper',
		languages: ['csharp'],
		imports: /^Dapper$/,
		calls:
			/\.(Query|QueryAsync|QueryFirstOrDefaultAsync|QuerySingleOrDefaultAsync|QueryMultipleAsync|Execute|ExecuteAsync|ExecuteScalarAsync)$/,
		dependency: /^Dapper$/
	},
	{
		name: 'ADO.NET',
		kind: 'driver',
		languages: ['csharp'],
		imports:
			/^(System\.Data\.SqlClient|Microsoft\.Data\.SqlClient|Npgsql|MySqlConnector|Microsoft\.Data\.Sqlite)$/,
		calls:
			/\.(ExecuteReader|ExecuteNonQuery|ExecuteScalar)(Async)?$|^new (Sql|Npgsql|MySql|Sqlite)Command$/
	},
	{
		name: 'Active Record',
		asksModels: true,
		kind: 'ORM',
		languages: ['ruby'],
		bases: /^(ActiveRecord(::|\.)Base|ApplicationRecord)$/,
		dependency: /^activerecord$/
	},
	{
		name: 'Mongoid',
		kind: 'document mapper',
		languages: ['ruby'],
		calls: /^store_in$/,
		dependency: /^mongoid$/
	},
	{
		name: 'Sequel',
		kind: 'ORM',
		languages: ['ruby'],
		imports: /^sequel$/,
		bases: /^Sequel(::|\.)Model$/,
		calls: /^Sequel\.connect$/,
		dependency: /^sequel$/
	},
	{
		name: 'Eloquent',
		asksModels: true,
		kind: 'ORM',
		languages: ['php'],
		imports: /^Illuminate\\(Database\\Eloquent\\Model|Foundation\\Auth\\User)/,
		bases: /^(Model|Authenticatable|Eloquent)$/
	},
	{
		name: 'Doctrine',
		kind: 'ORM',
		languages: ['php'],
		imports: /^Doctrine\\(ORM|Persistence|Bundle\\DoctrineBundle)/,
		bases: /^(ServiceEntityRepository|EntityRepository)$/,
		annotations: /^(ORM\\)?Entity$/,
		calls: /\.(persist|flush|getRepository|createQueryBuilder|createQuery)$/,
		dependency: /^doctrine\/(orm|doctrine-bundle)$/
	},
	{
		name: 'PDO',
		kind: 'driver',
		languages: ['php'],
		calls: /^new PDO$/,
		callsAnywhere: true
	},
	{
		name: 'mysqli',
		kind: 'driver',
		languages: ['php'],
		calls: /^(new mysqli|mysqli_(connect|query|prepare))$/,
		callsAnywhere: true
	},
	{
		name: 'pg',
		kind: 'driver',
		languages: script,
		imports: /^(pg|postgres|@neondatabase\/serverless)$/,
		calls: /\.query$|^new (pg\.)?(Pool|Client)$|^postgres$/,
		dependency: /^(pg|postgres)$/
	},
	{
		name: 'mysql2',
		kind: 'driver',
		languages: script,
		imports: /^mysql2?(\/promise)?$/,
		calls: /\.(query|execute|createPool|createConnection)$/,
		dependency: /^mysql2?$/
	},
	{
		name: 'SQLite driver',
		kind: 'driver',
		languages: script,
		imports: /^(better-sqlite3|sqlite3|sqlite|node:sqlite|bun:sqlite)$/,
		calls: /\.(prepare|exec|run|all|get)$|^new (Database|DatabaseSync)$/,
		dependency: /^(better-sqlite3|sqlite3)$/
	},
	{
		name: 'MongoDB driver',
		kind: 'driver',
		languages: script,
		imports: /^mongodb$/,
		calls: /^new MongoClient$|\.collection$/,
		dependency: /^mongodb$/
	},
	{
		name: 'Python database driver',
		kind: 'driver',
		languages: ['python'],
		imports: /^(psycopg2?|sqlite3|pymysql|MySQLdb|asyncpg|aiosqlite|pymongo|motor)(\.|$)/,
		calls: /\.(execute|executemany|fetch|fetchrow|connect)$|^(MongoClient|pymongo\.MongoClient)$/
	}
];
