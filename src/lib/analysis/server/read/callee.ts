import { NONE, type FlatTree, type NodeId } from './flat-tree';
import type { Grammar } from './grammar';

const MOST_CHARACTERS = 120;

/** Types of names that carry type arguments behind them. */
const TYPE_ARGUMENTS = ['type_arguments', 'type_argument_list', 'template_argument_list'];

/**
 * What is called, by its path: `a?.b(x)->c` gives `a.b().c`. Calls on the way keep their
 * parentheses without arguments; of what is longer the end is kept, which says what happens.
 *
 * @param node a call
 */
export function calleeOf(tree: FlatTree, grammar: Grammar, node: NodeId): string {
	const shape = grammar.shapes[tree.type(node)];
	if (shape === 'construct') return `new ${pathOf(tree, grammar, constructed(tree, node))}`;
	// The call's own parentheses are not part of what it calls.
	return pathOf(tree, grammar, node).replace(/\(\)$/, '');
}

/** An expression as a path of names: `this.users`, `db.select().from`. */
export function pathOf(tree: FlatTree, grammar: Grammar, node: NodeId): string {
	const parts: string[] = [];
	let length = 0;
	let at = node;
	while (at !== NONE && length <= MOST_CHARACTERS) {
		const [part, next] = step(tree, grammar, at);
		parts.push(part);
		length += part.length + 1;
		at = next;
	}
	const path = parts.reverse().reduce(joined, '');
	return path.length > MOST_CHARACTERS ? path.slice(-MOST_CHARACTERS) : path;
}

const joined = (path: string, part: string) =>
	path === '' || part === '' || part === '()' || part === '[]' ? path + part : `${path}.${part}`;

function step(tree: FlatTree, grammar: Grammar, node: NodeId): [part: string, next: NodeId] {
	switch (grammar.shapes[tree.type(node)]) {
		case 'member': {
			const [first = NONE, ...others] = tree.namedChildren(node);
			const last = others.at(-1);
			if (last === undefined) return [nameAt(tree, first), NONE];
			return [nameAt(tree, last), first];
		}
		case 'call':
			return ['()', calledIn(tree, node)];
		case 'method': {
			const { objects, name } = grammar.methods!;
			const of = objects.map((field) => tree.field(node, field)).find((child) => child !== NONE);
			// The name goes with the parentheses into one part.
			const called = tree.textOf(tree.field(node, name), MOST_CHARACTERS);
			// Ruby reads a field as it calls a method without arguments.
			const hasArguments = tree.field(node, 'arguments') !== NONE;
			return [hasArguments ? `${called}()` : called, of ?? NONE];
		}
		case 'macro':
			return [`${pathOf(tree, grammar, firstNamed(tree, node))}!()`, NONE];
		case 'construct':
			return [`new ${nameAt(tree, constructed(tree, node))}()`, NONE];
		case 'index':
			return ['[]', firstNamed(tree, node)];
		case 'wrapper':
			return ['', firstNamed(tree, node)];
		default:
			return [nameAt(tree, node), NONE];
	}
}

/** The function of a `call` shape. */
function calledIn(tree: FlatTree, node: NodeId): NodeId {
	const called = tree.field(node, 'function');
	return called === NONE ? firstNamed(tree, node) : called;
}

function constructed(tree: FlatTree, node: NodeId): NodeId {
	const named = ['constructor', 'type', 'name']
		.map((field) => tree.field(node, field))
		.find((child) => child !== NONE);
	return named ?? firstNamed(tree, node);
}

function firstNamed(tree: FlatTree, node: NodeId): NodeId {
	for (const child of tree.children(node)) {
		if (tree.isNamed(child) && !tree.type(child).endsWith('comment')) return child;
	}
	return NONE;
}

/** A name without its type arguments, on one line, `::` and `->` as dots. */
function nameAt(tree: FlatTree, node: NodeId): string {
	const written = tree.textOf(node, MOST_CHARACTERS * 2);
	if (tree.isLeaf(node)) return written.replace(/^[?!.:]+/, '');
	if (/[\n{;"'`]/.test(written)) return '';
	return written
		.replace(/<.*>/s, '')
		.replace(/\([^]*\)$/, '()')
		.replace(/\s*(\?\.|\?->|->|::|\\)\s*/g, '.')
		.replace(/^[.$]+/, '')
		.slice(0, MOST_CHARACTERS);
}

/** What a call says between angle brackets, as written: `<User, number>`. */
export function typeArgumentsOf(tree: FlatTree, node: NodeId): string | undefined {
	const own = tree.child(node, ...TYPE_ARGUMENTS);
	if (own !== NONE) return tree.textOf(own, MOST_CHARACTERS);
	const called = tree.field(node, 'function');
	if (called === NONE) return undefined;
	for (const name of [called, ...tree.namedChildren(called)]) {
		const behind = tree.child(name, ...TYPE_ARGUMENTS);
		if (behind !== NONE) return tree.textOf(behind, MOST_CHARACTERS);
	}
	return undefined;
}
