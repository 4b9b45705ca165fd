import type { AssignmentFact, CallFact, FileFacts, ImportFact, SymbolFact } from '../../facts';
import { standsOn } from './annotations';
import { calleeOf, pathOf, typeArgumentsOf } from './callee';
import { catchFact } from './catches';
import { hashOf } from './fingerprint';
import { NONE, type FlatTree, type NodeId } from './flat-tree';
import type { Grammar } from './grammar';
import { Literals } from './literals';
import type { NodeEntry, NodeTable } from './node-table';
import { TokenWindows } from './windows';

const MOST_CHARACTERS = 120;
const MOST_ARGUMENTS = 6;

/** Of one kind in one file: what has more is a table of data. */
const MOST_FACTS = 3_000;

const CONTAINERS = ['class', 'interface', 'struct', 'enum', 'trait', 'module'];

/** What is kept of a tree; the rest of FileFacts is known without one. */
export type TreeFacts = Pick<
	FileFacts,
	| 'symbols'
	| 'imports'
	| 'calls'
	| 'annotations'
	| 'catches'
	| 'texts'
	| 'assignments'
	| 'notes'
	| 'windows'
	| 'codeLines'
	| 'namespace'
>;

interface Scope {
	symbol: SymbolFact;
	after: NodeId;
}

const isContainer = ({ symbol }: Scope) => CONTAINERS.includes(symbol.kind);

const isFunction = ({ symbol }: Scope) => symbol.complexity !== undefined;

/** One walk over one tree: languages tell it what they see, and it keeps the facts. */
export class Reading {
	readonly tree: FlatTree;
	readonly grammar: Grammar;
	readonly facts: TreeFacts = {
		symbols: [],
		imports: [],
		calls: [],
		annotations: [],
		catches: [],
		texts: [],
		assignments: [],
		notes: [],
		windows: [],
		codeLines: 0
	};
	readonly #scopes: Scope[] = [];
	readonly #windows = new TokenWindows();
	readonly #literals: Literals;
	#withoutTokensUntil: NodeId = 0;

	constructor(tree: FlatTree, grammar: Grammar) {
		this.tree = tree;
		this.grammar = grammar;
		this.#literals = new Literals(tree, grammar, MOST_FACTS);
	}

	/** The innermost class, module or the like around this place. */
	get container(): SymbolFact | undefined {
		return this.#scopes.findLast(isContainer)?.symbol;
	}

	/** The innermost function or method around this place. */
	get within(): SymbolFact | undefined {
		return this.#scopes.findLast(isFunction)?.symbol;
	}

	/** Whether a function's body is nearer around this place than a class's. */
	get isLocal(): boolean {
		return this.#scopes.at(-1)?.symbol.complexity !== undefined;
	}

	/** @param own of the symbol alone; the container's name is put before it */
	symbol(
		node: NodeId,
		own: Pick<SymbolFact, 'kind' | 'name'> & Partial<Omit<SymbolFact, 'complexity'>>
	): void {
		const isFunction = own.kind === 'function' || own.kind === 'method';
		const container = this.isLocal ? undefined : this.container;
		const symbol: SymbolFact = {
			startLine: this.tree.startLine(node),
			endLine: this.tree.endLine(node),
			...own,
			name: `${container ? `${container.name}.` : ''}${own.name}`.slice(-MOST_CHARACTERS),
			...(isFunction && { complexity: 1 })
		};
		if (this.facts.symbols.length < MOST_FACTS) this.facts.symbols.push(symbol);
		this.#scopes.push({ symbol, after: this.tree.after(node) });
	}

	/** @param node whose tokens are no code that anybody could copy: imports, package names */
	withoutTokens(node: NodeId): void {
		this.#withoutTokensUntil = Math.max(this.#withoutTokensUntil, this.tree.after(node));
	}

	import(node: NodeId, specifier: string, names: string[] = [], isType = false): void {
		this.withoutTokens(node);
		if (specifier === '') return;
		const fact: ImportFact = {
			specifier: specifier.slice(0, 300),
			names: names.filter((name) => name !== '').slice(0, 200),
			line: this.tree.startLine(node),
			...(isType && { isType })
		};
		if (this.facts.imports.length < MOST_FACTS) this.facts.imports.push(fact);
	}

