import type { FileFacts } from '../../facts';

const TYPE_KINDS = ['class', 'interface', 'struct', 'enum', 'trait', 'module'];

/** Languages where an import names a namespace or a type, or where, as in Rails, none is needed. */
const BY_NAMESPACE = ['java', 'kotlin', 'csharp', 'php', 'ruby'];

/** Java and Kotlin use each other's types. */
const familyOf = (file: FileFacts) => (file.language === 'kotlin' ? 'java' : file.language);

const SEPARATOR = /[\\.]/;

/** Which file declares a type, by namespace and name. */
export class TypeIndex {
	/** Family and namespace → name → path. */
	readonly #namespaces = new Map<string, Map<string, string>>();

	constructor(files: readonly FileFacts[]) {
		for (const file of files) {
			if (!BY_NAMESPACE.includes(file.language)) continue;
			const key = keyOf(file, file.namespace ?? '');
			const types = this.#namespaces.get(key) ?? new Map<string, string>();
			this.#namespaces.set(key, types);
			for (const { kind, name } of file.symbols) {
				const isType = TYPE_KINDS.includes(kind) && !name.includes('.');
				if (isType && !types.has(name)) types.set(name, file.path);
			}
		}
	}

	/** Files whose types are imported by name, or used by name where their namespace is open. */
	*usedBy(file: FileFacts): Generator<{ path: string; line: number }> {
		if (!BY_NAMESPACE.includes(file.language)) return;
		const open = new Map<string, number>([[file.namespace ?? '', 1]]);
		for (const { specifier, line } of file.imports) {
			const path = this.#typeAt(file, specifier);
			if (path) yield { path, line };
			else open.set(specifier, line);
		}
		// C# sees the namespaces around its own.
		if (file.language === 'csharp') {
			const parts = (file.namespace ?? '').split('.');
			for (let length = 1; length < parts.length; length++) {
				open.set(parts.slice(0, length).join('.'), 1);
			}
		}
		const words = wordsOf(file);
		for (const [namespace, line] of open) {
			const types = this.#namespaces.get(keyOf(file, namespace));
			if (!types) continue;
			for (const [word, usedAt] of words) {
				const path = types.get(word);
				if (path) yield { path, line: namespace === file.namespace ? usedAt : line };
			}
		}
	}

	/** `a.b.C`, `a.b.C.method`, `A\B\C`. */
	#typeAt(file: FileFacts, specifier: string): string | undefined {
		const parts = specifier.split(SEPARATOR);
		const joint = file.language === 'php' ? '\\' : '.';
		for (let length = parts.length - 1; length >= Math.max(1, parts.length - 3); length--) {
			const namespace = parts.slice(0, length).join(joint);
			const path = this.#namespaces.get(keyOf(file, namespace))?.get(parts[length]!);
			if (path) return path;
		}
		return undefined;
	}
}

const keyOf = (file: FileFacts, namespace: string) => `${familyOf(file)} ${namespace}`;

/** Words that begin with a capital, as types do, and where each is used first. */
function wordsOf(file: FileFacts): Map<string, number> {
	const words = new Map<string, number>();
	const add = (text: string, line: number) => {
		for (const [word] of text.matchAll(/\b\p{Lu}[\p{L}\p{N}_]*/gu)) {
			if (!words.has(word)) words.set(word, line);
		}
	};
	for (const { bases = [], parameters = [], startLine } of file.symbols) {
		for (const text of [...bases, ...parameters]) add(text, startLine);
	}
	for (const { callee, typeArguments, args, startLine } of file.calls) {
		add(callee, startLine);
		if (typeArguments) add(typeArguments, startLine);
		for (const arg of args) if (/^\w+(\.class|::class)?$/.test(arg)) add(arg, startLine);
	}
	for (const { type, line } of file.assignments) if (type) add(type, line);
	for (const { name, args, line } of file.annotations) add([name, ...args].join(' '), line);
	return words;
}
