import type { FlatTree, NodeId } from './flat-tree';
import type { Reading } from './reading';

/** What a node does in an expression that names what is called. */
export type Shape =
	/** `a.b`, `a::b`: its first named child holds its last. */
	| 'member'
	/** `f(x)`: called is the field `function`, else the first named child. */
	| 'call'
	/** `a.f(x)` in one node: fields named by the grammar's `methods`. */
	| 'method'
	/** `f!(x)`: its first named child and an exclamation mark. */
	| 'macro'
	/** `new T(x)`. */
	| 'construct'
	/** `a[x]`. */
	| 'index'
	/** `await a`, `(a)`, `a!`, `a?`, `f<T>`: stands for its first named child. */
	| 'wrapper';

export type Visit = (node: NodeId, reading: Reading) => void;

/** What the reader must know of a language: names of its grammar's nodes, and what they tell. */
export interface Grammar {
	/** Whether one more way leads through the function here; `true` where the type alone says so. */
	branches: Readonly<Record<string, true | ((tree: FlatTree, node: NodeId) => boolean)>>;
	comments: readonly string[];
	/** Whole literals, quotes included. */
	strings: readonly string[];
	/** Expressions whose operator may put strings together. */
	concatenations: readonly string[];
	shapes: Readonly<Record<string, Shape>>;
	/** Fields of a `method` shape. */
	methods?: { objects: readonly string[]; name: string };
	/** Types that throw an error further. */
	throws: readonly string[];
	returns: readonly string[];
	/** Called with each node of these types, parents before children. */
	visits: Readonly<Record<string, Visit>>;
}

/** Branches that every language of C's family writes with the same tokens. */
export const logical = (...tokens: string[]): Grammar['branches'] =>
	Object.fromEntries(tokens.map((token) => [`'${token}'`, inBinary]));

const BINARY = /^(binary|boolean|logical|let_chain|disjunction|conjunction|elvis)/;

/** The same tokens open closures or end templates elsewhere. */
const inBinary = (tree: FlatTree, node: NodeId) => BINARY.test(tree.parentType(node));
