import { describe, expect, it } from 'vitest';
import { projectOf } from '../../analysis.fixtures';
import { surroundingsOf } from './surroundings';

describe('surroundingsOf', () => {
	it('finds a test by its name in each language’s fashion, and never in another language', async () => {
		const { testNamedAfter } = surroundingsOf(
			await projectOf({
				'src/user.ts': 'export const user = 1;\n',
				'src/user.test.ts': "it('is', () => {});\n",
				'src/order/index.ts': 'export const order = 1;\n',
				'src/order.spec.ts': "it('is', () => {});\n",
				'app/price.py': 'def price(): pass\n',
				'tests/test_price.py': 'def test_price(): pass\n',
				'api/user.go': 'package api\n',
				'main/User.java': 'class User {}\n',
				'test/UserTest.java': 'class UserTest {}\n'
			})
		);
		expect(testNamedAfter('src/user.ts')).toBe('src/user.test.ts');
		expect(testNamedAfter('src/order/index.ts')).toBe('src/order.spec.ts');
		expect(testNamedAfter('app/price.py')).toBe('tests/test_price.py');
		expect(testNamedAfter('main/User.java')).toBe('test/UserTest.java');
		expect(testNamedAfter('api/user.go')).toBeUndefined();
	});

	it('follows what tests use by any number of steps', async () => {
		const { isReachedByTests, testsOf } = surroundingsOf(
			await projectOf({
				'src/a.test.ts': "import { b } from './b';\nit('is', () => b());\n",
				'src/b.ts': "import { c } from './c';\nexport const b = () => c();\n",
				'src/c.ts': 'export const c = () => 1;\n',
				'src/d.ts': 'export const d = () => 1;\n'
			})
		);
		expect(testsOf('src/c.ts')).toEqual([]);
		expect(isReachedByTests('src/c.ts')).toBe(true);
		expect(isReachedByTests('src/d.ts')).toBe(false);
	});

	it('tells calls of a function only where its name stands for nothing else', async () => {
		const { callersOf } = surroundingsOf(
			await projectOf({
				'src/a.ts': 'export const charge = () => 1;\nexport const store = () => 1;\n',
				'src/b.ts': 'export const store = () => 2;\n',
				'src/c.ts':
					"import { charge, store } from './a';\nexport const c = () => {\n\tcharge();\n\tstore();\n};\n"
			})
		);
		expect(callersOf('src/a.ts', 'charge').map(({ fact }) => fact.startLine)).toEqual([3]);
		expect(callersOf('src/a.ts', 'store')).toEqual([]);
	});

	it('knows the aliases of the repository', async () => {
		const { importersOf } = surroundingsOf(
			await projectOf({
				'tsconfig.json': '{ "compilerOptions": { "paths": { "#app/*": ["./code/*"] } } }',
				'code/a.ts': 'export const a = 1;\n',
				'code/deep/b.ts': "\nimport { a } from '#app/a';\nexport const b = a;\n"
			})
		);
		expect(importersOf('code/a.ts')).toEqual([{ path: 'code/deep/b.ts', startLine: 2 }]);
	});
});
