import { describe, expect, test } from 'vitest';
import type { FileFacts } from '../../facts';
import { aliasesFrom } from './aliases';
import { importing, someFacts } from './facts.fixtures';
import { cyclesOf, fansOf, layersOf, moduleGraph, type ModuleGraph } from './graph';

const graphOf = (text: string): ModuleGraph => {
	const edges = text.split(' ').map((pair) => ({ from: pair[0]!, to: pair[1]!, line: 1 }));
	return { modules: [...new Set(edges.flatMap(({ from, to }) => [from, to]))], edges };
};

const edgesOf = (files: FileFacts[], options = {}) =>
	moduleGraph(files, options).edges.map(({ from, to }) => `${from} > ${to}`);

describe('the graph of modules', () => {
	test('[Q4] JavaScript: endings, folders, what TypeScript becomes, aliases', () => {
		const aliases = aliasesFrom(
			'tsconfig.json',
			'{ // ours\n "compilerOptions": { "paths": { "#db/*": ["./src/db/*"], }, } }'
		);
		const files = [
			someFacts('src/a.ts', importing('./b', './c.js', './d', '#db/rows', '$lib/e', 'react')),
			someFacts('src/b.tsx'),
			someFacts('src/c.ts'),
			someFacts('src/d/index.ts'),
			someFacts('src/db/rows.ts'),
			someFacts('src/lib/e.svelte', {}, 'svelte')
		];
		expect(edgesOf(files, { aliases })).toEqual([
			'src/a.ts > src/b.tsx',
			'src/a.ts > src/c.ts',
			'src/a.ts > src/d/index.ts',
			'src/a.ts > src/db/rows.ts',
			'src/a.ts > src/lib/e.svelte'
		]);
	});

	test('[Q4] Python: relative by dots, absolute from a root, modules of a package by name', () => {
		const from = (specifier: string, ...names: string[]) => ({ specifier, names, line: 1 });
		const files = [
			someFacts(
				'src/app/users/views.py',
				{
					imports: [from('.models', 'User'), from('..', 'db'), from('app.auth'), from('os')]
				},
				'python'
			),
			someFacts('src/app/users/models.py', {}, 'python'),
			someFacts('src/app/db.py', {}, 'python'),
			someFacts('src/app/auth/__init__.py', {}, 'python')
		];
		expect(edgesOf(files).map((edge) => edge.split(' > ')[1])).toEqual([
			'src/app/users/models.py',
			'src/app/db.py',
			'src/app/auth/__init__.py'
		]);
	});

	test('[Q4] Go: a folder is a module, found by the path of its go.mod', () => {
		const files = [
			someFacts('cmd/main.go', importing('acme.com/shop/users', 'fmt'), 'go'),
			someFacts('users/store.go', {}, 'go'),
			someFacts('users/user.go', {}, 'go')
		];
		const goModules = [{ name: 'acme.com/shop', folder: '' }];
		expect(edgesOf(files, { goModules })).toEqual(['cmd/ > users/']);
	});

	test('[Q4] Rust: crate, self and super, as far as a file goes', () => {
		const files = [
			someFacts('src/main.rs', importing('self::api', 'crate::db::pool::Pool'), 'rust'),
			someFacts('src/api.rs', importing('super::db', 'self::users'), 'rust'),
			someFacts('src/api/users.rs', {}, 'rust'),
			someFacts('src/db/mod.rs', {}, 'rust'),
			someFacts('src/db/pool.rs', {}, 'rust')
		];
		expect(edgesOf(files)).toEqual([
			'src/main.rs > src/api.rs',
			'src/main.rs > src/db/pool.rs',
			'src/api.rs > src/db/mod.rs',
			'src/api.rs > src/api/users.rs'
		]);
	});

	test('[Q4] Java, C#, PHP: types by namespace, imported or used beside', () => {
		const type = (name: string, namespace: string): Partial<FileFacts> => ({
			namespace,
			symbols: [{ kind: 'class', name, startLine: 1, endLine: 9 }]
		});
		const java = [
			someFacts(
				'A.java',
				{
					...type('A', 'shop'),
					...importing('shop.data.Rows'),
					assignments: [{ name: 'b', value: '', type: 'B', line: 3 }]
				},
				'java'
			),
			someFacts('B.java', type('B', 'shop'), 'java'),
			someFacts('C.java', type('C', 'shop'), 'java'),
			someFacts('Rows.java', type('Rows', 'shop.data'), 'java')
		];
		expect(edgesOf(java)).toEqual(['A.java > Rows.java', 'A.java > B.java']);
		const csharp = [
			someFacts('A.cs', { ...type('A', 'Shop.Web'), ...importing('Shop.Data') }, 'csharp'),
			someFacts('Used.cs', type('Used', 'Shop.Data'), 'csharp'),
			someFacts('Unused.cs', type('Unused', 'Shop.Data'), 'csharp')
		];
		csharp[0]!.symbols[0]!.bases = ['Used'];
		expect(edgesOf(csharp)).toEqual(['A.cs > Used.cs']);
		const php = [
			someFacts('A.php', { ...type('A', 'App'), ...importing('App\\Models\\User') }, 'php'),
			someFacts('User.php', type('User', 'App\\Models'), 'php')
		];
		expect(edgesOf(php)).toEqual(['A.php > User.php']);
	});

	test('[Q4] Ruby: constants are found without an import, as Rails does', () => {
		const call = { callee: 'User.where', args: [], startLine: 4, endLine: 4 };
		const files = [
			someFacts('app/controllers/users_controller.rb', { calls: [call] }, 'ruby'),
			someFacts(
				'app/models/user.rb',
				{ symbols: [{ kind: 'class', name: 'User', startLine: 1, endLine: 2 }] },
				'ruby'
			)
		];
		expect(edgesOf(files)).toEqual(['app/controllers/users_controller.rb > app/models/user.rb']);
	});

	test('[Q4] Ruby and C: beside the file, from lib, or by the only path that ends so', () => {
		const files = [
			someFacts('lib/shop/a.rb', importing('./b', 'shop/c'), 'ruby'),
			someFacts('lib/shop/b.rb', {}, 'ruby'),
			someFacts('lib/shop/c.rb', {}, 'ruby'),
			someFacts('src/a.c', importing('./a.h', 'net/b.h', 'stdio.h'), 'c'),
			someFacts('src/a.h', {}, 'c'),
			someFacts('core/headers/net/b.h', {}, 'c')
		];
		expect(edgesOf(files)).toEqual([
			'lib/shop/a.rb > lib/shop/b.rb',
			'lib/shop/a.rb > lib/shop/c.rb',
			'src/a.c > src/a.h',
			'src/a.c > core/headers/net/b.h'
		]);
	});

	test('[R4] cycles are found whole, and no module is in two', () => {
		const cycles = cyclesOf(graphOf('ab bc ca cd de ed fa'));
		expect(cycles.map((cycle) => cycle.toSorted().join(''))).toEqual(['abc', 'de']);
	});

	test('[R4] imports of types alone make no cycle, unless there are others beside them', () => {
		const typed = (specifier: string) => ({ specifier, names: [], line: 1, isType: true });
		const one = someFacts('a.ts', { imports: [typed('./b')] });
		const other = someFacts('b.ts', importing('./a'));
		expect(cyclesOf(moduleGraph([one, other]))).toEqual([]);
		one.imports.push({ specifier: './b', names: [], line: 2 });
		expect(cyclesOf(moduleGraph([one, other]))).toHaveLength(1);
	});

	test('[R4] a layer is the longest way down, a cycle stands on one', () => {
		const layers = layersOf(graphOf('ab bd ac cd xy yx xd'));
		expect(Object.fromEntries(layers)).toEqual({ a: 2, b: 1, c: 1, d: 0, x: 1, y: 1 });
	});

	test('[R4] a chain of 50,000 modules does not overflow', () => {
		const modules = Array.from({ length: 50_000 }, (_, place) => `m${place}`);
		const edges = modules.slice(1).map((to, place) => ({ from: modules[place]!, to, line: 1 }));
		expect(layersOf({ modules, edges }).get('m0')).toBe(49_999);
	});

	test('[R4] fan-in counts who imports, fan-out who is imported', () => {
		const fans = fansOf(graphOf('ab cb bd'));
		expect(fans.get('b')).toEqual({ in: 2, out: 1 });
	});
});
