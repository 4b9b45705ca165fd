import { NONE, type FlatTree, type NodeId } from '../flat-tree';
import { logical, type Grammar, type Visit } from '../grammar';
import type { Reading } from '../reading';
import { unquoted } from '../texts';

const FUNCTIONS = [
	'arrow_function',
	'function_expression',
	'function_declaration',
	'generator_function',
	'generator_function_declaration'
];

const hasToken = (tree: FlatTree, node: NodeId, token: string) =>
	tree.child(node, `'${token}'`) !== NONE;

const isExported = (tree: FlatTree, node: NodeId) => {
	const parent = tree.parent(node);
	const declared =
		tree.type(parent) === 'lexical_declaration' || tree.type(parent) === 'variable_declaration';
	return tree.parentType(declared ? parent : node) === 'export_statement';
};

/** @param named the node that carries the `export` */
function addFunction(
	reading: Reading,
	node: NodeId,
	name: string,
	named: NodeId,
	isMethod = false
) {
	const { tree } = reading;
	const parameters = tree.field(node, 'parameters');
	const single = tree.field(node, 'parameter');
	reading.symbol(node, {
		kind: isMethod ? 'method' : 'function',
		name,
		parameters: parameters === NONE ? reading.args(single) : reading.args(parameters),
		isExported: isExported(tree, named),
		isAsync: hasToken(tree, node, 'async')
	});
}

const declaredFunction: Visit = (node, reading) => {
	const name = reading.tree.textOf(reading.tree.field(node, 'name'));
	addFunction(reading, node, name || 'default', node);
};

const method: Visit = (node, reading) => {
	const { tree } = reading;
	addFunction(reading, node, tree.textOf(tree.field(node, 'name')), node, true);
};

/** A function without a name of its own is called after what holds it. */
const unnamedFunction: Visit = (node, reading) => {
	const { tree } = reading;
	const parent = tree.parent(node);
	const holder = tree.type(parent);
	if (holder === 'variable_declarator') {
		addFunction(reading, node, tree.textOf(tree.field(parent, 'name'), 120), parent);
	} else if (holder === 'public_field_definition' || holder === 'field_definition') {
		const name = tree.field(parent, holder === 'field_definition' ? 'property' : 'name');
		addFunction(reading, node, tree.textOf(name, 120), parent, true);
	} else if (holder === 'assignment_expression') {
		addFunction(reading, node, reading.path(tree.field(parent, 'left')), parent);
	} else if (holder === 'pair' && !reading.isLocal) {
		addFunction(reading, node, unquoted(tree.textOf(tree.field(parent, 'key'), 120)), parent);
	} else if (holder === 'export_statement') {
		addFunction(reading, node, 'default', node);
	} else if (holder === 'arguments' && !reading.within) {
		// Where all that is done is done in a callback, as in routes: `app.get callback`.
		const called = reading.path(tree.parent(parent)).replace(/\(\)$/, '');
		if (tree.endLine(node) - tree.startLine(node) >= 2 && called) {
			addFunction(reading, node, `${called} callback`, node);
		}
	}
};

const classLike =
	(kind: 'class' | 'interface' | 'enum'): Visit =>
	(node, reading) => {
		const { tree } = reading;
		const heritage = tree.children(node).filter((child) => /herit|extends/.test(tree.type(child)));
		const name = tree.textOf(tree.field(node, 'name'), 120);
		if (name === '' && tree.parentType(node) !== 'export_statement') return;
		reading.symbol(node, {
			kind,
			name: name || 'default',
			isExported: isExported(tree, node),
			bases: heritage.flatMap((child) =>
				reading
					.short(child)
					.split(/\b(?:extends|implements)\b|,(?![^<(]*[>)])/)
					.map((base) => base.trim())
					.filter((base) => base !== '')
			)
		});
	};

const importStatement: Visit = (node, reading) => {
	const { tree } = reading;
	const source = tree.field(node, 'source');
	if (source === NONE) return;
	const clause = tree.child(node, 'import_clause', 'export_clause');
	const names: string[] = [];
	for (let one = clause; clause !== NONE && one < tree.after(clause); one++) {
		const type = tree.type(one);
		if (type === 'import_specifier' || type === 'export_specifier') {
			names.push(tree.textOf(tree.field(one, 'name')));
		} else if (type === 'identifier' && tree.parent(one) === clause) names.push(tree.textOf(one));
		else if (type === 'namespace_import') names.push('*');
	}
	reading.import(node, unquoted(tree.textOf(source)), names, hasToken(tree, node, 'type'));
};

