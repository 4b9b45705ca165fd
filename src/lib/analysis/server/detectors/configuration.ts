import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { counted, distinct, finding, listed, placeOf, type Detector } from './detector';
import { environmentReads, readsUnseen, type EnvironmentRead } from './environment';
import { keysInCode } from './jwt-keys';
import { libraryFindings } from './libraries';
import { JVM, SCRIPTS, usesOf, type Mark, type Use } from './marks';
import { anyOrigin, debugOn } from './open-settings';

const NAME = 'configuration';

interface Settings extends Mark {
	/** It makes one typed object of them, before the rest starts. */
	checks: boolean;
}

const libraries: readonly Settings[] = [
	{
		checks: false,
		name: 'dotenv',
		in: SCRIPTS,
		imports: /^dotenv/,
		calls: /^(dotenv\.)?config$/,
		dependency: /^dotenv$/
	},
	{ checks: true, name: 'envalid', in: SCRIPTS, imports: /^envalid$/, calls: /cleanEnv$/ },
	{ checks: true, name: 'T3 Env', in: SCRIPTS, imports: /^@t3-oss\/env/, calls: /^createEnv$/ },
	{ checks: true, name: 'convict', in: SCRIPTS, imports: /^convict$/, calls: /^convict$/ },
	{
		checks: false,
		name: '@nestjs/config',
		in: SCRIPTS,
		imports: /^@nestjs\/config$/,
		calls: /^ConfigModule\.forRoot$|[cC]onfig\w*\.get(OrThrow)?$/
	},
	{
		checks: false,
		name: 'node-config',
		in: SCRIPTS,
		imports: /^config$/,
		calls: /^config\.(get|has)$/,
		needs: /^config$/
	},
	{
		checks: true,
		name: "Pydantic's settings",
		in: ['python'],
		imports: /^(pydantic|pydantic_settings)/,
		bases: /BaseSettings$/
	},
	{
		checks: false,
		name: 'python-decouple',
		in: ['python'],
		imports: /^decouple$/,
		calls: /^config$/
	},
	{
		checks: false,
		name: 'django-environ',
		in: ['python'],
		imports: /^environ$/,
		calls: /^(environ\.Env|env)(\.\w+)?$/
	},
	{
		checks: false,
		name: 'python-dotenv',
		in: ['python'],
		imports: /^dotenv$/,
		calls: /load_dotenv$/
	},
	{ checks: false, name: 'Dynaconf', in: ['python'], imports: /^dynaconf/ },
	{
		checks: true,
		name: "Spring's @ConfigurationProperties",
		in: JVM,
		annotations: /^ConfigurationProperties$/
	},
	{
		checks: false,
		name: "Spring's @Value",
		in: JVM,
		annotations: /^Value$/,
		imports: /^org\.springframework\.beans\.factory\.annotation/
	},
	{ checks: false, name: 'Viper', in: ['go'], imports: /spf13\/viper$/, calls: /^(viper|v)\.\w+$/ },
	{
		checks: true,
		name: 'envconfig',
		in: ['go'],
		imports: /(kelseyhightower\/envconfig|sethvargo\/go-envconfig|caarlos0\/env)/,
		calls: /^(envconfig|env)\.(Process|Parse)\w*$/
	},
	{
		checks: false,
		name: 'godotenv',
		in: ['go'],
		imports: /joho\/godotenv$/,
		calls: /^godotenv\.\w+$/
	},
	{
		checks: false,
		name: 'dotenvy',
		in: ['rust'],
		imports: /^dotenvy?/,
		calls: /^dotenvy?(\.\w+)*$/
	},
	{
		checks: true,
		name: 'figment or config',
		in: ['rust'],
		imports: /^(figment|config|envy)(::|$)/,
		needs: /^(figment|config|envy)$/
	},
	{
		checks: true,
		name: "ASP.NET Core's options",
		in: ['csharp'],
		calls:
			/\.(BindConfiguration|ValidateOnStart|ValidateDataAnnotations)$|\.GetSection\(\)\.(Bind|Get)$/
	}
];

/** Where settings come from, what is checked at the start, and settings that are wide open. */
export const configuration: Detector = {
	name: NAME,
	topics: ['configuration'],
	detect: (project) => [
		...environment(project),
		...secretFallbacks(project, environmentReads(project)),
		...libraryFindings(project, NAME, libraries, [
			{
				subject: 'checked',
				topic: 'configuration',
				of: ({ checks }) => checks,
				title: (names) => `Settings are read into typed objects with ${names}.`,
				detail:
					'All that can be set stands in one place, and a wrong or missing value can stop the start instead of the first request that needs it. Look at what is read beside it.'
			},
			{
				subject: 'loaded',
				topic: 'configuration',
				of: ({ checks }) => !checks,
				title: (names) => `Settings are loaded with ${names}.`,
				detail:
					'Values arrive as text, and a missing one is noticed where it is used. Look at which of them the service cannot do without.'
			}
		]),
		...envOutsideConfig(project),
		...debugOn(project, NAME),
		...anyOrigin(project, NAME)
	]
};

/** Scripts, builds and tools of development have an environment of their own. */
const TOOLS =
	/(^|\/)(scripts?|bin|tools?|build|ci|deploy|packaging|hack)\/|\.config\.\w+$|(^|\/)(build\.rs|setup\.py|Rakefile|gulpfile\.\w+)$/i;

/** Files with `NAME=value` are read into the environment, and the code still names what it asks for. */
const FILLS_THE_ENVIRONMENT = /dotenv/;