	/** @param args the node around the arguments, or `NONE` */
	call(node: NodeId, args: NodeId, own: Pick<CallFact, 'isAwaited'> = {}): void {
		if (this.facts.calls.length >= MOST_FACTS) return;
		const callee = calleeOf(this.tree, this.grammar, node);
		const typeArguments = typeArgumentsOf(this.tree, node);
		this.#call(node, callee, this.args(args), {
			...(typeArguments && { typeArguments }),
			...(own.isAwaited && { isAwaited: true })
		});
	}

	/** What counts as a call though its grammar does not call it one: macros, elements of JSX, `go`. */
	named(node: NodeId, callee: string, args: string[]): void {
		this.#call(node, callee, args, {});
	}

	#call(node: NodeId, callee: string, args: string[], own: Partial<CallFact>): void {
		if (this.facts.calls.length >= MOST_FACTS || callee === '' || callee === '()') return;
		const within = this.within?.name;
		this.facts.calls.push({
			startLine: this.tree.startLine(node),
			endLine: this.tree.endLine(node),
			callee: callee.slice(-MOST_CHARACTERS),
			args,
			...own,
			...(within && { within })
		});
	}

	/** @returns the first six, as written, each on one line */
	args(node: NodeId): string[] {
		if (node === NONE) return [];
		const written: string[] = [];
		for (const child of this.tree.namedChildren(node)) {
			if (written.length === MOST_ARGUMENTS) break;
			if (!this.grammar.comments.includes(this.tree.type(child))) written.push(this.short(child));
		}
		return written;
	}

	/** @param written the arguments, where no node is around them */
	annotation(node: NodeId, name: string, args: NodeId, written?: string[]): void {
		if (name === '' || this.facts.annotations.length >= MOST_FACTS) return;
		const on = standsOn(this.tree, node);
		this.facts.annotations.push({
			name: name.slice(0, MOST_CHARACTERS),
			args: written ?? this.args(args),
			line: this.tree.startLine(node),
			...(on && { on })
		});
	}

	catch(node: NodeId, body: NodeId, type = ''): void {
		if (this.facts.catches.length >= MOST_FACTS) return;
		this.facts.catches.push(catchFact(this.tree, this.grammar, node, body, type));
	}

	/** Values longer than 120 characters are left out; @param own the type as declared */
	assignment(node: NodeId, name: string, value: NodeId, own: Pick<AssignmentFact, 'type'> = {}) {
		const { tree } = this;
		if (name === '' || this.facts.assignments.length >= MOST_FACTS) return;
		if (value !== NONE && tree.end(value) - tree.start(value) > MOST_CHARACTERS) return;
		if (value === NONE && !own.type) return;
		this.facts.assignments.push({
			name: name.slice(0, MOST_CHARACTERS),
			value: this.short(value),
			line: tree.startLine(node),
			...(own.type && { type: own.type })
		});
	}

	/** As written, on one line, at most 120 characters. */
	short(node: NodeId): string {
		const text = this.tree.textOf(node, MOST_CHARACTERS * 3);
		const line = text.includes('\n') ? text.replace(/\s*\n\s*/g, ' ') : text;
		return line.slice(0, MOST_CHARACTERS);
	}

	/** An expression as a path of names: `this.users`. */
	path(node: NodeId): string {
		return node === NONE ? '' : pathOf(this.tree, this.grammar, node);
	}

	/** Walks it all. */
	run(table: NodeTable): TreeFacts {
		const { tree } = this;
		let row = 0;
		let lastCodeRow = -1;
		for (let node = 0; node < tree.size; node++) {
			while (this.#scopes.length > 0 && this.#scopes.at(-1)!.after <= node) this.#scopes.pop();
			const entry = table[tree.typeId(node)];
			if (entry?.isComment) {
				this.#comment(node);
				node = tree.after(node) - 1;
				continue;
			}
			if (entry) this.#visit(node, entry);
			const isLeaf = tree.isLeaf(node);
			// Grammars hide parts of literals: all their lines count.
			if (!isLeaf && !entry?.isString) continue;
			const start = tree.start(node);
			const end = tree.end(node);
			if (start >= end || tree.text.charCodeAt(start) <= 32) continue;
			while (row + 1 < tree.lineStarts.length && tree.lineStarts[row + 1]! <= start) row++;
			if (isLeaf && node >= this.#withoutTokensUntil) {
				const value = entry?.isName ? hashOf(tree.text, start, end) : tree.typeId(node);
				this.#windows.add(value, row + 1);
			}
			let endRow = row;
			while (endRow + 1 < tree.lineStarts.length && tree.lineStarts[endRow + 1]! < end) endRow++;
			this.facts.codeLines += Math.max(0, endRow - Math.max(row - 1, lastCodeRow));
			lastCodeRow = Math.max(lastCodeRow, endRow);
		}
		this.facts.windows = this.#windows.kept();
		this.facts.texts = this.#literals.texts;
		return this.facts;
	}

	#visit(node: NodeId, entry: NodeEntry): void {
		entry.visit?.(node, this);
		if (entry.isConcatenation) this.#literals.concatenation(node);
		if (entry.isString) this.#literals.string(node);
		if (!entry.branch || (entry.branch !== true && !entry.branch(this.tree, node))) return;
		const { within } = this;
		if (within) within.complexity = (within.complexity ?? 1) + 1;
	}

	#comment(node: NodeId): void {
		const text = this.tree.textOf(node, 20_000);
		if (!/\b(TODO|FIXME|HACK|XXX)\b/.test(text)) return;
		text.split('\n').forEach((line, offset) => {
			const found = /\b(?:TODO|FIXME|HACK|XXX)\b.*/.exec(line);
			if (!found || this.facts.notes.length >= MOST_FACTS) return;
			const note = found[0]
				.slice(0, 300)
				.replace(/\s*(\*\/|-->|"""|=end)\s*$/, '')
				.slice(0, 200);
			this.facts.notes.push({ line: this.tree.startLine(node) + offset, text: note });
		});
	}
}
