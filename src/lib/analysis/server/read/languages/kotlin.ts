import { NONE, type FlatTree, type NodeId } from '../flat-tree';
import { logical, type Grammar, type Visit } from '../grammar';
import type { Reading } from '../reading';

const modifiersOf = (tree: FlatTree, node: NodeId) =>
	tree.textOf(tree.child(node, 'modifiers'), 1_000);

/** Public unless something else is said. */
const isExported = (tree: FlatTree, node: NodeId) =>
	!/\b(private|internal|protected)\b/.test(modifiersOf(tree, node));

const basesOf = (reading: Reading, node: NodeId) => {
	const { tree } = reading;
	const specifiers = tree.child(node, 'delegation_specifiers');
	return reading.args(specifiers).map((base) => base.replace(/\(.*$/s, ''));
};

/** A default value stands beside its parameter. */
const parametersOf = (reading: Reading, node: NodeId) => {
	const { tree } = reading;
	const list = tree.child(node, 'function_value_parameters');
	if (list === NONE) return [];
	const parameters = tree.namedChildren(list).filter((child) => tree.type(child) === 'parameter');
	return parameters.slice(0, 20).map((parameter) => reading.short(parameter));
};

const classDeclaration: Visit = (node, reading) => {
	const { tree } = reading;
	const isInterface = tree.child(node, "'interface'") !== NONE;
	const isEnum = /\benum\b/.test(modifiersOf(tree, node));
	reading.symbol(node, {
		kind: isInterface ? 'interface' : isEnum ? 'enum' : 'class',
		name: tree.textOf(tree.field(node, 'name'), 120),
		isExported: isExported(tree, node),
		bases: basesOf(reading, node)
	});
};

const objectDeclaration: Visit = (node, reading) => {
	const { tree } = reading;
	const name = tree.textOf(tree.field(node, 'name'), 120);
	const bases = basesOf(reading, node);
	reading.symbol(node, { kind: 'module', name, isExported: isExported(tree, node), bases });
};

const functionDeclaration: Visit = (node, reading) => {
	const { tree } = reading;
	reading.symbol(node, {
		kind: reading.container && !reading.isLocal ? 'method' : 'function',
		name: tree.textOf(tree.field(node, 'name'), 120),
		parameters: parametersOf(reading, node),
		isExported: isExported(tree, node),
		isAsync: /\bsuspend\b/.test(modifiersOf(tree, node))
	});
};

const importHeader: Visit = (node, reading) => {
	const { tree } = reading;
	const path = tree.textOf(tree.child(node, 'qualified_identifier'));
	if (/\.\*\s*$/.test(tree.textOf(node))) return reading.import(node, path, ['*']);
	reading.import(node, path, [path.slice(path.lastIndexOf('.') + 1)]);
};

const call: Visit = (node, reading) => {
	const { tree } = reading;
	const lambda = tree.child(node, 'annotated_lambda');
	const args = tree.child(node, 'value_arguments');
	reading.call(node, args === NONE ? lambda : args);
};

const annotation: Visit = (node, reading) => {
	const { tree } = reading;
	const constructed = tree.child(node, 'constructor_invocation');
	const type = tree.child(constructed === NONE ? node : constructed, 'user_type');
	const args = constructed === NONE ? NONE : tree.child(constructed, 'value_arguments');
	reading.annotation(node, tree.textOf(type, 120), args);
};

const property: Visit = (node, reading) => {
	const { tree } = reading;
	const variable = tree.child(node, 'variable_declaration');
	const name = tree.textOf(tree.child(variable, 'identifier'), 120);
	const type = reading.isLocal ? '' : tree.textOf(tree.child(variable, 'user_type'), 120);
	const value = tree
		.namedChildren(node)
		.find((child) => child > variable && !/getter|setter|delegate/.test(tree.type(child)));
	reading.assignment(node, name, value ?? NONE, { type });
};

/** A property that the constructor declares. */
const classParameter: Visit = (node, reading) => {
	const { tree } = reading;
	const name = tree.textOf(tree.child(node, 'identifier'), 120);
	reading.assignment(node, name, NONE, {
		type: tree.textOf(tree.child(node, 'user_type', 'nullable_type'), 120)
	});
};

export const kotlin: Grammar = {
	branches: {
		if_expression: true,
		for_statement: true,
		while_statement: true,
		do_while_statement: true,
		catch_block: true,
		when_entry: (tree, node) => tree.child(node, "'else'") === NONE,
		...logical('&&', '||', '?:')
	},
	comments: ['line_comment', 'block_comment', 'multiline_comment'],
	strings: ['string_literal', 'multiline_string_literal'],
	concatenations: ['binary_expression'],
	shapes: {
		call_expression: 'call',
		navigation_expression: 'member',
		index_expression: 'index',
		unary_expression: 'wrapper',
		parenthesized_expression: 'wrapper'
	},
	throws: ['throw_expression'],
	returns: ['return_expression'],
	visits: {
		package_header: (node, reading) => {
			const { tree } = reading;
			reading.withoutTokens(node);
			reading.facts.namespace = tree.textOf(tree.child(node, 'qualified_identifier', 'identifier'));
		},
		class_declaration: classDeclaration,
		object_declaration: objectDeclaration,
		function_declaration: functionDeclaration,
		import: importHeader,
		call_expression: call,
		annotation,
		catch_block: (node, reading) => {
			const { tree } = reading;
			const type = tree.child(node, 'user_type');
			reading.catch(node, tree.child(node, 'block'), tree.textOf(type, 120));
		},
		property_declaration: property,
		class_parameter: classParameter,
		assignment: (node, reading) =>
			reading.assignment(
				node,
				reading.path(reading.tree.field(node, 'left')),
				reading.tree.field(node, 'right')
			)
	}
};
