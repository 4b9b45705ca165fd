import { NONE, type FlatTree, type NodeId } from '../flat-tree';
import { logical, type Grammar, type Visit } from '../grammar';
import { unquoted } from '../texts';

const nameOf = (tree: FlatTree, node: NodeId) =>
	tree.textOf(tree.field(node, 'name'), 120).replace(/^\$/, '');

const isHidden = (tree: FlatTree, node: NodeId) =>
	/private|protected/.test(tree.textOf(tree.child(node, 'visibility_modifier')));

const declared =
	(kind: 'class' | 'interface' | 'trait' | 'enum'): Visit =>
	(node, reading) => {
		const { tree } = reading;
		const bases = ['base_clause', 'class_interface_clause'].flatMap((clause) =>
			reading.args(tree.child(node, clause))
		);
		reading.symbol(node, { kind, name: nameOf(tree, node), isExported: true, bases });
	};

const callable =
	(kind: 'function' | 'method'): Visit =>
	(node, reading) => {
		const { tree } = reading;
		reading.symbol(node, {
			kind,
			name: nameOf(tree, node),
			parameters: reading.args(tree.field(node, 'parameters')),
			isExported: !isHidden(tree, node)
		});
	};

/** `use A\{B, C as D}` brings `A\B` and `A\C`. */
const use: Visit = (node, reading) => {
	const { tree } = reading;
	const group = tree.field(node, 'body');
	const prefix = group === NONE ? '' : `${tree.textOf(tree.child(node, 'namespace_name'))}\\`;
	for (const clause of tree.namedChildren(group === NONE ? node : group)) {
		if (tree.type(clause) !== 'namespace_use_clause') continue;
		const path = prefix + tree.textOf(tree.child(clause, 'qualified_name', 'name'));
		reading.import(clause, path.replace(/^\\/, ''), [path.slice(path.lastIndexOf('\\') + 1)]);
	}
	reading.withoutTokens(node);
};

/** `require __DIR__ . '/a.php'` is relative to the file. */
const required: Visit = (node, reading) => {
	const { tree } = reading;
	const literal = tree.descendant(node, ['string', 'encapsed_string']);
	if (literal === NONE) return;
	const path = unquoted(tree.textOf(literal, 300));
	reading.import(node, path.startsWith('/') ? `.${path}` : path);
};

const call: Visit = (node, reading) => reading.call(node, reading.tree.field(node, 'arguments'));

const attribute: Visit = (node, reading) => {
	const { tree } = reading;
	const name = tree.textOf(tree.child(node, 'name', 'qualified_name'), 120);
	reading.annotation(node, name, tree.field(node, 'parameters'));
};

const element: Visit = (node, reading) => {
	const { tree } = reading;
	const [key = NONE, value = NONE] = tree.namedChildren(node);
	if (value === NONE) return;
	reading.assignment(node, unquoted(tree.textOf(key, 120)), value);
};

const named =
	(value: string): Visit =>
	(node, reading) => {
		const { tree } = reading;
		const type = tree.textOf(tree.field(tree.parent(node), 'type'), 120);
		reading.assignment(node, nameOf(tree, node), tree.field(node, value), { type });
	};

export const php: Grammar = {
	branches: {
		if_statement: true,
		else_if_clause: true,
		for_statement: true,
		foreach_statement: true,
		while_statement: true,
		do_statement: true,
		case_statement: true,
		catch_clause: true,
		conditional_expression: true,
		match_conditional_expression: true,
		...logical('&&', '||', '??', 'and', 'or')
	},
	comments: ['comment'],
	strings: ['string', 'encapsed_string', 'heredoc', 'nowdoc'],
	concatenations: ['binary_expression'],
	shapes: {
		function_call_expression: 'call',
		member_call_expression: 'method',
		nullsafe_member_call_expression: 'method',
		scoped_call_expression: 'method',
		object_creation_expression: 'construct',
		member_access_expression: 'member',
		nullsafe_member_access_expression: 'member',
		scoped_property_access_expression: 'member',
		class_constant_access_expression: 'member',
		subscript_expression: 'index',
		parenthesized_expression: 'wrapper'
	},
	methods: { objects: ['object', 'scope'], name: 'name' },
	throws: ['throw_expression', 'throw_statement'],
	returns: ['return_statement'],
	visits: {
		namespace_definition: (node, reading) => {
			reading.facts.namespace ??= nameOf(reading.tree, node);
		},
		class_declaration: declared('class'),
		interface_declaration: declared('interface'),
		trait_declaration: declared('trait'),
		enum_declaration: declared('enum'),
		function_definition: callable('function'),
		method_declaration: callable('method'),
		namespace_use_declaration: use,
		require_expression: required,
		require_once_expression: required,
		include_expression: required,
		include_once_expression: required,
		function_call_expression: call,
		member_call_expression: call,
		nullsafe_member_call_expression: call,
		scoped_call_expression: call,
		object_creation_expression: (node, reading) =>
			reading.call(node, reading.tree.child(node, 'arguments')),
		attribute,
		catch_clause: (node, reading) => {
			const { tree } = reading;
			const type = tree.textOf(tree.field(node, 'type'), 120);
			reading.catch(node, tree.field(node, 'body'), type);
		},
		property_element: named('default_value'),
		property_promotion_parameter: (node, reading) => {
			const { tree } = reading;
			const type = tree.textOf(tree.field(node, 'type'), 120);
			reading.assignment(node, nameOf(tree, node), tree.field(node, 'default_value'), { type });
		},
		const_element: element,
		array_element_initializer: element,
		assignment_expression: (node, reading) =>
			reading.assignment(
				node,
				reading.path(reading.tree.field(node, 'left')),
				reading.tree.field(node, 'right')
			)
	}
};
