import { NONE, type FlatTree, type NodeId } from '../flat-tree';
import { logical, type Grammar, type Visit } from '../grammar';
import type { Reading } from '../reading';

const isPublic = (tree: FlatTree, node: NodeId) => tree.child(node, 'visibility_modifier') !== NONE;

const nameOf = (tree: FlatTree, node: NodeId) => tree.textOf(tree.field(node, 'name'), 120);

const declared =
	(kind: 'struct' | 'enum' | 'trait'): Visit =>
	(node, reading) => {
		const { tree } = reading;
		const bounds = reading.short(tree.field(node, 'bounds')).replace(/^:\s*/, '');
		reading.symbol(node, {
			kind,
			name: nameOf(tree, node),
			isExported: isPublic(tree, node),
			...(bounds && { bases: bounds.split(/\s*\+\s*/) })
		});
	};

/** Methods are called after the type that they are written for. */
const implementation: Visit = (node, reading) => {
	const { tree } = reading;
	const type = tree.textOf(tree.field(node, 'type'), 120).replace(/<.*/s, '');
	const trait = tree.textOf(tree.field(node, 'trait'), 120);
	reading.symbol(node, { kind: 'module', name: type, bases: trait ? [trait] : [] });
};

const fn: Visit = (node, reading) => {
	const { tree } = reading;
	const around = reading.isLocal ? undefined : reading.container?.kind;
	const isMethod = around === 'module' || around === 'trait';
	reading.symbol(node, {
		kind: isMethod ? 'method' : 'function',
		name: nameOf(tree, node),
		parameters: reading.args(tree.field(node, 'parameters')),
		isExported: isPublic(tree, node),
		isAsync: /\basync\b/.test(tree.textOf(tree.child(node, 'function_modifiers')))
	});
};

/** `a::{b, c::d as e}` brings `a::b` and `a::c::d`. */
function usedPaths({ tree }: Reading, node: NodeId): string[] {
	const paths: string[] = [];
	const waiting: [NodeId, string][] = [[node, '']];
	for (let seen = 0; waiting.length > 0 && seen < 500; seen++) {
		const [at, before] = waiting.pop()!;
		const within = (text: string) => (before ? `${before}::${text}` : text);
		const type = tree.type(at);
		if (type === 'scoped_use_list') {
			const path = tree.textOf(tree.field(at, 'path'));
			waiting.push([tree.field(at, 'list'), path ? within(path) : before]);
		} else if (type === 'use_list') {
			for (const child of tree.namedChildren(at).slice(0, 200)) waiting.push([child, before]);
		} else if (type === 'use_as_clause') paths.push(within(tree.textOf(tree.field(at, 'path'))));
		else if (type === 'use_wildcard') paths.push(within(tree.textOf(at)));
		else if (at !== NONE && tree.isNamed(at)) paths.push(within(tree.textOf(at)));
	}
	return paths.reverse();
}

const use: Visit = (node, reading) => {
	for (const path of usedPaths(reading, reading.tree.field(node, 'argument'))) {
		reading.import(node, path, [path.slice(path.lastIndexOf(':') + 1)]);
	}
};

/** `mod x;` is another file; `mod x { … }` stands here. */
const module: Visit = (node, reading) => {
	const { tree } = reading;
	if (tree.field(node, 'body') !== NONE) return;
	reading.import(node, `self::${nameOf(tree, node)}`, []);
};

const attribute: Visit = (node, reading) => {
	const { tree } = reading;
	const [name = NONE] = tree.namedChildren(node);
	const args = tree.field(node, 'arguments');
	const written = tree.textOf(args, 240).replace(/^\(|\)$/g, '');
	reading.annotation(node, reading.path(name), NONE, written ? splitArguments(written) : []);
};

/** A tree of tokens has no arguments: commas outside of brackets and strings part them. */
export function splitArguments(written: string): string[] {
	const parts: string[] = [];
	let depth = 0;
	let quote = false;
	let from = 0;
	for (let at = 0; at <= written.length; at++) {
		const character = written[at];
		if (character === '"' && written[at - 1] !== '\\') quote = !quote;
		if (!quote && character !== undefined && '([{'.includes(character)) depth++;
		if (!quote && character !== undefined && ')]}'.includes(character)) depth--;
		if (character !== undefined && (quote || depth > 0 || character !== ',')) continue;
		const part = written.slice(from, at).replace(/\s+/g, ' ').trim();
		if (part) parts.push(part.slice(0, 120));
		from = at + 1;
	}
	return parts.slice(0, 6);
}

const macro: Visit = (node, reading) => {
	const { tree } = reading;
	const tokens = tree.child(node, 'token_tree');
	const name = reading.path(tree.field(node, 'macro'));
	reading.named(node, `${name}!`, splitArguments(tree.textOf(tokens, 720).slice(1, -1)));
};

const assigned =
	(name: string, value: string): Visit =>
	(node, reading) => {
		const { tree } = reading;
		reading.assignment(node, reading.path(tree.field(node, name)), tree.field(node, value));
	};

export const rust: Grammar = {
	branches: {
		if_expression: true,
		for_expression: true,
		while_expression: true,
		loop_expression: true,
		match_arm: (tree, node) => tree.textOf(tree.field(node, 'pattern'), 2) !== '_',
		...logical('&&', '||')
	},
	comments: ['line_comment', 'block_comment'],
	strings: ['string_literal', 'raw_string_literal'],
	concatenations: [],
	shapes: {
		call_expression: 'call',
		macro_invocation: 'macro',
		field_expression: 'member',
		scoped_identifier: 'member',
		index_expression: 'index',
		await_expression: 'wrapper',
		try_expression: 'wrapper',
		generic_function: 'wrapper',
		parenthesized_expression: 'wrapper'
	},
	throws: [],
	returns: ['return_expression'],
	visits: {
		struct_item: declared('struct'),
		union_item: declared('struct'),
		enum_item: declared('enum'),
		trait_item: declared('trait'),
		impl_item: implementation,
		function_item: fn,
		use_declaration: use,
		mod_item: module,
		call_expression: (node, reading) =>
			reading.call(node, reading.tree.field(node, 'arguments'), {
				isAwaited: reading.tree.parentType(node) === 'await_expression'
			}),
		macro_invocation: macro,
		attribute,
		let_declaration: assigned('pattern', 'value'),
		const_item: assigned('name', 'value'),
		static_item: assigned('name', 'value'),
		assignment_expression: assigned('left', 'right'),
		field_initializer: assigned('field', 'value'),
		field_declaration: (node, reading) => {
			const { tree } = reading;
			const type = tree.textOf(tree.field(node, 'type'), 120);
			reading.assignment(node, nameOf(tree, node), NONE, { type });
		}
	}
};