const call: Visit = (node, reading) => {
	const { tree } = reading;
	const called = tree.field(node, 'function');
	const args = tree.field(node, 'arguments');
	const name = tree.textOf(called, 8);
	if (name === 'require' || name === 'import') {
		const [first = NONE] = args === NONE ? [] : tree.namedChildren(args);
		if (first !== NONE && tree.type(first) === 'string') {
			const declared = tree.field(tree.parent(node), 'name');
			const names = declared === NONE ? [] : namesIn(tree, declared);
			return reading.import(node, unquoted(tree.textOf(first)), names);
		}
	}
	const holder = tree.parentType(node);
	// Told as an annotation.
	if (holder === 'decorator') return;
	const isAwaited =
		holder === 'await_expression' ||
		holder === 'return_statement' ||
		(holder === 'arrow_function' && tree.fieldName(node) === 'body');
	reading.call(node, tree.type(args) === 'template_string' ? NONE : args, { isAwaited });
};

function namesIn(tree: FlatTree, pattern: NodeId): string[] {
	if (tree.type(pattern) !== 'object_pattern') return [tree.textOf(pattern, 120)];
	return tree
		.namedChildren(pattern)
		.map((child) => tree.textOf(tree.type(child) === 'pair_pattern' ? child + 1 : child, 120));
}

const decorator: Visit = (node, reading) => {
	const { tree } = reading;
	const [written = NONE] = tree.namedChildren(node);
	if (written === NONE) return;
	const isCall = tree.type(written) === 'call_expression';
	const name = reading.path(isCall ? tree.field(written, 'function') : written);
	reading.annotation(node, name, isCall ? tree.field(written, 'arguments') : NONE);
};

const element: Visit = (node, reading) => {
	const { tree } = reading;
	const name = tree.textOf(tree.field(node, 'name'), 120);
	// What begins small is HTML's own.
	if (!/^[A-Z]/.test(name)) return;
	reading.named(node, `<${name}`, reading.args(node).slice(1));
};

const value = (name: string, held: string): Visit => {
	return (node, reading) => {
		const { tree } = reading;
		const given = tree.field(node, held);
		if (given !== NONE && FUNCTIONS.includes(tree.type(given))) return;
		const type = tree.textOf(tree.field(node, 'type'), 120).replace(/^:\s*/, '');
		const isField = /field_definition$/.test(tree.type(node));
		const key = tree.field(node, name);
		const path = tree.type(key) === 'string' ? unquoted(tree.textOf(key)) : reading.path(key);
		if (given === NONE && !isField) return;
		reading.assignment(node, path, given, { type: isField ? type : undefined });
	};
};

export const javascript: Grammar = {
	branches: {
		if_statement: true,
		for_statement: true,
		for_in_statement: true,
		while_statement: true,
		do_statement: true,
		switch_case: true,
		catch_clause: true,
		ternary_expression: true,
		...logical('&&', '||', '??')
	},
	comments: ['comment', 'html_comment', 'hash_bang_line'],
	strings: ['string', 'template_string'],
	concatenations: ['binary_expression'],
	shapes: {
		call_expression: 'call',
		new_expression: 'construct',
		member_expression: 'member',
		subscript_expression: 'index',
		await_expression: 'wrapper',
		parenthesized_expression: 'wrapper',
		non_null_expression: 'wrapper',
		as_expression: 'wrapper',
		satisfies_expression: 'wrapper',
		instantiation_expression: 'wrapper'
	},
	throws: ['throw_statement'],
	returns: ['return_statement'],
	visits: {
		function_declaration: declaredFunction,
		generator_function_declaration: declaredFunction,
		function_expression: unnamedFunction,
		generator_function: unnamedFunction,
		arrow_function: unnamedFunction,
		method_definition: method,
		class_declaration: classLike('class'),
		abstract_class_declaration: classLike('class'),
		class: classLike('class'),
		interface_declaration: classLike('interface'),
		enum_declaration: classLike('enum'),
		import_statement: importStatement,
		export_statement: importStatement,
		call_expression: call,
		new_expression: (node, reading) => reading.call(node, reading.tree.field(node, 'arguments')),
		jsx_opening_element: element,
		jsx_self_closing_element: element,
		decorator,
		catch_clause: (node, reading) => reading.catch(node, reading.tree.field(node, 'body')),
		variable_declarator: value('name', 'value'),
		assignment_expression: value('left', 'right'),
		pair: value('key', 'value'),
		public_field_definition: value('name', 'value'),
		field_definition: value('property', 'value')
	}
};
