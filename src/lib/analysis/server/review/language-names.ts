import { linguistList } from './linguist-list';
import { endingOf, nameOf } from './paths';

export type LanguageKind = 'programming' | 'markup' | 'data' | 'prose';

export interface NamedLanguage {
	/** As GitHub's Linguist names it: `TypeScript`, `C#`. */
	name: string;
	kind: LanguageKind;
	/** `#3178c6` */
	color?: string | undefined;
}

/** What an ending that several languages share stands for; the rest is Linguist's own choice. */
const usual: Record<string, string> = {
	'.cls': 'Apex',
	'.cs': 'C#',
	'.d': 'D',
	'.f': 'Fortran',
	'.fs': 'F#',
	'.gd': 'GDScript',
	'.html': 'HTML',
	'.json': 'JSON',
	'.l': 'Lex',
	'.m': 'Objective-C',
	'.md': 'Markdown',
	'.ml': 'OCaml',
	'.php': 'PHP',
	'.pl': 'Perl',
	'.pp': 'Puppet',
	'.properties': 'Java Properties',
	'.r': 'R',
	'.rs': 'Rust',
	'.sc': 'Scala',
	'.sol': 'Solidity',
	'.sql': 'SQL',
	'.t': 'Perl',
	'.ts': 'TypeScript',
	'.txt': 'Text',
	'.v': 'Verilog',
	'.yaml': 'YAML',
	'.yml': 'YAML'
};

/** Names that tell only by their first line. */
const interpreters: [RegExp, string][] = [
	[/\bpython[\d.]*\b/, '.py'],
	[/\b(?:ba|da|z|k)?sh\b/, '.sh'],
	[/\b(?:node|deno|bun)\b/, '.js'],
	[/\bruby\b/, '.rb'],
	[/\bperl\b/, '.pl'],
	[/\bphp\b/, '.php'],
	[/\btclsh[\d.]*\b/, '.tcl']
];

/** More kinds of names than any repository of people has: the rest counts as unknown. */
const MOST_KINDS = 500;

/**
 * Languages by files' names, as Linguist's list has them for each kind of name (`.ts`, `Makefile`).
 * Its package is not asked: its time grows with the square of files, and its patterns, run over
 * anybody's content, can take for ever.
 */
export class LanguageNames {
	readonly #byKind: ReadonlyMap<string, NamedLanguage | undefined>;

	private constructor(byKind: ReadonlyMap<string, NamedLanguage | undefined>) {
		this.#byKind = byKind;
	}

	static async of(paths: Iterable<string>): Promise<LanguageNames> {
		const kinds = new Set(interpreters.map(([, ending]) => `x${ending}`));
		for (const path of paths) {
			if (kinds.size >= MOST_KINDS) break;
			for (const kind of kindsOf(path)) kinds.add(kind);
		}
		return new LanguageNames(await askLinguist([...kinds]));
	}

	/** @param firstLine read where the name says nothing */
	of(path: string, firstLine = ''): NamedLanguage | undefined {
		for (const kind of kindsOf(path)) {
			const found = this.#byKind.get(kind);
			if (found) return found;
		}
		if (!firstLine.startsWith('#!')) return undefined;
		const ending = interpreters.find(([pattern]) => pattern.test(firstLine))?.[1];
		return ending === undefined ? undefined : this.#byKind.get(`x${ending}`);
	}
}

/** @returns undefined for what Linguist does not know */
async function askLinguist(
	kinds: readonly string[]
): Promise<Map<string, NamedLanguage | undefined>> {
	const { byName, byEnding, languages } = await linguistList();
	const listed = kinds.map((kind) => {
		const known = kind.toLowerCase();
		const dot = known.lastIndexOf('.');
		return byName.get(known) ?? (dot < 0 ? undefined : byEnding.get(known.slice(dot))) ?? [];
	});
	const colored = new Set(listed.map(([first]) => first));
	const language = (kind: string, names: readonly string[]): NamedLanguage | undefined => {
		const wanted = usual[endingOf(kind)];
		const name = wanted && names.includes(wanted) ? wanted : names[0];
		if (name === undefined) return undefined;
		const known = languages.get(name);
		return {
			name,
			// Linguist takes components for markup; most of what is in them is code.
			kind: components.has(name) ? 'programming' : (known?.kind ?? 'programming'),
			color: (colored.has(name) ? known?.color : undefined) ?? colors[name]
		};
	};
	return new Map(kinds.map((kind, place) => [kind, language(kind, listed[place]!)]));
}

/** The name itself, where it may be one of the known ones, then its ending. */
function kindsOf(path: string): string[] {
	const name = nameOf(path);
	const ending = endingOf(path);
	// Linguist keeps names in plain objects, which know `constructor` and the like already.
	const isPlain = /^[\w.-]{1,40}$/.test(name) && !(name in Object.prototype);
	const isShort = /^\.[\w+-]{1,20}$/.test(ending);
	return [
		...(isPlain && (ending === '' || wellKnown.test(name)) ? [name] : []),
		...(isShort ? [`x${ending}`] : [])
	];
}

/** Names that mean something else than their ending. */
const wellKnown =
	/^(?:CMakeLists\.txt|go\.mod|go\.sum|[\w-]*\.?Dockerfile|requirements\.txt|meson\.build)$/;

const components: ReadonlySet<string> = new Set(['Svelte', 'Vue', 'Astro']);

const colors: Record<string, string> = {
	Markdown: '#083fa1',
	'Objective-C': '#438eff',
	PHP: '#4F5D95',
	Rust: '#dea584',
	SQL: '#e38c00',
	Solidity: '#AA6746',
	YAML: '#cb171e'
};
