import { NONE, type FlatTree, type NodeId } from './flat-tree';

const WRAPPERS =
	/^(modifiers|attribute_list|attribute_group|attribute_item|annotated_expression|decorated_definition)$/;

const BODIES =
	/^(class_body|declaration_list|source_file|block|program|statement_block|enum_body|compilation_unit|field_declaration_list|export_statement|enum_variant_list|module)$/;

const ANOTHER = /decorator|attribute|comment/;

/** Other annotations and comments between one and what it stands on. */
const MOST_BETWEEN = 40;

const NAME_TYPES = ['variable_declaration', 'identifier', 'type_identifier', 'simple_identifier'];

/** @param node a decorator, annotation or attribute @returns name of what it stands on */
export function standsOn(tree: FlatTree, node: NodeId): string | undefined {
	let at = node;
	for (let depth = 0; depth < 4; depth++) {
		const parent = tree.parent(at);
		if (parent === NONE) return undefined;
		const type = tree.type(parent);
		if (type === 'decorated_definition') return nameOf(tree, tree.field(parent, 'definition'));
		if (BODIES.test(type)) return nameOf(tree, nextDeclaration(tree, parent, at));
		if (!WRAPPERS.test(type)) return nameOf(tree, parent);
		at = parent;
	}
	return undefined;
}

function nextDeclaration(tree: FlatTree, parent: NodeId, behind: NodeId): NodeId {
	let child = tree.after(behind);
	for (let seen = 0; seen < MOST_BETWEEN && child < tree.after(parent); seen++) {
		if (tree.isNamed(child) && !ANOTHER.test(tree.type(child))) return child;
		child = tree.after(child);
	}
	return NONE;
}

/** What a declaration calls itself, however its grammar wraps it. */
function nameOf(tree: FlatTree, declaration: NodeId): string | undefined {
	let at = declaration;
	for (let depth = 0; depth < 4 && at !== NONE; depth++) {
		const name = ['name', 'pattern', 'type'].map((field) => tree.field(at, field)).find(isThere);
		const inner = ['declarator', 'declaration', 'definition']
			.map((field) => tree.field(at, field))
			.find(isThere);
		if (name !== undefined && tree.fieldName(name) === 'name') return tree.textOf(name, 120);
		if (inner !== undefined) {
			at = inner;
			continue;
		}
		if (name !== undefined) return tree.textOf(name, 120);
		const child = tree.child(at, ...NAME_TYPES);
		if (child === NONE) return undefined;
		if (tree.isLeaf(child)) return tree.textOf(child, 120);
		at = child;
	}
	return undefined;
}

const isThere = (node: NodeId) => node !== NONE;
