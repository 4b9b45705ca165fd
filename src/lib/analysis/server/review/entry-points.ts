import type { Manifest } from '../../manifests';
import { instructionsOf } from './containers';
import { resolvePath } from './manifests/reader';
import { folderOf } from './paths';
import { redactedCommand } from './redact-command';
import type { EntryPoint } from './report';
import type { SurveyedFile } from './survey';
import { isDockerfile, isProcfile } from './wanted';

const MOST = 60;

/** Files that begin a program by their name, where frameworks look for them. */
const byName: [RegExp, string][] = [
	[/(?:^|\/)manage\.py$/, "Django's command line"],
	[/(?:^|\/)(?:wsgi|asgi)\.py$/, 'the application that a Python server loads'],
	[/^(?:src\/)?app\.py$/, "Flask's or FastAPI's usual entry"],
	[/^(?:.*\/)?config\.ru$/, 'the application that a Rack server loads'],
	[/(?:^|\/)artisan$/, "Laravel's command line"],
	[/^(?:.*\/)?public\/index\.php$/, 'the front controller'],
	[/^(?:[^/]+\/){0,2}src\/main\.[cm]?[jt]sx?$/, 'the usual entry of a bundler or framework'],
	[/^(?:[^/]+\/){0,2}src\/(?:index|server|app)\.[cm]?[jt]sx?$/, 'the usual entry of a package'],
	[/^(?:server|app|index|main)\.[cm]?[jt]s$/, 'the usual entry of a package'],
	[/(?:^|\/)Program\.cs$/, 'the start of a .NET program'],
	[/(?:^|\/)src\/lib\.rs$/, "a crate's root"]
];

const startScript = /^(?:start|serve|dev|server|develop|preview)(?::|$)/;

/** Where this project begins to run: main functions, manifests, scripts, containers, names. */
export function entryPointsOf(
	files: readonly SurveyedFile[],
	manifests: readonly Manifest[],
	texts: ReadonlyMap<string, string>
): EntryPoint[] {
	const sources = files.filter(({ role }) => role === 'source');
	const paths = new Set(sources.map(({ path }) => path));
	const found = [
		...sources.flatMap(({ path, mainLine: line }): EntryPoint[] =>
			line === undefined ? [] : [{ path, line, kind: 'main', what: 'a main function' }]
		),
		...manifests.flatMap((manifest) => named(manifest, paths)),
		...manifests.flatMap((manifest) => scripts(manifest, texts.get(manifest.path))),
		...Array.from(texts).flatMap(([path, text]) => [
			...(isDockerfile(path) ? commandsOf(path, text) : []),
			...(isProcfile(path) ? processesOf(path, text) : [])
		]),
		...sources.flatMap(({ path }): EntryPoint[] => {
			const what = byName.find(([pattern]) => pattern.test(path))?.[1];
			return what === undefined ? [] : [{ path, line: 1, kind: 'name', what }];
		})
	];
	const mains = new Set(found.filter(({ kind }) => kind === 'main').map(({ path }) => path));
	const once = new Map<string, EntryPoint>();
	for (const entry of found) {
		if (entry.kind === 'name' && mains.has(entry.path)) continue;
		const key = `${entry.path}:${entry.kind === 'script' ? entry.what : entry.line}`;
		if (!once.has(key)) once.set(key, entry);
	}
	return [...once.values()].slice(0, MOST);
}

/** What a manifest calls its entry, where that file is in the repository and not built. */
const named = ({ path, entryPoints }: Manifest, paths: ReadonlySet<string>): EntryPoint[] =>
	entryPoints.flatMap((entry): EntryPoint[] => {
		const file = resolvePath(folderOf(path), entry);
		return file !== undefined && paths.has(file)
			? [{ path: file, line: 1, kind: 'manifest', what: `named by ${path}` }]
			: [];
	});

const scripts = ({ path, scripts: named }: Manifest, text: string | undefined): EntryPoint[] =>
	Object.entries(named)
		.filter(([name]) => startScript.test(name) || !path.endsWith('.json'))
		.slice(0, 10)
		.map(([name, command]) => ({
			path,
			line: lineWith(text, name, command),
			kind: 'script',
			what: redactedCommand(`${name}: ${command}`.slice(0, 200))
		}));

function lineWith(text: string | undefined, name: string, command: string): number {
	const start = command.slice(0, 20).split(/["\\]/, 1)[0]!;
	const index = (text ?? '')
		.split('\n')
		.findIndex((line) => line.includes(name) && line.includes(start));
	return index + 1 || 1;
}

function commandsOf(path: string, text: string): EntryPoint[] {
	// The last of each counts: later stages and later lines take the place of earlier ones.
	const last = new Map<string, EntryPoint>();
	for (const { word, rest, line } of instructionsOf(text)) {
		if (word !== 'CMD' && word !== 'ENTRYPOINT') continue;
		last.set(word, {
			path,
			line,
			kind: 'container',
			what: redactedCommand(`${word} ${rest}`.slice(0, 200))
		});
	}
	return [...last.values()];
}

const processesOf = (path: string, text: string): EntryPoint[] =>
	text.split('\n').flatMap((line, index): EntryPoint[] =>
		/^[\w-]{1,60}:\s*\S/.test(line)
			? [
					{
						path,
						line: index + 1,
						kind: 'procfile',
						what: redactedCommand(line.slice(0, 200).trim())
					}
				]
			: []
	);