/** What is read beside what a library or a wrapper reads would be too little to tell of. */
function environment(project: Project): Finding[] {
	const reads = environmentReads(project).filter(({ place }) => !TOOLS.test(place.path));
	if (reads.length === 0) return [];
	const others = usesOf(project, libraries).filter(
		({ mark }) => !FILLS_THE_ENVIRONMENT.test(mark.name)
	);
	if (others.length > 0) return besideSettings(project, reads, others);
	if (readsUnseen(project)) return [];
	const names = distinct(reads.map(({ name }) => name)).sort();
	const files = distinct(reads.map(({ place }) => place.path));
	const withDefault = distinct(
		reads.filter((one) => one.fallback !== undefined).map(({ name }) => name)
	);
	return [
		finding(project, {
			detector: NAME,
			subject: 'environment',
			topic: 'configuration',
			kind: files.length > 3 && names.length > 3 ? 'decision' : 'fact',
			title: `At least ${counted(names.length, 'environment variable is', 'environment variables are')} read by the code: ${listed(names)}.`,
			detail:
				files.length > 3
					? 'They are read in several files. Look at where all of them could be seen together, and at when a missing one is noticed.'
					: 'They are read in few files. Look at when a missing one is noticed.',
			confidence: 0.95,
			at: mostRead(reads).map(({ place }) => place),
			facts: {
				names: names.slice(0, 40),
				count: names.length,
				files,
				withDefault: withDefault.slice(0, 40)
			}
		})
	];
}

/** Where a library makes one object of the settings, what goes past it is worth a look. */
function besideSettings(
	project: Project,
	reads: readonly EnvironmentRead[],
	uses: readonly Use<Settings>[]
): Finding[] {
	const checked = uses.filter(({ mark, manifestOnly }) => mark.checks && !manifestOnly);
	const own = new Set(checked.flatMap(({ places }) => places.map(({ path }) => path)));
	const past = mostRead(reads.filter(({ place }) => !own.has(place.path)));
	if (checked.length === 0 || past.length === 0) return [];
	const names = distinct(past.map(({ name }) => name)).sort();
	const by = listed(distinct(checked.map(({ mark }) => mark.name)));
	return [
		finding(project, {
			detector: NAME,
			subject: 'beside-settings',
			topic: 'configuration',
			kind: 'fact',
			title: `${listed(names)} ${names.length === 1 ? 'is' : 'are'} read from the environment directly, beside settings that are read with ${by}.`,
			detail:
				'Who looks for all that can be set does not find it in one place, and a missing value shows only where it is used. What runs before the settings exist may be right to do so.',
			confidence: 0.9,
			at: past.map(({ place }) => place),
			facts: { names: names.slice(0, 40), count: names.length }
		})
	];
}

/** Files that read many come first. */
function mostRead(reads: readonly EnvironmentRead[]): EnvironmentRead[] {
	const count = (path: string) => reads.filter(({ place }) => place.path === path).length;
	const counts = new Map(reads.map(({ place }) => [place.path, count(place.path)]));
	return [...reads].sort(
		(one, other) => counts.get(other.place.path)! - counts.get(one.place.path)!
	);
}

const SECRET = /SECRET|PASSWORD|PASSWD|PRIVATE_KEY|API_?KEY|ENCRYPTION_KEY|_TOKEN$/i;

/** A switch, a length, a place: it says something of a secret, and is none. */
const ABOUT_A_SECRET =
	/_(ENABLED|DISABLED|LOGIN|REQUIRED|LENGTH|POLICY|EXPIR\w*|TTL|AGE|FILE|PATH|URL|NAME|HEADER|FIELD|MIN|MAX|TYPE|ALGORITHM)$/i;

/** A secret that has a value in the code in case nobody sets one. */
function secretFallbacks(project: Project, reads: readonly EnvironmentRead[]): Finding[] {
	const told = new Set(keysInCode(project).map(({ place }) => `${place.path}:${place.startLine}`));
	const found = reads.filter(
		({ name, fallback, place }) =>
			SECRET.test(name) &&
			!ABOUT_A_SECRET.test(name) &&
			fallback !== undefined &&
			fallback.length > 2 &&
			!told.has(`${place.path}:${place.startLine}`)
	);
	if (found.length === 0) return [];
	const names = distinct(found.map(({ name }) => name));
	return [
		finding(project, {
			detector: NAME,
			subject: 'secret-fallback',
			topic: 'secrets',
			kind: 'risk',
			title: `${listed(names)} ${names.length === 1 ? 'falls' : 'fall'} back to a literal in the code.`,
			detail:
				'Where the variable is missing the service starts all the same, with a secret that everybody who has seen the code knows. Refusing to start would show the mistake.',
			confidence: 0.9,
			at: found.map(({ place }) => place),
			secrets: found.map(({ fallback }) => fallback!),
			facts: { names, places: found.length }
		})
	];
}

/** Laravel's cached configuration makes `env()` empty everywhere but in its own files. */
function envOutsideConfig(project: Project): Finding[] {
	if (!project.dependency('laravel/framework')) return [];
	const calls = project
		.calls(/^env$/, 'php')
		.filter(({ file }) => !/(^|\/)(config|bootstrap)\//i.test(file.path));
	if (calls.length === 0) return [];
	return [
		finding(project, {
			detector: NAME,
			subject: 'env-outside-config',
			topic: 'configuration',
			kind: 'risk',
			title: `env() is called outside of the configuration's files, in at least ${counted(calls.length, 'place')}.`,
			detail:
				'Once the configuration is cached, as in production, these calls give null; config() gives the value.',
			confidence: 0.9,
			at: calls.map(placeOf),
			facts: { places: calls.length }
		})
	];
}
