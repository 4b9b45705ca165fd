import { NONE, type FlatTree, type NodeId } from '../flat-tree';
import { logical, type Grammar, type Visit } from '../grammar';

const has = (tree: FlatTree, node: NodeId, modifier: string) =>
	tree
		.namedChildren(node)
		.some((child) => tree.type(child) === 'modifier' && tree.textOf(child) === modifier);

const nameOf = (tree: FlatTree, node: NodeId) => tree.textOf(tree.field(node, 'name'), 120);

const declared =
	(kind: 'class' | 'interface' | 'struct' | 'enum'): Visit =>
	(node, reading) => {
		const { tree } = reading;
		reading.symbol(node, {
			kind,
			name: nameOf(tree, node),
			isExported: has(tree, node, 'public'),
			bases: reading.args(tree.child(node, 'base_list'))
		});
	};

const method: Visit = (node, reading) => {
	const { tree } = reading;
	const isLocal = tree.type(node) === 'local_function_statement';
	reading.symbol(node, {
		kind: isLocal ? 'function' : 'method',
		name: nameOf(tree, node),
		parameters: reading.args(tree.field(node, 'parameters')),
		isExported: has(tree, node, 'public'),
		isAsync: has(tree, node, 'async')
	});
};

const using: Visit = (node, reading) => {
	const { tree } = reading;
	const alias = tree.field(node, 'name');
	const path = tree.namedChildren(node).find((child) => child !== alias);
	reading.import(node, tree.textOf(path ?? alias));
};

const namespace: Visit = (node, reading) => {
	reading.facts.namespace ??= nameOf(reading.tree, node);
};

const attribute: Visit = (node, reading) => {
	const args = reading.tree.child(node, 'attribute_argument_list');
	reading.annotation(node, nameOf(reading.tree, node), args);
};

/** Fields have a type; locals are told with their value alone. */
const variable: Visit = (node, reading) => {
	const { tree } = reading;
	const declaration = tree.parent(node);
	const isField = tree.parentType(declaration) === 'field_declaration';
	const name = tree.field(node, 'name');
	const value = tree.namedChildren(node).find((child) => child > name);
	const type = isField ? tree.textOf(tree.field(declaration, 'type'), 120) : '';
	reading.assignment(node, tree.textOf(name, 120), value ?? NONE, { type });
};

const property: Visit = (node, reading) => {
	const { tree } = reading;
	const type = tree.textOf(tree.field(node, 'type'), 120);
	const value = tree.field(node, 'value');
	const isShort = value !== NONE && tree.type(value) !== 'arrow_expression_clause';
	reading.assignment(node, nameOf(tree, node), isShort ? value : NONE, { type });
};

export const csharp: Grammar = {
	branches: {
		if_statement: true,
		for_statement: true,
		foreach_statement: true,
		while_statement: true,
		do_statement: true,
		catch_clause: true,
		conditional_expression: true,
		// `default:` has no pattern.
		switch_section: (tree, node) => /^case\b/.test(tree.textOf(node, 5)),
		switch_expression_arm: (tree, node) => tree.child(node, 'discard') === NONE,
		...logical('&&', '||', '??')
	},
	comments: ['comment'],
	strings: [
		'string_literal',
		'verbatim_string_literal',
		'raw_string_literal',
		'interpolated_string_expression'
	],
	concatenations: ['binary_expression'],
	shapes: {
		invocation_expression: 'call',
		object_creation_expression: 'construct',
		member_access_expression: 'member',
		conditional_access_expression: 'member',
		qualified_name: 'member',
		element_access_expression: 'index',
		await_expression: 'wrapper',
		parenthesized_expression: 'wrapper',
		generic_name: 'wrapper'
	},
	throws: ['throw_statement', 'throw_expression'],
	returns: ['return_statement'],
	visits: {
		namespace_declaration: namespace,
		file_scoped_namespace_declaration: namespace,
		class_declaration: declared('class'),
		record_declaration: declared('class'),
		interface_declaration: declared('interface'),
		struct_declaration: declared('struct'),
		enum_declaration: declared('enum'),
		method_declaration: method,
		constructor_declaration: method,
		local_function_statement: method,
		using_directive: using,
		invocation_expression: (node, reading) =>
			reading.call(node, reading.tree.field(node, 'arguments'), {
				isAwaited: /^(await_expression|return_statement|arrow_expression_clause)$/.test(
					reading.tree.parentType(node)
				)
			}),
		object_creation_expression: (node, reading) =>
			reading.call(node, reading.tree.field(node, 'arguments')),
		attribute,
		catch_clause: (node, reading) => {
			const { tree } = reading;
			const type = tree.field(tree.child(node, 'catch_declaration'), 'type');
			reading.catch(node, tree.field(node, 'body'), tree.textOf(type, 120));
		},
		variable_declarator: variable,
		property_declaration: property,
		assignment_expression: (node, reading) =>
			reading.assignment(
				node,
				reading.path(reading.tree.field(node, 'left')),
				reading.tree.field(node, 'right')
			)
	}
};
