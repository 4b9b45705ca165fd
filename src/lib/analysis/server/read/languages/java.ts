import { NONE, type FlatTree, type NodeId } from '../flat-tree';
import { logical, type Grammar, type Visit } from '../grammar';

const isPublic = (tree: FlatTree, node: NodeId) => {
	const written = tree.child(node, 'modifiers');
	return written !== NONE && tree.child(written, "'public'") !== NONE;
};

const declared =
	(kind: 'class' | 'interface' | 'enum'): Visit =>
	(node, reading) => {
		const { tree } = reading;
		const bases = tree
			.namedChildren(node)
			.filter((child) =>
				/^(superclass|super_interfaces|extends_interfaces)$/.test(tree.type(child))
			)
			.flatMap((child) => tree.namedChildren(child))
			.flatMap((child) => (tree.type(child) === 'type_list' ? tree.namedChildren(child) : [child]))
			.map((base) => reading.short(base));
		reading.symbol(node, {
			kind,
			name: tree.textOf(tree.field(node, 'name'), 120),
			isExported: isPublic(tree, node),
			bases
		});
	};

const method: Visit = (node, reading) => {
	const { tree } = reading;
	reading.symbol(node, {
		kind: 'method',
		name: tree.textOf(tree.field(node, 'name'), 120),
		parameters: reading.args(tree.field(node, 'parameters')),
		isExported: isPublic(tree, node) || reading.container?.kind === 'interface'
	});
};

const importDeclaration: Visit = (node, reading) => {
	const { tree } = reading;
	const path = tree.textOf(tree.child(node, 'scoped_identifier', 'identifier'));
	if (tree.child(node, 'asterisk') !== NONE) return reading.import(node, path, ['*']);
	reading.import(node, path, [path.slice(path.lastIndexOf('.') + 1)]);
};

const annotation: Visit = (node, reading) => {
	const { tree } = reading;
	const name = tree.textOf(tree.field(node, 'name'), 120);
	reading.annotation(node, name, tree.field(node, 'arguments'));
};

const field: Visit = (node, reading) => {
	const { tree } = reading;
	const type = tree.textOf(tree.field(node, 'type'), 120);
	for (const child of tree.namedChildren(node)) {
		if (tree.type(child) !== 'variable_declarator') continue;
		const name = tree.textOf(tree.field(child, 'name'), 120);
		reading.assignment(child, name, tree.field(child, 'value'), { type });
	}
};

const local: Visit = (node, reading) => {
	const { tree } = reading;
	if (tree.parentType(node) !== 'local_variable_declaration') return;
	reading.assignment(node, tree.textOf(tree.field(node, 'name'), 120), tree.field(node, 'value'));
};

export const java: Grammar = {
	branches: {
		if_statement: true,
		for_statement: true,
		enhanced_for_statement: true,
		while_statement: true,
		do_statement: true,
		catch_clause: true,
		ternary_expression: true,
		// `default` has a label without a value.
		switch_label: (tree, node) => tree.namedChildren(node).length > 0,
		...logical('&&', '||')
	},
	comments: ['line_comment', 'block_comment'],
	strings: ['string_literal'],
	concatenations: ['binary_expression'],
	shapes: {
		method_invocation: 'method',
		object_creation_expression: 'construct',
		field_access: 'member',
		scoped_identifier: 'member',
		array_access: 'index',
		parenthesized_expression: 'wrapper'
	},
	methods: { objects: ['object'], name: 'name' },
	throws: ['throw_statement'],
	returns: ['return_statement'],
	visits: {
		package_declaration: (node, reading) => {
			const { tree } = reading;
			reading.withoutTokens(node);
			reading.facts.namespace = tree.textOf(tree.child(node, 'scoped_identifier', 'identifier'));
		},
		class_declaration: declared('class'),
		record_declaration: declared('class'),
		interface_declaration: declared('interface'),
		annotation_type_declaration: declared('interface'),
		enum_declaration: declared('enum'),
		method_declaration: method,
		constructor_declaration: method,
		compact_constructor_declaration: method,
		import_declaration: importDeclaration,
		method_invocation: (node, reading) => reading.call(node, reading.tree.field(node, 'arguments')),
		object_creation_expression: (node, reading) =>
			reading.call(node, reading.tree.field(node, 'arguments')),
		annotation,
		marker_annotation: annotation,
		catch_clause: (node, reading) => {
			const { tree } = reading;
			const type = tree.descendant(node, ['catch_type']);
			reading.catch(node, tree.field(node, 'body'), tree.textOf(type, 120));
		},
		field_declaration: field,
		variable_declarator: local,
		assignment_expression: (node, reading) =>
			reading.assignment(
				node,
				reading.path(reading.tree.field(node, 'left')),
				reading.tree.field(node, 'right')
			),
		element_value_pair: (node, reading) =>
			reading.assignment(
				node,
				reading.tree.textOf(reading.tree.field(node, 'key'), 120),
				reading.tree.field(node, 'value')
			)
	}
};
