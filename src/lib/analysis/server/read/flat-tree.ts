import type { Language as Grammar, Tree } from 'web-tree-sitter';
import { lineAt, lineStartsOf } from './line-starts';
import { TreeWalk } from './tree-walk';

/** A node: its place in preorder, so that a parent stands before its children. */
export type NodeId = number;

/** What stands for no node. */
export const NONE = -1;

/** Type of what the grammar did not understand. */
const ERROR = 'ERROR';

/**
 * A syntax tree in plain arrays. An inner node reaches from its first child to its last: where a
 * grammar hides the line break that ends a directive or a block, it is not part of the node.
 *
 * Every step over WebAssembly's border costs more than the work done there, so the border is crossed
 * once a node, here, and all questions are answered on this side.
 */
export class FlatTree {
	readonly text: string;
	/** Of nodes. */
	readonly size: number;
	/** Offset of each line's first character. */
	readonly lineStarts: readonly number[];
	readonly #names: readonly string[];
	readonly #isNamed: readonly boolean[];
	readonly #fields: readonly (string | null)[];
	readonly #types: Uint16Array;
	readonly #starts: Uint32Array;
	readonly #ends: Uint32Array;
	readonly #afters: Uint32Array;
	readonly #parents: Int32Array;
	readonly #fieldIds: Uint16Array;

	/** Copies the tree, which may be deleted afterwards. */
	constructor(tree: Tree, text: string) {
		const grammar = tree.language;
		const room = tree.rootNode.descendantCount;
		this.text = text;
		this.lineStarts = lineStartsOf(text);
		this.#names = namesOf(grammar).names;
		this.#isNamed = namesOf(grammar).isNamed;
		this.#fields = grammar.fields;
		this.#types = new Uint16Array(room);
		this.#starts = new Uint32Array(room);
		this.#ends = new Uint32Array(room);
		this.#afters = new Uint32Array(room);
		this.#parents = new Int32Array(room);
		this.#fieldIds = new Uint16Array(room);
		this.size = this.#copy(tree, room);
		this.#starts[0] = tree.rootNode.startIndex;
		this.#ends[0] = tree.rootNode.endIndex;
	}

	#copy(tree: Tree, room: number): number {
		const walk = new TreeWalk(tree);
		let size = 0;
		let parent: NodeId = NONE;
		try {
			while (size < room) {
				const node = size++;
				const type = walk.typeId;
				this.#types[node] = type;
				this.#parents[node] = parent;
				// Nobody asks for the fields of tokens, nor is an inner node longer than its children:
				// each question saved is a tenth of the whole.
				if (this.#isNamed[type] ?? true) this.#fieldIds[node] = walk.fieldId;
				if (walk.toFirstChild()) {
					parent = node;
					continue;
				}
				this.#starts[node] = walk.startIndex;
				this.#ends[node] = walk.endIndex;
				this.#afters[node] = size;
				let last = node;
				while (!walk.toNextSibling()) {
					if (parent === NONE || !walk.toParent()) return size;
					this.#afters[parent] = size;
					this.#starts[parent] = this.#starts[parent + 1]!;
					this.#ends[parent] = this.#ends[last]!;
					last = parent;
					parent = this.#parents[parent]!;
				}
			}
			return size;
		} finally {
			walk.end();
		}
	}

	/** As the grammar calls it; of tokens, which have no name, in quotes: `'&&'`. */
	type(node: NodeId): string {
		return this.#names[this.#types[node]!] ?? ERROR;
	}

	typeId(node: NodeId): number {
		return this.#types[node]!;
	}

	isNamed(node: NodeId): boolean {
		return this.#isNamed[this.#types[node]!] ?? true;
	}

	isLeaf(node: NodeId): boolean {
		return this.#afters[node] === node + 1;
	}

	start(node: NodeId): number {
		return this.#starts[node]!;
	}

	end(node: NodeId): number {
		return this.#ends[node]!;
	}

	/** The node behind the last of its descendants. */
	after(node: NodeId): NodeId {
		return this.#afters[node]!;
	}

	/** `NONE` of the root. */
	parent(node: NodeId): NodeId {
		return this.#parents[node]!;
	}

	parentType(node: NodeId): string {
		const parent = this.#parents[node]!;
		return parent === NONE ? '' : this.type(parent);
	}

	fieldName(node: NodeId): string | null {
		return this.#fields[this.#fieldIds[node]!] ?? null;
	}

	children(node: NodeId): NodeId[] {
		const children: NodeId[] = [];
		const after = this.#afters[node]!;
		for (let child = node + 1; child < after; child = this.#afters[child]!) children.push(child);
		return children;
	}

	namedChildren(node: NodeId): NodeId[] {
		const children: NodeId[] = [];
		const after = this.#afters[node]!;
		for (let child = node + 1; child < after; child = this.#afters[child]!) {
			if (this.isNamed(child)) children.push(child);
		}
		return children;
	}

	/** The first child in that field, or `NONE`. */
	field(node: NodeId, name: string): NodeId {
		if (node === NONE) return NONE;
		const after = this.#afters[node]!;
		for (let child = node + 1; child < after; child = this.#afters[child]!) {
			if (this.#fields[this.#fieldIds[child]!] === name) return child;
		}
		return NONE;
	}

	/** The first child of one of these types, or `NONE`. */
	child(node: NodeId, ...types: string[]): NodeId {
		if (node === NONE) return NONE;
		const after = this.#afters[node]!;
		for (let child = node + 1; child < after; child = this.#afters[child]!) {
			if (types.includes(this.type(child))) return child;
		}
		return NONE;
	}

	/** The first descendant of one of these types, or `NONE`; looks at no more than `most` nodes. */
	descendant(node: NodeId, types: readonly string[], most = 2_000): NodeId {
		if (node === NONE) return NONE;
		const after = Math.min(this.#afters[node]!, node + most);
		for (let one = node + 1; one < after; one++) if (types.includes(this.type(one))) return one;
		return NONE;
	}

	/** @returns as written, cut after `most` characters; empty of `NONE` */
	textOf(node: NodeId, most = Infinity): string {
		if (node === NONE) return '';
		const start = this.#starts[node]!;
		return this.text.slice(start, Math.min(this.#ends[node]!, start + most));
	}

	startLine(node: NodeId): number {
		return lineAt(this.lineStarts, this.#starts[node]!);
	}

	/** The line of its last character: some grammars count the line break in. */
	endLine(node: NodeId): number {
		return lineAt(this.lineStarts, Math.max(this.#starts[node]!, this.#ends[node]! - 1));
	}
}

interface Names {
	names: string[];
	isNamed: boolean[];
}

const known = new WeakMap<Grammar, Names>();

function namesOf(grammar: Grammar): Names {
	const before = known.get(grammar);
	if (before) return before;
	const made: Names = { names: [], isNamed: [] };
	for (let id = 0; id < grammar.nodeTypeCount; id++) {
		const name = grammar.types[id] ?? '';
		const isNamed = grammar.nodeTypeIsNamed(id);
		made.names.push(isNamed ? name : `'${name}'`);
		made.isNamed.push(isNamed);
	}
	known.set(grammar, made);
	return made;
}

/** @returns how many types the grammar has, and what each is called in a FlatTree */
export const typeNames = (grammar: Grammar): readonly string[] => namesOf(grammar).names;
