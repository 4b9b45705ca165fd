import { NONE } from '../flat-tree';
import type { Grammar, Visit } from '../grammar';
import { unquoted } from '../texts';

const declared =
	(kind: 'class' | 'module'): Visit =>
	(node, reading) => {
		const { tree } = reading;
		const superclass = tree.field(node, 'superclass');
		const name = tree.textOf(tree.field(node, 'name'), 120).replaceAll('::', '.');
		reading.symbol(node, {
			kind,
			name,
			bases: superclass === NONE ? [] : reading.args(superclass)
		});
	};

const method: Visit = (node, reading) => {
	const { tree } = reading;
	reading.symbol(node, {
		kind: reading.container && !reading.isLocal ? 'method' : 'function',
		name: tree.textOf(tree.field(node, 'name'), 120),
		parameters: reading.args(tree.field(node, 'parameters'))
	});
};

const REQUIRES = ['require', 'require_relative', 'load', 'autoload'];

const call: Visit = (node, reading) => {
	const { tree } = reading;
	const name = tree.textOf(tree.field(node, 'method'), 40);
	const args = tree.field(node, 'arguments');
	if (tree.field(node, 'receiver') === NONE && REQUIRES.includes(name) && args !== NONE) {
		const given = tree.namedChildren(args).find((child) => tree.type(child) === 'string');
		if (given !== undefined) {
			const path = unquoted(tree.textOf(given, 300));
			// Only this one is relative to the file.
			const isBeside = name === 'require_relative' && !path.startsWith('.');
			return reading.import(node, isBeside ? `./${path}` : path);
		}
	}
	reading.call(node, args);
};

const rescue: Visit = (node, reading) => {
	const { tree } = reading;
	const type = tree.textOf(tree.field(node, 'exceptions'), 120);
	reading.catch(node, tree.field(node, 'body'), type);
};

const assignment: Visit = (node, reading) => {
	const { tree } = reading;
	reading.assignment(node, reading.path(tree.field(node, 'left')), tree.field(node, 'right'));
};

const pair: Visit = (node, reading) => {
	const { tree } = reading;
	const key = tree.textOf(tree.field(node, 'key'), 120).replace(/^[:"']+|["']$/g, '');
	reading.assignment(node, key, tree.field(node, 'value'));
};

export const ruby: Grammar = {
	branches: {
		if: true,
		elsif: true,
		unless: true,
		if_modifier: true,
		unless_modifier: true,
		while: true,
		until: true,
		while_modifier: true,
		until_modifier: true,
		for: true,
		when: true,
		in_clause: true,
		rescue: true,
		rescue_modifier: true,
		conditional: true,
		"'&&'": true,
		"'||'": true,
		"'and'": true,
		"'or'": true
	},
	comments: ['comment'],
	strings: ['string', 'heredoc_body'],
	concatenations: ['binary', 'chained_string'],
	shapes: {
		call: 'method',
		scope_resolution: 'member',
		element_reference: 'index',
		parenthesized_statements: 'wrapper'
	},
	methods: { objects: ['receiver'], name: 'method' },
	throws: [],
	returns: ['return'],
	visits: {
		class: declared('class'),
		module: declared('module'),
		method,
		singleton_method: method,
		call,
		rescue,
		rescue_modifier: (node, reading) => reading.catch(node, reading.tree.field(node, 'handler')),
		assignment,
		operator_assignment: assignment,
		pair
	}
};
