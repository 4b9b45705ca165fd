import { NONE, type NodeId } from '../flat-tree';
import type { Grammar, Visit } from '../grammar';
import type { Reading } from '../reading';

const functionDefinition: Visit = (node, reading) => {
	const { tree } = reading;
	const name = tree.textOf(tree.field(node, 'name'), 120);
	const container = reading.container;
	reading.symbol(node, {
		kind: container?.kind === 'class' && !reading.isLocal ? 'method' : 'function',
		name,
		parameters: reading.args(tree.field(node, 'parameters')),
		isExported: !name.startsWith('_'),
		isAsync: tree.child(node, "'async'") !== NONE
	});
};

const classDefinition: Visit = (node, reading) => {
	const { tree } = reading;
	const name = tree.textOf(tree.field(node, 'name'), 120);
	reading.symbol(node, {
		kind: 'class',
		name,
		isExported: !name.startsWith('_'),
		bases: reading.args(tree.field(node, 'superclasses'))
	});
};

const importFrom: Visit = (node, reading) => {
	const { tree } = reading;
	const module = tree.field(node, 'module_name');
	const names = tree
		.namedChildren(node)
		.filter((child) => child !== module)
		.map((child) => importedName(reading, child));
	reading.import(node, tree.textOf(module), names);
};

/** `a as b` brings `a`. */
function importedName({ tree }: Reading, node: NodeId): string {
	const type = tree.type(node);
	if (type === 'wildcard_import') return '*';
	return tree.textOf(type === 'aliased_import' ? tree.field(node, 'name') : node);
}

const importStatement: Visit = (node, reading) => {
	for (const child of reading.tree.namedChildren(node)) {
		reading.import(node, importedName(reading, child));
	}
};

const decorator: Visit = (node, reading) => {
	const { tree } = reading;
	const [written = NONE] = tree.namedChildren(node);
	if (written === NONE) return;
	const isCall = tree.type(written) === 'call';
	const name = reading.path(isCall ? tree.field(written, 'function') : written);
	reading.annotation(node, name, isCall ? tree.field(written, 'arguments') : NONE);
};

const except: Visit = (node, reading) => {
	const { tree } = reading;
	const body = tree.child(node, 'block');
	const caught = tree.namedChildren(node).find((child) => child !== body);
	const isNamed = caught !== undefined && tree.type(caught) === 'as_pattern';
	const type = isNamed ? tree.namedChildren(caught)[0]! : (caught ?? NONE);
	reading.catch(node, body, tree.textOf(type, 120));
};

const assignment: Visit = (node, reading) => {
	const { tree } = reading;
	const isField = reading.container?.kind === 'class' && !reading.isLocal;
	const type = isField ? tree.textOf(tree.field(node, 'type'), 120) : '';
	const name = reading.path(tree.field(node, 'left'));
	reading.assignment(node, name, tree.field(node, 'right'), { type });
};

const pair: Visit = (node, reading) => {
	const { tree } = reading;
	const key = tree.textOf(tree.field(node, 'key'), 120).replace(/^["']|["']$/g, '');
	reading.assignment(node, key, tree.field(node, 'value'));
};

const keyword: Visit = (node, reading) => {
	const { tree } = reading;
	const name = tree.textOf(tree.field(node, 'name'), 120);
	reading.assignment(node, name, tree.field(node, 'value'));
};

export const python: Grammar = {
	branches: {
		if_statement: true,
		elif_clause: true,
		for_statement: true,
		while_statement: true,
		except_clause: true,
		conditional_expression: true,
		boolean_operator: true,
		for_in_clause: true,
		if_clause: true,
		// What matches everything else is no branch of its own.
		case_clause: (tree, node) => tree.textOf(tree.child(node, 'case_pattern'), 2) !== '_'
	},
	comments: ['comment'],
	strings: ['string'],
	concatenations: ['binary_operator', 'concatenated_string'],
	shapes: {
		call: 'call',
		attribute: 'member',
		subscript: 'index',
		await: 'wrapper',
		parenthesized_expression: 'wrapper'
	},
	throws: ['raise_statement'],
	returns: ['return_statement'],
	visits: {
		function_definition: functionDefinition,
		class_definition: classDefinition,
		import_statement: importStatement,
		import_from_statement: importFrom,
		call: (node, reading) => {
			const holder = reading.tree.parentType(node);
			// Told as an annotation.
			if (holder === 'decorator') return;
			const args = reading.tree.field(node, 'arguments');
			reading.call(node, args, { isAwaited: holder === 'await' });
		},
		decorator,
		except_clause: except,
		assignment,
		pair,
		keyword_argument: keyword
	}
};
