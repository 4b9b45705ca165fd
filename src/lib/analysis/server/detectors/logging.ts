import type { CallFact, Language } from '../../facts';
import type { Finding } from '../../findings';
import type { Found, Project } from '../../project';
import { counted, distinct, finding, listed, placeOf, type Detector } from './detector';
import { libraryFindings } from './libraries';
import { JVM, SCRIPTS, usesOf, type Mark } from './marks';

const NAME = 'logging';

const loggers: readonly Mark[] = [
	{
		name: 'Winston',
		in: SCRIPTS,
		imports: /^(winston|nest-winston)$/,
		calls: /^(winston\.)?createLogger$|^winston\.\w+$/,
		dependency: /^winston$/
	},
	{
		name: 'Pino',
		in: SCRIPTS,
		imports: /^(pino|pino-http|nestjs-pino)$/,
		calls: /^(pino|pinoHttp)(\.\w+)?$/,
		dependency: /^pino$/
	},
	{
		name: 'Bunyan',
		in: SCRIPTS,
		imports: /^bunyan$/,
		calls: /createLogger$/,
		dependency: /^bunyan$/
	},
	{
		name: 'log4js',
		in: SCRIPTS,
		imports: /^log4js$/,
		calls: /^(log4js\.)?(getLogger|configure)$/,
		dependency: /^log4js$/
	},
	{ name: 'loglevel', in: SCRIPTS, imports: /^loglevel$/, dependency: /^loglevel$/ },
	{
		name: 'consola',
		in: SCRIPTS,
		imports: /^consola$/,
		calls: /^consola\.\w+$/,
		dependency: /^consola$/
	},
	{ name: 'debug', in: SCRIPTS, imports: /^debug$/, dependency: /^debug$/ },
	{
		name: 'morgan',
		in: SCRIPTS,
		imports: /^morgan$/,
		calls: /^(morgan|logger)$/,
		dependency: /^morgan$/
	},
	{ name: "NestJS's Logger", in: SCRIPTS, imports: /^@nestjs\/common$/, calls: /^new Logger$/ },
	{
		name: 'logging',
		in: ['python'],
		imports: /^logging(\.|$)/,
		calls:
			/^(logging\.(getLogger|info|warning|error|debug|exception|basicConfig)|\w*log(ger)?\.(info|warning|error|debug|exception|critical))$/i
	},
	{
		name: 'Loguru',
		in: ['python'],
		imports: /^loguru$/,
		calls: /^logger\.\w+$/,
		dependency: /^loguru$/i
	},
	{
		name: 'structlog',
		in: ['python'],
		imports: /^structlog/,
		calls: /^structlog\.\w+$/,
		dependency: /^structlog$/i
	},
	{
		name: 'SLF4J',
		in: JVM,
		imports: /^org\.slf4j/,
		calls: /^LoggerFactory\.getLogger$|^(log|logger|LOG|LOGGER)\.(info|warn|error|debug|trace)$/
	},
	{
		name: "Lombok's @Slf4j",
		in: JVM,
		imports: /^lombok/,
		annotations: /^(Slf4j|Log4j2|CommonsLog|Log)$/
	},
	{
		name: 'Log4j',
		in: JVM,
		imports: /^org\.apache\.(logging\.)?log4j/,
		calls: /^LogManager\.getLogger$|^Logger\.getLogger$/
	},
	{
		name: 'java.util.logging',
		in: JVM,
		imports: /^java\.util\.logging/,
		calls: /^Logger\.getLogger$/
	},
	{
		name: 'kotlin-logging',
		in: ['kotlin'],
		imports: /^(mu|io\.github\.oshai)/,
		calls: /^KotlinLogging\.logger$/
	},
	{ name: 'Timber', in: ['kotlin', 'java'], imports: /^timber\.log/, calls: /^Timber\.\w+$/ },
	{ name: 'zap', in: ['go'], imports: /go\.uber\.org\/zap$/, calls: /^zap\.(New\w*|Must|L|S)$/ },
	{ name: 'Logrus', in: ['go'], imports: /sirupsen\/logrus$/, calls: /^(log|logrus)\.\w+$/ },
	{
		name: 'zerolog',
		in: ['go'],
		imports: /rs\/zerolog/,
		calls: /^(log|zerolog|logger)\.(\w+\(\)\.)*(Msg|Msgf|New|Info|Error|Err|Debug|Warn)$/
	},
	{ name: 'log/slog', in: ['go'], imports: /^log\/slog$/, calls: /^slog\.\w+$/ },
	{
		name: 'glog or klog',
		in: ['go'],
		imports: /(golang\/glog|k8s\.io\/klog)/,
		calls: /^(glog|klog)\.\w+$/
	},
	{
		name: "Go's log",
		in: ['go'],
		imports: /^log$/,
		calls: /^log\.(Print\w*|Fatal\w*|Panic\w*|New)$/
	},
	{
		name: 'tracing',
		in: ['rust'],
		imports: /^tracing/,
		calls: /^(tracing\.)?(info|warn|error|debug|trace|instrument)!$/,
		dependency: /^tracing$/
	},
	{
		name: 'log',
		in: ['rust'],
		imports: /^log(::|$)/,
		calls: /^(log\.)?(info|warn|error|debug|trace)!$/,
		dependency: /^(log|env_logger)$/
	},
	{
		name: 'Serilog',
		in: ['csharp'],
		imports: /^Serilog/,
		calls: /^(Log\.\w+|new LoggerConfiguration)$|\.UseSerilog$|\.AddSerilog$/
	},
	{ name: 'NLog', in: ['csharp'], imports: /^NLog/, calls: /^LogManager\.\w+$|\.UseNLog$/ },
	{
		name: "ASP.NET Core's ILogger",
		in: ['csharp'],
		calls: /\.Log(Information|Warning|Error|Debug|Critical|Trace)$/
	},
	{
		name: "Rails' logger",
		in: ['ruby'],
		calls: /^(Rails\.logger(\(\))?|logger)\.(info|warn|error|debug|fatal)$/
	},
	{
		name: "Sidekiq's logger",
		in: ['ruby'],
		calls: /^Sidekiq\.logger(\(\))?\.(info|warn|error|debug|fatal)$/
	},
	{ name: "Ruby's Logger", in: ['ruby'], calls: /^Logger\.new$/ },
	{
		name: "Laravel's Log",
		in: ['php'],
		calls: /^(Log\.(info|warning|error|debug|critical|notice|channel))$/
	},
	{ name: 'Monolog', in: ['php'], imports: /^Monolog\\/, calls: /^new (Logger|\w+Handler)$/ },
	{
		name: 'PSR-3 loggers',
		in: ['php'],
		imports: /^Psr\\Log/,
		calls: /[lL]ogger\.(info|warning|error|debug|critical|notice)$/
	},
	{ name: 'spdlog', in: ['cpp'], imports: /^spdlog\//, calls: /^spdlog\.\w+$/ },
	{ name: 'glog', in: ['cpp'], imports: /^glog\// }
];

/** Printing, where a logger could say how bad it is. */
const PRINTS: readonly { in: readonly Language[]; call: RegExp; name: string }[] = [
	{ in: SCRIPTS, call: /^console\.(log|info|debug|warn|error)$/, name: 'console' },
	{ in: ['python'], call: /^(print|traceback\.print_exc)$/, name: 'print' },
	{
		in: JVM,
		call: /^System\.(out|err)\.print(ln|f)?$|\.printStackTrace$|^println$/,
		name: 'System.out and printStackTrace'
	},
	{ in: ['go'], call: /^fmt\.Print(ln|f)?$/, name: 'fmt.Print' },
	{ in: ['csharp'], call: /^Console\.Write(Line)?$/, name: 'Console.Write' },
	{ in: ['ruby'], call: /^(puts|p|pp)$/, name: 'puts' },
	{ in: ['php'], call: /^(var_dump|print_r|error_log|dd|dump)$/, name: 'var_dump, dd or error_log' }
];

/** Of a language that stands at the side, what there is are mostly tools. */
function isMain(project: Project, languages: readonly Language[]): boolean {
	const own = project.sources.filter(({ language }) => languages.includes(language));
	return own.length * 5 >= project.sources.length;
}

/** Programs of the command line print because that is what they are for. */
const MAY_PRINT =
	/(^|\/)\.[^/]+\/|(^|\/)(scripts?|bin|cli|cmd|tools?|tasks?|migrations?|seeds?|seeders?|management\/commands|db|build)\/|(^|\/)(cli|setup|manage|gulpfile|webpack[\w.]*|rollup[\w.]*|vite[\w.]*|main|Program|Rakefile)\.\w+$|\.config\.\w+$/i;

/** What the program writes down of itself, by which means, and what should not be in it. */
export const logging: Detector = {
	name: NAME,
	topics: ['logging'],
	detect: (project) => [
		...libraryFindings(project, NAME, loggers, [
			{
				subject: 'libraries',
				topic: 'logging',
				title: (names) => `The program logs with ${names}.`,
				detail:
					'Look at what a line carries (a time, a level, which request), at whether machines can read it, and at what must never be in it.'
			}
		]),
		...prints(project),
		...secretsInLogs(project)
	]
};

/** What logs by a name of its own is no printing, whatever it does below. */
const OWN_LOGGER = /(^|\.)_?log(ger)?\.(info|warn(ing)?|error|debug)$/i;

/** In views that are written in Ruby `p` is the element, with its attributes and what stands in it. */
const isParagraph = ({ file, fact }: Found<CallFact>) =>
	fact.callee === 'p' &&
	file.language === 'ruby' &&
	(/(^|\/)(views|components)\//.test(file.path) ||
		fact.args.some((argument) => /^(class|id|data|style|title|\*\*\w+):/.test(argument)));

function prints(project: Project): Finding[] {
	const uses = usesOf(project, loggers).filter(
		({ manifestOnly, mark }) => !manifestOnly && mark.name !== 'morgan'
	);
	return PRINTS.filter((print) => isMain(project, print.in)).flatMap(
		({ in: languages, call, name }) => {
			const calls = project
				.calls(call, ...languages)
				.filter(({ file }) => !MAY_PRINT.test(file.path))
				.filter((found) => !isParagraph(found));
			const files = distinct(calls.map(({ file }) => file.path));
			const beside = uses.filter(({ mark }) => mark.in.some((one) => languages.includes(one)));
			if (calls.length < (beside.length > 0 ? 3 : 5)) return [];
			if (beside.length === 0 && project.calls(OWN_LOGGER, ...languages).length > 0) return [];
			// The server logs, in another language; a page has nothing but its console.
			if (beside.length === 0 && uses.length > 0) return [];
			const names = beside.map(({ mark }) => mark.name);
			return [
				finding(project, {
					detector: NAME,
					subject: `prints-${name.toLowerCase().split(/\W/)[0]}`,
					topic: 'logging',
					kind: beside.length > 0 ? 'risk' : 'decision',
					title:
						beside.length > 0
							? `Messages are printed by ${name} too, past ${listed(names)}.`
							: `Messages are printed by ${name}, and no library for logs was seen.`,
					detail:
						beside.length > 0
							? 'What they print has no level and does not reach where the rest of the log goes.'
							: 'Nothing says how bad a message is, and nothing can be switched off or searched by field. Enough for a small program.',
					confidence: 0.85,
					at: calls.map(placeOf),
					facts: { by: name, calls: calls.length, files: files.length, loggers: names }
				})
			];
		}
	);
}

const LOGS =
	/^((console|log|logger|logging|LOG|LOGGER|_logger|this\.logger|self\.logger|winston|Log|slog|logrus|Rails\.logger)\.(log|info|warn|warning|error|debug|trace|Info\w*|Print\w*|Log\w+|Debug\w*|Error\w*)|print|puts|fmt\.Print\w*|System\.out\.print\w*|error_log|Console\.WriteLine)$/;

/** A name that holds one at its end: not a count of tokens, not a message about passwords. */
const HOLDS_SECRET =
	/(^|[.\s,{([$_])(plain_?)?(password|passwd|secret|access_?token|refresh_?token|auth_?token|api_?key|private_?key|jwt_?secret)\b['"\])}]*$/i;

function secretsInLogs(project: Project): Finding[] {
	const calls = project
		.calls(LOGS)
		.filter(({ file }) => !MAY_PRINT.test(file.path))
		.filter(({ fact }) =>
			fact.args.some(
				(arg) =>
					!/^[rbuf@$]{0,2}["'`]/.test(arg) &&
					!/[=!]=|\?|!/.test(arg) &&
					!/hash|sha\d|md5|digest|mask|redact|length|strlen/i.test(arg) &&
					HOLDS_SECRET.test(arg)
			)
		);
	if (calls.length === 0) return [];
	return [
		finding(project, {
			detector: NAME,
			subject: 'secrets',
			topic: 'logging',
			kind: 'risk',
			title: `A password, token or key is handed to the log in at least ${counted(calls.length, 'place')}.`,
			detail:
				'Logs are kept longer, copied further and read by more people than the database. Look at what is redacted on the way.',
			confidence: 0.75,
			at: calls.map(placeOf),
			facts: { places: calls.length }
		})
	];
}
