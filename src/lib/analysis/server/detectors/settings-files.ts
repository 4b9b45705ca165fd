import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { counted, distinct, finding, listed } from './detector';

/** Settings that the program itself reads as it starts, of any profile but tests. */
const SETTINGS =
	/(^|\/)(application|bootstrap)(-(?!test)[\w-]+)?\.(properties|ya?ml)$|(^|\/)appsettings(\.(?!Test)\w+)?\.json$/;

const ELSEWHERE = /(^|\/)(tests?|examples?|samples?|docs?|target|bin|obj|build)\//i;

const SECRET_KEY =
	/(password|passwd|secret|secret-?key|api-?key|access-?key|private-?key|client-?secret|token-?secret|signing-?key|jwt\.key)$/i;

interface Value {
	key: string;
	text: string;
	path: string;
	line: number;
}

/** Every such value with its key and its line. */
export const settingsSecrets = (project: Project): Value[] =>
	project.paths
		.filter((path) => SETTINGS.test(path) && !ELSEWHERE.test(path))
		.flatMap((path) => valuesIn(path, project.lines(path)))
		.filter(({ text }) => isValue(text));

/** A password or key that has a value in a file of settings, placeholders of variables aside. */
export function settingsFiles(project: Project, detector: string): Finding[] {
	const found = settingsSecrets(project);
	if (found.length === 0) return [];
	const keys = distinct(found.map(({ key }) => key));
	const files = distinct(found.map(({ path }) => path));
	return [
		finding(project, {
			detector,
			subject: 'settings-files',
			topic: 'secrets',
			kind: 'risk',
			title: `${listed(keys)} ${keys.length === 1 ? 'has a value' : 'have values'} in ${files.length === 1 ? files[0]!.split('/').at(-1)! : counted(files.length, 'settings file')}.`,
			detail:
				'Whoever has the repository has the value, and an installation that sets no other runs with it. A variable without a default makes a missing one fail at the start.',
			confidence: 0.9,
			at: found.map(({ path, line }) => ({ path, startLine: line })),
			secrets: found.map(({ text }) => text),
			facts: { keys: keys.slice(0, 20), files: files.slice(0, 20) }
		})
	];
}

function valuesIn(path: string, lines: readonly string[]): Value[] {
	if (/\.json$/.test(path)) return jsonValues(path, lines);
	if (/\.properties$/.test(path)) {
		return lines.flatMap((text, index) => {
			const found = /^\s*([\w.-]+)\s*[=:]\s*(\S.*?)\s*$/.exec(text);
			return found && SECRET_KEY.test(found[1]!)
				? [{ key: found[1]!, text: found[2]!, path, line: index + 1 }]
				: [];
		});
	}
	return yamlValues(path, lines);
}

/** Keys with what stands around them, told by indentation. */
function yamlValues(path: string, lines: readonly string[]): Value[] {
	const around: { depth: number; key: string }[] = [];
	return lines.flatMap((text, index) => {
		const found = /^(\s*)([\w.-]+)\s*:\s*(.*?)\s*(#.*)?$/.exec(text);
		if (!found) return [];
		const depth = found[1]!.length;
		while (around.length > 0 && around.at(-1)!.depth >= depth) around.pop();
		around.push({ depth, key: found[2]! });
		const value = found[3]!.replace(/^(["'])(.*)\1$/, '$2');
		if (value === '' || !SECRET_KEY.test(found[2]!)) return [];
		return [{ key: around.map(({ key }) => key).join('.'), text: value, path, line: index + 1 }];
	});
}

function jsonValues(path: string, lines: readonly string[]): Value[] {
	return lines.flatMap((text, index) => {
		const [, key, value] = /^\s*"([\w.:-]+)"\s*:\s*"([^"]*)"/.exec(text) ?? [];
		if (!key || value === undefined) return [];
		const within = /\b(?:Password|Pwd)=([^;"]+)/i.exec(value)?.[1];
		if (within) return [{ key: `${key}'s password`, text: within, path, line: index + 1 }];
		return SECRET_KEY.test(key) ? [{ key, text: value, path, line: index + 1 }] : [];
	});
}

/** Neither a variable, nor a word that stands for one, nor a path, nor a switch. */
const isValue = (text: string) =>
	text.length >= 3 &&
	!/^\$\{[^:}]*\}$|^[#$@]\{|^\$\(|^%|\{\{|^<.*>$|^(true|false|null|none|empty)$|^(classpath|file):|^ENC\(|^\*+$|your|placeholder|^\d{1,5}$|\s/i.test(
		text
	);
