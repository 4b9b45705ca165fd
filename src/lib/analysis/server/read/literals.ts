import type { TextFact } from '../../facts';
import { calleeOf } from './callee';
import { NONE, type FlatTree, type NodeId } from './flat-tree';
import type { Grammar } from './grammar';
import { kindOfText, unquoted } from './texts';

/** Finds the literals of a tree that are worth a look, pieces that are put together as one. */
export class Literals {
	readonly texts: TextFact[] = [];
	readonly #tree: FlatTree;
	readonly #grammar: Grammar;
	readonly #most: number;
	/** Strings that were told of as parts of a longer one. */
	readonly #joined = new Set<NodeId>();

	/** @param most how many are kept */
	constructor(tree: FlatTree, grammar: Grammar, most: number) {
		this.#tree = tree;
		this.#grammar = grammar;
		this.#most = most;
	}

	/** A whole literal, where it is not part of a longer text. */
	string(node: NodeId): void {
		if (this.#joined.has(node)) return;
		const tree = this.#tree;
		const parent = tree.parent(node);
		// A string within a string is a part of it.
		if (parent !== NONE && this.#grammar.strings.includes(tree.type(parent))) return;
		this.#text(node, unquoted(tree.textOf(node, 2_500)), this.#isInterpolated(node));
	}

	#isInterpolated(node: NodeId): boolean {
		return this.#tree
			.namedChildren(node)
			.some((child) => !LITERAL_PART.test(this.#tree.type(child)));
	}

	#text(node: NodeId, text: string, isBuilt: boolean): void {
		const kind = kindOfText(text);
		if (!kind || this.texts.length >= this.#most) return;
		const fact: TextFact = {
			text,
			line: this.#tree.startLine(node),
			kind,
			isBuilt: isBuilt || (kind === 'sql' && this.#isFormatted(node))
		};
		this.texts.push(fact);
	}

	/** `sprintf("… %s", x)`, `"… {}".format(x)`. */
	#isFormatted(node: NodeId): boolean {
		const tree = this.#tree;
		const grammar = this.#grammar;
		let at = node;
		for (let depth = 0; depth < 3; depth++) {
			at = tree.parent(at);
			if (at === NONE) return false;
			const shape = grammar.shapes[tree.type(at)];
			if (shape === 'call' || shape === 'method') {
				return /(^|\.)(\w*printf|format!?|formatted|format_args!)$/i.test(
					calleeOf(tree, grammar, at)
				);
			}
		}
		return false;
	}

	/** Pieces put together by an operator are one text, with `…` for what is not literal. */
	concatenation(node: NodeId): void {
		const tree = this.#tree;
		const grammar = this.#grammar;
		if (this.#joined.has(node)) return;
		const pieces: string[] = [];
		const strings: NodeId[] = [];
		let isBuilt = false;
		const waiting = [node];
		for (let seen = 0; waiting.length > 0 && seen < 400; seen++) {
			const at = waiting.pop()!;
			const type = tree.type(at);
			if (grammar.strings.includes(type)) {
				strings.push(at);
				pieces.push(unquoted(tree.textOf(at, 2_500)));
				isBuilt ||= this.#isInterpolated(at);
			} else if (at === node || (grammar.concatenations.includes(type) && joins(tree, at))) {
				if (at === node && !joins(tree, at)) return;
				this.#joined.add(at);
				waiting.push(...tree.namedChildren(at).slice(0, 400).reverse());
			} else {
				isBuilt = true;
				pieces.push('…');
			}
		}
		if (strings.length === 0) return;
		for (const string of strings) this.#joined.add(string);
		this.#text(node, pieces.join('').slice(0, 500), isBuilt);
	}
}

/** Parts of a literal that hold nothing but text. */
const LITERAL_PART = /string|content|fragment|escape|start|end|heredoc_(body|identifier)|nowdoc/;

/** Whether an expression's operator puts strings together; neighbours do so without one. */
const joins = (tree: FlatTree, node: NodeId) => {
	const tokens = tree.children(node).filter((child) => !tree.isNamed(child));
	return tokens.every((token) => ["'+'", "'.'", "'%'", "'&'", "'..'"].includes(tree.type(token)));
};
