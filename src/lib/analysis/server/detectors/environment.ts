import type { FileFacts } from '../../facts';
import type { Place, Project } from '../../project';

/** A variable of the environment that the code reads. */
export interface EnvironmentRead {
	name: string;
	/** The literal that stands in for it. */
	fallback?: string;
	place: Place;
}

const SCRIPT =
	/(?:process\.env|import\.meta\.env|Bun\.env)(?:\.|\[["'])([A-Za-z_]\w*)["']?\]?(?:\s*(?:\|\||\?\?)\s*(["'`])((?:(?!\2)[^$]){0,100})\2)?/g;

/** How each language asks, seen in arguments and values as they are written. */
const WRITTEN: Partial<Record<FileFacts['language'], RegExp>> = {
	javascript: SCRIPT,
	typescript: SCRIPT,
	svelte: SCRIPT,
	vue: SCRIPT,
	python:
		/os\.(?:environ\.get\(|getenv\(|environ\[)\s*["'](\w+)["'](?:\s*[\])]?\s*(?:,|\bor\b)\s*(["'])((?:(?!\2).){0,100})\2)?/g,
	ruby: /ENV(?:\.fetch\(|\[)\s*["'](\w+)["'](?:\s*\]?\s*(?:,|\|\|)\s*(["'])((?:(?!\2).){0,100})\2)?/g,
	php: /\b(?:env|getenv)\(\s*["'](\w+)["'](?:\s*,\s*(["'])((?:(?!\2).){0,100})\2)?|\$_ENV\[["'](\w+)["']\]/g,
	csharp: /(?:Environment\.GetEnvironmentVariable\()\s*"(\w+)"(?:\)\s*\?\?\s*(")([^"]{0,100})")?/g,
	java: /System\.getenv\(\s*"(\w+)"/g,
	kotlin: /System\.getenv\(\s*"(\w+)"\)?(?:\s*\?:\s*(")([^"]{0,100})")?/g,
	go: /os\.(?:Getenv|LookupEnv)\(\s*"(\w+)"/g,
	rust: /env::var(?:_os)?\(\s*"(\w+)"/g
};

const CALLED =
	/^(os\.(environ\.get|getenv)|System\.getenv|os\.(Getenv|LookupEnv)|(std\.)?env\.var(_os)?|env!|option_env!|Environment\.GetEnvironmentVariable|ENV\.fetch|env|getenv)$/;

/** Every read that stands in an argument or a value, once a line and name. */
export function environmentReads(project: Project): EnvironmentRead[] {
	const found = new Map<string, EnvironmentRead>();
	const keep = (file: FileFacts, startLine: number, name: string, fallback?: string) => {
		if (/^(NODE_ENV|DEV|PROD|MODE|SSR)$/.test(name)) return;
		const key = `${file.path}:${startLine}:${name}`;
		const before = found.get(key);
		if (before && before.fallback !== undefined) return;
		const place = { path: file.path, startLine };
		found.set(key, { name, place, ...(fallback !== undefined && { fallback }) });
	};
	for (const file of project.sources) {
		const written = WRITTEN[file.language];
		if (!written) continue;
		const read = (text: string, line: number) => {
			for (const match of text.matchAll(written)) {
				// Vite's own, of every page.
				if (match[0].startsWith('import.meta.env') && match[1] === 'BASE_URL') continue;
				const name = match[1] ?? match[4]!;
				keep(file, lineOf(project, file, line, name), name, match[3]);
			}
		};
		for (const { value, line } of file.assignments) read(value, line);
		for (const { args, callee, startLine, endLine } of file.calls) {
			if (CALLED.test(callee) && (callee !== 'env' || file.language === 'php')) {
				const name = /^["'](\w+)["']$/.exec(args[0] ?? '')?.[1];
				const fallback = /^(["'])([^"']{0,100})\1$/.exec(args[1] ?? '')?.[2];
				if (name) keep(file, startLine, name, fallback);
			} else if (startLine === endLine) for (const arg of args) read(arg, startLine);
		}
	}
	return [...found.values()];
}

/** A value may go over several lines, and is told with its first. */
function lineOf(project: Project, { path }: FileFacts, line: number, name: string): number {
	const offset = project
		.lines(path)
		.slice(line - 1, line + 14)
		.findIndex((text) => text.includes(name));
	return line + Math.max(0, offset);
}

/** The environment as a whole, or a variable whose name only a value knows. */
const UNSEEN: Partial<Record<FileFacts['language'], RegExp>> = {
	javascript: /\bprocess\.env(?!\s*\??\.\s*[A-Za-z_]|\[["'`]|\w)/,
	typescript: /\bprocess\.env(?!\s*\??\.\s*[A-Za-z_]|\[["'`]|\w)/,
	python: /\bos\.environ\b(?!\.(get|setdefault|pop)\(\s*["']|\[["'])|\bos\.getenv\(\s*[^"'\s]/,
	ruby: /\bENV\b(?!(\.fetch\(|\[|\.key\?\()\s*["'])/,
	java: /System\.getenv\(\s*[^"\s]/,
	kotlin: /System\.getenv\(\s*[^"\s]/,
	php: /\bgetenv\(\s*[^"'\s]|\$_ENV(?!\[["'])/
};

/** Of calls, what asks for a name that is no literal, or for everything. */
const ASKS =
	/^(os\.(environ\.get|getenv|Getenv|LookupEnv|ExpandEnv)|System\.getenv|(std\.)?env\.var(_os)?|Environment\.GetEnvironmentVariable|ENV\.fetch|getenv)$/;
const ASKS_FOR_ALL =
	/^(os\.Environ|os\.environ\.(items|copy|keys)|(std\.)?env\.vars(_os)?|Environment\.GetEnvironmentVariables|ENV\.(to_h|each|select|slice)|viper\.AutomaticEnv|v\.AutomaticEnv)$/;

/** Frameworks that read the environment by themselves, under the names of settings. */
const BY_ITSELF =
	/^(org\.springframework|io\.quarkus|io\.micronaut|Microsoft\.(AspNetCore|Extensions))/;

/** Whether variables are read whose names nobody sees where they are read. */
export const readsUnseen = (project: Project): boolean =>
	project.sources.some((file) => {
		const unseen = UNSEEN[file.language];
		return (
			file.imports.some(({ specifier }) => BY_ITSELF.test(specifier)) ||
			(unseen && file.assignments.some(({ value }) => unseen.test(value))) ||
			file.calls.some(
				({ callee, args }) =>
					ASKS_FOR_ALL.test(callee) ||
					(ASKS.test(callee) && !/^["'`]/.test(args[0] ?? '')) ||
					(unseen && args.some((arg) => unseen.test(arg)))
			)
		);
	});
