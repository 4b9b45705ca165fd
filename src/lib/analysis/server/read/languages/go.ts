import { NONE, type FlatTree, type NodeId } from '../flat-tree';
import { logical, type Grammar, type Visit } from '../grammar';
import { unquoted } from '../texts';

const isExported = (name: string) => /^\p{Lu}/u.test(name);

const typeSpec: Visit = (node, reading) => {
	const { tree } = reading;
	const type = tree.field(node, 'type');
	const kind = { struct_type: 'struct', interface_type: 'interface' }[tree.type(type)];
	if (kind !== 'struct' && kind !== 'interface') return;
	const name = tree.textOf(tree.field(node, 'name'), 120);
	reading.symbol(node, { kind, name, isExported: isExported(name), bases: embedded(tree, type) });
};

/** Fields and elements without a name. */
function embedded(tree: FlatTree, type: NodeId): string[] {
	const list = tree.child(type, 'field_declaration_list');
	return tree
		.namedChildren(list === NONE ? type : list)
		.filter((child) =>
			list === NONE
				? tree.type(child) === 'type_elem'
				: tree.type(child) === 'field_declaration' && tree.field(child, 'name') === NONE
		)
		.map((child) => tree.textOf(list === NONE ? child : tree.field(child, 'type'), 120));
}

const method: Visit = (node, reading) => {
	const { tree } = reading;
	const receiver = tree.descendant(tree.field(node, 'receiver'), ['type_identifier']);
	const name = tree.textOf(tree.field(node, 'name'), 120);
	reading.symbol(node, {
		kind: 'method',
		name: receiver === NONE ? name : `${tree.textOf(receiver)}.${name}`,
		parameters: reading.args(tree.field(node, 'parameters')),
		isExported: isExported(name)
	});
};

/** A function in hands of its caller's, where nothing around it has a name. */
const literal: Visit = (node, reading) => {
	const { tree } = reading;
	if (reading.within || tree.parentType(node) !== 'argument_list') return;
	const called = reading.path(tree.parent(tree.parent(node))).replace(/\(\)$/, '');
	reading.symbol(node, {
		kind: 'function',
		name: `${called} callback`,
		parameters: reading.args(tree.field(node, 'parameters'))
	});
};

const ERROR_CHECK = /\b(\w*[eE]rr\w*)\s*!=\s*nil\b/;

/** `if err != nil` is this language's catch. */
const ifStatement: Visit = (node, reading) => {
	const { tree } = reading;
	if (!ERROR_CHECK.test(tree.textOf(tree.field(node, 'condition'), 200))) return;
	reading.catch(node, tree.field(node, 'consequence'), 'error');
};

const values: Visit = (node, reading) => {
	const { tree } = reading;
	const left = tree.field(node, 'left');
	const names =
		left === NONE
			? tree.namedChildren(node).filter((child) => tree.fieldName(child) === 'name')
			: tree.namedChildren(left);
	const right = tree.field(node, left === NONE ? 'value' : 'right');
	const given = right === NONE ? [] : tree.namedChildren(right);
	names.forEach((name, place) => {
		// Several from one call: it stands for each.
		reading.assignment(node, reading.path(name), given[place] ?? given[0] ?? NONE);
	});
};

export const go: Grammar = {
	branches: {
		if_statement: true,
		for_statement: true,
		expression_case: true,
		type_case: true,
		communication_case: true,
		...logical('&&', '||')
	},
	comments: ['comment'],
	strings: ['interpreted_string_literal', 'raw_string_literal'],
	concatenations: ['binary_expression'],
	shapes: {
		call_expression: 'call',
		selector_expression: 'member',
		index_expression: 'index',
		parenthesized_expression: 'wrapper',
		type_instantiation_expression: 'wrapper'
	},
	throws: [],
	returns: ['return_statement'],
	visits: {
		package_clause: (node, reading) => {
			reading.withoutTokens(node);
			reading.facts.namespace = reading.tree.textOf(node).replace(/^package\s+/, '');
		},
		import_spec: (node, reading) => {
			const { tree } = reading;
			const path = unquoted(tree.textOf(tree.field(node, 'path')));
			reading.import(node, path, [tree.textOf(tree.field(node, 'name'))]);
		},
		type_spec: typeSpec,
		function_declaration: (node, reading) => {
			const { tree } = reading;
			const name = tree.textOf(tree.field(node, 'name'), 120);
			const parameters = reading.args(tree.field(node, 'parameters'));
			reading.symbol(node, { kind: 'function', name, parameters, isExported: isExported(name) });
		},
		method_declaration: method,
		func_literal: literal,
		call_expression: (node, reading) => reading.call(node, reading.tree.field(node, 'arguments')),
		// `go f()` and `defer f()` are told by the word before the call.
		go_statement: (node, reading) => reading.named(node, 'go', reading.args(node)),
		defer_statement: (node, reading) => reading.named(node, 'defer', reading.args(node)),
		if_statement: ifStatement,
		field_declaration: (node, reading) => {
			const { tree } = reading;
			const type = tree.textOf(tree.field(node, 'type'), 120);
			const name = tree.textOf(tree.field(node, 'name'), 120);
			reading.assignment(node, name, tree.field(node, 'tag'), { type });
		},
		short_var_declaration: values,
		assignment_statement: values,
		var_spec: values,
		const_spec: values,
		keyed_element: (node, reading) => {
			const [key = NONE, value = NONE] = reading.tree.namedChildren(node);
			reading.assignment(node, reading.short(key), value);
		}
	}
};
