import { expect, test } from 'vitest';
import { resolutionOf } from './resolution';

test('[Q4] aliases and names of modules come from where they are said', () => {
	const texts = new Map([
		['api/go.mod', '// ours\n\n  module example.org/shop\n\ngo 1.22\n'],
		[
			'tsconfig.json',
			'{ // "not so": {\n"compilerOptions": { "paths": { "@/*": ["./src/*"], }, /* end */ } }'
		],
		['node_modules/x/go.mod', 'module x\n']
	]);
	expect(resolutionOf(texts)).toEqual({
		goModules: [{ name: 'example.org/shop', folder: 'api' }],
		aliases: [{ prefix: '@/', target: 'src/', scope: '' }]
	});
});

test.each([
	['go.mod', '\n'],
	['tsconfig.json', '\\"'],
	['tsconfig.json', '/* '],
	['tsconfig.json', '"']
])('[Q7] a %s of nothing but %j takes no square of time', (path, part) => {
	const started = performance.now();
	expect(resolutionOf(new Map([[path, part.repeat(400_000)]]))).toEqual({
		goModules: [],
		aliases: []
	});
	expect(performance.now() - started).toBeLessThan(2000);
});
