import type { Parser, Tree } from 'web-tree-sitter';

/** What a TreeCursor calls; each takes the address of the tree. */
interface CursorFunctions {
	_ts_tree_root_node_wasm(tree: number): void;
	_ts_tree_cursor_new_wasm(tree: number): void;
	_ts_tree_cursor_delete_wasm(tree: number): void;
	_ts_tree_cursor_current_node_type_id_wasm(tree: number): number;
	_ts_tree_cursor_current_field_id_wasm(tree: number): number;
	_ts_tree_cursor_start_index_wasm(tree: number): number;
	_ts_tree_cursor_end_index_wasm(tree: number): number;
	_ts_tree_cursor_goto_first_child_wasm(tree: number): number;
	_ts_tree_cursor_goto_next_sibling_wasm(tree: number): number;
	_ts_tree_cursor_goto_parent_wasm(tree: number): number;
}

const module = {} as CursorFunctions;

/** For `Parser.init`, which fills it with what a walk calls. */
export const parserModule = module as NonNullable<Parameters<typeof Parser.init>[0]>;

/**
 * A TreeCursor whose place stays on WebAssembly's side. The library's own carries it over the border
 * and back at every step and question, which takes longer than the step. Its place lies in a buffer
 * that all trees share: until it has ended, nothing else may be asked of any tree.
 */
export class TreeWalk {
	readonly #tree: number;

	/** Begins at the root. */
	constructor(tree: Tree) {
		// Its address, which the library's types leave out.
		this.#tree = (tree as unknown as readonly number[])[0]!;
		module._ts_tree_root_node_wasm(this.#tree);
		module._ts_tree_cursor_new_wasm(this.#tree);
	}

	get typeId(): number {
		return module._ts_tree_cursor_current_node_type_id_wasm(this.#tree);
	}

	/** 0 of a node that is in no field. */
	get fieldId(): number {
		return module._ts_tree_cursor_current_field_id_wasm(this.#tree);
	}

	get startIndex(): number {
		return module._ts_tree_cursor_start_index_wasm(this.#tree);
	}

	get endIndex(): number {
		return module._ts_tree_cursor_end_index_wasm(this.#tree);
	}

	/** @returns false where there is none, and it stays where it is; so do the others */
	toFirstChild(): boolean {
		return module._ts_tree_cursor_goto_first_child_wasm(this.#tree) === 1;
	}

	toNextSibling(): boolean {
		return module._ts_tree_cursor_goto_next_sibling_wasm(this.#tree) === 1;
	}

	toParent(): boolean {
		return module._ts_tree_cursor_goto_parent_wasm(this.#tree) === 1;
	}

	end(): void {
		module._ts_tree_cursor_delete_wasm(this.#tree);
	}
}
