import { NONE, type FlatTree, type NodeId } from '../flat-tree';
import { logical, type Grammar, type Visit } from '../grammar';
import type { Reading } from '../reading';

/** Through pointers and references to what is declared. */
function declaratorOf(tree: FlatTree, node: NodeId): NodeId {
	let at = tree.field(node, 'declarator');
	for (let depth = 0; depth < 8 && at !== NONE; depth++) {
		if (!/^(pointer|reference|parenthesized|array)_declarator$/.test(tree.type(at))) return at;
		const inner = tree.field(at, 'declarator');
		at = inner === NONE ? (tree.namedChildren(at).at(-1) ?? NONE) : inner;
	}
	return at;
}

const basesOf = ({ tree }: Reading, node: NodeId) => {
	const clause = tree.child(node, 'base_class_clause');
	return clause === NONE
		? []
		: tree
				.namedChildren(clause)
				.filter((child) => tree.type(child) !== 'access_specifier')
				.map((child) => tree.textOf(child, 120));
};

/** Only where it is defined: `struct a *x` names one that is defined elsewhere. */
const declared =
	(kind: 'class' | 'struct' | 'enum'): Visit =>
	(node, reading) => {
		const { tree } = reading;
		if (tree.field(node, 'body') === NONE) return;
		const own = tree.textOf(tree.field(node, 'name'), 120);
		const isAlias = tree.parentType(node) === 'type_definition';
		const name = own || (isAlias && tree.textOf(tree.field(tree.parent(node), 'declarator'), 120));
		if (name) reading.symbol(node, { kind, name, bases: basesOf(reading, node) });
	};

const functionDefinition: Visit = (node, reading) => {
	const { tree } = reading;
	const declarator = declaratorOf(tree, node);
	if (declarator === NONE || tree.type(declarator) !== 'function_declarator') return;
	const name = reading.path(declaratorOf(tree, declarator));
	const isInClass = reading.container !== undefined && !reading.isLocal;
	const isStatic = tree
		.namedChildren(node)
		.some((child) => tree.type(child) === 'storage_class_specifier' && isStaticWord(tree, child));
	reading.symbol(node, {
		kind: isInClass || name.includes('.') ? 'method' : 'function',
		name,
		parameters: reading.args(tree.field(declarator, 'parameters')),
		isExported: !isStatic
	});
};

const isStaticWord = (tree: FlatTree, node: NodeId) => tree.textOf(node, 7) === 'static';

const include: Visit = (node, reading) => {
	const { tree } = reading;
	const written = tree.textOf(tree.field(node, 'path'), 300);
	// Quotes look beside the file first, brackets do not.
	const path = written.replace(/^["<]|[">]$/g, '');
	reading.import(node, written.startsWith('"') && !path.startsWith('.') ? `./${path}` : path);
};

const define: Visit = (node, reading) => {
	const { tree } = reading;
	const name = tree.textOf(tree.field(node, 'name'), 120);
	reading.assignment(node, name, tree.field(node, 'value'));
};

const field: Visit = (node, reading) => {
	const { tree } = reading;
	const declarator = declaratorOf(tree, node);
	if (declarator === NONE || tree.type(declarator) === 'function_declarator') return;
	const type = tree.textOf(tree.field(node, 'type'), 120);
	const name = tree.textOf(declarator, 120);
	reading.assignment(node, name, tree.field(node, 'default_value'), { type });
};

const initialised: Visit = (node, reading) => {
	const { tree } = reading;
	const name = tree.textOf(declaratorOf(tree, node), 120);
	reading.assignment(node, name, tree.field(node, 'value'));
};

export const cpp: Grammar = {
	branches: {
		if_statement: true,
		for_statement: true,
		for_range_loop: true,
		while_statement: true,
		do_statement: true,
		catch_clause: true,
		conditional_expression: true,
		// `default:` has no value.
		case_statement: (tree, node) => tree.field(node, 'value') !== NONE,
		...logical('&&', '||')
	},
	comments: ['comment'],
	strings: ['string_literal', 'raw_string_literal'],
	concatenations: ['binary_expression', 'concatenated_string'],
	shapes: {
		call_expression: 'call',
		new_expression: 'construct',
		field_expression: 'member',
		qualified_identifier: 'member',
		subscript_expression: 'index',
		template_function: 'wrapper',
		template_method: 'wrapper',
		parenthesized_expression: 'wrapper',
		pointer_expression: 'wrapper'
	},
	throws: ['throw_statement'],
	returns: ['return_statement'],
	visits: {
		namespace_definition: (node, reading) => {
			const name = reading.tree.textOf(reading.tree.field(node, 'name'), 120);
			reading.facts.namespace ??= name || undefined;
		},
		class_specifier: declared('class'),
		struct_specifier: declared('struct'),
		union_specifier: declared('struct'),
		enum_specifier: declared('enum'),
		function_definition: functionDefinition,
		preproc_include: include,
		preproc_def: define,
		call_expression: (node, reading) => reading.call(node, reading.tree.field(node, 'arguments')),
		new_expression: (node, reading) => reading.call(node, reading.tree.field(node, 'arguments')),
		catch_clause: (node, reading) => {
			const { tree } = reading;
			const type = tree.descendant(tree.field(node, 'parameters'), ['parameter_declaration']);
			reading.catch(node, tree.field(node, 'body'), tree.textOf(tree.field(type, 'type'), 120));
		},
		field_declaration: field,
		init_declarator: initialised,
		assignment_expression: (node, reading) =>
			reading.assignment(
				node,
				reading.path(reading.tree.field(node, 'left')),
				reading.tree.field(node, 'right')
			)
	}
};
