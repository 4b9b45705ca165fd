import { codeFiles } from './languages';
import type { Folder } from './report';
import type { SurveyedFile } from './survey';

const MOST_FOLDERS = 60;

/** What folders of these names are there for, whatever they hold. */
const byName: [RegExp, string][] = [
	[/^(?:tests?|specs?|__tests__|e2e|cypress|testdata|.*\.Tests?)$/i, 'tests'],
	[/^(?:docs?|documentation|wiki|site|website)$/i, 'documentation'],
	[/^(?:examples?|samples?|demos?|playground)$/i, 'examples'],
	[/^(?:scripts?|tools?|hack|bin|dev|utils?-scripts)$/i, 'scripts'],
	[/^(?:migrations?|db|database|sql|schema|prisma|drizzle)$/i, 'database'],
	[/^(?:public|static|assets|images?|img|fonts?|media|resources?|wwwroot)$/i, 'assets'],
	[/^(?:\.github|\.gitlab|\.circleci|\.azure-pipelines|ci)$/i, 'CI'],
	[
		/^(?:deploy(?:ment)?|infra(?:structure)?|k8s|kubernetes|helm|charts?|terraform|ansible|docker)$/i,
		'deployment'
	],
	[/^(?:config|conf|settings|\.config)$/i, 'configuration'],
	[/^(?:vendor|node_modules|third_?party|deps|external)$/i, 'vendored'],
	[/^(?:locales?|i18n|lang|translations?)$/i, 'translations'],
	[/^(?:packages|apps|services|modules|crates|libs|projects|plugins)$/i, 'packages'],
	[/^(?:frontend|client|web|ui|webapp)$/i, 'front end'],
	[/^(?:backend|server|api)$/i, 'back end'],
	[/^(?:bench(?:es|marks?)?|perf)$/i, 'benchmarks']
];

/** Folders at the top, and those within them where most of the code is or packages are. */
export function structureOf(files: readonly SurveyedFile[]): Folder[] {
	const top = foldersAt(files, 1);
	const allLines = top.reduce((total, { lines }) => total + lines, 0);
	const opened = top.filter(
		({ path, purpose, lines }) =>
			path !== '' && (purpose === 'packages' || (lines > 0 && lines >= allLines * 0.4))
	);
	const inner = opened.flatMap(({ path }) =>
		foldersAt(
			files.filter((file) => file.path.startsWith(`${path}/`)),
			2
		).filter((folder) => folder.path !== path)
	);
	return [...top, ...inner]
		.sort((one, other) => other.lines - one.lines || other.bytes - one.bytes)
		.slice(0, MOST_FOLDERS)
		.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** @param depth of the folders; what lies above counts for the folder that it lies in */
function foldersAt(files: readonly SurveyedFile[], depth: number): Folder[] {
	const groups = Map.groupBy(files, ({ path }) =>
		path.split('/').slice(0, -1).slice(0, depth).join('/')
	);
	return Array.from(groups, ([path, members]) => {
		const code = codeFiles(members);
		return {
			path,
			files: members.length,
			bytes: total(members, ({ bytes }) => bytes),
			lines: total(code, ({ lines }) => lines),
			language: mostOf(code),
			purpose: purposeOf(path, members)
		};
	});
}

function purposeOf(path: string, members: readonly SurveyedFile[]): string {
	const name = path.slice(path.lastIndexOf('/') + 1);
	const named = byName.find(([pattern]) => pattern.test(name))?.[1];
	if (named) return named;
	const shareOf = (holds: (file: SurveyedFile) => boolean) =>
		members.filter(holds).length / members.length;
	if (path === '') return 'root';
	if (shareOf(({ role }) => role === 'test') > 0.6) return 'tests';
	if (shareOf(({ role }) => role === 'vendored' || role === 'generated') > 0.6) return 'generated';
	if (shareOf(({ kind }) => kind === 'programming') > 0.2) return 'code';
	if (shareOf(({ kind }) => kind === 'prose') > 0.6) return 'documentation';
	if (shareOf(({ role }) => role === 'binary') > 0.6) return 'assets';
	return shareOf(({ kind }) => kind === 'data') > 0.6 ? 'data' : 'mixed';
}

function mostOf(code: readonly SurveyedFile[]): string | undefined {
	const bytes = new Map<string, number>();
	for (const { language, bytes: size } of code) {
		if (language) bytes.set(language, (bytes.get(language) ?? 0) + size);
	}
	return Array.from(bytes).sort((one, other) => other[1] - one[1])[0]?.[0];
}

const total = (files: readonly SurveyedFile[], size: (file: SurveyedFile) => number) =>
	files.reduce((sum, file) => sum + size(file), 0);
