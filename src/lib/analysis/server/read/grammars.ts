import { createRequire } from 'node:module';
import { Language as WasmGrammar, Parser } from 'web-tree-sitter';
import { fileOfBuild, isBuilt } from '../built-file';
import type { Grammar } from './grammar';
import { grammarFiles } from './grammar-files.js';
import type { GrammarName } from './grammar-of';
import { cpp } from './languages/cpp';
import { csharp } from './languages/csharp';
import { go } from './languages/go';
import { java } from './languages/java';
import { javascript } from './languages/javascript';
import { kotlin } from './languages/kotlin';
import { php } from './languages/php';
import { python } from './languages/python';
import { ruby } from './languages/ruby';
import { rust } from './languages/rust';
import { typeNames } from './flat-tree';
import { tableOf, type NodeTable } from './node-table';
import { parserModule } from './tree-walk';

const grammars: Record<GrammarName, Grammar> = {
	javascript,
	typescript: javascript,
	tsx: javascript,
	python,
	java,
	go,
	rust,
	csharp,
	ruby,
	php,
	cpp,
	// C's nodes are C++'s, without classes and exceptions.
	c: cpp,
	kotlin
};

export interface LoadedGrammar {
	grammar: Grammar;
	table: NodeTable;
	parser: Parser;
}

const loaded = new Map<GrammarName, Promise<LoadedGrammar>>();

let started: Promise<void> | undefined;

/** Loads a grammar once a thread. */
export function loadGrammar(name: GrammarName): Promise<LoadedGrammar> {
	const before = loaded.get(name);
	if (before) return before;
	const loading = load(name);
	loaded.set(name, loading);
	return loading;
}

async function load(name: GrammarName): Promise<LoadedGrammar> {
	started ??= Parser.init(parserModule);
	await started;
	const wasm = await WasmGrammar.load(fileOf(name));
	const grammar = grammars[name];
	const parser = new Parser().setLanguage(wasm);
	return { grammar, table: tableOf(grammar, typeNames(wasm)), parser };
}

/** Beside the built workers, or in its package. */
const fileOf = (name: GrammarName): string =>
	isBuilt()
		? fileOfBuild(`grammars/${name}.wasm`)
		: createRequire(import.meta.url).resolve(grammarFiles[name]);
