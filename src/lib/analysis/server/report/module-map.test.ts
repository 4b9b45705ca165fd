import { expect, test } from 'vitest';
import { projectOf } from '../../analysis.fixtures';
import { moduleGraph } from '../read/graph';
import { hotSpots } from '../read/hot-spots';
import { commitOf, historyOf } from '../../analysis.fixtures';
import { fileWeights } from './file-weights';
import { moduleMap } from './module-map';
import { resolutionOf } from './resolution';

async function mapOf(contents: Record<string, string>) {
	const { sources } = await projectOf(contents);
	const texts = new Map(Object.entries(contents));
	return moduleMap(sources, moduleGraph(sources, resolutionOf(texts)));
}

/** So many files in a folder, each importing the one that it is told to. */
const files = (folder: string, count: number, imports = '') =>
	Object.fromEntries(
		Array.from({ length: count }, (_, at) => [
			`${folder}/f${at}.ts`,
			`${imports}export const a${at} = ${at};\n`
		])
	);

test('[N3] where there are few files the map has each of them, on layers', async () => {
	const { nodes, edges } = await mapOf({
		'src/a.ts': "import { b } from './b';\nexport const a = b;",
		'src/b.ts': "import { c } from './c';\nexport const b = c;",
		'src/c.ts': 'export const c = 1;'
	});
	expect(nodes.map(({ id, layer }) => [id, layer])).toEqual([
		['src/a.ts', 2],
		['src/b.ts', 1],
		['src/c.ts', 0]
	]);
	expect(edges).toHaveLength(2);
	expect(edges).toContainEqual({ from: 'src/a.ts', to: 'src/b.ts', imports: 1 });
});

test('[N3] where there are many the heaviest folders are taken apart, and imports are told between parts', async () => {
	const contents = {
		...files('src/web/pages', 30, "import { a0 } from '../../core/f0';\n"),
		...files('src/web/parts', 20),
		...files('src/core', 50),
		'src/main.ts': "import './core/f1';\n"
	};
	const { nodes, edges } = await mapOf(contents);
	expect(nodes.length).toBeLessThanOrEqual(40);
	expect(nodes.map(({ id }) => id)).toEqual(expect.arrayContaining(['src/core', 'src/web/parts']));
	const counted = nodes.reduce((sum, node) => sum + node.files, 0);
	expect(counted).toBe(Object.keys(contents).length);
	const toCore = edges.filter(({ to }) => to === 'src/core');
	expect(toCore.reduce((sum, { imports }) => sum + imports, 0)).toBe(31);
	for (const { from, to } of edges) {
		expect(nodes.some(({ id }) => id === from)).toBe(true);
		expect(nodes.some(({ id }) => id === to)).toBe(true);
		expect(from).not.toBe(to);
	}
});

test('[N3] parts that need each other round about are marked', async () => {
	const { nodes } = await mapOf({
		'a.ts': "import { b } from './b';\nexport const a = b;",
		'b.ts': "import { a } from './a';\nexport const b = a;",
		'c.ts': 'export const c = 1;'
	});
	expect(nodes.map(({ id, isInCycle }) => [id, isInCycle])).toEqual([
		['a.ts', true],
		['b.ts', true],
		['c.ts', false]
	]);
});

test('[N3] aliases of a tsconfig.json and the names of Go modules lead to what they mean', async () => {
	const { edges } = await mapOf({
		'web/tsconfig.json': '{ "compilerOptions": { "paths": { "~shared/*": ["./common/*"] } } }',
		'web/app/page.ts': "import { x } from '~shared/x';\nexport const y = x;",
		'web/common/x.ts': 'export const x = 1;',
		'server/go.mod': 'module example.com/shop\n\ngo 1.22\n',
		'server/main.go':
			'package main\n\nimport "example.com/shop/store"\n\nfunc main() { store.Open() }\n',
		'server/store/store.go': 'package store\n\nfunc Open() {}\n'
	});
	expect(edges).toContainEqual({ from: 'web/app/page.ts', to: 'web/common/x.ts', imports: 1 });
	expect(edges).toContainEqual({ from: 'server', to: 'server/store', imports: 1 });
});

test('[N3] weights tell lines, complexity, commits and heat of the largest files', async () => {
	const history = historyOf([
		commitOf({ id: '3', at: '2024-03-03T00:00:00Z' }, 'hard.ts'),
		commitOf({ id: '2', at: '2024-03-02T00:00:00Z' }, 'hard.ts'),
		commitOf({ id: '1', at: '2024-03-01T00:00:00Z' }, 'hard.ts', 'easy.ts')
	]);
	const { files: all, sources } = await projectOf(
		{
			'hard.ts': 'export function f(a: number) {\n\tif (a) return 1;\n\treturn a > 2 ? 3 : 4;\n}\n',
			'easy.ts': 'export const one = 1;\n'
		},
		history
	);
	const [hard, easy] = fileWeights(sources, history, hotSpots(all, history));
	expect(hard).toMatchObject({ path: 'hard.ts', codeLines: 4, complexity: 3, commits: 3 });
	expect(hard!.heat).toBeGreaterThan(0);
	expect(easy).toMatchObject({ path: 'easy.ts', complexity: 0, commits: 1, heat: 0 });
});
