import { describe, expect, test } from 'vitest';
import { FlatTree } from './flat-tree';
import { loadGrammar } from './grammars';
import type { GrammarName } from './grammar-of';

const texts: [GrammarName, string][] = [
	['typescript', '// é\nconst a = `x ${b}`\nif (a) { f(1,\n 2) }\n'],
	['python', 'def f(a):\n    if a:\n        return "é" # x\n\nx = (\n'],
	['ruby', 'a = <<~X\n  text #{b}\nX\nputs a\n'],
	['cpp', '#if A\nint f( { }\n#endif\n'],
	['csharp', 'class A { string s = $"{a}"; '],
	['go', 'package a\n\nfunc f() {\n\tx := 1\n}\n']
];

describe('a syntax tree in arrays', () => {
	test.each(texts)('[Q4] %s: every node is where tree-sitter has it', async (name, text) => {
		const { parser } = await loadGrammar(name);
		const tree = parser.parse(text)!;
		const flat = new FlatTree(tree, text);
		const cursor = tree.walk();
		expect(flat.size).toBe(tree.rootNode.descendantCount);
		for (let node = 0; node < flat.size; node++) {
			cursor.gotoDescendant(node);
			const type = cursor.nodeIsNamed ? cursor.nodeType : `'${cursor.nodeType}'`;
			expect(flat.type(node)).toBe(type);
			// What ends with a line break that its grammar hides ends before it.
			const hidden = text.slice(flat.end(node), cursor.endIndex);
			expect([flat.start(node), hidden.trim()]).toEqual([cursor.startIndex, '']);
			if (cursor.nodeIsNamed) expect(flat.fieldName(node)).toBe(cursor.currentFieldName);
			const parent = flat.parent(node);
			if (parent >= 0) expect(flat.children(parent)).toContain(node);
		}
		cursor.delete();
		tree.delete();
	});
});
